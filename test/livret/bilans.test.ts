import type { Context, DynamoDBStreamEvent } from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chaineFlux } from '../../shared/aws/chaines.ts';
import { executerTransaction } from '../../shared/aws/dynamo.ts';
import { decider } from '../../shared/habilitations/index.ts';
import { horlogeFixe } from '../../shared/kernel/horloge.ts';
import { bilanDe, totaliser } from '../../shared/livret/bilan.ts';
import { cleEleve, cleEtablissement, etablissementDeLigne } from '../../shared/livret/cles.ts';
import { consulterBilans, droitDeConsulterBilans } from '../../shared/livret/consulter-bilans.ts';
import { SUIVI_INITIAL, type SuiviDuLivret } from '../../shared/livret/livret.ts';
import { ETATS } from '../../shared/livret/machine.ts';
import { magasinBilans } from '../../shared/livret/magasin-bilans.ts';
import { magasinRegistre } from '../../shared/livret/magasin-registre.ts';
import { tenirBilan } from '../../shared/livret/tenir-bilans.ts';
import { muet } from '../doubles.ts';
import { DynamoEnMemoire } from '../dynamo.ts';
import { AUTRE_UAI, acteur, OUVERT } from '../habilitations/acteurs.ts';
import { identiteDe, ligne, UAI } from './dossiers.ts';

function scene() {
  const dynamo = new DynamoEnMemoire('registre');
  const registre = magasinRegistre(dynamo.client, 'registre', async () => 'clé');
  const bilans = magasinBilans(dynamo.client, 'registre');
  const parts = { registre, bilans, horloge: horlogeFixe('2016-06-10T08:00:00Z') };
  const inscrire = async (eleveId: string, suivi: Partial<SuiviDuLivret> = {}, uai: string = UAI) => {
    const identite = identiteDe({ eleveId, uai });
    await executerTransaction(dynamo.client, [registre.ecritureIdentite(identite, { ...SUIVI_INITIAL, ...suivi })]);
  };
  const tenir = (uai: string = UAI) => tenirBilan(parts, { uai, annee: 2015 });
  return { dynamo, bilans, inscrire, tenir };
}

describe('the counts of an establishment', () => {
  test('are of its rows, whatever the number of calls: nothing is written when nothing changed', async () => {
    const { dynamo, bilans, inscrire, tenir } = scene();
    await inscrire('1', { etat: 'complet' });
    await tenir();
    expect(await bilans.lire(UAI, 2015)).toMatchObject({ n: 1, bilan: { livrets: 1, complets: 1 } });
    dynamo.appels.length = 0;
    await tenir();
    expect(dynamo.appels).toEqual(['GetCommand', 'QueryCommand']);
    await inscrire('2');
    await tenir();
    expect(await bilans.lire(UAI, 2015)).toMatchObject({ n: 2, bilan: { livrets: 2, complets: 1 } });
  });

  test('read before a row changed never take the place of those read after', async () => {
    const { dynamo, bilans, inscrire, tenir } = scene();
    await inscrire('1');
    let encore = true;
    dynamo.avant = async (commande) => {
      if (commande !== 'PutCommand' || !encore) return;
      encore = false;
      // It read one row; meanwhile another comes, and another function counts both.
      await inscrire('2');
      await tenir();
    };
    await tenir();
    expect(await bilans.lire(UAI, 2015)).toMatchObject({ bilan: { livrets: 2 } });
  });

  test('name nobody', async () => {
    const { dynamo, inscrire, tenir } = scene();
    await inscrire('1');
    await tenir();
    const kept = dynamo.items('registre').filter(({ pk }) => pk === 'BILANS#2015');
    expect(kept).toHaveLength(1);
    expect(JSON.stringify(kept)).not.toMatch(/MARTIN|Zoé|123456789AB|1413136/);
  });
});

describe('the counts of an académie', () => {
  test('are those of its establishments, read in one request', async () => {
    const { dynamo, bilans, inscrire, tenir } = scene();
    await inscrire('1', { etat: 'complet' });
    await inscrire('2', { etat: 'alimente', manques: { chef: { bloquants: 1, autres: 0 } } }, AUTRE_UAI);
    await tenir();
    await tenir(AUTRE_UAI);
    dynamo.appels.length = 0;
    const lus = await consulterBilans(bilans, { annee: 2015 });
    expect(dynamo.appels).toEqual(['QueryCommand']);
    expect(lus.etablissements.map(({ uai }) => uai)).toEqual([UAI, AUTRE_UAI].sort());
    expect(lus.bilan).toMatchObject({
      livrets: 2,
      complets: 1,
      parEtat: { complet: 1, alimente: 1 },
      parTache: { chef: { livrets: 1, bloquants: 1, autres: 0 } },
    });
    expect((await consulterBilans(bilans, { annee: 2014 })).etablissements).toEqual([]);
  });

  test('are the DEC’s: a head sees those of the establishment alone', () => {
    const { operation, objet } = droitDeConsulterBilans;
    if (typeof operation === 'function') throw new Error('one operation');
    const demande = { ...objet({ annee: 2015 }), academie: 'grenoble' };
    expect(decider(acteur('dec'), operation, demande, OUVERT).permise).toBe(true);
    for (const role of ['chef', 'adjoint', 'professeur-principal', 'statisticien'] as const) {
      expect(decider(acteur(role), operation, demande, OUVERT).permise).toBe(false);
    }
  });

  test('count as if all rows were of one establishment', () => {
    const suivi = fc.record({
      etat: fc.constantFrom(...ETATS),
      format: fc.constantFrom('numerique' as const, 'papier' as const),
      oppose: fc.boolean(),
      valideLe: fc.constantFrom(null, '2016-06-09T08:00:00Z'),
      manques: fc.dictionary(
        fc.constantFrom('enseignant', 'chef', 'dec'),
        fc.record({ bloquants: fc.nat(3), autres: fc.nat(3) }),
      ),
    });
    const rangee = fc.record({ suivi, parti: fc.boolean() });
    fc.assert(
      fc.property(fc.array(fc.array(rangee, { maxLength: 6 }), { maxLength: 4 }), (etablissements) => {
        const lignes = etablissements.map((une) =>
          une.map(({ suivi: montre, parti }) => ligne({ suivi: montre, dateSortie: parti ? '2016-01-01' : null })),
        );
        expect(totaliser(lignes.map(bilanDe))).toEqual(bilanDe(lignes.flat()));
      }),
    );
  });
});

describe('the stream of rows', () => {
  const evenement = (...cles: readonly (readonly [pk: string, sk: string])[]): DynamoDBStreamEvent => ({
    Records: cles.map(([pk, sk], rang) => ({
      dynamodb: { Keys: { pk: { S: pk }, sk: { S: sk } }, SequenceNumber: String(rang + 1) },
    })),
  });
  const sujetDe = (cle: { pk: string; sk: string }): string | null => etablissementDeLigne(cle)?.uai ?? null;
  const contexte = {} as Context;
  const ICI = cleEtablissement(UAI, 2015);
  const AILLEURS = cleEtablissement(AUTRE_UAI, 2015);

  test('has each establishment counted once, for all its rows that changed, and for nothing else', async () => {
    const traites: string[] = [];
    const suivre = chaineFlux(muet, sujetDe, async (sujet) => {
      traites.push(sujet);
    });
    const reponse = await suivre(
      evenement(
        [ICI, cleEleve('1')],
        [ICI, cleEleve('2')],
        [cleEtablissement('0010001W', 2015), 'CREATION'],
        ['BILANS#2015', UAI],
        ['INE#abc', 'LIVRET'],
        [AILLEURS, cleEleve('1')],
        [ICI, cleEleve('1')],
      ),
      contexte,
    );
    expect(traites).toEqual([UAI, AUTRE_UAI]);
    expect(reponse).toEqual({ batchItemFailures: [] });
  });

  test('gives back the first change of an establishment that failed; the others are counted', async () => {
    const traites: string[] = [];
    const suivre = chaineFlux(muet, sujetDe, async (sujet) => {
      if (sujet === AUTRE_UAI) throw new Error('table unreachable');
      traites.push(sujet);
    });
    const changes = evenement([AILLEURS, cleEleve('8')], [ICI, cleEleve('1')], [AILLEURS, cleEleve('9')]);
    expect(await suivre(changes, contexte)).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
    expect(traites).toEqual([UAI]);
  });
});
