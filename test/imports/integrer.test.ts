import { describe, expect, it } from 'vitest';
import { magasinCandidats } from '../../shared/candidats/index.ts';
import { ACADEMIE, type Depot } from '../../shared/imports/depot.ts';
import type { DossierCandidat, DossierEleve } from '../../shared/imports/dossiers.ts';
import { integrerCandidat } from '../../shared/imports/integrer-candidat.ts';
import { integrerEleve } from '../../shared/imports/integrer-eleve.ts';
import { horlogeFixe } from '../../shared/kernel/horloge.ts';
import { magasinLivrets } from '../../shared/livret/magasin-livrets.ts';
import { magasinRegistre } from '../../shared/livret/magasin-registre.ts';
import { DynamoEnMemoire } from '../dynamo.ts';

const A = '0380029A';
const B = '0380030B';
const rangs = Array.from({ length: 9 }, (_, rang) => `01J0000000000000000000000${rang}`);

function depot(rang: number, reste: Partial<Depot> = {}): Depot {
  return {
    depotId: rangs[rang] ?? '',
    proprietaire: ACADEMIE,
    session: 2016,
    etat: 'lu',
    enregistreLe: '2016-06-10T07:00:00Z',
    flux: 'candidats',
    annee: null,
    lots: 1,
    empreinte: null,
    bilan: null,
    ...reste,
  };
}

function candidat(noCandidat: string, noPv: string, reste: Partial<DossierCandidat> = {}): DossierCandidat {
  return {
    position: { ligne: 2, colonne: 1 },
    noCandidat,
    noPv,
    ine: null,
    nomDeFamille: 'DURAND',
    nomUsage: null,
    prenoms: ['Anne'],
    dateNaissance: '1998-01-01',
    uai: A,
    division: 'T1',
    serie: 'ST2S',
    categorie: 'scolaire',
    jury: 'J1',
    centre: B,
    ...reste,
  };
}

describe('candidates of the DEC', () => {
  const ouvrir = () => {
    const dynamo = new DynamoEnMemoire('session', 'livrets', 'registre', 'preuve').client;
    return { dynamo, candidats: magasinCandidats(dynamo, 'session') };
  };

  it('keep their places when a jury is renumbered, whatever the order of the lines', async () => {
    const parts = ouvrir();
    for (const rang of [1, 2, 3]) await integrerCandidat(parts, depot(1), candidat(`C${rang}`, `010${rang}`));
    for (const rang of [1, 2, 3]) await integrerCandidat(parts, depot(2), candidat(`C${rang}`, `010${rang + 1}`));
    expect(await parts.candidats.listerJury(2016, 'J1')).toEqual([
      { noPv: '0102', noCandidat: 'C1' },
      { noPv: '0103', noCandidat: 'C2' },
      { noPv: '0104', noCandidat: 'C3' },
    ]);
  });

  it('leave the jury and the establishment where an earlier file had put them, with their pair', async () => {
    const parts = ouvrir();
    await integrerCandidat(parts, depot(1), candidat('C1', '0101'));
    await integrerCandidat(parts, depot(2), candidat('C1', '0101', { uai: B, jury: 'J2' }));
    expect(await parts.candidats.listerJury(2016, 'J1')).toEqual([]);
    expect(await parts.candidats.listerDe(2016, A)).toEqual([]);
    expect(await parts.candidats.listerDe(2016, B)).toMatchObject([{ noCandidat: 'C1', jury: 'J2' }]);
  });

  it('are not put back by an older file that comes late, and the same file twice changes nothing', async () => {
    const parts = ouvrir();
    await integrerCandidat(parts, depot(2), candidat('C1', '0102'));
    expect(await integrerCandidat(parts, depot(2), candidat('C1', '0102'))).toEqual([]);
    expect(await integrerCandidat(parts, depot(1), candidat('C1', '0101'))).toMatchObject([{ code: 'import-perime' }]);
    expect(await parts.candidats.listerJury(2016, 'J1')).toEqual([{ noPv: '0102', noCandidat: 'C1' }]);
  });
});

function eleve(eleveId: string, ine: string | null, reste: Partial<DossierEleve> = {}): DossierEleve {
  return {
    position: { ligne: 5, colonne: 3 },
    eleveId,
    ine,
    nomDeFamille: 'DURAND',
    nomUsage: null,
    prenoms: ['Anne'],
    dateNaissance: '1998-01-01',
    codeMef: null,
    divisions: [],
    groupes: [],
    options: [],
    anneePrecedente: null,
    dateSortie: null,
    ...reste,
  };
}

describe('pupils of SIECLE', () => {
  const siecle = (rang: number, uai: string, annee = 2015): Depot =>
    depot(rang, { proprietaire: uai, session: null, flux: 'eleves', annee });
  const ouvrir = () => {
    const dynamo = new DynamoEnMemoire('session', 'livrets', 'registre', 'preuve').client;
    return {
      dynamo,
      livrets: magasinLivrets(dynamo, 'livrets'),
      registre: magasinRegistre(dynamo, 'registre', () => Promise.resolve('cle')),
      tablePreuve: 'preuve',
      horloge: horlogeFixe('2016-06-10T07:00:00Z'),
    };
  };
  type Parties = ReturnType<typeof ouvrir>;
  const livretDe = async ({ registre }: Parties, uai: string, eleveId: string, annee = 2015) =>
    (await registre.lireEleve(uai, annee, eleveId))?.livretId;

  it('find their livret again by their INE in another establishment', async () => {
    const parts = ouvrir();
    await integrerEleve(parts, siecle(1, A, 2014), eleve('1', '1102003004A'));
    await integrerEleve(parts, siecle(2, B), eleve('77', '1102003004A'));
    expect(await livretDe(parts, B, '77')).toBe(await livretDe(parts, A, '1', 2014));
  });

  it('do not take the livret of a pupil born another day, whose INE was mistyped as theirs', async () => {
    const parts = ouvrir();
    await integrerEleve(parts, siecle(1, A), eleve('1', '1102003005B', { dateNaissance: '1997-05-05' }));
    const refus = await integrerEleve(parts, siecle(2, B), eleve('77', '1102003005B'));
    expect(refus).toMatchObject([{ code: 'ine-deja-porte', gravite: 'refus-dossier' }]);
  });

  it('have their own livret once the INE that was not theirs is corrected', async () => {
    const parts = ouvrir();
    await integrerEleve(parts, siecle(1, A), eleve('1', '1102003005B'));
    await integrerEleve(parts, siecle(2, A), eleve('1', '1102003004A'));
    expect(await integrerEleve(parts, siecle(3, B), eleve('77', '1102003005B'))).toEqual([]);
    expect(await livretDe(parts, B, '77')).not.toBe(await livretDe(parts, A, '1'));
  });

  it('keep the MEF of the year before that a corrected file gives', async () => {
    const parts = ouvrir();
    const avant = (codeMef: string) => ({ anneePrecedente: { uai: A, codeMef: codeMef as never, division: null } });
    await integrerEleve(parts, siecle(1, A), eleve('1', null, avant('21133104110')));
    await integrerEleve(parts, siecle(2, A), eleve('1', null, avant('20111010110')));
    const livret = await parts.livrets.lire((await livretDe(parts, A, '1')) ?? '');
    expect(livret?.tete.mef).toEqual({ '2014': '20111010110' });
  });
});
