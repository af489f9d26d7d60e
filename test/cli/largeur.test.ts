import { expect, test } from 'vitest';
import { LIBELLES_DE_RAISON } from '../../shared/appariement/apparier.ts';
import { LIBELLES_D_ISSUE } from '../../shared/appariement/issues.ts';
import { LARGEUR, plier } from '../../shared/cli/affichage.ts';
import type { Cible } from '../../shared/cli/cible.ts';
import { appariement, appariements } from '../../shared/cli/commandes/appariement.ts';
import { bilans, completude } from '../../shared/cli/commandes/completude.ts';
import { consultation } from '../../shared/cli/commandes/consultation.ts';
import { listerDelegations } from '../../shared/cli/commandes/delegations.ts';
import { historique } from '../../shared/cli/commandes/historique.ts';
import { imports } from '../../shared/cli/commandes/imports.ts';
import { livret, livrets } from '../../shared/cli/commandes/livrets.ts';
import { presence } from '../../shared/cli/commandes/presence.ts';
import { presidents } from '../../shared/cli/commandes/presidents.ts';
import { listerRectifications } from '../../shared/cli/commandes/rectifications.ts';
import { suivi } from '../../shared/cli/commandes/suivi-jurys.ts';
import { LIBELLES_ETAT as ETATS_DE_DEPOT, LIBELLES_FLUX } from '../../shared/imports/libelles.ts';
import { type EtapeDuFichier, LIBELLES_D_ETAPE } from '../../shared/jury/suivi.ts';
import { MOTIFS_DE_PAPIER } from '../../shared/livret/changer-format.ts';
import { ETATS } from '../../shared/livret/machine.ts';
import { LIBELLES_DE_MANQUE, TACHES } from '../../shared/livret/manque.ts';
import {
  type EtatDePresence,
  LIBELLES_DE_PRESENCE,
  RAISONS_DE_MANQUE,
  type RaisonDeManque,
} from '../../shared/transfert/presence.ts';
import { TOUTES } from '../habilitations/acteurs.ts';
import { ecouterLaSortie } from './sortie.ts';

// Every command that shows a table, of values as long as they come: nothing is wider than a screen.

const sortie = ecouterLaSortie();

const LONG = 'MARTIN-DE-LA-ROCHEFOUCAULD-LE-GOFF';
const UAI = '0380029A';
const ID = '01J0000000000000000000000A';
const INSTANT = '2016-06-10T08:00:00Z';
const NUMERO = '0'.repeat(20);
const HASH = 'a'.repeat(64);
const TEXTE = 'Une phrase de plus, et encore une. '.repeat(30).trim();
const CODES = Object.keys(LIBELLES_DE_MANQUE) as (keyof typeof LIBELLES_DE_MANQUE)[];

const nommee = { nom: LONG, prenom: 'Marie-Emmanuelle-Joséphine', ine: '0123456789A', division: 'TERMINALE-STMG-12' };
const eleve = {
  ...nommee,
  livretId: ID,
  eleveId: '123456789012',
  autresPrenoms: 'Anne-Charlotte, Bénédicte, Clémentine',
  codeMef: '21111010110',
  anneesNotees: [2013, 2014, 2015],
  identifiantsEnvoyesLe: INSTANT,
  statutEnvoyeLe: INSTANT,
  noEleve: '0123456789',
  noCandidat: '0123456789',
  format: 'numerique',
  complet: false,
  manques: { bloquants: 99, autres: 99 },
  valideLe: INSTANT,
  oppose: false,
  repris: false,
  parti: false,
};
const manques = CODES.map((code) => ({
  code,
  annee: 2015,
  matiere: '061300',
  bloquant: true,
  tache: TACHES[code],
  discipline: LONG.repeat(2),
}));
const bilan = {
  livrets: 2400,
  parEtat: Object.fromEntries(ETATS.map((etat) => [etat, 2400])),
  complets: 2400,
  aRevoir: 2400,
  valides: 2400,
  papier: 2400,
  opposes: 2400,
  parTache: Object.fromEntries(Object.values(TACHES).map((tache) => [tache, { livrets: 2400 }])),
  partis: 2400,
};
const rectification = {
  rectificationId: ID,
  etat: 'recue',
  objet: 'identite',
  entree: LONG,
  texte: TEXTE,
  de: 'responsable',
  recueLe: '2016-05-01',
  echeance: '2016-06-01',
  enRetard: true,
  nom: `${LONG} ${nommee.prenom}`,
  reponse: { motif: TEXTE, le: INSTANT, acteId: ID },
};

const candidatMontre = {
  ...nommee,
  nomUsage: LONG,
  noCandidat: '0123456789',
  dateNaissance: '1998-02-28',
  serie: 'STMG',
  uai: '0750655E',
  deposeLe: INSTANT,
};
const RAISONS = Object.keys(LIBELLES_DE_RAISON);
const comptes = {
  eleves: 2400,
  envoyes: 0,
  parIssue: Object.fromEntries(Object.keys(LIBELLES_D_ISSUE).map((etat) => [etat, 2400])),
  candidats: 2400,
  candidatsSansEleve: 2400,
  individuels: 2400,
  enSuspens: 2400,
  plusAncien: { quoi: 'candidat', depuis: INSTANT },
};

/** What every function answers. */
const REPONSES: Readonly<Record<string, unknown>> = {
  'livret/lister-livrets': ETATS.map((etat) => ({ ...eleve, etat })),
  'livret/lire-livret': {
    livretId: ID,
    etat: 'definitif',
    format: 'papier',
    motifPapier: 'hors-perimetre',
    oppose: true,
    valideLe: INSTANT,
    page: {
      annees: [
        {
          niveau: 'Terminale',
          annee: 2015,
          serie: { code: 'STMG' },
          groupes: [
            { disciplines: [{ libelle: LONG.repeat(3), periodes: ['19.99', '19.99', '19.99'], annuelle: '19.99' }] },
          ],
        },
      ],
    },
    anneesSansNomenclature: [],
    completude: { complet: false, manques },
  },
  'livret/consulter-completude': { bilan, divisions: [{ division: nommee.division, ...bilan }], eleves: [] },
  'livret/consulter-bilans': { annee: 2015, bilan, etablissements: [{ uai: UAI, bilan }] },
  'livret/consulter-consultations': [
    {
      division: nommee.division,
      acces: { sorte: 'ouvert', du: '2016-06-01', au: '2016-06-30' },
      information: { du: '2016-06-01', moyen: 'teleservice' },
    },
  ],
  'livret/lister-rectifications': [rectification],
  'livret/lire-historique': {
    livretId: ID,
    evenements: [
      {
        seq: 1,
        type: 'saisie',
        libelle: 'réponse à une demande de rectification',
        quand: INSTANT,
        par: `professeur-principal/${UAI}/epp/${'1'.repeat(40)}`,
        role: 'professeur principal',
        references: {
          avant: HASH,
          apres: HASH,
          empreinte: HASH,
          'base-2015': HASH,
          cle: 'SAISIE#2015#061300-S-aaaaaaaa',
          acteId: ID,
          rectificationId: ID,
          deverrouillage: ID,
        },
        motif: TEXTE,
      },
    ],
    chaine: { etat: 'entiere' },
  },
  'habilitations/lister-delegations': [
    {
      delegationId: ID,
      a: `${UAI}/epp/${'1'.repeat(40)}`,
      operations: TOUTES,
      du: '2016-06-01',
      au: '2016-06-30',
      par: `adjoint/${UAI}/${'a'.repeat(40)}`,
      etat: 'revoquee',
      revoqueeLe: INSTANT,
      revoqueePar: `adjoint/${UAI}/${'a'.repeat(40)}`,
    },
  ],
  'appariement/consulter-appariement': {
    eleves: [
      { etat: 'apparie', noCandidat: '0123456789', par: 'ine-corrige', certitude: 'forte' },
      {
        etat: 'a-verifier',
        noCandidat: '0123456789',
        par: 'ine',
        certitude: 'forte',
        candidat: candidatMontre,
        raisons: RAISONS,
      },
      { etat: 'ambigu', cause: 'plusieurs-candidats', candidats: [{ ...candidatMontre, raisons: RAISONS }] },
      { etat: 'conflit', candidat: candidatMontre },
      { etat: 'ailleurs', academie: 'académie de Clermont-Ferrand' },
      { etat: 'sans-candidat' },
      { etat: 'en-cours' },
      { etat: 'non-envoye' },
      { etat: 'parti' },
    ].map((issue) => ({ ...eleve, nomUsage: LONG, dateNaissance: '1998-02-28', serie: 'STMG', issue })),
    candidatsSansEleve: [candidatMontre],
    individuels: 2400,
    passage: { tour: ID, faitLe: INSTANT },
  },
  'appariement/consulter-appariements': {
    session: 2016,
    total: comptes,
    etablissements: Array.from({ length: 40 }, () => ({ uai: UAI, faitLe: INSTANT, ...comptes })),
  },
  'transfert/lister-jurys': [{ jury: NUMERO, centre: LONG, candidats: 9999 }],
  'jury/suivre-fichiers': (Object.keys(LIBELLES_D_ETAPE) as EtapeDuFichier[]).map((etape) => ({
    jury: NUMERO,
    centres: [LONG, LONG],
    candidats: 9999,
    etape,
    edition: {
      n: 99,
      etat: 'pret',
      demandeLe: INSTANT,
      demandePar: 'chef-de-centre',
      livrets: 9999,
      sansLivret: 9999,
      avancement: null,
      incident: { le: INSTANT, code: 'navigateur-indisponible' },
      telechargeLe: INSTANT,
    },
  })),
  'jury/lire-presidents': [
    {
      jury: NUMERO,
      centres: [LONG, LONG],
      presidence: {
        president: { nom: LONG, prenom: LONG },
        vicePresidents: [{ nom: LONG, prenom: LONG }],
        n: 1,
        le: INSTANT,
        role: 'chef-de-centre',
      },
    },
  ],
  'transfert/controler-presence': {
    session: 2016,
    jury: NUMERO,
    candidats: (Object.keys(LIBELLES_DE_PRESENCE) as EtatDePresence[]).flatMap((etat) =>
      (Object.keys(RAISONS_DE_MANQUE) as RaisonDeManque[]).map((raison) => ({
        noPv: NUMERO,
        noCandidat: NUMERO,
        centre: LONG,
        serie: LONG,
        etat,
        recuLe: INSTANT,
        correctionDepuis: INSTANT,
        retireLe: INSTANT,
        copieVue: { le: INSTANT, role: 'professeur-principal', epoque: 0, n: 3 },
        copieDepassee: null,
        retenu: null,
        raison,
      })),
    ),
  },
  'imports/consulter-imports': {
    depots: Object.keys(LIBELLES_FLUX).flatMap((flux) =>
      Object.keys(ETATS_DE_DEPOT).map((etat) => ({
        depotId: ID,
        enregistreLe: INSTANT,
        flux,
        etat,
        bilan: { lus: 100_000, acceptes: 100_000, refuses: 100_000 },
      })),
    ),
  },
};
const cible: Cible = {
  async appeler<T>(fonction: string) {
    if (!(fonction in REPONSES)) throw new Error(`no answer of ${fonction}`);
    return REPONSES[fonction] as T;
  },
};

const ICI = { uai: UAI, annee: 2015, session: 2016, json: false } as const;
const TOUT = { division: undefined, groupe: undefined, matiere: undefined };
const PRESENCE = { centre: undefined, manquants: false, papiers: false, csv: undefined };
const RIEN = { divisions: [], niveau: undefined, acte: null, moyen: '', du: undefined, au: undefined, le: undefined };

test.each<[string, () => Promise<unknown>]>([
  ['livrets', () => livrets(cible, ICI)],
  ['livret', () => livret(cible, { livretId: ID, json: false })],
  ['completude', () => completude(cible, { ...ICI, ...TOUT })],
  [
    'completude of a class',
    () => {
      const eleves = [{ ...eleve, etat: 'definitif', format: 'papier', manques }];
      const reponse = { bilan, divisions: [], eleves };
      return completude({ appeler: async <T>() => reponse as T }, { ...ICI, ...TOUT, division: 'TS1' });
    },
  ],
  ['completude of an académie', () => bilans(cible, ICI)],
  ['presence', () => presence(cible, { ...ICI, ...PRESENCE, jury: undefined })],
  ['presence of a jury', () => presence(cible, { ...ICI, ...PRESENCE, jury: NUMERO })],
  ['fichier-jury suivi', () => suivi(cible, { ...ICI, centre: undefined, restants: false, csv: undefined })],
  ['presidents', () => presidents(cible, { ...ICI, jury: undefined, absents: false, csv: undefined })],
  ['consultation', () => consultation(cible, { ...ICI, ...RIEN })],
  ['rectifications', () => listerRectifications(cible, { ...ICI, livretId: undefined })],
  ['livret --historique', () => historique(cible, { livretId: ID, json: false })],
  ['delegations', () => listerDelegations(cible, ICI)],
  ['appariement', () => appariement(cible, { ...ICI, envoyer: false, divisions: [], eleves: [], csv: undefined })],
  ['appariement of an académie', () => appariements(cible, { ...ICI, csv: undefined })],
  ['imports', () => imports(cible, { ...ICI, proprietaire: UAI, depotId: undefined, vers: undefined })],
])('« %s » fits on a screen', async (_commande, montrer) => {
  await montrer();
  const lignes = sortie.texte.trimEnd().split('\n');
  expect(lignes.length).toBeGreaterThan(1);
  expect(lignes.filter((ligne) => [...ligne].length > LARGEUR)).toEqual([]);
  expect(sortie.texte).not.toContain(HASH);
});

test('the table of an establishment has the columns of the screen, a tick alone, and what blocks before the rest', async () => {
  const reponses = [
    { ...eleve, etat: 'alimente', valideLe: null },
    { ...eleve, etat: 'complet', manques: { bloquants: 0, autres: 13 }, complet: true, valideLe: null },
    { ...eleve, etat: 'valide', manques: { bloquants: 0, autres: 0 }, complet: true },
  ];
  await livrets({ appeler: async <T>() => reponses as T }, ICI);
  const [entete = '', , ...lignes] = sortie.texte.split('\n');
  expect(entete.split(/ {2,}/)).toEqual([
    'Nom',
    'Prénom',
    'Autres prénoms',
    'INE',
    'Structure',
    'Identifiants',
    'No Élève',
    'Envoyé',
    'Format',
    'État',
    'Manques',
    'Validé',
  ]);
  expect(lignes.slice(0, 3).map((ligne) => ligne.split(/ {2,}/).slice(-3))).toEqual([
    ['alimenté', '99 bloquants', '—'],
    ['complet', '13 autres', '—'],
    ['validé', '—', '✔'],
  ]);
});

test('a format on paper says its motive in words', async () => {
  await livret(cible, { livretId: ID, json: false });
  expect(sortie.texte).toContain(`papier (${MOTIFS_DE_PAPIER['hors-perimetre']})`);
});

test('words are folded under the margin, none is lost', () => {
  const lignes = plier(TEXTE.split(' '), ' ', '    ');
  expect(lignes.length).toBeGreaterThan(5);
  expect(lignes.every((ligne) => ligne.length <= LARGEUR && /^ {4}\S/.test(ligne))).toBe(true);
  expect(lignes.map((ligne) => ligne.trim()).join(' ')).toBe(TEXTE);
});
