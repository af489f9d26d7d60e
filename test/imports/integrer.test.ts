import { beforeEach, describe, expect, test } from 'vitest';
import { executerTransaction, type Operation } from '../../shared/aws/dynamo.ts';
import { magasinCandidats } from '../../shared/candidats/magasin-candidats.ts';
import { indexDesIne } from '../../shared/candidats/magasin-ine.ts';
import { type Depot, depotAttendu } from '../../shared/imports/depot.ts';
import type { DossierDeFlux, DossierEleve, DossierNotes } from '../../shared/imports/dossiers.ts';
import { integrateurs } from '../../shared/imports/integrateurs.ts';
import type { IssueDeDossier } from '../../shared/imports/issue.ts';
import { magasinDepots } from '../../shared/imports/magasin-depots.ts';
import { horlogeFixe } from '../../shared/kernel/horloge.ts';
import type { MessageDeTransfert } from '../../shared/livret/envoi.ts';
import { lireLivret } from '../../shared/livret/lire-livret.ts';
import { magasinEnvois } from '../../shared/livret/magasin-envois.ts';
import { magasinEtablissement } from '../../shared/livret/magasin-etablissement.ts';
import { magasinLivrets } from '../../shared/livret/magasin-livrets.ts';
import { magasinRegistre } from '../../shared/livret/magasin-registre.ts';
import { type Evenement, premiereRupture } from '../../shared/preuve/evenement.ts';
import { FileEnMemoire } from '../doubles.ts';
import { DynamoEnMemoire } from '../dynamo.ts';
import { acteur, DROITS } from '../habilitations/acteurs.ts';
import { base, type EvaluationVoulue, evaluation, matiere, mef, UAI, version } from '../livret/dossiers.ts';
import { fiche, ELEVE_ID as ID, MEF, POSITION } from './dossiers.ts';
import { codes } from './lectures.ts';

/** Deposits in their order. */
const depotId = (n: number): string => `01J000000000000000000000${String(n).padStart(2, '0')}`;
const depot = (n: number, reste: Partial<Depot> = {}): Depot => ({
  ...depotAttendu({
    depotId: depotId(n),
    proprietaire: UAI,
    session: null,
    revue: false,
    enregistreLe: '2016-06-10T08:00:00Z',
    par: '',
  }),
  etat: 'lu',
  annee: 2015,
  lots: 1,
  ...reste,
});

/** Marks of one subject in each year. */
const notes = (
  annees: Readonly<Record<number, EvaluationVoulue>>,
  reste: Partial<DossierNotes> = {},
): DossierNotes => ({
  position: POSITION,
  eleveId: ID,
  engagements: ['C'],
  engagementAutre: null,
  avisExamen: 'F',
  scolarites: Object.entries(annees).map(
    ([annee, voulue]) => base(Number(annee), { scolarite: { evaluations: [evaluation('061300', voulue)] } }).scolarite,
  ),
  ...reste,
});

class Academie {
  readonly dynamo = new DynamoEnMemoire('livrets', 'registre', 'preuve', 'session', 'imports');
  readonly livrets = magasinLivrets(this.dynamo.client, 'livrets');
  readonly registre = magasinRegistre(this.dynamo.client, 'registre', async () => 'clé');
  readonly etablissement = magasinEtablissement(this.dynamo.client, 'registre');
  readonly candidats = magasinCandidats(this.dynamo.client, 'session');
  readonly ines = indexDesIne(this.dynamo.client, 'session', async () => 'clé');
  readonly depots = magasinDepots(this.dynamo.client, 'imports');
  instant = '2016-06-10T08:00:00Z';
  readonly transferts = new FileEnMemoire<MessageDeTransfert>();
  readonly envois = magasinEnvois(this.dynamo.client, 'livrets');
  private readonly appliquer = integrateurs({
    envois: this.envois,
    transferts: this.transferts,
    depots: this.depots,
    dynamo: this.dynamo.client,
    livrets: this.livrets,
    registre: this.registre,
    candidats: this.candidats,
    ines: this.ines,
    etablissement: this.etablissement,
    tablePreuve: 'preuve',
    horloge: { maintenant: () => horlogeFixe(this.instant).maintenant() },
  });

  /** The codes told, or that the dossier waits. */
  private dire(issue: IssueDeDossier | null): string[] {
    if (issue === null) throw new Error('nothing was joined');
    return issue.etat === 'en-attente' ? [issue.etat] : codes(issue.anomalies);
  }

  ecrire(...operations: readonly Operation[]) {
    return executerTransaction(this.dynamo.client, operations);
  }

  async eleve(n: number, reste: Partial<DossierEleve> = {}, autre: Partial<Depot> = {}): Promise<string[]> {
    return this.dire(await this.appliquer.eleves(depot(n, autre), fiche(reste)));
  }

  async notes(n: number, dossier: DossierNotes): Promise<string[]> {
    return this.dire(await this.appliquer.notes(depot(n, { annee: null }), dossier));
  }

  async mef(n: number, dossier: Omit<DossierDeFlux['nomenclature'], 'position'>): Promise<string[]> {
    return this.dire(
      await this.appliquer.nomenclature(depot(n, { proprietaire: 'academie' }), { ...dossier, position: POSITION }),
    );
  }

  async candidat(n: number, reste: Partial<DossierDeFlux['candidats']>): Promise<string[]> {
    const ligne = {
      position: POSITION,
      noCandidat: 'c1',
      noPv: '1',
      ine: null,
      nomDeFamille: 'MARTIN',
      nomUsage: null,
      prenoms: ['Zoé'],
      dateNaissance: '1998-02-28',
      uai: UAI,
      division: 'TS1',
      serie: 'S',
      categorie: 'scolaire',
      jury: 'J1',
      centre: 'C',
      ...reste,
    } as const;
    return this.dire(await this.appliquer.candidats(depot(n, { proprietaire: 'academie', session: 2016 }), ligne));
  }

  async livret(eleveId = ID, annee = 2015, uai: string = UAI) {
    const ligne = await this.registre.lireEleve(uai, annee, eleveId);
    return ligne === null ? null : this.livrets.lire(ligne.livretId);
  }

  async periodes(eleveId = ID): Promise<unknown> {
    const livret = await this.livret(eleveId);
    return livret?.bases.map(({ annee, scolarite: { evaluations } }) => [
      annee,
      ...evaluations.flatMap(({ periodes }) => periodes.map(({ moyenne }) => moyenne)),
    ]);
  }

  /** Every chain of evidence holds, and the head of each livret is that of its chain. */
  async verifierPreuve(): Promise<void> {
    const chaines = Map.groupBy(this.dynamo.items('preuve'), ({ pk }) => String(pk));
    for (const [pk, evenements] of chaines) {
      expect(premiereRupture(evenements as unknown as Evenement[])).toBeNull();
      const tete = this.dynamo.items('livrets').find((item) => item.pk === pk && item.sk === 'TETE');
      expect(tete?.chaine).toEqual({ seq: evenements.length, empreinte: evenements.at(-1)?.empreinte });
    }
  }
}

let academie: Academie;
beforeEach(() => {
  academie = new Academie();
});

describe('a pupil of SIECLE', () => {
  test('gets a row, a livret, and pointers that show no INE', async () => {
    expect(await academie.eleve(1)).toEqual([]);
    const [ligne] = await academie.registre.lireEleves(UAI, 2015);
    expect(ligne).toMatchObject({ eleveId: ID, nomDeFamille: 'MARTIN', ine: '123456789AB', depotId: depotId(1) });
    expect((await academie.livret())?.tete).toMatchObject({
      livretId: ligne?.livretId,
      etat: 'cree',
      mef: { '2015': MEF },
      siecle: { [`${UAI}#2015`]: ID },
      applique: { '2015#eleves': depotId(1) },
    });
    expect(
      academie.dynamo
        .items('registre')
        .map(({ pk }) => pk)
        .join(),
    ).not.toContain('123456789AB');
    await academie.verifierPreuve();
  });

  test('leaves no identity in the table of livrets nor in the evidence', async () => {
    await academie.eleve(1);
    const ecrit = JSON.stringify([academie.dynamo.items('livrets'), academie.dynamo.items('preuve')]);
    expect(ecrit).not.toMatch(/MARTIN|Zoé|123456789AB|1998/);
  });

  test('delivered again changes nothing; corrected later changes its row; older than the one applied is told', async () => {
    await academie.eleve(2);
    const avant = academie.dynamo.items('registre');
    expect(await academie.eleve(2)).toEqual([]);
    expect(await academie.eleve(1, { nomDeFamille: 'ANCIEN' })).toEqual(['import-perime']);
    expect(academie.dynamo.items('registre')).toEqual(avant);
    expect(await academie.eleve(3, { nomDeFamille: 'MARTINE', divisions: ['TS2'] })).toEqual(['identite-corrigee']);
    expect(await academie.registre.lireEleves(UAI, 2015)).toMatchObject([
      { nomDeFamille: 'MARTINE', divisions: ['TS2'] },
    ]);
    expect(academie.dynamo.items('livrets')).toHaveLength(1);
    await academie.verifierPreuve();
  });

  test('keeps through a correction what followed its first import', async () => {
    await academie.eleve(1);
    const [ligne] = await academie.registre.lireEleves(UAI, 2015);
    if (ligne === undefined) throw new Error('no row');
    await academie.ecrire(academie.registre.ecritureSuivi(ligne, { noEleve: '4821093657', anneesNotees: [2015] }));
    await academie.eleve(2, { nomDeFamille: 'MARTINE' });
    expect(await academie.registre.lireEleve(UAI, 2015, ID)).toMatchObject({
      noEleve: '4821093657',
      anneesNotees: [2015],
    });
  });

  test('keeps its livret from one year to the next and from one establishment to another, by its INE', async () => {
    await academie.eleve(1, {}, { annee: 2014 });
    expect(await academie.eleve(2, { eleveId: '77' }, { proprietaire: '0750655E' })).toContain('livret-suivi');
    const premier = await academie.livret(ID, 2014);
    const second = await academie.livret('77', 2015, '0750655E');
    expect(second?.tete.livretId).toBe(premier?.tete.livretId);
    expect(second?.tete.siecle).toEqual({ [`${UAI}#2014`]: ID, '0750655E#2015': '77' });
    await academie.verifierPreuve();
  });

  test('under an INE that a pupil born another day carries is refused: marks would go to another', async () => {
    await academie.eleve(1, {}, { annee: 2014 });
    const autre = { eleveId: '77', dateNaissance: '1997-01-01' };
    expect(await academie.eleve(2, autre, { proprietaire: '0750655E' })).toEqual(['ine-deja-porte']);
    expect(await academie.livret('77', 2015, '0750655E')).toBeNull();
  });

  test('under the INE of another pupil of the same list is refused', async () => {
    await academie.eleve(1);
    expect(await academie.eleve(1, { eleveId: '77' })).toEqual(['ine-deja-porte']);
    await academie.eleve(1, { eleveId: '88', ine: '987654321CD' });
    expect(await academie.eleve(2, { eleveId: '88' })).toEqual(['ine-deja-porte']);
    expect((await academie.registre.lireEleves(UAI, 2015)).map(({ eleveId }) => eleveId)).toEqual([ID, '88']);
  });

  test('whose INE is corrected keeps its livret, and leaves the wrong one to whoever carries it', async () => {
    await academie.eleve(1);
    const livret = (await academie.livret())?.tete.livretId;
    expect(await academie.eleve(2, { ine: '987654321CD' })).toEqual(['ine-corrige']);
    expect(await academie.eleve(2, { ine: '987654321CD' })).toEqual(['ine-corrige']);
    expect((await academie.livret())?.tete.livretId).toBe(livret);
    expect(await academie.eleve(2, { eleveId: '77', dateNaissance: '1997-01-01' })).toEqual([]);
    expect((await academie.livret('77'))?.tete.livretId).not.toBe(livret);
  });

  describe('whose identity SIECLE corrects', () => {
    const corrigee = { nomDeFamille: 'MARTINE', prenoms: ['Zoë'] };
    const envoyer = async (session = 2016): Promise<void> => {
      const tete = (await academie.livret())?.tete;
      if (tete === undefined) throw new Error('no livret');
      const candidat = { academie: 'grenoble', noCandidat: 'c1' };
      const envoyee = version({ n: session, place: { session, noEleve: '4821093657', candidat } });
      await academie.ecrire(academie.livrets.ecritureTete(tete, { ...tete, etat: 'envoye', version: envoyee }));
    };

    test('has a livret that follows it, and says which fields changed, never their values', async () => {
      await academie.eleve(1);
      expect(await academie.eleve(2, corrigee)).toEqual(['identite-corrigee']);
      const ligne = await academie.registre.lireEleve(UAI, 2015, ID);
      expect(ligne).toMatchObject({ ...corrigee, constats: ['identite-corrigee:nom de famille, prénoms'] });
      expect(await academie.eleve(3, { ...corrigee, dateNaissance: '1998-03-01' })).toEqual(['identite-corrigee']);
      expect(await academie.eleve(4, { ...corrigee, dateNaissance: '1998-03-01' })).toEqual([]);
      const corriges = academie.dynamo
        .items('preuve')
        .map(({ references }) => (references as { corrige?: string }).corrige);
      expect(corriges).toEqual([undefined, 'nom de famille, prénoms', 'date de naissance', undefined]);
      expect(JSON.stringify([academie.dynamo.items('preuve'), academie.dynamo.items('livrets')])).not.toMatch(
        /MARTINE|Zoë|1998/,
      );
      expect(academie.transferts.messages).toEqual([]);
      await academie.verifierPreuve();
    });

    test('is told downstream of a livret that was sent, once a correction', async () => {
      await academie.eleve(1);
      await envoyer();
      const livretId = (await academie.livret())?.tete.livretId ?? '';
      expect(await academie.eleve(2, corrigee)).toEqual(['identite-corrigee']);
      expect(academie.transferts.envois).toEqual([{ message: { session: 2016, livretId }, groupe: UAI }]);
      const [envoi, ...autres] = await academie.envois.lister(2016);
      expect(autres).toEqual([]);
      expect(envoi).toMatchObject({ livretId, uai: UAI, eleveId: ID, demande: false, depuis: '2016-06-10T08:00:00Z' });
      // Delivered again, it was written with what it tells of: nothing is left to do.
      expect(await academie.eleve(2, corrigee)).toEqual(['identite-corrigee']);
      expect(await academie.eleve(3, corrigee)).toEqual([]);
      expect(await academie.envois.lister(2016)).toEqual([envoi]);
      expect(academie.transferts.messages).toHaveLength(1);
    });

    test('is told downstream for its INE alone, found or corrected: it is what juries must not read', async () => {
      await academie.eleve(1, { ine: null });
      await envoyer();
      const tours: unknown[] = [];
      for (const [depot, ine] of [
        [2, '123456789AB'],
        [3, '987654321CD'],
        [4, null],
        [5, '987654321CD'],
      ] as const) {
        await academie.eleve(depot, { ine });
        tours.push((await academie.envois.lister(2016))[0]?.tour);
      }
      expect(tours).toEqual([expect.any(String), expect.any(String), tours[1], tours[1]]);
      expect(tours[0]).not.toBe(tours[1]);
    });

    test('waits to be told although the function stopped before the queue', async () => {
      await academie.eleve(1);
      await envoyer();
      academie.transferts.envoyer = async () => {
        throw new Error('the function stops');
      };
      await expect(academie.eleve(2, corrigee)).rejects.toThrow('the function stops');
      expect(await academie.envois.lister(2016)).toHaveLength(1);
    });

    test('is not told of another session’s year, nor of an identity that is the same', async () => {
      await academie.eleve(1);
      await academie.eleve(2, {}, { annee: 2016 });
      await envoyer(2017);
      await academie.eleve(3, corrigee);
      await academie.eleve(4, { codeMef: '21111010111' as typeof MEF }, { annee: 2016 });
      expect(academie.transferts.messages).toEqual([]);
      await academie.eleve(5, corrigee, { annee: 2016 });
      expect(academie.transferts.messages).toHaveLength(1);
    });
  });

  test('without an INE has a livret by SIECLE’s key alone', async () => {
    await academie.eleve(1, { ine: null });
    await academie.eleve(1, { ine: null, eleveId: '77' });
    expect(new Set([(await academie.livret())?.tete.livretId, (await academie.livret('77'))?.tete.livretId]).size).toBe(
      2,
    );
    await academie.eleve(2, { ine: '123456789AB' });
    expect(academie.dynamo.items('livrets')).toHaveLength(2);
  });

  test('tells the MEF of the year before, unless that year’s own file did', async () => {
    const anneePrecedente = { uai: UAI, codeMef: '20111010110' as typeof MEF, division: '1S1' };
    await academie.eleve(1, { anneePrecedente });
    expect((await academie.livret())?.tete.mef).toEqual({ '2014': '20111010110', '2015': MEF });
    const corrigee = { ...anneePrecedente, codeMef: '20222222222' as typeof MEF };
    await academie.eleve(2, { anneePrecedente: corrigee });
    expect((await academie.livret())?.tete.mef).toEqual({ '2014': '20222222222', '2015': MEF });
    await academie.eleve(3, { codeMef: '20999999999' as typeof MEF }, { annee: 2014 });
    await academie.eleve(4, { anneePrecedente });
    expect((await academie.livret())?.tete.mef).toEqual({ '2014': '20999999999', '2015': MEF });
  });

  test('met twice at once gets one livret', async () => {
    academie.dynamo.avant = async (commande) => {
      if (commande !== 'TransactWriteCommand') return;
      academie.dynamo.avant = () => {};
      await academie.eleve(2);
    };
    expect(await academie.eleve(1)).toEqual(['import-perime']);
    expect(academie.dynamo.items('livrets')).toHaveLength(1);
    await academie.verifierPreuve();
  });
});

describe('the marks of a pupil', () => {
  const programme = (annee: number) =>
    mef([matiere('061300', { rubriques: [{ intitule: null, competences: [{ code: '0001', libelle: 'R' }] }] })], {
      annee,
    });
  beforeEach(async () => {
    await academie.eleve(1, { anneePrecedente: { uai: UAI, codeMef: MEF, division: null } });
    await academie.mef(1, programme(2014));
    await academie.mef(1, programme(2015));
  });

  test('fill its livret, year by year, with one event that shows none of them', async () => {
    expect(
      await academie.notes(
        2,
        notes({ 2014: { notes: ['11'] }, 2015: { notes: ['12', null], appreciation: 'Secret.' } }),
      ),
    ).toEqual([]);
    expect(await academie.periodes()).toEqual([
      [2014, '11'],
      [2015, '12', null],
    ]);
    const livret = await academie.livret();
    expect(livret?.tete).toMatchObject({
      etat: 'alimente',
      applique: { '2014#notes': depotId(2), '2015#notes': depotId(2) },
    });
    expect((await academie.registre.lireEleve(UAI, 2015, ID))?.anneesNotees).toEqual([2014, 2015]);
    expect(livret?.bases.map(({ engagements, avisExamen }) => [engagements, avisExamen])).toEqual([
      [[], null],
      [['C'], 'F'],
    ]);
    const evenement = academie.dynamo.items('preuve').at(-1);
    expect(evenement).toMatchObject({ type: 'notes-importees', par: `depot/${depotId(2)}` });
    expect(Object.keys(evenement?.references as object)).toEqual(['base-2014', 'base-2015', 'etatAvant', 'etatApres']);
    expect(JSON.stringify(evenement)).not.toMatch(/Secret|"12"/);
    await academie.verifierPreuve();
  });

  test('of two pupils with the same marks have different hashes in the evidence', async () => {
    await academie.eleve(1, { eleveId: '77', ine: '987654321CD', anneePrecedente: null });
    await academie.notes(2, notes({ 2015: { notes: ['12'] } }));
    await academie.notes(2, notes({ 2015: { notes: ['12'] } }, { eleveId: '77' }));
    const empreintes = academie.dynamo
      .items('preuve')
      .filter(({ type }) => type === 'notes-importees')
      .map(({ references }) => (references as Record<string, string>)['base-2015']);
    expect(new Set(empreintes).size).toBe(2);
  });

  test('delivered again change nothing, and are warned of as the first time', async () => {
    const inconnue = notes({ 2015: { modalite: 'O' } });
    expect(await academie.notes(2, inconnue)).toEqual(['matiere-hors-nomenclature']);
    const avant = [academie.dynamo.items('livrets'), academie.dynamo.items('preuve')];
    expect(await academie.notes(2, inconnue)).toEqual(['matiere-hors-nomenclature']);
    expect([academie.dynamo.items('livrets'), academie.dynamo.items('preuve')]).toEqual(avant);
  });

  test('corrected replace those of their years, which stay as history', async () => {
    await academie.notes(2, notes({ 2014: { notes: ['11'] }, 2015: { notes: ['12'] } }));
    expect(await academie.notes(3, notes({ 2015: { notes: ['13'] } }))).toEqual([]);
    expect(await academie.periodes()).toEqual([
      [2014, '11'],
      [2015, '13'],
    ]);
    const anciennes = academie.dynamo.items('livrets').filter(({ sk }) => String(sk).startsWith('ANCIENNE#'));
    expect(anciennes).toMatchObject([{ annee: 2015, depotId: depotId(2) }]);
    await academie.verifierPreuve();
  });

  test('of an older deposit that comes late change nothing but the years that no newer one gave', async () => {
    await academie.notes(3, notes({ 2015: { notes: ['13'] } }));
    expect(await academie.notes(2, notes({ 2015: { notes: ['12'] } }))).toEqual(['import-perime']);
    expect(await academie.periodes()).toEqual([[2015, '13']]);
    const deux = notes({ 2014: { notes: ['11'] }, 2015: { notes: ['12'] } });
    for (const _fois of [1, 2]) expect(await academie.notes(2, deux)).toEqual(['annee-perimee']);
    expect(await academie.periodes()).toEqual([
      [2014, '11'],
      [2015, '13'],
    ]);
  });

  test('of a pupil whom SIECLE did not give wait', async () => {
    expect(await academie.notes(2, notes({ 2015: {} }, { eleveId: '99' }))).toEqual(['en-attente']);
    academie.instant = '2016-08-25T08:00:00Z';
    expect(await academie.notes(2, notes({ 2016: {} }))).toEqual(['en-attente']);
  });

  test('of a school year that has not begun are refused', async () => {
    expect(await academie.notes(2, notes({ 2015: {}, 2016: {} }))).toEqual(['annee-a-venir']);
    expect(await academie.periodes()).toEqual([]);
  });

  test('do not change a livret that was sent', async () => {
    await academie.notes(2, notes({ 2015: { notes: ['12'] } }));
    const tete = (await academie.livret())?.tete;
    if (tete === undefined) throw new Error('no livret');
    const appariement = { session: 2016, noCandidat: 'c1', noEleve: '4821093657', par: 'ine' } as const;
    await academie.ecrire(academie.livrets.ecritureTete(tete, { ...tete, etat: 'envoye', appariement }));
    expect(await academie.notes(3, notes({ 2015: { notes: ['13'] } }))).toEqual(['livret-envoye']);
    expect(await academie.periodes()).toEqual([[2015, '12']]);
    // The year that a pupil repeats comes after the session whose livret was sent.
    academie.instant = '2016-09-10T08:00:00Z';
    expect(await academie.eleve(4, {}, { annee: 2016 })).toEqual(['redoublement-possible']);
    expect(await academie.notes(4, notes({ 2016: { notes: ['14'] } }))).toEqual(['nomenclature-absente']);
    expect((await academie.livret(ID, 2016))?.tete).toMatchObject({ applique: { '2016#notes': depotId(4) } });
  });

  test('that a session had stay those of an admitted pupil, whom SIECLE gives in a formation without livret', async () => {
    await academie.notes(2, notes({ 2015: { notes: ['12'] } }));
    const tete = (await academie.livret())?.tete;
    if (tete === undefined) throw new Error('no livret');
    const appariement = { session: 2016, noCandidat: 'c1', noEleve: '4821093657', par: 'ine' } as const;
    await academie.ecrire(academie.livrets.ecritureTete(tete, { ...tete, etat: 'envoye', appariement }));
    academie.instant = '2016-09-10T08:00:00Z';
    await academie.ecrire(academie.registre.ecritureMef(mef([matiere('061300')], { annee: 2016 }), depotId(0)));
    await academie.eleve(3, { codeMef: '31132008110' as never }, { annee: 2016 });
    expect((await academie.livret(ID, 2016))?.tete).toMatchObject({ etat: 'envoye', passages: [], appariement });
    expect((await academie.registre.lireEleve(UAI, 2016, ID))?.suivi).toMatchObject({ sansLivret: true, manques: {} });
  });

  test('of the year that a pupil repeats begin it, though the livret was sent after SIECLE gave that year', async () => {
    await academie.notes(2, notes({ 2015: { notes: ['12'] } }));
    academie.instant = '2016-09-10T08:00:00Z';
    await academie.eleve(3, {}, { annee: 2016 });
    const tete = (await academie.livret())?.tete;
    if (tete === undefined) throw new Error('no livret');
    const appariement = { session: 2016, noCandidat: 'c1', noEleve: '4821093657', par: 'ine' } as const;
    await academie.ecrire(academie.livrets.ecritureTete(tete, { ...tete, etat: 'envoye', appariement }));
    await academie.notes(4, notes({ 2016: { notes: ['14'] } }));
    expect((await academie.livret(ID, 2016))?.tete).toMatchObject({
      etat: 'alimente',
      appariement: null,
      passages: [{ session: 2016, etat: 'envoye', appariement }],
    });
    expect(await academie.notes(5, notes({ 2015: { notes: ['20'] } }))).toEqual(['livret-envoye']);
  });

  test('written by another between the read and the write are read again', async () => {
    academie.dynamo.avant = async (commande) => {
      if (commande !== 'TransactWriteCommand') return;
      academie.dynamo.avant = () => {};
      await academie.notes(2, notes({ 2014: { notes: ['11'] }, 2015: { notes: ['12'] } }));
    };
    expect(await academie.notes(3, notes({ 2015: { notes: ['13'] } }))).toEqual([]);
    expect(await academie.periodes()).toEqual([
      [2014, '11'],
      [2015, '13'],
    ]);
    expect((await academie.registre.lireEleve(UAI, 2015, ID))?.anneesNotees).toEqual([2014, 2015]);
    await academie.verifierPreuve();
  });

  test.for<[string, DossierNotes, string[]]>([
    [
      'a subject that the nomenclature does not plan',
      notes({ 2015: { modalite: 'F' } }),
      ['matiere-hors-nomenclature'],
    ],
    [
      'a competence that it does not plan',
      notes({ 2015: { competences: [{ code: '0009', niveau: '1' }] } }),
      ['competence-hors-nomenclature'],
    ],
    ['what it plans', notes({ 2015: { competences: [{ code: '0001', niveau: '4' }] } }), []],
  ])('with %s go in, and the compte rendu says so', async ([, dossier, attendus]) => {
    expect(await academie.notes(2, dossier)).toEqual(attendus);
    expect(await academie.periodes()).toHaveLength(1);
  });

  test('of two evaluations that share code and modalité go in with a doubt', async () => {
    const deux = [evaluation('061300', { notes: ['1'] }), evaluation('061300', { notes: ['2'] })];
    const dossier = notes({}, { scolarites: [base(2015, { scolarite: { evaluations: deux } }).scolarite] });
    expect(await academie.notes(2, dossier)).toContain('matiere-incertaine');
    expect(await academie.periodes()).toEqual([[2015, '1', '2']]);
  });

  test('keep the row that was told when they came, for the page and for the version that is frozen', async () => {
    const lignes = [matiere('061300', { regroupement: 'COMMUNS' }), matiere('061300', { regroupement: 'AU CHOIX' })];
    await academie.mef(2, mef(lignes));
    const [avant, apres] = [
      ['9', null, null],
      [null, '10', '11'],
    ];
    const coupees = ['061300', '100100'].flatMap((code) => [
      evaluation(code, { notes: avant ?? [] }),
      evaluation(code, { notes: apres ?? [] }),
    ]);
    const dossier = notes({}, { scolarites: [base(2015, { scolarite: { evaluations: coupees } }).scolarite] });
    expect(await academie.notes(2, dossier)).toEqual(['matiere-hors-nomenclature', 'matiere-hors-nomenclature']);
    const [gardee] = (await academie.livret())?.bases ?? [];
    const commune = { regroupement: 'COMMUNS', discipline: 'DISCIPLINE 061300' };
    expect(gardee?.scolarite.evaluations.map(({ ligne }) => ligne)).toEqual([commune, commune, null, null]);
  });

  test('of a year without nomenclature are kept and told, and appear once it is there', async () => {
    academie = new Academie();
    await academie.eleve(1);
    expect(await academie.notes(2, notes({ 2015: { notes: ['12'] } }))).toEqual(['nomenclature-absente']);
    const livretId = (await academie.livret())?.tete.livretId ?? '';
    const lire = () => lireLivret({ ...academie, ...DROITS }, acteur('eleve', { livrets: [livretId] }), { livretId });
    expect(await lire()).toMatchObject({
      page: null,
      anneesSansNomenclature: [2015],
    });
    await academie.mef(3, programme(2015));
    const lu = await lire();
    expect(lu.page?.annees[0]?.groupes[0]?.disciplines[0]?.periodes).toEqual(['12', null, null]);
  });
});

describe('a MEF of the nomenclature', () => {
  test('replaces the one that stood, unless it is older', async () => {
    expect(await academie.mef(2, mef([], { serie: 'Deux' }))).toEqual([]);
    expect(await academie.mef(2, mef([], { serie: 'Deux' }))).toEqual([]);
    expect(await academie.mef(1, mef([], { serie: 'Un' }))).toEqual(['import-perime']);
    expect((await academie.registre.lireMef(2015, MEF))?.contenu.serie).toBe('Deux');
    expect(await academie.mef(3, mef([], { serie: 'Trois' }))).toEqual([]);
    expect((await academie.registre.lireMef(2015, MEF))?.contenu).toEqual(mef([], { serie: 'Trois' }));
    expect(await academie.registre.lireMef(2014, MEF)).toBeNull();
  });
});

describe('a candidate of the DEC', () => {
  const places = async (jury = 'J1') =>
    (await academie.candidats.listerJury(2016, jury)).map(({ noPv, noCandidat }) => `${noPv}:${noCandidat}`).sort();

  test('takes its place in its jury, without identity there', async () => {
    expect(await academie.candidat(1, {})).toEqual([]);
    expect(await places()).toEqual(['1:c1']);
    const place = academie.dynamo.items('session').filter(({ pk }) => String(pk).includes('#J#'));
    expect(JSON.stringify(place)).not.toMatch(/MARTIN|Zoé|1998/);
    expect(await academie.candidat(1, { noPv: '9' })).toEqual([]);
    expect(await places()).toEqual(['1:c1']);
  });

  test('that moves leaves its former jury, its former No PV and its former establishment', async () => {
    await academie.candidat(1, {});
    await academie.candidat(2, { jury: 'J2', noPv: '5', uai: '0750655E' });
    expect([await places('J1'), await places('J2')]).toEqual([[], ['5:c1']]);
    expect(await academie.candidats.listerDe(2016, UAI)).toEqual([]);
    expect(await academie.candidats.listerDe(2016, '0750655E')).toMatchObject([{ noCandidat: 'c1' }]);
  });

  test('renumbered with its whole jury loses no place', async () => {
    for (const n of [1, 2, 3]) await academie.candidat(1, { noCandidat: `c${n}`, noPv: `010${n}` });
    for (const n of [1, 2, 3]) await academie.candidat(2, { noCandidat: `c${n}`, noPv: `010${n + 1}` });
    expect(await places()).toEqual(['0102:c1', '0103:c2', '0104:c3']);
  });

  test('that swaps its No PV with another loses no place, whichever comes first', async () => {
    for (const ordre of [
      [1, 2],
      [2, 1],
    ] as const) {
      academie = new Academie();
      await academie.candidat(1, { noCandidat: 'c1', noPv: '1' });
      await academie.candidat(1, { noCandidat: 'c2', noPv: '2' });
      for (const n of ordre) await academie.candidat(2, { noCandidat: `c${n}`, noPv: String(3 - n) });
      expect(await places()).toEqual(['1:c2', '2:c1']);
    }
  });

  test('of an older file that comes late changes nothing', async () => {
    await academie.candidat(2, { noPv: '2' });
    expect(await academie.candidat(1, { noPv: '1', jury: 'J9' })).toEqual(['import-perime']);
    expect([await places('J1'), await places('J9')]).toEqual([['2:c1'], []]);
  });

  test('makes its jury known to the session, with its centre', async () => {
    await academie.candidat(1, {});
    await academie.candidat(1, { noCandidat: 'c2', noPv: '2' });
    await academie.candidat(1, { noCandidat: 'c3', noPv: '1', jury: 'J2', centre: 'Voiron' });
    const jurys = await academie.candidats.listerJurys(2016);
    expect(jurys.map(({ jury, centre }) => [jury, centre])).toEqual([
      ['J1', expect.any(String)],
      ['J2', 'Voiron'],
    ]);
  });

  test('stopped before its jury is known makes it known when it comes again', async () => {
    academie.dynamo.avant = (commande) => {
      if (commande === 'PutCommand') throw new Error('stopped');
    };
    await expect(academie.candidat(1, {})).rejects.toThrow('stopped');
    academie.dynamo.avant = () => {};
    expect(await academie.candidats.listerJurys(2016)).toEqual([]);
    await academie.candidat(1, {});
    expect(await academie.candidats.listerJurys(2016)).toMatchObject([{ jury: 'J1' }]);
  });

  test('keeps its pair when the DEC gives it again', async () => {
    await academie.candidat(1, {});
    await academie.ecrire(
      academie.candidats.ecritureAppariement({ session: 2016, uai: UAI, noCandidat: 'c1' }, 'l', '4821093657'),
    );
    await academie.candidat(2, { noPv: '8' });
    expect(await academie.candidats.lire(2016, 'c1')).toMatchObject({
      livretId: 'l',
      noEleve: '4821093657',
      noPv: '8',
    });
  });

  test.each([
    ['gives it again', { noPv: '8' }],
    ['moves it to another establishment', { uai: '0750655E' }],
  ])('paired while the DEC %s keeps its pair', async (_acte, changement) => {
    await academie.candidat(1, {});
    academie.dynamo.avant = async (commande) => {
      if (commande !== 'TransactWriteCommand') return;
      academie.dynamo.avant = () => {};
      await academie.ecrire(
        academie.candidats.ecritureAppariement({ session: 2016, uai: UAI, noCandidat: 'c1' }, 'l', '4821093657'),
      );
    };
    await academie.candidat(2, changement);
    expect(await academie.candidats.lire(2016, 'c1')).toMatchObject({ livretId: 'l', ...changement });
  });

  test('is never paired with a second livret', async () => {
    await academie.candidat(1, {});
    const pair = (livretId: string) =>
      academie.ecrire(
        academie.candidats.ecritureAppariement({ session: 2016, uai: UAI, noCandidat: 'c1' }, livretId, '1'),
      );
    expect(await pair('l')).toEqual({ faite: true });
    expect(await pair('l')).toEqual({ faite: true });
    expect(await pair('m')).toMatchObject({ faite: false });
  });
});
