import { type Candidature, candidatsDe, type Repartition } from './candidatures.ts';
import { type DefautPlante, defautsPlantes, type Plan, transformation } from './defauts.ts';
import { echapper, element } from './ecriture.ts';
import { type Adulte, type Monde, VERSION } from './monde.ts';

type Textes = Generator<string, void, undefined>;

/** The columns of the DEC's file, in their order, and what each holds. */
const COLONNES: readonly (readonly [nom: string, champ: keyof Candidature])[] = [
  ['no_candidat', 'noCandidat'],
  ['no_pv', 'noPv'],
  ['ine', 'ine'],
  ['nom_famille', 'nomDeFamille'],
  ['nom_usage', 'nomUsage'],
  ['prenoms', 'prenoms'],
  ['date_naissance', 'naissance'],
  ['uai', 'uai'],
  ['division', 'division'],
  ['serie', 'serie'],
  ['categorie', 'categorie'],
  ['jury', 'jury'],
  ['centre', 'centre'],
];

export function* ecrireCandidats(monde: Monde, plan: Plan, repartition: Repartition): Textes {
  yield ligne(COLONNES.map(([nom]) => nom));
  for (const { candidature, eleve } of candidatsDe(monde, repartition)) {
    const candidatures =
      eleve === null
        ? [candidature]
        : transformation(plan, monde, eleve.etablissement, eleve.rang).candidature(candidature);
    for (const une of candidatures) yield ligne(COLONNES.map(([, champ]) => une[champ]));
  }
}

function ligne(champs: readonly (string | number)[]): string {
  return `${champs.join(';')}\r\n`;
}

/** Juries, their centres and presidents: what the DEC enters (R74). No official file holds it; this one is ours. */
export function* ecrireJurys({ jurys }: Repartition): Textes {
  yield ligne(['jury', 'series', 'centre', 'president', 'vice_president', 'candidats']);
  const nommer = ({ civilite, nom, prenom }: Adulte): string => `${civilite} ${prenom} ${nom}`;
  for (const { numero, series, centre, president, vicePresident, candidats } of jurys) {
    yield ligne([numero, series.join(' '), centre.uai, nommer(president), nommer(vicePresident), candidats]);
  }
}

/** The nomenclature of the livret (formats.md §1.5), when the world has its own. */
export function* ecrireNomenclatureLsl({ mefs }: Monde): Textes {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<nomenclaturesLsl>\n<competences>\n';
  const libelles = new Map<string, string>();
  for (const { annee, matieres } of mefs) {
    for (const { code, libelle } of matieres.flatMap(({ rubriques }) => rubriques.flatMap((r) => r.competences))) {
      libelles.set(`${annee}/${code}`, libelle);
    }
  }
  for (const [cle, libelle] of [...libelles].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [annee = '', code = ''] = cle.split('/');
    yield `${element('competence', { code, annee }, echapper(libelle))}\n`;
  }
  yield '</competences>\n';
  for (const [annee, duMillesime] of Map.groupBy(mefs, (mef) => mef.annee)) {
    yield `<anneeScolaire millesime="${annee}">\n`;
    for (const { codeMef, niveau, codeSerie, serie, specialite, matieres } of duMillesime) {
      const lignes = matieres.map(
        ({ regroupement, discipline, codeMatiere, modalite, periodique, rubriques }) =>
          `${element(
            'matiere',
            {
              regroupement,
              discipline,
              codeBcn: codeMatiere,
              presenceEvaluationPeriodique: String(periodique),
              modaliteElection: modalite,
            },
            rubriques
              .map(({ intitule, competences }) =>
                element(
                  'competences',
                  { intitule },
                  competences.map(({ code }) => element('competence', {}, code)).join(''),
                ),
              )
              .join(''),
          )}\n`,
      );
      yield `${element('mef', { codeMef, niveau, codeSerie, serie, specialite: specialite ?? '' }, `\n${lignes.join('')}`)}\n`;
    }
    yield '</anneeScolaire>\n';
  }
  yield '</nomenclaturesLsl>\n';
}

/** What `attendu.json` holds. */
export interface Verite {
  readonly version: number;
  readonly graine: number;
  readonly annee: number;
  readonly defauts: readonly DefautPlante[];
}

export function* ecrireAttendu(monde: Monde, plan: Plan, repartition: Repartition): Textes {
  yield `{"version":${VERSION},"graine":${monde.graine},"annee":${monde.annee},"defauts":[`;
  let premier = true;
  for (const plante of defautsPlantes(monde, plan, repartition)) {
    yield `${premier ? '' : ','}\n${JSON.stringify(plante)}`;
    premier = false;
  }
  yield '\n]}\n';
}
