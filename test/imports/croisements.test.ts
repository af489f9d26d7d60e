import { beforeEach, describe, expect, test } from 'vitest';
import type { CompteRendu } from '../../shared/imports/depot.ts';
import type { Saisie } from '../../shared/livret/saisie.ts';
import { engagementsSaisis, evaluationSaisie } from '../livret/dossiers.ts';
import { AcademieEnMemoire, numero, UAI } from './academie.ts';
import {
  affectation,
  carnet as carnetDe,
  eleve,
  evaluation,
  ficheSiecle,
  lienResponsable,
  mef,
  nomenclature,
  notes,
  PARAMETRES,
  personne,
  responsables,
  scolarite,
  siecle,
} from './fichiers.ts';

/** Deposits, decisions and cancellations that cross each other, and pupils who move: what two of them do together. */
let academie: AcademieEnMemoire;
beforeEach(() => {
  academie = new AcademieEnMemoire();
});

const AUTRE = '0750655E';
const INE = { bon: '<ID_NATIONAL>123456789AB</ID_NATIONAL>', autre: '<ID_NATIONAL>987654321CD</ID_NATIONAL>' };

interface Fiche {
  readonly id?: string;
  readonly ine?: string;
  readonly annee?: number;
  readonly uai?: string;
  readonly mef?: string;
  readonly sortie?: string;
  readonly naissance?: string;
}

const liste = (...fiches: readonly Fiche[]): string => {
  const { annee = 2015, uai = UAI } = fiches[0] ?? {};
  return siecle({
    parametres: PARAMETRES.replace('2015', String(annee)).replace(UAI, uai),
    eleves: fiches
      .map(({ id = '11', ine = INE.bon, mef: codeMef = '21111010110', sortie, naissance = '29/02/2000' }) =>
        ficheSiecle({
          id,
          ine,
          identite: `<NOM_DE_FAMILLE>MARTIN</NOM_DE_FAMILLE><PRENOM>Zoe</PRENOM><DATE_NAISS>${naissance}</DATE_NAISS>`,
          suite: `${sortie === undefined ? '' : `<DATE_SORTIE>${sortie}</DATE_SORTIE>`}<CODE_MEF>${codeMef}</CODE_MEF>`,
        }),
      )
      .join(''),
    structures: fiches.map(({ id = '11' }) => affectation(id)).join(''),
  });
};

const carnet = (moyenne: string, annees: readonly number[] = [2015], id = '11'): string =>
  carnetDe({ [id]: moyenne }, annees);
const chezAutre = (texte: string): string => texte.replaceAll(UAI, AUTRE);
const AUTRE_LYCEE = { proprietaire: AUTRE };

const codes = ({ anomalies }: CompteRendu): string[] =>
  anomalies.map(({ code }) => code).filter((code) => code !== 'nomenclature-absente');

async function envoyer(session = 2016): Promise<void> {
  const livret = await academie.livretDe('11');
  if (livret === null) throw new Error('no livret');
  const appariement = { session, noCandidat: 'c1', noEleve: '4821093657', par: 'ine' } as const;
  await academie.ecrire(academie.livrets.ecritureTete(livret.tete, { ...livret.tete, etat: 'envoye', appariement }));
}

/** Runs before the k-th call of a kind. */
function avantLe(k: number, commande: string, faire: () => Promise<unknown>): void {
  let restants = k;
  academie.avant = async (appel) => {
    if (appel !== commande || --restants > 0) return;
    academie.avant = () => {};
    await faire();
  };
}

describe('a cancellation', () => {
  test('that crosses the coming of SIECLE leaves no mark of the deposit, whichever call it falls before', async () => {
    for (let k = 1; k <= 8; k++) {
      academie = new AcademieEnMemoire();
      await academie.deposer(2, carnet('10'));
      await academie.recevoir(3, liste({}));
      await academie.lire(3);
      avantLe(k, 'TransactWriteCommand', () => academie.annuler(2));
      await academie.vider();
      academie.avant = () => {};
      await academie.vider();
      const annule = (await academie.depot(numero(2))).etat === 'annule';
      expect(await academie.notesDe('11')).toEqual(annule ? [] : [[2015, '10']]);
      expect((await academie.compteRendu(2)).verdict).toBe(annule ? 'annule' : 'accepte');
    }
  });

  test('is not undone by a twin of the message that it takes back, slow to end', async () => {
    await academie.deposer(1, liste({}));
    await academie.recevoir(2, carnet('10'));
    await academie.lire(2);
    const [message] = academie.lots.messages;
    if (message === undefined) throw new Error('no lot');
    // The twin has read that the deposit is being applied; everything else happens before it writes.
    avantLe(1, 'TransactWriteCommand', async () => {
      await academie.vider();
      await academie.annuler(2);
    });
    await academie.traiter(message);
    expect(await academie.notesDe('11')).toEqual([]);
  });

  test('gives back the entries by hand that the import had taken the place of, newer ones excepted', async () => {
    await academie.deposer(1, liste({}));
    await academie.deposer(2, carnet('10'));
    const livretId = (await academie.livretDe('11'))?.tete.livretId ?? '';
    const saisir = (saisie: Saisie) => academie.poserSaisies(livretId, [saisie]);
    await saisir(evaluationSaisie(2015, 'ancienne'));
    await saisir(engagementsSaisis(2015, 'ancien'));
    await academie.choisirSource('TS1', 'imports');
    await academie.deposer(3, carnet('15'));
    await saisir(engagementsSaisis(2015, 'nouveau'));
    await academie.annuler(3);
    expect((await academie.livretDe('11'))?.saisies).toEqual([
      evaluationSaisie(2015, 'ancienne'),
      engagementsSaisis(2015, 'nouveau'),
    ]);
    expect(await academie.notesDe('11')).toEqual([[2015, '10']]);
  });
});

describe('the same file again', () => {
  test('is applied when another one was on its way: the last word is the last deposit', async () => {
    await academie.deposer(1, liste({}));
    await academie.deposerNomenclature(2, nomenclature({ mefs: mef() }));
    await academie.deposer(3, carnet('10'));
    await academie.recevoir(4, carnet('2'));
    await academie.lire(4);
    await academie.recevoir(5, carnet('10'));
    await academie.lire(5);
    await academie.vider();
    expect((await academie.compteRendu(5)).verdict).toBe('accepte');
    expect(await academie.notesDe('11')).toEqual([[2015, '10']]);
  });

  test('is applied once the nomenclature that it lacked is there', async () => {
    await academie.deposer(1, liste({}));
    expect((await academie.deposer(2, carnet('10'))).anomalies.map(({ code }) => code)).toEqual([
      'nomenclature-absente',
    ]);
    await academie.deposerNomenclature(3, nomenclature({ mefs: mef() }));
    const encore = await academie.deposer(4, carnet('10'));
    expect([encore.verdict, encore.anomalies]).toEqual(['accepte', []]);
    expect((await academie.deposer(5, carnet('10'))).verdict).toBe('deja-importe');
  });
});

describe('a livret that was sent', () => {
  beforeEach(async () => {
    await academie.deposer(1, liste({}));
    await academie.deposer(2, carnet('10'));
    await envoyer();
    academie.instant = '2016-09-10T08:00:00Z';
    await academie.deposer(3, liste({ annee: 2016 }));
  });

  test('stays locked when its pupil repeats; the usual file of both years gives the new one', async () => {
    const repete = await academie.deposer(4, carnet('14', [2015, 2016]));
    expect([repete.verdict, ...codes(repete)]).toEqual(['accepte', 'annee-figee']);
    expect(codes(await academie.deposer(5, carnet('19')))).toEqual(['livret-envoye']);
    expect(await academie.notesDe('11', 2016)).toEqual([
      [2015, '10'],
      [2016, '14'],
    ]);
  });

  test('keeps its MEF, and says so', async () => {
    expect(codes(await academie.deposer(4, liste({ mef: '21111010112' })))).toContain('mef-fige');
    expect((await academie.livretDe('11'))?.tete.mef['2015']).toBe('21111010110');
  });
});

describe('the INE of a pupil', () => {
  test('that a later list has lost or spoilt goes on leading to the livret', async () => {
    await academie.deposer(1, liste({ annee: 2014 }));
    const spoilt = await academie.deposer(2, liste({ annee: 2014, ine: '<ID_NATIONAL>12345</ID_NATIONAL>' }));
    expect(codes(spoilt)).toEqual(['ine-mal-forme']);
    await academie.deposer(3, liste({ id: '77' }));
    const [premiere, terminale] = [await academie.livretDe('11', 2014), await academie.livretDe('77')];
    expect(terminale?.tete.livretId).toBe(premiere?.tete.livretId);
    expect((await academie.registre.lireEleve(UAI, 2014, '11'))?.ine).toBe('123456789AB');
  });

  test('corrected in both years, while another pupil took the wrong one, blocks nobody', async () => {
    await academie.deposer(1, liste({ annee: 2014 }));
    await academie.deposer(2, liste({}));
    await academie.deposer(3, liste({ ine: INE.autre }));
    await academie.deposer(4, liste({ ine: INE.autre }, { id: '12', naissance: '01/01/2000' }));
    expect(codes(await academie.deposer(5, liste({ annee: 2014, ine: INE.autre })))).toEqual(['ine-corrige']);
    expect((await academie.livretDe('12'))?.tete.livretId).not.toBe((await academie.livretDe('11'))?.tete.livretId);
  });

  test('absent, leaves last year’s ELEVE_ID to follow the pupil, and their birth date to prove it', async () => {
    await academie.deposer(1, liste({ annee: 2014, ine: '', mef: '20111010112' }));
    await academie.deposer(2, liste({ ine: '' }));
    const livretId = (await academie.livretDe('11', 2014))?.tete.livretId;
    expect((await academie.livretDe('11'))?.tete.livretId).toBe(livretId);
    // Given at last, it leads to the same livret.
    expect(codes(await academie.deposer(3, liste({})))).toEqual([]);
    expect((await academie.livretDe('11'))?.tete.livretId).toBe(livretId);
    academie = new AcademieEnMemoire();
    await academie.deposer(1, liste({ annee: 2014, ine: '', mef: '20111010112' }));
    await academie.deposer(2, liste({ ine: '', naissance: '01/01/1999' }));
    expect((await academie.livretDe('11'))?.tete.livretId).not.toBe(
      (await academie.livretDe('11', 2014))?.tete.livretId,
    );
  });
});

describe('a pupil who moved', () => {
  beforeEach(async () => {
    await academie.deposer(1, liste({}));
    await academie.deposer(2, carnet('8'));
    await academie.deposer(3, liste({ uai: AUTRE, mef: '21111010112' }), AUTRE_LYCEE);
  });

  test('keeps the marks of the lycée left until the next one gives its own, which the former cannot undo', async () => {
    expect((await academie.livretDe('11'))?.bases).toHaveLength(1);
    await academie.deposer(4, chezAutre(carnet('15')), AUTRE_LYCEE);
    expect(await academie.notesDe('11')).toEqual([[2015, '15']]);
    expect(codes(await academie.deposer(5, carnet('9')))).toEqual(['eleve-parti']);
    expect(await academie.notesDe('11')).toEqual([[2015, '15']]);
  });

  test('keeps the MEF of the new lycée whatever lists the former gives, and comes back when received again', async () => {
    await academie.deposer(4, liste({ sortie: '01/12/2015' }));
    await academie.deposer(5, liste({ sortie: '02/12/2015' }));
    expect((await academie.livretDe('11'))?.tete).toMatchObject({
      mef: { '2015': '21111010112' },
      scolarise: { '2015': AUTRE },
    });
    await academie.deposer(6, liste({}));
    expect((await academie.livretDe('11'))?.tete.scolarise).toEqual({ '2015': UAI });
  });
});

describe('an older list of SIECLE that comes late', () => {
  test('flags those whom the newest one does not know', async () => {
    await academie.deposer(2, liste({}));
    const tardive = await academie.deposer(1, liste({ id: '12', ine: INE.autre }));
    expect(codes(tardive)).toEqual(['absent-de-siecle']);
    expect((await academie.registre.lireEleve(UAI, 2015, '12'))?.absentDepuis).toBe(numero(2));
  });
});

describe('a dossier accepted in review', () => {
  test('whose pupil comes between two of its calls, and whose function then stops, goes in at the next delivery', async () => {
    for (let k = 1; k <= 12; k++) {
      academie = new AcademieEnMemoire();
      await academie.deposer(2, carnet('10'), { revue: true });
      await academie.recevoir(3, liste({}));
      await academie.lire(3);
      const siens = academie.lots.envois.splice(0);
      let restants = k;
      let fini = false;
      academie.avant = async (appel) => {
        if (appel !== 'TransactWriteCommand' || fini) return;
        fini = true;
        for (const { message } of siens) await academie.traiter(message);
        academie.avant = () => {
          if (--restants === 0) throw new Error('the function stops');
        };
      };
      await academie.decider(2, 'accepter').catch(() => {});
      academie.avant = () => {};
      await academie.traiter({ depotId: numero(2), acceptes: ['11'] });
      await academie.decider(2, 'accepter');
      expect(await academie.notesDe('11')).toEqual([[2015, '10']]);
      expect((await academie.compteRendu(2)).verdict).toBe('accepte');
    }
  });

  test('with many others makes one compte rendu, not one a message', async () => {
    const ids = Array.from({ length: 120 }, (_, rang) => String(rang + 1000));
    await academie.deposer(1, liste(...ids.map((id) => ({ id, ine: '' }))));
    const tous = notes({ eleves: ids.map((id) => eleve({ attributs: `id="${id}"` })).join('\n') });
    await academie.deposer(2, tous, { revue: true });
    await academie.decider(2, 'accepter');
    expect(await academie.compteRendu(2)).toMatchObject({ revision: 2, dossiers: { acceptes: 120, aDecider: 0 } });
  });
});

describe('a monster of a dossier', () => {
  test.each([false, true])('is refused where it would wait (in review: %s), and its deposit closes', async (revue) => {
    const longue = evaluation({ annuelle: `<annuelle>${'é'.repeat(300)}</annuelle>`, competences: '' });
    const enorme = notes({
      eleves: eleve({
        scolarites: [2014, 2015]
          .map((annee) =>
            scolarite({ attributs: `annee-scolaire="${annee}" code-periode="T"`, evaluations: longue.repeat(200) }),
          )
          .join(''),
      }),
    });
    const compteRendu = await academie.deposer(1, enorme, { revue });
    expect([compteRendu.verdict, ...new Set(codes(compteRendu))]).toEqual(['refuse', 'dossier-trop-grand']);
  });
});

describe('the guardians of a pupil', () => {
  test('whom a newer file gives badly stay as they were', async () => {
    const fichier = (nom: string): string =>
      responsables(
        personne('1', `<NOM_DE_FAMILLE>${nom}</NOM_DE_FAMILLE>`) +
          personne('2', '<NOM_DE_FAMILLE>DURAND</NOM_DE_FAMILLE>'),
        lienResponsable('11', '1') + lienResponsable('12', '2'),
      );
    await academie.deposer(1, Buffer.from(fichier('MARTIN'), 'latin1'));
    const partiel = await academie.deposer(2, Buffer.from(fichier('X'.repeat(120)), 'latin1'));
    expect(partiel.verdict).toBe('accepte-partiellement');
    expect(await academie.etablissement.lireResponsables(UAI, 2015, '11')).toMatchObject([{ nomDeFamille: 'MARTIN' }]);
    expect(await academie.etablissement.lireResponsables(UAI, 2015, '12')).toMatchObject([{ nomDeFamille: 'DURAND' }]);
  });
});
