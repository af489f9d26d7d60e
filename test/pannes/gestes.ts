import { depotAttendu } from '../../shared/imports/depot.ts';
import { integrerEleve } from '../../shared/imports/integrer-eleve.ts';
import { memoriser } from '../../shared/imports/memoire.ts';
import { changerFormat } from '../../shared/livret/changer-format.ts';
import { deverrouillerLivret } from '../../shared/livret/deverrouiller-livret.ts';
import type { Tete } from '../../shared/livret/livret.ts';
import { enregistrerOpposition } from '../../shared/livret/opposition.ts';
import { ouvrirLivret } from '../../shared/livret/ouvrir-livret.ts';
import { saisir } from '../../shared/livret/saisir.ts';
import { validerDivision } from '../../shared/livret/valider-division.ts';
import { envoyerLivrets } from '../../shared/transfert/envoyer-livrets.ts';
import { fiche } from '../imports/dossiers.ts';
import { matiere, UAI } from '../livret/dossiers.ts';
import { type Academie, ANNEE, ELEVES, rangs, SESSION } from './academie.ts';

/** What somebody may do by now, and how often they do it. */
export type Geste = readonly [faire: (acte: number) => Promise<void>, poids: number];

/** The acts that the state of an académie allows: people are shown no others. */
export function gestesPossibles(academie: Academie, clos: boolean): Geste[] {
  const tetes = rangs(ELEVES).map((n) => ({ n, tete: academie.tete(n) }));
  const libres = academie.candidats().filter(({ livretId }) => livretId === null);
  const apparies = tetes.filter(({ tete }) => tete.appariement !== null);
  const gestes: Geste[] = tetes.flatMap(({ n, tete }) => gestesSurLivret(academie, n, tete, clos));
  if (!clos && apparies.some(({ tete }) => peutPartir(tete))) gestes.push([() => envoyer(academie), 8]);
  if (tetes.some(({ tete }) => peutEtreValide(tete))) gestes.push([() => valider(academie), 6]);
  for (const { n, tete } of tetes) {
    if (tete.appariement !== null) gestes.push([() => academie.decider(n, null), 0.5]);
    for (const { noCandidat } of tete.appariement === null ? libres : []) {
      // The candidate that they had, or one of them, is theirs most of the time.
      const lesien = tete.pairesDefaites?.at(-1) === `${SESSION}#${noCandidat}` || tete.pairesDefaites === undefined;
      gestes.push([() => academie.decider(n, noCandidat), lesien ? 2 : 1]);
    }
  }
  for (const un of apparies) {
    for (const autre of apparies) {
      if (un.n < autre.n) gestes.push([() => echanger(academie, un, autre), 0.5]);
    }
  }
  return gestes;
}

function gestesSurLivret(academie: Academie, n: number, tete: Tete, clos: boolean): Geste[] {
  const { livretId } = tete;
  const { parts, chef } = academie;
  const verrouille = tete.etat === 'valide' || tete.etat === 'envoye';
  const gestes: Geste[] = [
    [
      () => opposition(academie, livretId, tete.opposition === null ? 'opposer' : 'lever'),
      tete.opposition === null ? 0.7 : 3,
    ],
    [(acte) => corriger(academie, n, acte), 0.7],
  ];
  const motif = 'Une moyenne est fausse.';
  if (verrouille && tete.correction === null && !clos) {
    gestes.push([() => deverrouillerLivret(parts, chef, { livretId, motif }).then(() => {}), 1.5]);
  }
  if (!verrouille) gestes.push([(acte) => noter(academie, livretId, acte), 2]);
  if (tete.etat !== 'envoye' && tete.version === null) {
    const format = tete.format === 'papier' ? 'numerique' : 'papier';
    const pourquoi = format === 'papier' ? { motif: 'profil-atypique' } : {};
    gestes.push([() => changerFormat(parts, chef, { livretId, format, ...pourquoi }).then(() => {}), 0.5]);
  }
  return gestes;
}

const peutPartir = ({ etat, format, opposition }: Tete): boolean =>
  opposition === null && (etat === 'valide' || (format === 'papier' && etat !== 'envoye'));

const peutEtreValide = ({ etat, format, opposition }: Tete): boolean =>
  etat === 'complet' && format === 'numerique' && opposition === null;

async function envoyer({ parts, chef }: Academie): Promise<void> {
  await envoyerLivrets(parts, chef, { uai: UAI, session: SESSION });
}

async function valider({ parts, chef }: Academie): Promise<void> {
  await validerDivision(parts, chef, { uai: UAI, session: SESSION, division: 'TS1', confirme: true });
}

async function opposition({ parts, chef }: Academie, livretId: string, acte: 'opposer' | 'lever'): Promise<void> {
  await enregistrerOpposition(parts, chef, { livretId, acte, demandePar: 'eleve', demandeLe: '2016-06-01' });
}

async function noter({ parts, chef }: Academie, livretId: string, acte: number): Promise<void> {
  const { saisies } = (await ouvrirLivret(parts, livretId)).livret;
  const actuelle = saisies.find(({ contenu }) => contenu.valeur.sorte === 'evaluation');
  const { regroupement, discipline, codeMatiere, modalite } = matiere('061300');
  const valeur = {
    sorte: 'evaluation',
    ligne: { regroupement, discipline, codeMatiere, modalite },
    codeMatiere,
    periodes: { '1': String(acte % 21) },
    competences: {},
    appreciation: `Travail ${acte}.`,
  };
  const demande = { livretId, annee: ANNEE, vue: actuelle?.contenu.n ?? null, valeur };
  await saisir({ ...parts, mentions: [] }, chef, demande as Parameters<typeof saisir>[2]);
}

/** A list of SIECLE that gives the pupil another name. */
async function corriger(academie: Academie, n: number, acte: number): Promise<void> {
  const { parts } = academie;
  const { eleveId, ine, dateNaissance } = academie.eleve(n);
  const depot = depotAttendu({
    depotId: `01J1${String(acte).padStart(22, '0')}`,
    proprietaire: UAI,
    session: null,
    revue: false,
    enregistreLe: '2016-06-10T08:00:00Z',
    par: '',
  });
  const dossier = fiche({ eleveId, ine, dateNaissance, nomDeFamille: `CORRIGE${acte}` });
  await integrerEleve({ ...parts, memoire: memoriser(parts) }, { ...depot, annee: ANNEE }, dossier);
}

interface Apparie {
  readonly n: number;
  readonly tete: Tete;
}

/** Two pupils had each other's candidate. */
async function echanger(academie: Academie, un: Apparie, autre: Apparie): Promise<void> {
  const [sien, leur] = [un, autre].map(({ tete }) => tete.appariement?.noCandidat ?? '');
  await academie.decider(un.n, null);
  await academie.decider(autre.n, null);
  await academie.decider(un.n, leur ?? '');
  await academie.decider(autre.n, sien ?? '');
}
