import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Document, fabriquer, octetsDe } from '../../shared/fabrique/index.ts';
import type { DepotAnnule } from '../../shared/imports/annuler-depot.ts';
import type { ImportsConsultes } from '../../shared/imports/consulter-imports.ts';
import type { RevueConsultee } from '../../shared/imports/consulter-revue.ts';
import type { BilansConsultes } from '../../shared/livret/consulter-bilans.ts';
import type { CompletudeConsultee } from '../../shared/livret/consulter-completude.ts';
import type { LivretLu } from '../../shared/livret/lire-livret.ts';
import type { LigneDeTableau } from '../../shared/livret/lister-livrets.ts';
import {
  attendreCompteRendu,
  attendreQue,
  commande,
  contenuDeTable,
  deposer,
  enregistrerEtEnvoyer,
  TABLES,
} from './nuage.ts';

/** Another establishment than the journey's, with the same pupils' ids: keys hold the UAI. */
const UAI = '0380030B';
const UAI_DU_PARCOURS = /0380029A/g;

async function octets(nom: string, changer: (texte: string) => string = (texte) => texte): Promise<Buffer> {
  const fichier = await readFile(join(import.meta.dirname, '../../infra/local/demo/donnees', nom));
  return Buffer.from(changer(fichier.toString('latin1').replace(UAI_DU_PARCOURS, UAI)), 'latin1');
}

/** INE of their own: an INE is one livret, whatever the establishment. */
const siecle = (): Promise<Buffer> => octets('siecle.xml', (texte) => texte.replace(/>1102/g, '>2202'));

async function ligne(eleveId: string): Promise<LigneDeTableau | undefined> {
  const lignes = await commande<LigneDeTableau[]>('livret/lister-livrets', { uai: UAI, session: 2016 });
  return lignes.find((eleve) => eleve.eleveId === eleveId);
}

async function premiereNote(livretId: string): Promise<string | null | undefined> {
  const { page } = await commande<LivretLu>('livret/lire-livret', { livretId }, { etablissement: UAI });
  return page?.annees.find(({ annee }) => annee === 2015)?.groupes[0]?.disciplines[0]?.periodes[0];
}

const AUTRES_FLUX = ['structures', 'sts', 'responsables', 'communs', 'nomenclature'] as const;

describe('deposits', () => {
  beforeAll(async () => {
    await deposer(await octets('nomenclature.xml', (texte) => `${texte}\n`), 'academie');
  });

  it('keep the notes of pupils whom SIECLE has not given yet, and lets them in by themselves', async () => {
    const { depotId, compteRendu } = await deposer(await octets('notes.xml'), UAI);
    expect(compteRendu).toMatchObject({ verdict: 'en-attente', dossiers: { lus: 3, acceptes: 0, enAttente: 3 } });
    expect(compteRendu.anomalies.map(({ code, eleve }) => [code, eleve])).toEqual([
      ['eleve-attendu', '1413136'],
      ['eleve-attendu', '1413137'],
      ['eleve-attendu', '1413138'],
    ]);
    expect((await deposer(await siecle(), UAI)).compteRendu.verdict).toBe('accepte');
    const fini = await attendreCompteRendu(UAI, depotId, ({ verdict }) => verdict === 'accepte');
    expect(fini).toMatchObject({ revision: 2, dossiers: { lus: 3, acceptes: 3, enAttente: 0 } });
    expect(await premiereNote((await ligne('1413136'))?.livretId ?? '')).toBe('11.4');
  });

  it('have their livrets counted, for the establishment at once and for the académie soon after', async () => {
    const demande = { annee: 2015, uai: UAI };
    const { bilan } = await commande<CompletudeConsultee>('livret/consulter-completude', demande);
    expect(bilan).toMatchObject({ livrets: 4, complets: 0, parEtat: { alimente: 3, cree: 1 } });
    const compte = await attendreQue(async () => {
      const { etablissements } = await commande<BilansConsultes>('livret/consulter-bilans', { annee: 2015 });
      const sien = etablissements.find(({ uai }) => uai === UAI)?.bilan;
      return sien?.parEtat.alimente === 3 ? sien : null;
    });
    expect(compte).toEqual(bilan);
  });

  it('of the same file again are already imported', async () => {
    const avant = await contenuDeTable('lsl-grenoble-livrets');
    expect((await deposer(await octets('notes.xml'), UAI)).compteRendu.verdict).toBe('deja-importe');
    expect(await contenuDeTable('lsl-grenoble-livrets')).toEqual(avant);
  });

  it('changes nothing at all for a file that is cut short', async () => {
    const entier = await octets('notes.xml', (texte) => texte.replace('11.40', '19.99'));
    const avant = await Promise.all(TABLES.filter((table) => !table.endsWith('imports')).map(contenuDeTable));
    const { compteRendu } = await deposer(entier.subarray(0, entier.length - 20), UAI);
    expect(compteRendu).toMatchObject({ verdict: 'refuse', dossiers: { lus: 0 } });
    expect(compteRendu.anomalies[0]).toMatchObject({ gravite: 'refus-fichier' });
    expect(await Promise.all(TABLES.filter((table) => !table.endsWith('imports')).map(contenuDeTable))).toEqual(avant);
  });

  it('replaces the marks of a pupil by those of a newer file, and keeps the former ones', async () => {
    const { livretId = '' } = (await ligne('1413136')) ?? {};
    expect(await premiereNote(livretId)).toBe('11.4');
    const corrige = await octets('notes.xml', (texte) => texte.replace('moyenne="11.40"', 'moyenne="12.25"'));
    expect((await deposer(corrige, UAI)).compteRendu.verdict).toBe('accepte');
    expect(await premiereNote(livretId)).toBe('12.25');
    const anciennes = (await contenuDeTable('lsl-grenoble-livrets')).filter(
      ({ pk, sk }) => pk === `L#${livretId}` && String(sk).startsWith('ANCIENNE#2015#notes#'),
    );
    expect(anciennes).toHaveLength(1);
  });

  it('keeps the good dossiers of a file and refuses the bad one', async () => {
    const mele = await octets('notes.xml', (texte) => texte.replace('moyenne="18.25"', 'moyenne="25"'));
    const { compteRendu } = await deposer(mele, UAI);
    expect(compteRendu).toMatchObject({
      verdict: 'accepte-partiellement',
      dossiers: { lus: 3, acceptes: 2, refuses: 1 },
    });
    expect(compteRendu.anomalies).toMatchObject([{ code: 'moyenne-hors-bornes', eleve: '1413138' }]);
    const { livretId = '' } = (await ligne('1413138')) ?? {};
    expect(await premiereNote(livretId)).toBe('18.25');
  });

  it('refuses the file of another establishment', async () => {
    const autre = await octets('notes.xml', (texte) => texte.replaceAll(UAI, '0380031C'));
    const { compteRendu } = await deposer(autre, UAI);
    expect(compteRendu.anomalies).toMatchObject([{ code: 'autre-etablissement', gravite: 'refus-fichier' }]);
  });

  it('refuses a nomenclature that an establishment deposits', async () => {
    const { compteRendu } = await deposer(await octets('nomenclature.xml'), UAI);
    expect(compteRendu.anomalies).toMatchObject([{ code: 'flux-reserve-a-la-dec' }]);
  });

  it('in review change nothing until a person accepts, with the difference shown', async () => {
    const propose = await octets('notes.xml', (texte) => texte.replace('moyenne="11.40"', 'moyenne="13.50"'));
    const { depotId, compteRendu } = await deposer(propose, UAI, { revue: true });
    expect(compteRendu).toMatchObject({ verdict: 'a-decider', dossiers: { aDecider: 3 } });
    const { livretId = '' } = (await ligne('1413136')) ?? {};
    expect(await premiereNote(livretId)).toBe('11.4');
    const demande = { proprietaire: UAI, depotId };
    const { dossiers } = await commande<RevueConsultee>('imports/consulter-revue', demande);
    expect(dossiers.find(({ eleve }) => eleve === '1413136')?.differences).toMatchObject([
      { annee: 2015, champ: 'moyennes', avant: expect.stringMatching(/^11,4/), apres: expect.stringMatching(/^13,5/) },
    ]);
    await commande('imports/decider-dossiers', { ...demande, decision: 'accepter', eleves: ['1413136'] });
    await commande('imports/decider-dossiers', { ...demande, decision: 'refuser' });
    const fini = await attendreCompteRendu(UAI, depotId, ({ dossiers: { aDecider } }) => aDecider === 0);
    expect(fini).toMatchObject({ verdict: 'accepte-partiellement', dossiers: { acceptes: 1, refuses: 2 } });
    expect(await premiereNote(livretId)).toBe('13.5');
  });

  it('taken back give their place to what stood before', async () => {
    const { livretId = '' } = (await ligne('1413136')) ?? {};
    const errone = await octets('notes.xml', (texte) => texte.replace('moyenne="11.40"', 'moyenne="2.00"'));
    const { depotId } = await deposer(errone, UAI);
    expect(await premiereNote(livretId)).toBe('2');
    const { annulation } = await commande<DepotAnnule>('imports/annuler-depot', { proprietaire: UAI, depotId });
    expect(await attendreCompteRendu(UAI, annulation ?? '')).toMatchObject({ annule: depotId, verdict: 'accepte' });
    expect(await premiereNote(livretId)).toBe('13.5');
    expect(await attendreCompteRendu(UAI, depotId, ({ verdict }) => verdict === 'annule')).toMatchObject({
      revision: 2,
    });
  });

  it('have their compte rendu as a page and a table, by an address that names nobody', async () => {
    const [dernier] = (await commande<ImportsConsultes>('imports/consulter-imports', { proprietaire: UAI })).depots;
    const lire = async (forme: string): Promise<string> => {
      const demande = { proprietaire: UAI, depotId: dernier?.depotId, forme };
      const { adresse } = await commande<ImportsConsultes>('imports/consulter-imports', demande);
      return (await fetch(adresse ?? '')).text();
    };
    expect(await lire('html')).toMatch(/^<!doctype html>/);
    expect(await lire('csv')).toContain('Gravité');
  });

  it('of twenty lycées at once all have their compte rendu, notes before SIECLE too', {
    timeout: 300_000,
  }, async () => {
    const demande = { graine: 20, eleves: 120, academie: 20, annee: 2015, defauts: false, nomenclature: null };
    const monde = fabriquer(demande);
    const documents = new Map([...monde.documents()].map((document) => [document.chemin, document]));
    const contenu = (chemin = ''): Uint8Array => Buffer.concat([...octetsDe(documents.get(chemin) as Document)]);
    await deposer(contenu(monde.sommaire.nomenclature ?? ''), 'academie');
    const deposes = await Promise.all(
      monde.sommaire.etablissements.flatMap(({ uai, annees: [annee] }, rang) =>
        // The first one deposits every feed that it has.
        (['notes', 'eleves', ...(rang === 0 ? AUTRES_FLUX : [])] as const).map(async (flux) => ({
          uai,
          depotId: await enregistrerEtEnvoyer(contenu(annee?.[flux]), uai),
        })),
      ),
    );
    const verdicts = [];
    for (const { uai, depotId } of deposes) {
      verdicts.push((await attendreCompteRendu(uai, depotId, ({ verdict }) => verdict !== 'en-attente')).verdict);
    }
    expect(verdicts).toEqual(deposes.map(() => 'accepte'));
    for (const { uai, eleves } of monde.sommaire.etablissements) {
      const lignes = await commande<LigneDeTableau[]>('livret/lister-livrets', { uai, session: 2016 });
      expect(lignes.filter(({ anneesNotees }) => anneesNotees.includes(2015)).length).toBe(eleves);
    }
  });
});
