import { apparier } from '../../shared/appariement/apparier.ts';
import { type Colonne, ecrire, tableau } from '../../shared/cli/affichage.ts';
import { ACADEMIE, type Academie, fabriquerAcademie } from '../appariement/academie.ts';
import {
  type Compte,
  candidatsPour,
  type Issue,
  juger,
  type Mesure,
  type Passages,
  passer,
} from '../appariement/mesure.ts';

/**
 * The appariement of an académie of 50,000 candidates and 48,900 pupils with 3 % of defects, of whom the truth is
 * known: every automatic pair is right, 99 % of those who have one right answer get it, and within 20 s of CPU (issue
 * « appariement »).
 *
 *     node test/bench/appariement.ts [première graine] [nombre de graines]
 */
const RAPPEL_MIN = 0.99;
const SECONDES_MAX = 20;

/** Pairs one establishment after another. */
function apparierAcademie(academie: Academie): Issue[] {
  const candidats = candidatsPour(academie);
  return academie.etablissements.map(({ uai, eleves }) => apparier(eleves, candidats(uai, eleves)));
}

/** Establishments that the real worker goes over, on stores in memory: what it asks of AWS does not depend on their number. */
const ETABLISSEMENTS_MESURES = 6;

const nombre = (valeur: number, decimales = 0): string => valeur.toFixed(decimales).replace('.', ',');
/** Never 100 % when it is a little less. */
const pourCent = (part: number): string => `${nombre(Math.floor(part * 10_000) / 100, 2)} %`;

type Ligne = readonly [defaut: string, compte: Compte];
const colonne = (titre: string, valeur: (compte: Compte) => string): Colonne<Ligne> => ({
  titre,
  valeur: ([, compte]) => valeur(compte),
  alignement: 'droite',
});
const COLONNES: readonly Colonne<Ligne>[] = [
  { titre: 'Défaut', valeur: ([defaut]) => defaut },
  colonne('Élèves', ({ eleves }) => String(eleves)),
  colonne('Justes', ({ justes }) => String(justes)),
  colonne('Faux', ({ faux }) => String(faux)),
  colonne('À voir', ({ aVoir }) => String(aVoir)),
  colonne('Seuls', ({ eleves, justes, faux, aVoir }) => String(eleves - justes - faux - aVoir)),
  colonne('Rappel', ({ certains, certainsTrouves }) => (certains === 0 ? '—' : pourCent(certainsTrouves / certains))),
];

function montrerParDefaut({ total, parDefaut }: Mesure): void {
  const lignes = [...parDefaut]
    .map(([defaut, compte]): Ligne => [defaut ?? 'aucun', compte])
    .sort(([a], [b]) => a.localeCompare(b, 'fr'));
  ecrire(tableau(COLONNES, [...lignes, ['total', total]]));
}

/** What the worker wrote, and what it asked: a first run makes the pairs, a second one finds that nothing is to be done. */
function direLesPassages(etablissements: number, passages: Passages): string {
  const { paires, fausses, certains, certainsTrouves, requetes, requetesASuivre } = passages;
  return (
    `passages de ${etablissements} établissements : ${paires.toLocaleString('fr-FR')} paires écrites — ` +
    `précision ${pourCent((paires - fausses) / paires)} (${fausses} fausses), rappel ${pourCent(certainsTrouves / certains)}, ` +
    `${nombre(requetes / paires, 2)} requêtes par paire (référentiel compris), ` +
    `puis ${nombre(requetesASuivre / etablissements, 1)} par établissement où rien n’est à faire`
  );
}

const [premiere = 1, graines = 1] = process.argv.slice(2).map(Number);
for (let graine = premiere; graine < premiere + graines; graine++) {
  const academie = fabriquerAcademie({ graine, ...ACADEMIE });
  const avant = process.cpuUsage();
  const issues = apparierAcademie(academie);
  const { user, system } = process.cpuUsage(avant);
  const secondes = (user + system) / 1e6;
  const mesure = juger(academie, issues);
  const { total, parMoyen, precision, rappel, rappelDesDefauts } = mesure;
  if (graines === 1) montrerParDefaut(mesure);
  const eleves = total.eleves.toLocaleString('fr-FR');
  const moyens = [...parMoyen].map(([par, paires]) => `${par} ${paires.toLocaleString('fr-FR')}`).join(', ');
  ecrire(
    `graine ${graine} : ${academie.candidats.length.toLocaleString('fr-FR')} candidats, ${eleves} élèves — ` +
      `précision ${pourCent(precision)} (${total.faux} faux), rappel ${pourCent(rappel)} ` +
      `(${pourCent(rappelDesDefauts)} des défauts), à voir ${total.aVoir}, ` +
      `${nombre(secondes, 1)} s de processeur (${moyens})`,
  );
  const choisis = academie.etablissements.slice(0, ETABLISSEMENTS_MESURES).map(({ uai }) => uai);
  const passages = graines === 1 ? await passer(academie, choisis) : null;
  if (passages !== null) ecrire(direLesPassages(choisis.length, passages));
  const hors = passages !== null && (passages.fausses > 0 || passages.certainsTrouves < RAPPEL_MIN * passages.certains);
  if (precision < 1 || rappel < RAPPEL_MIN || secondes > SECONDES_MAX || hors) {
    ecrire(`Hors limites : précision 100 %, rappel ${RAPPEL_MIN * 100} %, ${SECONDES_MAX} s.`);
    process.exitCode = 1;
  }
}
