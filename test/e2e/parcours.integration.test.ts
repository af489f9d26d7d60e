import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { EtatDeLAppariement } from '../../shared/appariement/consulter-appariement.ts';
import { appeler } from '../../shared/aws/appels.ts';
import { rejouer } from '../../shared/cli/commandes/rejouer.ts';
import type { EditionConsultee } from '../../shared/jury/consulter-fichier.ts';
import { NOM_DU_JURY } from '../../shared/jury/contenu.ts';
import { relirePdf } from '../../shared/jury/relire.ts';
import type { FichierSigne } from '../../shared/jury/signer-fichier.ts';
import { lireZip } from '../../shared/jury/zip.ts';
import type { BilansConsultes } from '../../shared/livret/consulter-bilans.ts';
import type { Grille } from '../../shared/livret/lire-grille.ts';
import type { HistoriqueLu } from '../../shared/livret/lire-historique.ts';
import type { LigneDeTableau } from '../../shared/livret/lister-livrets.ts';
import type { ValidationDeDivision } from '../../shared/livret/valider-division.ts';
import { type Evenement, premiereRupture } from '../../shared/preuve/evenement.ts';
import type { PresenceDUnJury } from '../../shared/transfert/controler-presence.ts';
import type { JuryListe } from '../../shared/transfert/lister-jurys.ts';
import { messageDeStatut } from '../../shared/transfert/messages.ts';
import type { IssueDePointage } from '../../shared/transfert/pointer-papiers.ts';
import type { SuiviDesEnvois } from '../../shared/transfert/suivre-envois.ts';
import { ecouterLaSortie } from '../cli/sortie.ts';
import {
  attendreQue,
  commande,
  contenuDeSeau,
  contenuDeTable,
  deposer,
  envoyer,
  filesVides,
  lambda,
  rebuts,
  SEAUX,
  sqs,
  TABLE_REFERENTIEL,
  TABLES,
} from './nuage.ts';

const UAI = '0380029A';
const SESSION = 2016;
const JURY = 'ST2S-01';
const donnees = (nom: string): Promise<Buffer> =>
  readFile(join(import.meta.dirname, '../../infra/local/demo/donnees', nom));

const depots: Record<string, string> = {};

async function deposerEtRetenir(nom: string, proprietaire: string, session?: number): Promise<void> {
  const { depotId, compteRendu } = await deposer(
    await donnees(nom),
    proprietaire,
    session === undefined ? {} : { session },
  );
  expect(compteRendu).toMatchObject({ verdict: 'accepte', anomalies: [] });
  depots[nom] = depotId;
}

const DIVISION = { uai: UAI, annee: 2015, divisions: ['TST2S1'] };

/** Averages of the subject that the notes do not hold, by period. */
function valeurDe(...moyennes: readonly string[]) {
  const ligne = {
    regroupement: 'ENSEIGNEMENTS OBLIGATOIRES',
    discipline: 'SCIENCES PHYSIQUES ET CHIMIQUES',
    codeMatiere: '069400',
    modalite: 'S',
  };
  const periodes = Object.fromEntries(moyennes.map((moyenne, rang) => [String(rang + 1), moyenne]));
  return { sorte: 'evaluation', ligne, codeMatiere: '069400', periodes };
}

/** By the head, what no file of notes brought, in the two years. */
async function completer(): Promise<void> {
  for (const [annee, code] of [
    [2014, '1ST2S1'],
    [2015, 'TST2S1'],
  ] as const) {
    const valeur = { ...valeurDe('12.5'), appreciation: 'Bien.' };
    const lignes = await commande<{ etat: string }[]>('livret/saisir-classe', {
      uai: UAI,
      annee,
      structure: { type: 'D', code },
      lignes: ['1413136', '1413137', '1413138'].map((eleveId) => ({ eleveId, valeur, vue: null })),
    });
    expect(lignes.map(({ etat }) => etat)).toEqual(['enregistree', 'enregistree', 'enregistree']);
  }
}

/** Refused as long as the fourth pupil's livret is empty and families are not told; then it is a paper one, and they are. */
async function validerLaDivision(): Promise<void> {
  const demande = { uai: UAI, session: SESSION, division: 'TST2S1', confirme: true };
  const refusee = await commande<ValidationDeDivision>('livret/valider-division', demande);
  expect([refusee.etat, ...refusee.obstacles.map(({ code }) => code)]).toEqual([
    'refusee',
    'consultation-fermee',
    'familles-non-informees',
  ]);
  const vide = refusee.livrets.find(({ sort }) => sort === 'bloque');
  const papier = { livretId: vide?.livretId, format: 'papier', motif: 'profil-atypique' };
  await commande('livret/changer-format', papier, { etablissement: UAI });
  await commande('livret/ouvrir-consultation', DIVISION);
  await commande('livret/informer-familles', { ...DIVISION, moyen: 'papier' });
  const validee = await commande<ValidationDeDivision>('livret/valider-division', demande);
  expect([validee.etat, ...validee.livrets.map(({ sort }) => sort).sort()]).toEqual([
    'validee',
    'papier',
    'valide',
    'valide',
    'valide',
  ]);
}

async function etatComplet(): Promise<Record<string, unknown>> {
  const etat: Record<string, unknown> = {};
  // Which run of the appariement counted last says nothing of what it found.
  for (const table of [...TABLES, TABLE_REFERENTIEL]) {
    etat[table] = (await contenuDeTable(table)).map(({ tour: _, ...item }) => item);
  }
  for (const seau of SEAUX) etat[seau] = await contenuDeSeau(seau);
  return etat;
}

describe('from the exports of an establishment to the file of a jury', () => {
  let edition: EditionConsultee;

  beforeAll(async () => {
    await deposerEtRetenir('nomenclature.xml', 'academie');
    await deposerEtRetenir('siecle-2014.xml', UAI);
    await deposerEtRetenir('siecle.xml', UAI);
    await deposerEtRetenir('notes.xml', UAI);
    await deposerEtRetenir('candidats.csv', 'academie', SESSION);
    await commande('appariement/envoyer-identifiants', { uai: UAI, session: SESSION });
    await attendreQue(async () => {
      const { eleves } = await commande<EtatDeLAppariement>('appariement/consulter-appariement', {
        uai: UAI,
        session: SESSION,
      });
      return eleves.every(({ noEleve }) => noEleve !== null) ? true : null;
    });
    await completer();
    await validerLaDivision();
    await commande('transfert/envoyer-livrets', { uai: UAI, session: SESSION });
    await attendreQue(async () => {
      const lignes = await tableau();
      return lignes.filter(({ statutEnvoyeLe }) => statutEnvoyeLe !== null).length === 4 ? true : null;
    });
    expect(await commande<SuiviDesEnvois>('transfert/suivre-envois', { uai: UAI, session: SESSION })).toMatchObject({
      recus: 4,
      attendent: [],
      retenus: [],
    });
    await commande('jury/demander-fichier', { session: SESSION, jury: JURY });
    edition = await attendreQue(async () => {
      const lue = await commande<EditionConsultee>('jury/consulter-fichier', { session: SESSION, jury: JURY });
      return lue.etat === 'pret' || lue.etat === 'refuse' ? lue : null;
    });
    await filesVides();
  }, 240_000);

  const tableau = (): Promise<LigneDeTableau[]> =>
    commande<LigneDeTableau[]>('livret/lister-livrets', { uai: UAI, session: SESSION });

  it('lists the pupils in the order of their names, with what was done for each', async () => {
    const lignes = await tableau();
    expect(lignes.map(({ nom, anneesNotees }) => [nom, anneesNotees])).toEqual([
      ['FERREIRA', [2014, 2015]],
      ['LE GOFF', [2014, 2015]],
      ['MARCHAND', [2014, 2015]],
      ['ROUSSEL', []],
    ]);
    expect(new Set(lignes.map(({ noEleve }) => noEleve)).size).toBe(4);
    for (const { noEleve } of lignes) expect(noEleve).toMatch(/^[0-9]{10}$/);
  });

  it('makes a file with the three livrets that arrived, and names the place of the fourth', () => {
    expect(edition).toMatchObject({ etat: 'pret', n: 1, anomalies: [], echecs: [] });
    expect(edition.sansLivret).toMatchObject([{ noPv: '0104', raison: 'papier-non-vu' }]);
    expect(edition.candidats.map(({ noPv }) => noPv).sort()).toEqual(['0103', '0107', '0118']);
  });

  it('gives the file by a signed URL that stops working when it is tampered with', async () => {
    const signe = await commande<FichierSigne>('jury/signer-fichier', { session: SESSION, jury: JURY });
    const reponse = await fetch(signe.url);
    expect(reponse.status).toBe(200);
    const { entrees } = await lireZip(new Uint8Array(await reponse.arrayBuffer()));
    expect(entrees.filter(({ nom }) => nom.startsWith('livrets/'))).toHaveLength(3);
    const { pages } = await relirePdf(entrees.find(({ nom }) => nom === NOM_DU_JURY)?.contenu ?? new Uint8Array());
    expect(pages.length).toBe(edition.pages);
    const texte = pages.map((page) => page.texte).join('\n');
    expect(texte).toContain('MATHÉMATIQUES');
    for (const nom of ['MARCHAND', 'Éloïse', 'GOFF', 'FERREIRA', '0380029A', '1413136']) {
      expect(texte.toUpperCase()).not.toContain(nom.toUpperCase());
    }
    const signature = new URL(signe.url).searchParams.get('X-Amz-Signature') ?? '';
    const falsifiee = signature.replace(/.$/, (dernier) => (dernier === '0' ? '1' : '0'));
    expect((await fetch(signe.url.replace(signature, falsifiee))).status).toBe(403);
  });

  it('refuses a second edition without a reason', async () => {
    await expect(commande('jury/demander-fichier', { session: SESSION, jury: JURY })).rejects.toMatchObject({
      code: 'fichier-deja-edite',
    });
  });

  it('keeps for each livret an unbroken chain of events', async () => {
    const evenements = (await contenuDeTable('lsl-grenoble-preuve')) as unknown as (Evenement & { pk: string })[];
    const chaines = Map.groupBy(evenements, ({ pk }) => pk);
    const livrets = (await tableau()).map(({ livretId }) => `L#${livretId}`);
    for (const chaine of chaines.values()) expect(premiereRupture(chaine)).toBeNull();
    const envoyes = livrets.filter((pk) => chaines.get(pk)?.some(({ type }) => type === 'statut-accuse'));
    // Of the paper one, the status alone.
    expect(envoyes).toHaveLength(4);
    expect(chaines.get(envoyes[0] ?? '')?.map(({ type }) => type)).toEqual([
      'livret-cree',
      'identite-importee',
      'notes-importees',
      'apparie',
      'saisie',
      'saisie',
      'livret-valide',
      'envoi-demande',
      'version-figee',
      'statut-accuse',
    ]);
  });

  it('changes nothing when each of its messages comes a second time', async () => {
    const avant = await etatComplet();
    const lignes = await tableau();
    const statuts = (await contenuDeTable(TABLE_REFERENTIEL)).filter(({ sk }) => String(sk).startsWith('VERSION#'));
    expect(statuts).toHaveLength(4);

    for (const [nom, depotId] of Object.entries(depots)) {
      const proprietaire = nom.startsWith('siecle') || nom === 'notes.xml' ? UAI : 'academie';
      await envoyer('lsl-grenoble-imports', { detail: { object: { key: `depots/${proprietaire}/${depotId}` } } });
      await envoyer('lsl-grenoble-lots', { depotId, lot: 0 });
    }
    await envoyer('lsl-grenoble-appariement', { uai: UAI, session: SESSION });
    for (const { livretId } of lignes.filter(({ statutEnvoyeLe }) => statutEnvoyeLe !== null)) {
      await envoyer('lsl-grenoble-transfert', { session: SESSION, livretId });
    }
    for (const { pk: _pk, sk: _sk, recuLe, schemaVersion: _v, ...statut } of statuts) {
      await envoyer('lsl-national-statuts-grenoble', statut);
      const { session, livretId, eleve, epoque, n, tour, candidat } = messageDeStatut.parse(statut);
      const { noCandidat } = candidat;
      await envoyer('lsl-grenoble-accuses', { session, livretId, eleve, epoque, n, noCandidat, tour, recuLe });
    }
    await envoyer('lsl-grenoble-fichiers-jury', { session: SESSION, jury: JURY, n: 1 });
    await envoyer('lsl-grenoble-controles', { session: SESSION, jury: JURY, n: 1 });

    await filesVides();
    expect(await rebuts()).toEqual({});
    expect(await etatComplet()).toEqual(avant);
  });
});

describe('after the sending', () => {
  const DE_LA = { etablissement: UAI };
  /** The number of the version in force, and what was said of it since. */
  const enForce = async (livretId: string): Promise<{ n: number; avis: unknown }> => {
    const siens = (await contenuDeTable(TABLE_REFERENTIEL)).filter((item) => item.livretId === livretId);
    const [statut, avis] = ['STATUT', 'AVIS'].map((sorte) => siens.find(({ sk }) => sk === `${sorte}#${livretId}`));
    const depuis = avis !== undefined && String(avis.rang) > String(statut?.rang ?? '');
    return { n: Number(statut?.n), avis: depuis ? avis.avis : null };
  };
  let livretId: string;
  let eleveId: string;
  beforeAll(async () => {
    const lignes = await commande<LigneDeTableau[]>('livret/lister-livrets', { uai: UAI, session: SESSION });
    ({ livretId = '', eleveId = '' } = lignes.find(({ statutEnvoyeLe }) => statutEnvoyeLe !== null) ?? {});
  });

  it('an opposition takes the livret from what juries get, at once; lifted, it comes back', async () => {
    const opposer = (acte: 'opposer' | 'lever') =>
      commande(
        'livret/enregistrer-opposition',
        { livretId, acte, demandePar: 'eleve', demandeLe: '2016-06-09' },
        DE_LA,
      );
    await opposer('opposer');
    await attendreQue(async () => ((await enForce(livretId)).avis === 'retrait' ? true : null));
    await expect(commande('jury/signer-fichier', { session: SESSION, jury: JURY })).rejects.toMatchObject({
      code: 'fichier-perime',
    });
    await opposer('lever');
    await attendreQue(async () => ((await enForce(livretId)).avis === null ? true : null));
    await filesVides();
  }, 120_000);

  it('a correction is unlocked with its reason, validated and sent again; its history tells all of it', async () => {
    const avant = (await enForce(livretId)).n;
    await commande('livret/deverrouiller-livret', { livretId, motif: 'La note du deuxième trimestre manque.' }, DE_LA);
    const structure = { type: 'D', code: 'TST2S1' } as const;
    const { lignes } = await commande<Grille>('livret/lire-grille', {
      uai: UAI,
      annee: 2015,
      structure,
      quoi: { sorte: 'evaluation', codeMatiere: '069400' },
    });
    const vue = lignes.find((ligne) => ligne.eleveId === eleveId)?.saisie;
    await commande(
      'livret/saisir',
      { livretId, annee: 2015, valeur: { ...valeurDe('12.5', '13'), appreciation: 'Mieux.' }, vue: vue?.n ?? null },
      DE_LA,
    );
    const validee = await commande<ValidationDeDivision>('livret/valider-division', {
      uai: UAI,
      session: SESSION,
      division: 'TST2S1',
      eleves: [eleveId],
      confirme: true,
    });
    expect(validee.livrets.map(({ sort }) => sort)).toEqual(['valide']);
    await commande('transfert/envoyer-livrets', { uai: UAI, session: SESSION });
    await attendreQue(async () => {
      const { n, avis } = await enForce(livretId);
      return n > avant && avis === null ? true : null;
    });
    await filesVides();
    const { evenements, chaine } = await commande<HistoriqueLu>('livret/lire-historique', { livretId }, DE_LA);
    expect(chaine).toEqual({ etat: 'entiere' });
    const types = evenements.map(({ type }) => type);
    expect(types.slice(types.indexOf('livret-deverrouille')).filter((type) => type !== 'correction-annoncee')).toEqual(
      expect.arrayContaining(['livret-deverrouille', 'saisie', 'livret-valide', 'version-figee']),
    );
    expect(evenements.find(({ type }) => type === 'livret-deverrouille')?.motif).toContain('deuxième trimestre');
    expect(await rebuts()).toEqual({});
  }, 120_000);

  it('a family asks, the head answers; the pupil reads while it is open; a delegate acts; livrets are judged again', async () => {
    const annee = { uai: UAI, annee: 2015 };
    await commande(
      'livret/demander-rectification',
      { livretId, objet: 'evaluation', texte: 'La moyenne du premier trimestre est fausse.', de: 'responsable' },
      DE_LA,
    );
    const demandes = await commande<{ rectificationId: string }[]>('livret/lister-rectifications', annee);
    expect(demandes).toHaveLength(1);
    await commande('livret/decider-rectification', {
      ...annee,
      rectificationId: demandes[0]?.rectificationId,
      decision: 'refuser',
      motif: 'Cette moyenne a été vérifiée par l’enseignant.',
    });
    const donnee = await commande<{ delegationId: string }>('habilitations/deleguer', {
      uai: UAI,
      personne: 'epp/42',
      operations: ['saisir-evaluation'],
      du: '2016-06-10',
      au: '2016-06-20',
    });
    expect(donnee.delegationId).toMatch(/^[0-9A-Z]{26}$/);
    const { etablissements } = await commande<BilansConsultes>('livret/consulter-bilans', { annee: 2015 });
    expect(etablissements.map(({ uai }) => uai)).toContain(UAI);
    const migre = await appeler<{ lus: number }>(lambda, 'lsl-grenoble-livret-migrer', {
      travail: 'completude',
      action: 'commencer',
    });
    expect(migre).toMatchObject({ reecrits: expect.any(Number) });
  }, 120_000);
});

describe('before the deliberation', () => {
  const sortie = ecouterLaSortie();
  const DEC = { enTantQue: 'dec' };
  const controler = () =>
    commande<PresenceDUnJury>('transfert/controler-presence', { session: SESSION, jury: JURY }, DEC);

  it('each livret is there for its jury, and the centre notes the paper copy that it saw (R71)', async () => {
    const jurys = await commande<JuryListe[]>('transfert/lister-jurys', { session: SESSION }, DEC);
    expect(jurys.find(({ jury }) => jury === JURY)?.candidats).toBe(4);
    const { comptes, candidats } = await controler();
    expect(comptes).toMatchObject({ candidats: 4, numeriques: 3, papiers: 1, papiersVus: 0, manquants: 0 });
    expect(candidats.find(({ etat }) => etat === 'papier')?.noPv).toBe('0104');
    const pointer = { session: SESSION, jury: JURY, noPvs: ['0104', '0103'], vue: true };
    expect(await commande<IssueDePointage[]>('transfert/pointer-papiers', pointer)).toMatchObject([
      { noPv: '0104', etat: 'pointe' },
      { noPv: '0103', etat: 'refuse', code: 'livret-non-papier' },
    ]);
    const vue = (await controler()).candidats.find(({ noPv }) => noPv === '0104')?.copieVue;
    expect(vue?.role).toBe('chef-de-centre');
  });

  it('what waits in a dead-letter queue is sent again, and changes nothing that was done', async () => {
    const avant = await etatComplet();
    const depotId = depots['candidats.csv'];
    for (const lot of [0, 0, 0]) await envoyer('lsl-grenoble-lots-rebut', { depotId, lot });
    expect(await rebuts()).toEqual({ 'lsl-grenoble-lots-rebut': 3 });
    const demande = { deploiement: 'grenoble', file: 'lots', lire: false, json: true };
    expect(await rejouer({ ...demande, lire: true }, sqs)).toBe(0);
    expect(JSON.parse(sortie.texte)).toMatchObject({ messages: 3, plusAncien: expect.any(String) });
    sortie.texte = '';
    expect(await rejouer(demande, sqs)).toBe(0);
    expect(JSON.parse(sortie.texte)).toMatchObject({ rejoues: 3, revenus: 0, restants: 0 });
    await filesVides();
    expect(await rebuts()).toEqual({});
    expect(await etatComplet()).toEqual(avant);
    await expect(rejouer({ ...demande, file: 'bilans' }, sqs)).rejects.toMatchObject({ code: 'rebut-sans-file' });
    await expect(rejouer({ ...demande, file: 'lot' }, sqs)).rejects.toMatchObject({ code: 'file-inconnue' });
  });
});

describe('a pupil who moves to another académie after their livret was sent', () => {
  const LA_BAS = '0940112L';
  const CRETEIL = { academie: 'creteil' } as const;
  const CHEF_LA_BAS = { ...CRETEIL, etablissement: LA_BAS };
  const ELEVE = '1413137';
  const NO_PV = '0103';
  const la = { uai: LA_BAS, session: SESSION };
  let ici: LigneDeTableau;
  let livretLaBas: string;

  const candidatDuJury = async (academie: string, noPv: string) => {
    const qualite = { enTantQue: 'dec', academie };
    const demande = { session: SESSION, jury: JURY };
    const { candidats } = await commande<PresenceDUnJury>('transfert/controler-presence', demande, qualite);
    return candidats.find((candidat) => candidat.noPv === noPv);
  };

  beforeAll(async () => {
    const lignes = await commande<LigneDeTableau[]>('livret/lister-livrets', { uai: UAI, session: SESSION });
    const trouve = lignes.find(({ eleveId }) => eleveId === ELEVE);
    if (trouve === undefined) throw new Error('the pupil is not in the first académie');
    ici = trouve;
    const siecle = (await donnees('siecle.xml')).toString('latin1').replaceAll(UAI, LA_BAS);
    const [entete = '', ...candidats] = (await donnees('candidats.csv')).toString('utf8').trim().split('\n');
    const sien = candidats.find((ligne) => ligne.split(';')[1] === NO_PV)?.replaceAll(UAI, LA_BAS) ?? '';
    for (const [octets, proprietaire, options] of [
      [await donnees('nomenclature.xml'), 'academie', {}],
      [Buffer.from(siecle, 'latin1'), LA_BAS, {}],
      // Another candidate of another DEC, under another number.
      [
        Buffer.from(`${entete}\n${sien.replace(/^[0-9]+;[0-9]+/, '2416000001;0201')}\n`),
        'academie',
        { session: SESSION },
      ],
    ] as const) {
      const { compteRendu } = await deposer(octets, proprietaire, { ...options, ...CRETEIL });
      expect(compteRendu.verdict).toBe('accepte');
    }
    await commande('appariement/envoyer-identifiants', { ...la, eleves: [ELEVE] }, CRETEIL);
    const apparie = await attendreQue(async () => {
      const eleves = await commande<LigneDeTableau[]>('livret/lister-livrets', la, CRETEIL);
      return eleves.find(({ eleveId, noEleve }) => eleveId === ELEVE && noEleve !== null) ?? null;
    });
    livretLaBas = apparie.livretId;
    // One place, nationally.
    expect(apparie.noEleve).toBe(ici.noEleve);
    await commande(
      'livret/changer-format',
      { livretId: livretLaBas, format: 'papier', motif: 'profil-atypique' },
      CHEF_LA_BAS,
    );
    await commande('transfert/envoyer-livrets', la, CRETEIL);
    await attendreQue(async () => {
      const eleves = await commande<LigneDeTableau[]>('livret/lister-livrets', la, CRETEIL);
      return eleves.find(({ eleveId }) => eleveId === ELEVE)?.statutEnvoyeLe ?? null;
    });
  }, 120_000);

  it('is in the jury of the new one with what it sent, and in that of the first as taken over', async () => {
    expect(await candidatDuJury('creteil', '0201')).toMatchObject({ etat: 'papier', copieVue: null });
    expect(await candidatDuJury('grenoble', NO_PV)).toMatchObject({ etat: 'manquant', raison: 'repris' });
    const places = (await contenuDeTable(TABLE_REFERENTIEL)).filter(({ pk }) => pk === `S#${SESSION}#N#${ici.noEleve}`);
    expect(places.find(({ sk }) => sk === 'PLACE')).toMatchObject({
      detenteur: { academie: 'creteil', livretId: livretLaBas },
    });
    // What the first one sent is kept.
    expect(places.filter(({ sk }) => String(sk).startsWith('VERSION#')).map(({ academie }) => academie)).toContain(
      'grenoble',
    );
  });

  it('is told to the first académie as soon as it says something more', async () => {
    const motif = 'L’appréciation du dernier trimestre manque.';
    await commande('livret/deverrouiller-livret', { livretId: ici.livretId, motif }, { etablissement: UAI });
    const repris = await attendreQue(async () => {
      const suivi = await commande<SuiviDesEnvois>('transfert/suivre-envois', { uai: UAI, session: SESSION });
      return suivi.repris.length > 0 ? suivi.repris : null;
    });
    expect(repris).toEqual([{ eleveId: ELEVE, livretId: ici.livretId }]);
    expect(await candidatDuJury('creteil', '0201')).toMatchObject({ etat: 'papier' });
    await filesVides();
    expect(await rebuts()).toEqual({});
  }, 120_000);
});
