import pc from 'picocolors';
import { ROLES } from '../../habilitations/acteur.ts';
import { compte } from '../../kernel/texte.ts';
import { LIBELLES_DE_MANQUE } from '../../livret/manque.ts';
import { LIBELLES_DE_SIGNALEMENT } from '../../livret/textes.ts';
import type { LivretAValider, SortDuLivret, ValidationDeDivision } from '../../livret/valider-division.ts';
import { ecrire } from '../affichage.ts';
import type { Cible } from '../cible.ts';
import { anneeScolaire, LIBELLES_DE_CHAMP } from '../libelles.ts';
import { SORTIE, type Sortie } from '../sorties.ts';

export interface DemandeDeValidation {
  readonly uai: string;
  readonly session: number;
  readonly division: string;
  /** ELEVE_ID; all of the division when empty. */
  readonly eleves: readonly string[];
  /** The « OK » (R65). */
  readonly oui: boolean;
  readonly json: boolean;
}

/** « Valider les livrets » of a division (R65): shows what stands against it, and validates once it is told to. */
export async function valider(cible: Cible, demande: DemandeDeValidation): Promise<Sortie> {
  const { uai, session, division, eleves, oui } = demande;
  const lue = await cible.appeler<ValidationDeDivision>('livret/valider-division', {
    uai,
    session,
    division,
    ...(eleves.length === 0 ? {} : { eleves }),
    ...(oui ? { confirme: true } : {}),
  });
  if (demande.json) ecrire(JSON.stringify(lue, null, 2));
  else ecrireValidation(lue, demande);
  if (lue.etat === 'refusee') return SORTIE.echec;
  return lue.etat === 'partielle' ? SORTIE.partielle : SORTIE.reussite;
}

const ETATS: Readonly<Record<ValidationDeDivision['etat'], string>> = {
  'a-confirmer': pc.yellow('à confirmer'),
  refusee: pc.red('refusée'),
  validee: pc.green('validée'),
  partielle: pc.yellow('validée en partie'),
};

/** What is apart, and holds nothing up. */
const APART: Readonly<Partial<Record<SortDuLivret, string>>> = {
  parti: 'élève parti',
  papier: 'format papier : remis au centre, sans validation',
  oppose: 'le candidat s’oppose à la transmission',
  'hors-examen': 'élève qui ne passe pas l’examen cette année',
  'autre-annee': 'livret passé à une autre année',
};

function ecrireValidation({ etat, obstacles, livrets }: ValidationDeDivision, demande: DemandeDeValidation): void {
  const combien = (sort: SortDuLivret): number => livrets.filter((livret) => livret.sort === sort).length;
  ecrire(`Division ${demande.division}, session ${demande.session} : ${ETATS[etat]}`);
  const comptes = [
    [combien('valide'), 'validé'],
    [combien('deja-valide'), 'déjà validé'],
    [combien('pret'), 'prêt'],
    [combien('bloque'), 'retenu'],
  ] as const;
  const dits = comptes.filter(([nombre]) => nombre > 0).map(([nombre, mot]) => compte(nombre, mot, `${mot}s`));
  if (dits.length > 0) ecrire(`  ${dits.join(' · ')}`);
  for (const { message, remede } of obstacles) ecrire(`  ${pc.red('!')} ${message}\n    ${remede}`);
  for (const livret of livrets.filter(({ sort }) => sort === 'bloque')) ecrireRetenu(livret);
  for (const { nom, sort } of livrets) {
    const apart = APART[sort];
    if (apart !== undefined) ecrire(pc.dim(`  à part : ${nom}, ${apart}`));
  }
  if (etat === 'a-confirmer') {
    ecrire(combien('pret') === 0 ? 'Rien n’est à valider.' : 'Rien n’est encore écrit : ajoutez --oui pour valider.');
  }
  if (etat === 'refusee') ecrire('Rien n’est validé : la division l’est en entier, ou pas.');
}

function ecrireRetenu({ livretId, nom, manques, signalements }: LivretAValider): void {
  ecrire(`\n  ${pc.bold(nom)} ${pc.dim(livretId)}`);
  for (const { code, annee, matiere, tache } of manques) {
    const ou = [anneeScolaire(annee), ...(matiere === null ? [] : [`matière ${matiere}`])].join(', ');
    ecrire(`    ${pc.red('manque')} ${LIBELLES_DE_MANQUE[code]} (${ou}) : ${ROLES[tache]}`);
  }
  for (const { id, nature, passage, ou } of signalements) {
    const matiere = ou.codeMatiere === null ? '' : ` (matière ${ou.codeMatiere})`;
    const lieu = `${LIBELLES_DE_CHAMP[ou.champ]}${matiere}, ${anneeScolaire(ou.annee)}`;
    ecrire(`    ${pc.yellow('signalé')} ${LIBELLES_DE_SIGNALEMENT[nature]}, ${lieu}`);
    ecrire(`      « ${passage} » ${pc.dim(id)}`);
  }
}
