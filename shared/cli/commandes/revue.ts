import pc from 'picocolors';
import type { DossierARevoir, RevueConsultee } from '../../imports/consulter-revue.ts';
import type { DecisionPrise } from '../../imports/decider-dossiers.ts';
import type { DossierDiffere } from '../../imports/depot.ts';
import type { Difference } from '../../imports/differences.ts';
import { compte } from '../../kernel/texte.ts';
import { ecrire, VIDE } from '../affichage.ts';
import type { Cible } from '../cible.ts';
import { SORTIE, type Sortie } from '../sorties.ts';

export interface DemandeDeRevue {
  readonly proprietaire: string;
  readonly depotId: string;
  readonly decision: 'accepter' | 'refuser' | null;
  /** ELEVE_ID; all that are still to be decided when empty. */
  readonly eleves: readonly string[];
  readonly json: boolean;
}

const LIBELLES_ETAT: Readonly<Record<DossierDiffere['etat'], string>> = {
  'a-decider': pc.yellow('à décider'),
  accepte: pc.green('accepté, en cours'),
  'en-attente': pc.yellow('accepté, en attente de SIECLE'),
  applique: pc.green('accepté'),
  refuse: pc.red('refusé'),
  annule: pc.dim('annulé'),
};

/** Shows the dossiers of a deposit in review with what each would change, or decides on them (R35). */
export async function revue(cible: Cible, demande: DemandeDeRevue): Promise<Sortie> {
  const { proprietaire, depotId, decision, eleves, json } = demande;
  if (decision !== null) {
    const prise = await cible.appeler<DecisionPrise>('imports/decider-dossiers', {
      proprietaire,
      depotId,
      decision,
      ...(eleves.length === 0 ? {} : { eleves }),
    });
    if (json) ecrire(JSON.stringify(prise, null, 2));
    else ecrireDecision(prise, decision);
    return prise.ecartes.length === 0 ? SORTIE.reussite : SORTIE.partielle;
  }
  const dossiers: DossierARevoir[] = [];
  let suite: string | null = null;
  do {
    const page: RevueConsultee = await cible.appeler<RevueConsultee>('imports/consulter-revue', {
      proprietaire,
      depotId,
      ...(suite === null ? {} : { apres: suite }),
    });
    dossiers.push(...page.dossiers);
    suite = page.suite;
  } while (suite !== null);
  if (json) ecrire(JSON.stringify(dossiers, null, 2));
  else ecrireDossiers(dossiers);
  return SORTIE.reussite;
}

function ecrireDecision({ decides, ecartes }: DecisionPrise, decision: 'accepter' | 'refuser'): void {
  ecrire(`${compte(decides, 'dossier')} ${decision === 'accepter' ? 'accepté' : 'refusé'}${decides >= 2 ? 's' : ''}.`);
  if (ecartes.length === 0) return;
  ecrire(`${compte(ecartes.length, 'dossier')} sans décision à prendre : ${ecartes.join(', ')}`);
}

function ecrireDossiers(dossiers: readonly DossierARevoir[]): void {
  const aDecider = dossiers.filter(({ etat }) => etat === 'a-decider').length;
  ecrire(`${compte(dossiers.length, 'dossier')}, ${aDecider} à décider`);
  for (const { eleve, nom, etat, anomalies, differences } of dossiers) {
    ecrire(
      `\n${pc.bold(nom ?? `élève ${eleve}`)} ${pc.dim(nom === null ? 'inconnu de SIECLE' : eleve)} : ${LIBELLES_ETAT[etat]}`,
    );
    for (const { message } of anomalies) ecrire(`  ${pc.yellow('!')} ${message}`);
    if (etat === 'a-decider' && differences.length === 0) ecrire(pc.dim('  rien ne change'));
    for (const difference of differences) ecrireDifference(difference);
  }
  if (aDecider > 0) ecrire(`\nPour décider : --accepter ou --refuser, suivis des élèves, ou seuls pour tous.`);
}

function ecrireDifference({ annee, matiere, champ, avant, apres }: Difference): void {
  const ou = [`${annee}-${annee + 1}`, matiere, champ].filter((texte) => texte !== null).join(', ');
  ecrire(`  ${ou} : ${avant === null ? VIDE : pc.red(avant)} → ${apres === null ? VIDE : pc.green(apres)}`);
}
