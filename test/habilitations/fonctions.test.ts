import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from 'aws-lambda';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ReponseDeCommande } from '../../shared/aws/chaines.ts';
import type { Acteur, Role } from '../../shared/habilitations/acteur.ts';
import type * as CommandeHabilitee from '../../shared/habilitations/commande-habilitee.ts';
import { decider, type Objet } from '../../shared/habilitations/decider.ts';
import { estDelegable, porteesDe } from '../../shared/habilitations/droits.ts';
import { magasinDelegations } from '../../shared/habilitations/magasin-delegations.ts';
import type { Operation } from '../../shared/habilitations/operations.ts';
import { reconnaitreActeur } from '../../shared/habilitations/reconnaitre-acteur.ts';
import { type Revendication, revendication } from '../../shared/habilitations/revendication.ts';
import { magasinRectifications } from '../../shared/livret/magasin-rectifications.ts';
import { AcademieEnMemoire } from '../imports/academie.ts';
import {
  affectation,
  divisionDeSts,
  ficheSiecle,
  individu,
  PARAMETRES,
  service,
  siecle,
  sts,
} from '../imports/fichiers.ts';
import { matiere, mef } from '../livret/dossiers.ts';
import { AUTRE_UAI, delegation, TOUTES, UAI } from './acteurs.ts';

const FONCTIONS = join(import.meta.dirname, '../../functions');

/** What functions asked of AWS and wrote in their log, and how often a use case ran. */
const vu = vi.hoisted(() => ({
  demandes: [] as { commande: string; input: unknown }[],
  journal: [] as unknown[][],
  executions: 0,
  dynamo: {},
}));

vi.mock('../../shared/aws/journal.ts', () => {
  const noter = (...ligne: unknown[]) => vu.journal.push(ligne);
  return { ouvrirJournal: () => ({ info: noter, alerte: noter, erreur: noter }) };
});

/** Functions start as they are deployed; DynamoDB is in memory, and nothing else answers. */
vi.mock('../../shared/aws/clients.ts', () => {
  const client = (envoyer: (commande: unknown) => Promise<unknown>) => () => ({
    config: {},
    send: (commande: { input: unknown }) => {
      vu.demandes.push({ commande: commande.constructor.name, input: commande.input });
      return envoyer(commande);
    },
  });
  const personne = client(() => Promise.reject(new Error('nobody answers here')));
  return {
    clientDynamo: client((commande) => (vu.dynamo as { send(c: unknown): Promise<unknown> }).send(commande)),
    clientS3: personne,
    clientSqs: personne,
    clientLambda: personne,
  };
});

/** The real commands, with a use case that only counts. */
vi.mock('../../shared/habilitations/commande-habilitee.ts', async (importer) => {
  const reel = await importer<typeof CommandeHabilitee>();
  const commandeHabilitee: typeof reel.commandeHabilitee = (journal, schema, droits, droit, _executer) =>
    reel.commandeHabilitee(journal, schema, droits, droit, async () => {
      vu.executions += 1;
      return 'fait' as never;
    });
  return { ...reel, commandeHabilitee };
});

/** Called by other functions or by the ops team, with rights of AWS: nobody of the livret stands behind a call. */
const NATIONALES = ['appariement/reserver-numeros', 'livret/migrer', 'transfert/consulter-statuts'];

interface Jeu {
  readonly quoi: string;
  readonly demande: Readonly<Record<string, unknown>>;
  readonly operation: Operation;
  readonly objet: Omit<Objet, 'academie'>;
}

const DEPOT = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const SESSION = { session: 2016 };
const EN_2015 = { uai: UAI, annee: 2015 };

/** On deposits: of each establishment, and of the académie. */
const surDepots = (operation: Operation, reste: object = { depotId: DEPOT }): Jeu[] =>
  [UAI, AUTRE_UAI, 'academie'].map((proprietaire) => ({
    quoi: proprietaire,
    demande: { proprietaire, ...reste },
    ...(proprietaire === 'academie'
      ? { operation: 'deposer-academie' as const, objet: {} }
      : { operation, objet: { uai: proprietaire } }),
  }));
const enSession = (operation: Operation, reste: object = {}): Jeu[] =>
  [UAI, AUTRE_UAI].map((uai) => ({
    quoi: uai,
    demande: { uai, ...SESSION, ...reste },
    operation,
    objet: { uai, annee: 2015 },
  }));
const surJurys = (operation: Operation, reste: object = {}): Jeu[] =>
  ['J01', 'J02'].map((jury) => ({
    quoi: jury,
    demande: { ...SESSION, jury, ...reste },
    operation,
    objet: { jury: `2016#${jury}` },
  }));
const deDivision = (operation: Operation, demande: object): Jeu[] =>
  ['TS1', 'TS2'].map((division) => ({
    quoi: division,
    demande: { uai: UAI, division, ...demande },
    operation,
    objet: { ...EN_2015, divisions: [division] },
  }));

/** On the delegations of each establishment. */
const surDelegations = (demande: object): Jeu[] =>
  [UAI, AUTRE_UAI].map((uai) => ({ quoi: uai, demande: { uai, ...demande }, operation: 'deleguer', objet: { uai } }));

/** What each function must ask the right for, written by hand. */
const JEUX: Readonly<Record<string, readonly Jeu[]>> = {
  'appariement/consulter-appariement': enSession('consulter-appariement'),
  'appariement/consulter-appariements': [
    {
      quoi: 'an académie',
      demande: { session: 2016 },
      operation: 'consulter-appariement',
      objet: { annee: 2015 },
    },
  ],
  'appariement/decider-appariement': enSession('decider-appariement', {
    eleveId: '1413136',
    noCandidat: '0123456789',
    motif: 'Vu avec la famille et la DEC.',
  }),
  'appariement/envoyer-identifiants': enSession('envoyer-identifiants'),
  'habilitations/deleguer': surDelegations({
    personne: 'agent-7',
    operations: ['valider-division'],
    du: '2016-06-10',
    au: '2016-06-30',
  }),
  'habilitations/lister-delegations': surDelegations({ annee: 2015 }),
  'habilitations/revoquer-delegation': surDelegations({ delegationId: DEPOT }),
  'imports/annuler-depot': surDepots('annuler-depot'),
  'imports/choisir-source': deDivision('choisir-source', { annee: 2015, source: 'imports' }),
  'imports/consulter-imports': surDepots('consulter-imports', {}),
  'imports/consulter-revue': surDepots('consulter-imports'),
  'imports/decider-dossiers': surDepots('decider-dossiers', { depotId: DEPOT, decision: 'accepter' }),
  'imports/enregistrer-depot': surDepots('deposer-fichier', { octets: 10, sha256: `${'A'.repeat(43)}=` }),
  'jury/consulter-fichier': surJurys('consulter-fichier-jury'),
  'jury/demander-fichier': surJurys('demander-fichier-jury'),
  'jury/lire-presidents': [
    ...surJurys('nommer-president'),
    { quoi: 'an académie', demande: SESSION, operation: 'nommer-president', objet: {} },
  ],
  'jury/nommer-presidents': surJurys('nommer-president', { vue: null, president: null, vicePresidents: [] }),
  'jury/signer-fichier': surJurys('telecharger-fichier-jury'),
  'jury/suivre-fichiers': [{ quoi: 'an académie', demande: SESSION, operation: 'consulter-fichier-jury', objet: {} }],
  'livret/consulter-bilans': [
    { quoi: 'an académie', demande: { annee: 2015 }, operation: 'consulter-completude', objet: { annee: 2015 } },
  ],
  'livret/lister-livrets': [...enSession('consulter-tableau'), ...deDivision('consulter-tableau', SESSION)],
  'transfert/controler-presence': surJurys('controler-presence'),
  'transfert/envoyer-livrets': enSession('envoyer-livrets'),
  'transfert/lister-jurys': [{ quoi: 'an académie', demande: SESSION, operation: 'controler-presence', objet: {} }],
  'transfert/pointer-papiers': surJurys('controler-presence', { noPvs: ['17'], vue: true }),
  'transfert/suivre-envois': enSession('envoyer-livrets'),
};

/** Theirs is a right of académies and juries alone: they recognise nobody by an establishment's partition. */
const SANS_REGISTRE: ReadonlySet<string> = new Set([
  'appariement/consulter-appariements',
  'jury/consulter-fichier',
  'jury/demander-fichier',
  'jury/lire-presidents',
  'jury/nommer-presidents',
  'jury/signer-fichier',
  'jury/suivre-fichiers',
  'livret/consulter-bilans',
  'transfert/controler-presence',
  'transfert/lister-jurys',
  'transfert/pointer-papiers',
]);

/** A livret or a class that a use case meets, and what it asks the right for: the first that is refused refuses all. */
interface JeuDActe {
  readonly quoi: string;
  readonly demande: (role: Role) => Readonly<Record<string, unknown>>;
  readonly droits: readonly { readonly operation: Operation; readonly objet: Omit<Objet, 'academie'> }[];
}

/** Of this establishment the pupil of one's class and another one, and of another establishment. */
const LIEUX = [
  { livret: 'TS1', uai: UAI, division: 'TS1', eleveId: '1413136' },
  { livret: 'TS2', uai: UAI, division: 'TS2', eleveId: '2' },
  { livret: 'ailleurs', uai: AUTRE_UAI, division: 'TS1', eleveId: '1413136' },
] as const;
type Lieu = (typeof LIEUX)[number];

const surLivrets = (operation: Operation, reste: object = {}, objet: Partial<Objet> = {}): JeuDActe[] =>
  LIEUX.map(({ livret, uai, division }) => ({
    quoi: `${operation} of ${livret}`,
    demande: () => ({ livretId: livrets[livret], ...reste }),
    get droits() {
      const sien = { uai, annee: 2015, divisions: [division], livretId: livrets[livret], ...objet };
      return [{ operation, objet: sien }];
    },
  }));
const surRectifications = (operation: Operation, reste: object = {}): JeuDActe[] =>
  surLivrets(operation).map((jeu, rang) => ({
    quoi: jeu.quoi,
    demande: (role) => ({
      uai: LIEUX[rang]?.uai,
      annee: 2015,
      // A family goes back on what it asked itself.
      rectificationId: rectificationDe(rang, role === 'responsable' ? 'responsable' : 'eleve'),
      ...reste,
    }),
    get droits() {
      return jeu.droits;
    },
  }));
const surClasses = (demande: (lieu: Lieu) => object, ...droits: readonly [Operation, Partial<Objet>?][]): JeuDActe[] =>
  LIEUX.map((lieu) => ({
    quoi: `${droits[0]?.[0]} of ${lieu.livret}`,
    demande: () => ({ uai: lieu.uai, ...demande(lieu) }),
    get droits() {
      const { uai, division } = lieu;
      return droits.map(([operation, objet = {}]) => ({
        operation,
        objet: { uai, annee: 2015, divisions: [division], ...objet },
      }));
    },
  }));
const surEtablissements = (operation: Operation): JeuDActe[] =>
  [UAI, AUTRE_UAI].map((uai) => ({
    quoi: `${operation} of ${uai}`,
    demande: () => ({ uai, annee: 2015 }),
    droits: [{ operation, objet: { uai, annee: 2015 } }],
  }));

const MOTIF = 'La note du deuxième trimestre a été mal recopiée.';
const MATHS = '061300';
const structure = (code: string) => ({ structure: { type: 'D', code } });
const AVIS = { texte: 'Élève investi.', nom: 'ESSAI', prenom: 'Ada' };
const LIGNE = { regroupement: 'ENSEIGNEMENTS COMMUNS', discipline: 'MATHEMATIQUES', codeMatiere: MATHS, modalite: 'S' };
const VALEURS: Readonly<Record<string, object>> = {
  'saisir-evaluation': { sorte: 'evaluation', ligne: LIGNE, codeMatiere: MATHS, appreciation: 'Bien.' },
  'saisir-engagements': { sorte: 'engagements', engagements: ['C'], autre: null },
  'saisir-observation': { sorte: 'observation', avis: AVIS },
  'saisir-investissement': { sorte: 'investissement', avis: AVIS },
  'saisir-avis-chef': { sorte: 'avis-chef', avis: AVIS },
  'saisir-avis-examen': { sorte: 'avis-examen', avis: 'F' },
  'saisir-mentions': { sorte: 'mentions', mentions: ['B2i'] },
  'saisir-sanction-examen': { sorte: 'sanction-examen', sanction: null },
};
const saisies = (jeux: (operation: Operation, valeur: object, objet: Partial<Objet>) => JeuDActe[]): JeuDActe[] =>
  Object.entries(VALEURS).flatMap(([operation, valeur]) =>
    jeux(operation as Operation, valeur, operation === 'saisir-evaluation' ? { codeMatiere: MATHS } : {}),
  );
const enDivisions = ({ division }: Lieu) => ({ annee: 2015, divisions: [division] });

/** Functions whose use case asks for the right on what it reads: what it must ask for, written by hand. */
const DANS_L_ACTE: Readonly<Record<string, readonly JeuDActe[]>> = {
  'livret/changer-format': surLivrets('changer-format', { format: 'papier', motif: 'profil-atypique' }),
  'livret/consulter-completude': [
    ...surEtablissements('consulter-completude'),
    ...surClasses(
      ({ division }) => ({ annee: 2015, ...structure(division) }),
      ['consulter-completude'],
      ['lister-eleves'],
    ),
    ...surClasses(
      ({ division }) => ({ annee: 2015, ...structure(division), codeMatiere: MATHS }),
      ['consulter-completude', { codeMatiere: MATHS }],
      ['lister-eleves'],
    ),
  ],
  'livret/consulter-consultations': surEtablissements('consulter-tableau'),
  'livret/decider-rectification': surRectifications('decider-rectification', { decision: 'refuser', motif: MOTIF }),
  'livret/demander-rectification': surLivrets('demander-rectification', {
    objet: 'evaluation',
    texte: MOTIF,
    de: 'eleve',
  }),
  'livret/deverrouiller-livret': surLivrets('deverrouiller-livret', { motif: MOTIF }),
  'livret/enregistrer-opposition': surLivrets('enregistrer-opposition', {
    acte: 'opposer',
    demandePar: 'eleve',
    demandeLe: '2016-06-09',
  }),
  'livret/fermer-consultation': [
    ...surEtablissements('ouvrir-consultation'),
    ...surClasses(enDivisions, ['ouvrir-consultation']),
  ],
  'livret/informer-familles': surClasses((lieu) => ({ ...enDivisions(lieu), moyen: 'papier' }), ['informer-familles']),
  'livret/lever-signalement': surLivrets('lever-signalement', { signalementId: '0123456789abcdef', motif: MOTIF }),
  'livret/lire-grille': [
    ...surClasses(
      ({ division }) => ({ annee: 2015, ...structure(division), quoi: { sorte: 'evaluation', codeMatiere: MATHS } }),
      ['lire-evaluation', { codeMatiere: MATHS }],
    ),
    ...surClasses(
      ({ division }) => ({ annee: 2015, ...structure(division), quoi: { sorte: 'observation' } }),
      ['lire-livret'],
    ),
  ],
  'livret/lire-historique': surLivrets('consulter-historique'),
  'livret/lire-livret': surLivrets('lire-livret'),
  'livret/lister-rectifications': [
    ...surEtablissements('consulter-rectification'),
    ...LIEUX.map(({ livret, uai }) => ({
      quoi: `consulter-rectification of ${livret}`,
      demande: () => ({ uai, annee: 2015, livretId: livrets[livret] }),
      get droits() {
        const objet = { uai, annee: 2015, livretId: livrets[livret] };
        return [{ operation: 'consulter-rectification' as const, objet }];
      },
    })),
  ],
  'livret/ouvrir-consultation': [
    ...surEtablissements('ouvrir-consultation'),
    ...surClasses(enDivisions, ['ouvrir-consultation']),
  ],
  'livret/provoquer-creation': surEtablissements('provoquer-creation'),
  'livret/retirer-rectification': surRectifications('demander-rectification'),
  'livret/saisir': saisies((operation, valeur, objet) =>
    surLivrets(operation, { annee: 2015, valeur, vue: null }, objet),
  ),
  // First the class, then each line by itself.
  'livret/saisir-classe': saisies((operation, valeur, objet) =>
    surClasses(
      ({ division, eleveId }) => ({
        annee: 2015,
        ...structure(division),
        lignes: [{ eleveId, valeur, vue: null }],
      }),
      ['lister-eleves'],
      [operation, objet],
    ),
  ),
  'livret/valider-division': surClasses(
    ({ division }) => ({ session: 2016, division, confirme: true }),
    ['valider-division'],
  ),
};

const ENVIRONNEMENT = {
  ...Object.fromEntries(
    ['livrets', 'registre', 'preuve', 'session', 'imports'].map((t) => [`TABLE_${t.toUpperCase()}`, t]),
  ),
  ...Object.fromEntries(['APPARIEMENT', 'FICHIERS_JURY', 'LOTS', 'TRANSFERT'].map((nom) => [`FILE_${nom}`, nom])),
  ...Object.fromEntries(['DEPOTS', 'FICHIERS', 'VERSIONS'].map((nom) => [`SEAU_${nom}`, nom])),
  FONCTION_NUMEROS: 'numeros',
  FONCTION_STATUTS: 'statuts',
  LSL_ACADEMIES: '{"creteil":"Créteil","grenoble":"Grenoble"}',
  LSL_ACCES_EXTERNE: 'ferme',
  LSL_CALENDRIERS: '{}',
  LSL_LIVRETS_PAR_MINUTE_AU_PLUS: '960',
  LSL_LIVRETS_PAR_MINUTE_AU_MOINS: '240',
  LSL_DEPLOIEMENT: 'grenoble',
  LSL_MENTIONS: '[]',
  LSL_HORLOGE: '2016-06-10T10:00:00+02:00',
  SECRET_INE: 'ine',
};

let academie: AcademieEnMemoire;
/** By division: TS1 is the class of the teacher 41. */
const livrets = { TS1: '', TS2: '', ailleurs: '' };

beforeAll(async () => {
  for (const [nom, valeur] of Object.entries(ENVIRONNEMENT)) vi.stubEnv(nom, valeur);
  academie = new AcademieEnMemoire();
  vu.dynamo = academie.dynamo.client;
  const principal = '<PROFS_PRINC><PROF_PRINC><CODE_STRUCTURE>TS1</CODE_STRUCTURE></PROF_PRINC></PROFS_PRINC>';
  const services = sts({
    individus: individu('ID="41" TYPE="epp"', undefined, principal),
    divisions: divisionDeSts(service('CODE_MATIERE="061300"', '<ENSEIGNANT ID="41" TYPE="epp"/>')),
  });
  await academie.deposer(1, Buffer.from(services, 'latin1'));
  const eleves = ficheSiecle() + ficheSiecle({ id: '2', ine: '' });
  const structures = affectation('1413136') + affectation('2', [['TS2', 'D']]);
  await academie.deposer(2, siecle({ eleves, structures }));
  const ailleurs = { parametres: PARAMETRES.replace(UAI, AUTRE_UAI), eleves: ficheSiecle({ ine: '' }) };
  await academie.deposer(3, siecle(ailleurs), { proprietaire: AUTRE_UAI });
  livrets.TS1 = (await academie.livretDe('1413136'))?.tete.livretId ?? '';
  livrets.TS2 = (await academie.livretDe('2'))?.tete.livretId ?? '';
  livrets.ailleurs = (await academie.livretDe('1413136', 2015, AUTRE_UAI))?.tete.livretId ?? '';
  await demanderRectifications();
  const delegations = magasinDelegations(academie.dynamo.client, 'registre');
  for (const [rang, operations] of [TOUTES.filter(estDelegable), []].entries()) {
    const gardee = { donneeLe: '2016-06-01T08:00:00Z', revoqueePar: null };
    const delegationId = `01ARZ3NDEKTSV4RRFFQ69G5FA${rang}`;
    await delegations.creer(2015, {
      ...delegation({ delegationId, a: `${UAI}/agent-${rang}`, operations }),
      ...gardee,
    });
  }
});

const rectificationDe = (rang: number, de: 'eleve' | 'responsable'): string =>
  `01ARZ3NDEKTSV4RRFFQ69G5F${rang}${de === 'eleve' ? 'E' : 'R'}`;

/** Two requests on each livret: of the pupil, and of a guardian. */
async function demanderRectifications(): Promise<void> {
  const magasin = magasinRectifications(academie.dynamo.client, 'registre');
  const recue = { etat: 'recue', objet: 'evaluation', entree: null, texte: MOTIF, reponse: null, sel: '' } as const;
  const dates = { recueLe: '2016-06-01', echeance: '2016-07-01', le: '2016-06-01T08:00:00Z' };
  for (const [rang, { livret, uai, eleveId }] of LIEUX.entries()) {
    for (const de of ['eleve', 'responsable'] as const) {
      const qui = { de, par: `${de}/p-1`, role: de, uai, annee: 2015, eleveId, livretId: livrets[livret] };
      const rectificationId = rectificationDe(rang, de);
      await academie.ecrire(magasin.ecriture({ ...recue, ...dates, ...qui, rectificationId }, null));
    }
  }
}

beforeEach(() => {
  vu.demandes = [];
  vu.journal = [];
  vu.executions = 0;
});

/** Every role, of this establishment, académie, class, family and jury; some from outside its network. */
const REVENDICATIONS = (): Readonly<Record<string, Revendication>> => {
  const ici = { uai: UAI, reseau: 'interne' };
  const sien = { id: 'p-1', livrets: [livrets.TS1], reseau: 'externe' };
  const jurys = { id: 'p-2', jurys: ['2016#J01'], reseau: 'externe' };
  const dites = {
    chef: { role: 'chef', ...ici },
    adjoint: { role: 'adjoint', ...ici },
    'delegue of all that can be': { role: 'delegue', ...ici, id: 'agent-0' },
    'delegue of no act': { role: 'delegue', ...ici, id: 'agent-1' },
    'delegue from outside': { role: 'delegue', ...ici, id: 'agent-0', reseau: 'externe' },
    enseignant: { role: 'enseignant', ...ici, id: 'epp/41' },
    'professeur-principal': { role: 'professeur-principal', ...ici, id: 'epp/41' },
    cpe: { role: 'cpe', ...ici },
    'cpe from outside': { role: 'cpe', ...ici, reseau: 'externe' },
    ddfpt: { role: 'ddfpt', ...ici },
    eleve: { role: 'eleve', ...sien },
    responsable: { role: 'responsable', ...sien },
    dec: { role: 'dec', reseau: 'interne' },
    'chef-de-centre': { role: 'chef-de-centre', ...jurys },
    president: { role: 'president', ...jurys },
    statisticien: { role: 'statisticien', reseau: 'interne' },
  };
  return Object.fromEntries(Object.entries(dites).map(([nom, dite]) => [nom, revendication.parse(dite)]));
};
const QUI = [
  'chef',
  'adjoint',
  'delegue of all that can be',
  'delegue of no act',
  'delegue from outside',
  'enseignant',
  'professeur-principal',
  'cpe',
  'cpe from outside',
  'ddfpt',
  'eleve',
  'responsable',
  'dec',
  'chef-de-centre',
  'president',
  'statisticien',
] as const;

const revendiquee = (nom: string): Revendication => {
  const dite = REVENDICATIONS()[nom];
  if (dite === undefined) throw new Error(`no claim of ${nom}`);
  return dite;
};

function connu(nom: string): Promise<Acteur> {
  const { etablissement, horloge } = academie;
  const delegations = magasinDelegations(academie.dynamo.client, 'registre');
  return reconnaitreActeur({ etablissement, delegations, horloge, academie: 'grenoble' }, revendiquee(nom));
}

async function commander(entree: string, demande: object): Promise<ReponseDeCommande<unknown>> {
  const { handler } = (await import(join(FONCTIONS, `${entree}.ts`))) as {
    handler: (evenement: unknown, contexte: Context) => Promise<ReponseDeCommande<unknown>>;
  };
  return handler(demande, {} as Context);
}

/** Partitions that were read; anything else that was asked is told as it is. */
const lus = (): unknown[] => [
  ...new Set(
    vu.demandes.map(({ commande, input }) => {
      const { TableName, Key, ExpressionAttributeValues } = input as {
        TableName: string;
        Key?: { pk: string };
        ExpressionAttributeValues?: Record<string, string>;
      };
      const pk = Key?.pk ?? ExpressionAttributeValues?.[':pk'];
      return /^(Get|Query)Command$/.test(commande) ? `${TableName} ${pk}` : commande;
    }),
  ),
];
const RECONNAISSANCE = [`registre E#${UAI}#2015`];
const CONTEXTE = { jour: '2016-06-10', accesExterne: 'ferme' } as const;

/** The one decision, of who was recognised, on what was written here. */
const attendue = async (nom: string, { operation, objet }: Pick<Jeu, 'operation' | 'objet'>) =>
  decider(await connu(nom), operation, { ...objet, academie: 'grenoble' }, CONTEXTE);

describe('every function that people command', () => {
  const sources = new Map(
    globSync('*/*.ts', { cwd: FONCTIONS }).map((fichier): [string, string] => [
      fichier.replace(/\.ts$/, ''),
      readFileSync(join(FONCTIONS, fichier), 'utf8'),
    ]),
  );
  const par = (appel: string): string[] =>
    [...sources].filter(([, source]) => source.includes(`${appel}(`)).map(([entree]) => entree);

  test('decides rights in the one way; only those that functions call have none', () => {
    expect(par('chaineCommande').sort()).toEqual(NATIONALES);
    expect(par('commandeHabilitee').sort()).toEqual(Object.keys(JEUX));
    expect(par('commandeReconnue').sort()).toEqual(Object.keys(DANS_L_ACTE));
    const autres = [
      'chaineFile',
      'chaineFlux',
      'chainePlanification',
      'chaineCommande',
      'commandeHabilitee',
      'commandeReconnue',
    ];
    expect(autres.flatMap(par).sort()).toEqual([...sources.keys()].sort());
  });

  test.each([...Object.keys(JEUX), ...Object.keys(DANS_L_ACTE)])('%s asks who acts, first of all', async (entree) => {
    const demande = JEUX[entree]?.[0]?.demande ?? { livretId: DEPOT };
    for (const qui of [undefined, {}, { role: 'chef' }, { role: 'proviseur', uai: UAI, reseau: 'interne' }]) {
      const reponse = await commander(entree, { ...demande, qui });
      expect(reponse).toMatchObject({ reussie: false, erreur: { code: 'demande-malformee' } });
      expect(JSON.stringify(reponse)).toContain('qui');
    }
    expect([vu.executions, vu.demandes]).toEqual([0, []]);
  });
});

describe.each(Object.entries(JEUX).flatMap(([entree, jeux]) => jeux.map((jeu) => [entree, jeu.quoi, jeu] as const)))(
  '%s on %s',
  (entree, _quoi, jeu) => {
    test.each(QUI)('runs for who may, and reads nothing for others: %s', async (nom) => {
      const decision = await attendue(nom, jeu);
      vu.demandes = [];
      const qui = revendiquee(nom);
      const reponse = await commander(entree, { ...jeu.demande, qui });
      expect(vu.executions).toBe(decision.permise ? 1 : 0);
      if (decision.permise) expect(reponse).toEqual({ reussie: true, resultat: 'fait' });
      else expect(reponse).toMatchObject({ reussie: false, erreur: { code: decision.code } });
      const trace = { operation: jeu.operation, role: qui.role };
      expect(vu.journal).toEqual([
        decision.permise ? ['commande faite', trace] : ['commande refusée', { ...trace, code: decision.code }],
      ]);
      // To know a teacher or a delegate, where the role may do this somewhere; never for a jury.
      const aConfirmer = ['enseignant', 'professeur-principal', 'delegue'].includes(qui.role);
      const dehors = nom.endsWith('from outside');
      const lit = aConfirmer && !dehors && porteesDe(qui.role, jeu.operation).length > 0 && !SANS_REGISTRE.has(entree);
      expect(lus()).toEqual(lit ? RECONNAISSANCE : []);
    });
  },
);

test('of every function, some may and some may not', async () => {
  for (const jeux of Object.values(JEUX)) {
    const decisions = await Promise.all(jeux.flatMap((jeu) => QUI.map((nom) => attendue(nom, jeu))));
    expect(new Set(decisions.map(({ permise }) => permise))).toEqual(new Set([true, false]));
  }
});

const REFUS_DE_DROIT = ['operation-interdite', 'acces-externe-ferme', 'delegation-expiree', 'delegation-absente'];

/** The code that refused a demand, or its one line; null when none did. */
function codeDuRefus(reponse: ReponseDeCommande<unknown>): string | null {
  if (!reponse.reussie) return reponse.erreur.code;
  const [ligne] = Array.isArray(reponse.resultat) ? (reponse.resultat as { etat?: string; code?: string }[]) : [];
  return ligne?.etat === 'refusee' ? (ligne.code ?? null) : null;
}

const ecritures = () => vu.demandes.filter(({ commande }) => !/^(Get|BatchGet|Query)Command$/.test(commande));

/** Keys of `registre`, read and written: IAM lets through those of an establishment, and reads of nomenclatures. */
function clesDuRegistre(): { readonly lues: string[]; readonly ecrites: string[] } {
  const cles = (valeur: unknown): string[] => {
    if (typeof valeur !== 'object' || valeur === null) return [];
    const { TableName, Key, Item, ExpressionAttributeValues, RequestItems } = valeur as Record<string, never>;
    if (RequestItems !== undefined) {
      const { Keys = [] } = (RequestItems as { registre?: { Keys: { pk: string }[] } }).registre ?? {};
      return Keys.map(({ pk }) => pk);
    }
    if (TableName === undefined) return Object.values(valeur).flatMap(cles);
    const { pk } = (Key ?? Item ?? { pk: ExpressionAttributeValues?.[':pk'] ?? '' }) as { pk: string };
    return TableName === 'registre' ? [pk] : [];
  };
  const ecrites = ecritures();
  return {
    lues: vu.demandes.filter((une) => !ecrites.includes(une)).flatMap(({ input }) => cles(input)),
    ecrites: ecrites.flatMap(({ input }) => cles(input)),
  };
}

describe.each(Object.entries(DANS_L_ACTE))('%s, which asks on what it reads', (entree, jeux) => {
  test.each(QUI)('does for %s what is theirs; refuses the rest, and writes nothing of it', async (nom) => {
    const qui = revendiquee(nom);
    for (const { quoi, demande, droits } of jeux) {
      const decisions = await Promise.all(droits.map((droit) => attendue(nom, droit)));
      const refus = decisions.find(({ permise }) => !permise);
      vu.demandes = [];
      const reponse = await commander(entree, { ...demande(qui.role), qui });
      const code = codeDuRefus(reponse);
      if (refus === undefined || refus.permise) {
        expect(REFUS_DE_DROIT, quoi).not.toContain(code);
        expect(code, quoi).not.toBe('demande-malformee');
      } else {
        expect(code, quoi).toBe(refus.code);
        // A class that is none of theirs is refused before its lines.
        expect(reponse.reussie, quoi).toBe(
          decisions[0]?.permise === true && Object.hasOwn(demande(qui.role), 'lignes'),
        );
        expect(ecritures(), quoi).toEqual([]);
      }
      const [premiere] = droits;
      const roleExclu = premiere !== undefined && porteesDe(qui.role, premiere.operation).length === 0;
      if (roleExclu) expect(vu.demandes, quoi).toEqual([]);
      const { lues, ecrites } = clesDuRegistre();
      expect(lues.filter((cle) => !/^(E|NOMENCLATURE)#/.test(cle))).toEqual([]);
      expect(ecrites.filter((cle) => !cle.startsWith('E#'))).toEqual([]);
    }
  });

  test('is permitted to some and refused to others, on each', async () => {
    const permises = await Promise.all(
      jeux.flatMap(({ droits }) =>
        QUI.map(async (nom) =>
          (await Promise.all(droits.map((droit) => attendue(nom, droit)))).every(({ permise }) => permise),
        ),
      ),
    );
    expect(new Set(permises)).toEqual(new Set([true, false]));
  });
});

describe('reading one livret takes two requests, after what bears out who asks and proves that a family read', () => {
  beforeAll(async () => {
    const [codeMef] = Object.values((await academie.livretDe('1413136'))?.tete.mef ?? {});
    await academie.ecrire(academie.registre.ecritureMef(mef([matiere(MATHS)], { codeMef: codeMef as never }), DEPOT));
    const ouverture = { uai: UAI, annee: 2015, divisions: ['TS1'], qui: revendiquee('chef') };
    expect(await commander('livret/ouvrir-consultation', ouverture)).toMatchObject({ reussie: true });
  });

  test.each([
    // Pointer and rows of STS-Web, of its teachers and of its services.
    ['professeur-principal', 4],
    ['delegue of no act', 1],
    ['delegue of all that can be', 1],
    ['chef', 0],
    ['adjoint', 0],
    ['cpe', 0],
    ['ddfpt', 0],
  ])('%s: %i more', async (nom, avant) => {
    const reponse = await commander('livret/lire-livret', { livretId: livrets.TS1, qui: revendiquee(nom) });
    expect(reponse).toMatchObject({ reussie: true, resultat: { livretId: livrets.TS1 } });
    const commandes = vu.demandes.map(({ commande }) => commande);
    expect(commandes).toHaveLength(avant + 2);
    expect(commandes.slice(avant)).toEqual(['QueryCommand', 'BatchGetCommand']);
  });

  test.each(['eleve', 'responsable'])('%s: the consultation besides, and the proof of the reading', async (nom) => {
    const reponse = await commander('livret/lire-livret', { livretId: livrets.TS1, qui: revendiquee(nom) });
    expect(reponse).toMatchObject({ reussie: true, resultat: { livretId: livrets.TS1 } });
    expect(vu.demandes.map(({ commande }) => commande)).toEqual([
      'QueryCommand',
      'BatchGetCommand',
      // The consultation.
      'BatchGetCommand',
      'TransactWriteCommand',
    ]);
  });
});
