import { executerTransaction } from '../aws/dynamo.ts';
import type { Journal } from '../aws/journal.ts';
import type { Candidat, MagasinCandidats } from '../candidats/index.ts';
import { anneeDeSession, session as sessionDe } from '../kernel/annee.ts';
import type { LigneEleve, PartiesDuLivret } from '../livret/index.ts';
import { cleLivret } from '../livret/index.ts';
import { chainer, ecritureDePreuve, teteApres } from '../preuve/index.ts';
import { apparier, type Moyen } from './apparier.ts';
import type { DemandeAppariement } from './envoyer-identifiants.ts';
import type { Numeros } from './reserver-numeros.ts';

export interface PartiesDAppariement extends PartiesDuLivret {
  readonly candidats: MagasinCandidats;
  readonly numeros: Numeros;
  readonly journal: Journal;
}

const ESSAIS = 5;

/**
 * Pairs the pupils of one establishment with their candidates, and allots each pair its No Élève
 * (rules.md 21). Run again, it touches only what has no pair yet.
 */
export async function apparierEtablissement(
  parts: PartiesDAppariement,
  { uai, session }: DemandeAppariement,
): Promise<void> {
  const annee = anneeDeSession(sessionDe(session));
  const eleves = await parts.registre.lireEleves(uai, annee);
  const candidats = await parts.candidats.listerDe(session, uai);
  const { paires } = apparier(eleves, candidats);
  // A livret that was paired under another row, such as one of its former establishment, keeps its pair.
  for (const eleve of eleves.filter(({ noCandidat }) => noCandidat === null)) {
    const candidat = candidats.find(({ livretId }) => livretId === eleve.livretId);
    if (candidat === undefined) continue;
    const { noCandidat, noEleve } = candidat;
    await executerTransaction(parts.dynamo, [parts.registre.ecritureSuivi(eleve, { noCandidat, noEleve })]);
  }
  const numeros = await parts.numeros.reserver(
    session,
    paires.map(({ eleve }) => eleve.livretId),
  );
  for (const { eleve, candidat, par } of paires) {
    const noEleve = numeros[eleve.livretId];
    if (noEleve === undefined) throw new Error('no number was reserved for a livret');
    await ecrirePaire(parts, session, eleve, candidat, par, noEleve);
  }
  const envoyeLe = parts.horloge.maintenant().toString();
  for (const eleve of eleves) {
    if (eleve.identifiantsEnvoyesLe !== null) continue;
    await executerTransaction(parts.dynamo, [parts.registre.ecritureSuivi(eleve, { identifiantsEnvoyesLe: envoyeLe })]);
  }
  parts.journal.info('établissement apparié', { session, paires: paires.length });
}

async function ecrirePaire(
  parts: PartiesDAppariement,
  session: number,
  eleve: LigneEleve,
  candidat: Candidat,
  par: Moyen,
  noEleve: string,
): Promise<void> {
  for (let essai = 1; ; essai++) {
    const livret = await parts.livrets.lire(eleve.livretId);
    if (livret === null) throw new Error('a pupil without livret');
    const { tete } = livret;
    // A pair that stands is never undone by a machine.
    if (tete.appariement !== null && tete.appariement.session === session) {
      const { noCandidat, noEleve: dejaAttribue } = tete.appariement;
      await executerTransaction(parts.dynamo, [
        parts.registre.ecritureSuivi(eleve, { noCandidat, noEleve: dejaAttribue }),
      ]);
      return;
    }
    const evenement = chainer(tete.chaine, {
      type: 'apparie',
      quand: parts.horloge.maintenant().toString(),
      par: 'file/appariement',
      references: { session, noCandidat: candidat.noCandidat, noEleve },
    });
    const issue = await executerTransaction(parts.dynamo, [
      parts.livrets.ecritureTete(tete, {
        ...tete,
        appariement: { session, noCandidat: candidat.noCandidat, noEleve, par },
        chaine: teteApres(evenement),
      }),
      parts.registre.ecritureSuivi(eleve, { noCandidat: candidat.noCandidat, noEleve }),
      parts.candidats.ecritureAppariement(candidat, tete.livretId, noEleve),
      ecritureDePreuve(parts.tablePreuve, cleLivret(tete.livretId), evenement),
    ]);
    if (issue.faite) return;
    // The candidate may have been paired with another livret meanwhile: the condition keeps that pair.
    if (issue.conditions[2] === true) return;
    if (essai === ESSAIS) throw new Error('livret written by others at each try');
  }
}
