import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import {
  BILANS,
  BILANS_D_APPARIEMENT,
  CANDIDATS,
  CHAINES_DES_JURYS,
  CHAINES_DES_LIVRETS,
  EDITIONS,
  ENVOIS,
  ETABLISSEMENTS,
  INES_DES_CANDIDATS,
  JURYS,
  LISTES_DES_JURYS,
  NOMENCLATURES,
  POINTEURS_DES_CANDIDATS,
  PRESIDENTS,
  TRAVAUX,
} from '../../infra/capabilities/contexte.ts';
import { candidatsDe, PLACES, STATUTS } from '../../infra/stacks/guichet.ts';
import { magasinBilansDAppariement } from '../../shared/appariement/magasin-bilans.ts';
import { magasinPlaces } from '../../shared/appariement/magasin-places.ts';
import { indexDesIne, magasinCandidats } from '../../shared/candidats/index.ts';
import { magasinDelegations, revendication } from '../../shared/habilitations/index.ts';
import { magasinEditions } from '../../shared/jury/magasin-editions.ts';
import { magasinPresidents } from '../../shared/jury/magasin-presidents.ts';
import { horlogeFixe } from '../../shared/kernel/horloge.ts';
import { droitsDuRegistre } from '../../shared/livret/droits-du-registre.ts';
import { cleLivret } from '../../shared/livret/index.ts';
import { SUIVI_INITIAL } from '../../shared/livret/livret.ts';
import { magasinBilans } from '../../shared/livret/magasin-bilans.ts';
import { magasinConsultations } from '../../shared/livret/magasin-consultations.ts';
import { magasinCreations } from '../../shared/livret/magasin-creations.ts';
import { type Envoi, magasinEnvois } from '../../shared/livret/magasin-envois.ts';
import { magasinEtablissement } from '../../shared/livret/magasin-etablissement.ts';
import { magasinRectifications } from '../../shared/livret/magasin-rectifications.ts';
import { magasinRegistre } from '../../shared/livret/magasin-registre.ts';
import { magasinTravaux } from '../../shared/livret/magasin-travaux.ts';
import { lireMefDuLivret } from '../../shared/livret/mef-du-livret.ts';
import { tenirBilan } from '../../shared/livret/tenir-bilans.ts';
import { preuveDesJurys } from '../../shared/preuve/index.ts';
import { magasinReferentiel } from '../../shared/transfert/magasin-referentiel.ts';
import type { MessageDesStatuts } from '../../shared/transfert/messages.ts';

// Rights on a part of a table hold on to the keys that the stores make. The local cloud does not look at them
// (`dynamodb:LeadingKeys`): a pattern that fits no key would refuse everything on AWS, and only there.

const MOTIFS = {
  BILANS,
  BILANS_D_APPARIEMENT,
  INES_DES_CANDIDATS,
  CANDIDATS,
  JURYS,
  LISTES_DES_JURYS,
  POINTEURS_DES_CANDIDATS,
  PRESIDENTS,
  EDITIONS,
  ENVOIS,
  ETABLISSEMENTS,
  NOMENCLATURES,
  TRAVAUX,
  CHAINES_DES_LIVRETS,
  CHAINES_DES_JURYS,
};
type Motif = keyof typeof MOTIFS;

/** As IAM compares by StringLike. */
const convient = (motif: string, cle: string): boolean =>
  new RegExp(
    `^${motif
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  ).test(cle);

/** Partition keys of a request or of an operation of a transaction, wherever it carries them. */
function clesDe(valeur: unknown): string[] {
  if (typeof valeur !== 'object' || valeur === null) return [];
  return Object.entries(valeur).flatMap(([nom, contenu]) =>
    (nom === 'pk' || nom === ':pk') && typeof contenu === 'string' ? [contenu] : clesDe(contenu),
  );
}

/** What a store asks of DynamoDB, which holds nothing and takes everything. */
async function clesDemandees(utiliser: (dynamo: DynamoDBDocumentClient) => Promise<unknown>): Promise<string[]> {
  const cles: string[] = [];
  const dynamo = {
    send: (commande: { input: unknown }) => {
      cles.push(...clesDe(commande.input));
      return Promise.resolve({ Items: [] });
    },
  };
  await utiliser(dynamo as unknown as DynamoDBDocumentClient);
  return cles;
}

const UAI = '0380029A';
const MEF = '21111010110';
const ELEVE = { uai: UAI, annee: 2015, eleveId: '1413136' };
const candidat = {
  session: 2016,
  depotId: '01B',
  noCandidat: '0123',
  noPv: '7',
  ine: null,
  nomDeFamille: 'ESSAI',
  nomUsage: null,
  prenoms: ['Zoé'],
  dateNaissance: '1998-01-01',
  uai: UAI,
  division: null,
  serie: 'S',
  categorie: 'scolaire' as const,
  jury: '0042',
  centre: 'CENTRE',
};
const edition = {
  session: 2016,
  jury: '0042',
  n: 1,
  etat: 'demande' as const,
  demandeLe: '2016-06-10T09:00:00Z',
  motif: null,
  candidats: [],
  sansLivret: [],
  echecs: [],
  pages: null,
  empreinte: null,
  anomalies: [],
};

const ENVIRONNEMENT = { LSL_DEPLOIEMENT: 'grenoble', LSL_ACCES_EXTERNE: 'ferme', TABLE_REGISTRE: 'registre' } as const;
/** Nobody is known where nothing is kept: what was asked for is what counts. */
const reconnaitre = (dynamo: DynamoDBDocumentClient, qui: Record<string, unknown>): Promise<unknown> =>
  droitsDuRegistre(ENVIRONNEMENT, dynamo)
    .reconnaitre(revendication.parse({ uai: UAI, reseau: 'interne', ...qui }))
    .catch((refus: { code: string }) => expect(refus.code).toMatch(/^(enseignant-inconnu|delegation-absente)$/));

const USAGES: [string, Motif[], (dynamo: DynamoDBDocumentClient) => Promise<unknown>][] = [
  ['a candidate is looked for', ['POINTEURS_DES_CANDIDATS'], (d) => magasinCandidats(d, 'session').lire(2016, '0123')],
  [
    'the candidates of an establishment are listed',
    ['CANDIDATS'],
    (d) => magasinCandidats(d, 'session').listerDe(2016, UAI),
  ],
  ['the places of a jury are listed', ['JURYS'], (d) => magasinCandidats(d, 'session').listerJury(2016, '0042')],
  [
    'the juries of a session are listed and inscribed',
    ['LISTES_DES_JURYS'],
    async (dynamo) => {
      const magasin = magasinCandidats(dynamo, 'session');
      await magasin.listerJurys(2016);
      await magasin.inscrireJury(2016, '0042', 'CENTRE');
    },
  ],
  [
    'a paper copy is noted on its place',
    ['JURYS'],
    (dynamo) => {
      const place = { ...candidat, copieVue: null };
      const vue = { le: '2016-06-20T09:00:00Z', role: 'chef-de-centre', epoque: 0, n: 1 };
      return dynamo.send({
        input: magasinCandidats(dynamo, 'session').ecriturePointage(2016, '0042', place, vue),
      } as never);
    },
  ],
  [
    'a candidate is written, and leaves a jury for another',
    ['CANDIDATS', 'JURYS', 'POINTEURS_DES_CANDIDATS'],
    async (dynamo) => {
      const connu = { ...candidat, jury: '0001', livretId: null, noEleve: null };
      for (const operation of magasinCandidats(dynamo, 'session').ecritures(connu, candidat)) {
        await dynamo.send({ input: operation } as never);
      }
    },
  ],
  [
    'a registration is looked for and written',
    ['CANDIDATS'],
    async (dynamo) => {
      const magasin = magasinCandidats(dynamo, 'session');
      await magasin.lireIdentite(2016, candidat);
      const inscription = { ...candidat, specialites: [], lva: null, lvb: null, ines: [] };
      await dynamo.send({ input: magasin.ecritureInscription(null, inscription) } as never);
    },
  ],
  [
    'a candidate is paired',
    ['CANDIDATS'],
    (dynamo) =>
      dynamo.send({
        input: magasinCandidats(dynamo, 'session').ecritureAppariement(candidat, '01LIVRET', '0123456789'),
      } as never),
  ],
  [
    'a pair is undone',
    ['CANDIDATS'],
    (dynamo) =>
      dynamo.send({
        input: magasinCandidats(dynamo, 'session').ecritureDefaite({ ...candidat, livretId: '01L', noEleve: '0' }),
      } as never),
  ],
  [
    'many candidates are looked for',
    ['POINTEURS_DES_CANDIDATS'],
    (d) => magasinCandidats(d, 'session').lireTous(2016, ['0123', '0124']),
  ],
  [
    'the candidates of an INE are looked for, and written',
    ['INES_DES_CANDIDATS'],
    async (dynamo) => {
      const ines = indexDesIne(dynamo, 'session', async () => 'clé');
      await ines.chercher(2016, ['123456789AB']);
      for (const input of await ines.ecritures({ ine: '123456789AB' }, { ...candidat, ine: '123456789AC' })) {
        await dynamo.send({ input } as never);
      }
    },
  ],
  [
    'counts of the appariement are read and written',
    ['BILANS_D_APPARIEMENT'],
    async (dynamo) => {
      const bilans = magasinBilansDAppariement(dynamo, 'session');
      await bilans.lire(2016, UAI);
      await bilans.lireTous(2016);
      await bilans.ecrire({ session: 2016, uai: UAI, tour: '01B' } as never);
    },
  ],
  [
    'what must be told to the référentiel is written',
    ['ENVOIS'],
    (dynamo) =>
      dynamo.send({
        input: magasinEnvois(dynamo, 'livrets').ecriture({ session: 2016, livretId: 'A' } as never),
      } as never),
  ],
  ['the last edition of a file is read', ['EDITIONS'], (d) => magasinEditions(d, 'session').derniere(2016, '0042')],
  ['an edition is read', ['EDITIONS'], (dynamo) => magasinEditions(dynamo, 'session').lire(2016, '0042', 1)],
  [
    'an edition is written',
    ['EDITIONS'],
    (dynamo) =>
      dynamo.send({ input: magasinEditions(dynamo, 'session').ecritures(edition, 'chef-de-centre') } as never),
  ],
  [
    'an edition moves on, is followed and downloaded',
    ['EDITIONS'],
    async (dynamo) => {
      const editions = magasinEditions(dynamo, 'session');
      await editions.passer(edition, 'demande', 'compose', { pages: 3 });
      await editions.noter(edition, { avancement: { faits: 1, total: 3 } });
      await editions.suivre(2016);
      await dynamo.send({ input: editions.ecritureTelechargement(edition, '2016-06-10T09:00:00Z') } as never);
    },
  ],
  [
    'who presides over juries is read and written',
    ['PRESIDENTS'],
    async (dynamo) => {
      const presidents = magasinPresidents(dynamo, 'session');
      await presidents.lire(2016, '0042');
      await presidents.lireTous(2016);
      await dynamo.send({ input: presidents.ecriture(2016, { jury: '0042' } as never, 1) } as never);
    },
  ],
  [
    'an event of a jury is read and written',
    ['CHAINES_DES_JURYS'],
    (dynamo) =>
      preuveDesJurys(dynamo, 'preuve').prouver(2016, '0042', {
        type: 'fichier-jury-signe',
        quand: '2016-06-10T09:00:00Z',
        par: 'president/academie/p-1',
        references: {},
      }),
  ],
  ...['enseignant', 'professeur-principal', 'delegue'].map((role): (typeof USAGES)[number] => [
    `a person is recognised as ${role}`,
    ['ETABLISSEMENTS'],
    (dynamo) => reconnaitre(dynamo, { role, id: 'epp/1' }),
  ]),
  [
    'a delegation is given, listed, taken back',
    ['ETABLISSEMENTS'],
    async (dynamo) => {
      const delegations = magasinDelegations(dynamo, 'registre');
      await delegations.creer(2015, { uai: UAI, delegationId: '01DELEG' } as never);
      await delegations.lister(UAI, 2015);
      await delegations.revoquer(UAI, 2015, '01DELEG', '2016-06-10T09:00:00Z', `chef/${UAI}/chef`);
    },
  ],
  [
    'the pupils of an establishment are listed',
    ['ETABLISSEMENTS'],
    (dynamo) => magasinRegistre(dynamo, 'registre', async () => 'clé').lireEleves(UAI, 2015),
  ],
  [
    'the source of a division is chosen',
    ['ETABLISSEMENTS'],
    (dynamo) => {
      const registre = magasinRegistre(dynamo, 'registre', async () => 'clé');
      return dynamo.send({ input: registre.ecritureSource(UAI, 2015, 'TS1', 'imports') } as never);
    },
  ],
  [
    'livrets of an establishment are counted',
    ['BILANS', 'ETABLISSEMENTS'],
    (dynamo) =>
      tenirBilan(
        {
          bilans: magasinBilans(dynamo, 'registre'),
          registre: magasinRegistre(dynamo, 'registre', async () => 'clé'),
          horloge: horlogeFixe('2016-06-10T09:00:00Z'),
        },
        { uai: UAI, annee: 2015 },
      ),
  ],
  ['counts of an académie are read', ['BILANS'], (dynamo) => magasinBilans(dynamo, 'registre').lireTous(2015)],
  [
    'a livret is opened: its nomenclatures and its pupil’s row in one request',
    ['ETABLISSEMENTS', 'NOMENCLATURES'],
    (dynamo) =>
      magasinRegistre(dynamo, 'registre', async () => 'clé').lireNomenclatures([{ annee: 2015, codeMef: MEF }], ELEVE),
  ],
  [
    'the nomenclature that SIECLE attaches a MEF to is read',
    ['ETABLISSEMENTS', 'NOMENCLATURES'],
    (dynamo) =>
      lireMefDuLivret(
        {
          registre: magasinRegistre(dynamo, 'registre', async () => 'clé'),
          etablissement: magasinEtablissement(dynamo, 'registre'),
        },
        UAI,
        2015,
        MEF,
      ),
  ],
  [
    'the row of a pupil shows what becomes of their livret',
    ['ETABLISSEMENTS'],
    (dynamo) => {
      const registre = magasinRegistre(dynamo, 'registre', async () => 'clé');
      return dynamo.send({ input: registre.ecritureSuivi(ELEVE, { suivi: SUIVI_INITIAL }) } as never);
    },
  ],
  [
    'a consultation is listed, read and written',
    ['ETABLISSEMENTS'],
    async (dynamo) => {
      const consultations = magasinConsultations(dynamo, 'registre');
      await consultations.lister(UAI, 2015);
      await consultations.lire(UAI, 2015, 'TS1');
      await dynamo.send({ input: consultations.ecriture({ ...ELEVE, division: 'TS1', n: 1 } as never) } as never);
    },
  ],
  [
    'a request for rectification is listed, read and written',
    ['ETABLISSEMENTS'],
    async (dynamo) => {
      const rectifications = magasinRectifications(dynamo, 'registre');
      await rectifications.lister(UAI, 2015);
      await rectifications.lire(UAI, 2015, '01B');
      await dynamo.send({
        input: rectifications.ecriture({ ...ELEVE, rectificationId: '01B' } as never, null),
      } as never);
    },
  ],
  [
    'a walk through all livrets is read and moves on',
    ['TRAVAUX'],
    async (dynamo) => {
      const travaux = magasinTravaux(dynamo, 'registre');
      await travaux.lire('schema');
      await travaux.commencer({ nom: 'schema', n: 1, parcours: 'a' } as never);
      await travaux.avancer({ nom: 'schema', n: 2, parcours: 'a' } as never);
    },
  ],
  [
    'a creation is noted',
    ['ETABLISSEMENTS'],
    (dynamo) => magasinCreations(dynamo, 'registre').ecrire({ uai: UAI, annee: 2015, n: 1 } as never),
  ],
  [
    'what is to be told to the référentiel waits, is read, retained, queued again and closed',
    ['ENVOIS'],
    async (dynamo) => {
      const envois = magasinEnvois(dynamo, 'livrets');
      const envoi = { session: 2016, livretId: '01LIVRET', tour: '01T', relances: 0 } as Envoi;
      await dynamo.send({ input: envois.ecriture(envoi) } as never);
      await envois.lire(2016, '01LIVRET');
      await envois.lister(2016);
      await envois.retenir(envoi, 'non-valide');
      await envois.relancer(envoi, '2016-06-10T09:00:00Z');
      await envois.clore(envoi);
    },
  ],
  [
    'an event of a livret is written',
    ['CHAINES_DES_LIVRETS'],
    (dynamo) => dynamo.send({ input: { pk: cleLivret('01LIVRET') } } as never),
  ],
];

test('the référentiel’s function of places asks for the keys that it has rights on', async () => {
  const demandees = await clesDemandees(async (dynamo) => {
    const places = magasinPlaces(dynamo, 'referentiel', async () => 'clé');
    const eleve = { livretId: '01B', ine: '123456789AB', dateNaissance: '1998-01-01', noCandidat: '1' };
    await places.situer(2016, [eleve]);
    const place = {
      session: 2016,
      noEleve: '0123456789',
      epoque: 0,
      detenteur: { academie: 'creteil', livretId: '01B' },
      anciens: [],
      naissance: null,
    };
    await places.creer(place, eleve);
    await places.remplacer(place, place, eleve.ine);
    await places.lire(2016, '0123456789');
  });
  const trouvees = demandees.map((cle) => PLACES.filter((motif) => convient(motif, cle)));
  expect(trouvees.filter((motifs) => motifs.length !== 1)).toEqual([]);
  expect(new Set(trouvees.flat())).toEqual(new Set(PLACES));
});

test('the référentiel’s functions of statuses ask for the keys that they have rights on, of their académie alone', async () => {
  const message = {
    session: 2016,
    academie: 'grenoble',
    livretId: '01B',
    noEleve: '0123456789',
    candidat: { academie: 'grenoble', noCandidat: '0123' },
    epoque: 0,
    n: 1,
    tour: '01T',
    format: 'papier',
  } as MessageDesStatuts;
  const demandees = await clesDemandees(async (dynamo) => {
    const referentiel = magasinReferentiel(dynamo, 'referentiel');
    await referentiel.lirePlace(2016, '0123456789');
    await referentiel.recevoir(message, '2016-06-10T09:00:00Z');
    await referentiel.lireParCandidats(2016, 'grenoble', ['0123']);
  });
  const motifs = [STATUTS, candidatsDe('grenoble')];
  const trouvees = demandees.map((cle) => motifs.filter((motif) => convient(motif, cle)));
  expect(trouvees.filter((siens) => siens.length !== 1)).toEqual([]);
  expect(new Set(trouvees.flat())).toEqual(new Set(motifs));
  const [ailleurs = ''] = await clesDemandees((dynamo) =>
    magasinReferentiel(dynamo, 'referentiel').lireParCandidats(2016, 'creteil', ['0123']),
  );
  expect(convient(candidatsDe('creteil'), ailleurs)).toBe(true);
  expect(motifs.some((motif) => convient(motif, ailleurs))).toBe(false);
});

describe('rights on a part of a table', () => {
  test.each(USAGES)('let through what is done when %s', async (_, attendus, utiliser) => {
    const cles = await clesDemandees(utiliser);
    expect(cles).not.toEqual([]);
    const trouves = cles.map((cle) => (Object.keys(MOTIFS) as Motif[]).filter((nom) => convient(MOTIFS[nom], cle)));
    // One pattern each: rights on places in juries give no candidate, and those on editions neither.
    expect(trouves.filter((noms) => noms.length !== 1)).toEqual([]);
    expect([...new Set(trouves.flat())].sort()).toEqual([...attendus].sort());
  });
});
