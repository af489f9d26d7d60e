import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LivretLu } from '../../shared/livret/lire-livret.ts';
import type { LigneDeTableau } from '../../shared/livret/lister-livrets.ts';
import { commande, contenuDeTable, deposer, TABLES } from './nuage.ts';

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
  const { page } = await commande<LivretLu>('livret/lire-livret', { livretId });
  return page?.annees.find(({ annee }) => annee === 2015)?.groupes[0]?.disciplines[0]?.periodes[0];
}

describe('deposits', () => {
  beforeAll(async () => {
    await deposer(await octets('nomenclature.xml', (texte) => `${texte}\n`), 'academie');
  });

  it('refuses notes of pupils that SIECLE has not given yet, one by one, and says what to do', async () => {
    const { compteRendu } = await deposer(await octets('notes.xml'), UAI);
    expect(compteRendu).toMatchObject({ verdict: 'refuse', dossiers: { lus: 3, acceptes: 0, refuses: 3 } });
    expect(compteRendu.anomalies.map(({ code, eleve }) => [code, eleve])).toEqual([
      ['eleve-inconnu', '1413136'],
      ['eleve-inconnu', '1413137'],
      ['eleve-inconnu', '1413138'],
    ]);
  });

  it('accepts the same file once SIECLE is there, then says that it is already imported', async () => {
    expect((await deposer(await siecle(), UAI)).compteRendu.verdict).toBe('accepte');
    expect((await deposer(await octets('notes.xml'), UAI)).compteRendu.verdict).toBe('accepte');
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
});
