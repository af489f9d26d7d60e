import { describe, expect, test } from 'vitest';
import { executerTransaction, type Operation } from '../../shared/aws/dynamo.ts';
import { horlogeFixe } from '../../shared/kernel/horloge.ts';
import { consulterCompletude } from '../../shared/livret/consulter-completude.ts';
import { lireLivret } from '../../shared/livret/lire-livret.ts';
import { listerLivrets } from '../../shared/livret/lister-livrets.ts';
import { type LigneEleve, SUIVI_INITIAL, type SuiviDuLivret } from '../../shared/livret/livret.ts';
import { magasinEtablissement } from '../../shared/livret/magasin-etablissement.ts';
import { magasinLivrets } from '../../shared/livret/magasin-livrets.ts';
import { magasinRegistre } from '../../shared/livret/magasin-registre.ts';
import type { Completude, Manque } from '../../shared/livret/manque.ts';
import { DynamoEnMemoire } from '../dynamo.ts';
import { acteur } from '../habilitations/acteurs.ts';
import { base, evaluation, identiteDe, matiere, mef, tete, UAI } from './dossiers.ts';

const D = '01J00000000000000000000001';
const MEF = '21111010110';
const CHEF = acteur('chef');
const livretId = (n: number): string => `01J${String(n).padStart(23, '0')}`;

const suivi = (reste: Partial<SuiviDuLivret>): SuiviDuLivret => ({ ...SUIVI_INITIAL, etat: 'alimente', ...reste });
const COMPLET = suivi({ etat: 'complet' });
const INCOMPLET = suivi({ manques: { enseignant: { bloquants: 2, autres: 1 }, chef: { bloquants: 0, autres: 1 } } });

function scene() {
  const dynamo = new DynamoEnMemoire('livrets', 'registre');
  const parts = {
    livrets: magasinLivrets(dynamo.client, 'livrets'),
    registre: magasinRegistre(dynamo.client, 'registre', async () => 'clé'),
    etablissement: magasinEtablissement(dynamo.client, 'registre'),
    horloge: horlogeFixe('2016-06-10T08:00:00Z'),
    academie: 'grenoble',
    accesExterne: 'ferme',
  } as const;
  const ecrire = async (...operations: readonly Operation[]) => {
    for (const operation of operations) await executerTransaction(dynamo.client, [operation]);
    dynamo.appels.length = 0;
  };
  /** A row of each pupil, with what it shows of the livret. */
  const inscrire = (...eleves: readonly Partial<LigneEleve>[]) =>
    ecrire(
      ...eleves.map((eleve, rang) => {
        const voulue = { eleveId: String(rang + 1), livretId: livretId(rang + 1), suivi: INCOMPLET, ...eleve };
        return parts.registre.ecritureIdentite(identiteDe(voulue), voulue.suivi);
      }),
    );
  return { dynamo, parts, ecrire, inscrire };
}

const consulter = (
  { parts }: ReturnType<typeof scene>,
  demande: Partial<Parameters<typeof consulterCompletude>[2]> = {},
  qui = CHEF,
) => consulterCompletude(parts, qui, { uai: UAI, annee: 2015, ...demande });

describe('the completeness of an establishment', () => {
  test('is counted by division, from rows: states, what blocks or not, and whose task it is', async () => {
    const joue = scene();
    await joue.inscrire(
      { divisions: ['TS10'], suivi: COMPLET },
      { divisions: ['TS2'] },
      { divisions: ['TS2'], suivi: suivi({ etat: 'complet', manques: { cpe: { bloquants: 0, autres: 1 } } }) },
      { divisions: ['TS2'], suivi: suivi({ etat: 'valide', valideLe: '2016-06-09T08:00:00Z', format: 'papier' }) },
      { divisions: ['TS2'], suivi: suivi({ etat: 'cree', oppose: true }) },
      { divisions: [] },
    );
    const lue = await consulter(joue);
    expect(lue.divisions.map(({ division, livrets }) => [division, livrets])).toEqual([
      ['TS2', 4],
      ['TS10', 1],
      [null, 1],
    ]);
    expect(lue.divisions[0]).toEqual({
      division: 'TS2',
      livrets: 4,
      parEtat: { alimente: 1, complet: 1, valide: 1, cree: 1 },
      complets: 2,
      aRevoir: 1,
      valides: 1,
      papier: 1,
      opposes: 1,
      parTache: {
        enseignant: { livrets: 1, bloquants: 2, autres: 1 },
        chef: { livrets: 1, bloquants: 0, autres: 1 },
        cpe: { livrets: 1, bloquants: 0, autres: 1 },
      },
      sansLivret: 0,
      partis: 0,
    });
    expect(lue.bilan).toMatchObject({
      livrets: 6,
      complets: 3,
      parTache: { enseignant: { livrets: 2, bloquants: 4 } },
    });
    expect(lue.eleves).toEqual([]);
  });

  test('waits for nobody who left', async () => {
    const joue = scene();
    await joue.inscrire({ suivi: COMPLET }, { dateSortie: '2016-02-01' }, { absentDepuis: D });
    expect((await consulter(joue)).bilan).toMatchObject({ livrets: 1, complets: 1, partis: 2, parTache: {} });
  });

  test('holds a livret that holds nothing for incomplete, whatever is known to lack', async () => {
    const joue = scene();
    await joue.inscrire({ suivi: SUIVI_INITIAL });
    expect((await consulter(joue)).bilan).toMatchObject({ livrets: 1, complets: 0, parEtat: { cree: 1 } });
  });

  test('of 422 pupils takes one request; the table as much', async () => {
    const joue = scene();
    await joue.inscrire(...Array.from({ length: 422 }, (_, n) => ({ divisions: [`TS${n % 12}`] })));
    expect((await consulter(joue)).bilan?.livrets).toBe(422);
    expect(joue.dynamo.appels).toEqual(['QueryCommand']);
    joue.dynamo.appels.length = 0;
    expect(await listerLivrets(joue.parts.registre, { uai: UAI, session: 2016 })).toHaveLength(422);
    expect(joue.dynamo.appels).toEqual(['QueryCommand']);
  });
});

describe('the completeness of a class', () => {
  const manque = (code: Manque['code'], matiere: string | null, bloquant = true, annee = 2015): Manque => ({
    code,
    annee,
    matiere,
    bloquant,
  });
  const completude = (...manques: Manque[]): Completude => ({ complet: false, vide: false, manques, parTache: {} });

  async function classe(combien: number) {
    const joue = scene();
    const { parts, ecrire, inscrire } = joue;
    await inscrire(
      ...Array.from({ length: combien }, (_, n) => ({
        nomDeFamille: `N${String(combien - n).padStart(3, '0')}`,
        divisions: ['TS1'],
        groupes: n === 0 ? ['TS1-ANG'] : [],
      })),
      { divisions: ['TS2'] },
    );
    await ecrire(
      parts.registre.ecritureMef(
        mef([matiere('030001', { discipline: 'LANGUE VIVANTE 1' }), matiere('061300', { discipline: 'MATHS' })]),
        D,
      ),
      ...Array.from({ length: combien }, (_, n) =>
        parts.livrets.ecritureTete(
          null,
          tete({
            livretId: livretId(n + 1),
            etat: 'alimente',
            mef: { '2015': MEF },
            completude: completude(
              manque('moyenne', '030001'),
              manque('appreciation', '061300', false),
              manque('avis-investissement', null, false),
              manque('moyenne', '061300', true, 2014),
            ),
          }),
        ),
      ),
    );
    return joue;
  }
  const TS1 = { type: 'D', code: 'TS1' } as const;

  test('tells pupil by pupil what lacks, in which subject and year, and whose task it is', async () => {
    const joue = await classe(2);
    const { eleves, bilan, divisions } = await consulter(joue, { structure: TS1 });
    expect(bilan).toMatchObject({ livrets: 2 });
    expect(divisions).toEqual([]);
    expect(eleves.map(({ nom, eleveId }) => [nom, eleveId])).toEqual([
      ['N001', '2'],
      ['N002', '1'],
    ]);
    expect(eleves[0]).toMatchObject({ prenom: 'Zoé', etat: 'alimente', complet: false, parti: false });
    expect(eleves[0]?.manques).toEqual([
      { ...manque('moyenne', '030001'), tache: 'enseignant', discipline: 'LANGUE VIVANTE 1' },
      { ...manque('appreciation', '061300', false), tache: 'enseignant', discipline: 'MATHS' },
      { ...manque('avis-investissement', null, false), tache: 'professeur-principal', discipline: null },
      // The nomenclature of that year is not there: the code stands.
      { ...manque('moyenne', '061300', true, 2014), tache: 'enseignant', discipline: null },
    ]);
  });

  test('of 35 takes one request for the rows, one for the heads and one for the names of subjects', async () => {
    const joue = await classe(35);
    expect((await consulter(joue, { structure: TS1 })).eleves).toHaveLength(35);
    expect(joue.dynamo.appels).toEqual(['QueryCommand', 'BatchGetCommand', 'BatchGetCommand']);
  });

  test('may be that of a group', async () => {
    const joue = await classe(3);
    const { eleves } = await consulter(joue, { structure: { type: 'G', code: 'TS1-ANG' } });
    expect(eleves.map(({ eleveId }) => eleveId)).toEqual(['1']);
  });

  test('shows to a teacher what lacks in their own subject, by the rank that their language has there', async () => {
    const joue = await classe(1);
    const prof = acteur('enseignant');
    const { eleves, bilan } = await consulter(joue, { structure: TS1, codeMatiere: '030201' }, prof);
    expect(bilan).toBeNull();
    expect(eleves[0]?.manques.map(({ matiere: code }) => code)).toEqual(['030001']);
    for (const demande of [{}, { structure: TS1 }, { structure: TS1, codeMatiere: '061300' }]) {
      await expect(consulter(joue, demande, prof)).rejects.toMatchObject({ code: 'operation-interdite' });
    }
  });

  test('names pupils to nobody who may not list them: the DEC has the counts', async () => {
    const joue = await classe(1);
    expect((await consulter(joue, {}, acteur('dec'))).bilan).toMatchObject({ livrets: 2 });
    await expect(consulter(joue, { structure: TS1 }, acteur('dec'))).rejects.toMatchObject({
      code: 'operation-interdite',
    });
    expect(joue.dynamo.appels).toEqual(['QueryCommand']);
  });

  test('in one subject is asked for a class, not for an establishment', async () => {
    await expect(consulter(scene(), { codeMatiere: '061300' })).rejects.toMatchObject({ code: 'structure-attendue' });
  });
});

test('one livret is read in two requests, with what it lacks', async () => {
  const { dynamo, parts, ecrire } = scene();
  await ecrire(
    parts.livrets.ecritureTete(
      null,
      tete({
        etat: 'alimente',
        applique: { '2015#notes': D },
        mef: { '2015': MEF },
        siecle: { [`${UAI}#2015`]: '1413136' },
        format: 'papier',
        motifPapier: 'profil-atypique',
        completude: {
          complet: false,
          vide: false,
          manques: [{ code: 'appreciation', annee: 2015, matiere: '061300', bloquant: true }],
          parTache: {},
        },
      }),
    ),
    parts.livrets.ecritureBase(
      tete().livretId,
      base(2015, { depotId: D, scolarite: { evaluations: [evaluation('061300')] } }),
    ),
    parts.registre.ecritureMef(mef([matiere('061300', { discipline: 'MATHS' })]), D),
  );
  expect(await lireLivret(parts, CHEF, { livretId: tete().livretId })).toMatchObject({
    format: 'papier',
    motifPapier: 'profil-atypique',
    oppose: false,
    valideLe: null,
    completude: {
      complet: false,
      manques: [{ code: 'appreciation', discipline: 'MATHS', tache: 'enseignant', bloquant: true }],
    },
  });
  expect(dynamo.appels).toEqual(['QueryCommand', 'BatchGetCommand']);
});
