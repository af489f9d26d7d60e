import type { Context } from 'aws-lambda';
import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { ReponseDeCommande } from '../../shared/aws/chaines.ts';
import type { Journal } from '../../shared/aws/journal.ts';
import type { Acteur, Role } from '../../shared/habilitations/acteur.ts';
import { commandeHabilitee, commandeReconnue } from '../../shared/habilitations/commande-habilitee.ts';
import { reconnaitreSansLire } from '../../shared/habilitations/reconnaitre-acteur.ts';
import { revendication } from '../../shared/habilitations/revendication.ts';
import { ErreurCodee } from '../../shared/kernel/erreur.ts';
import { AUTRE_UAI, acteur, DROITS, UAI } from './acteurs.ts';

const demandeEssai = z.strictObject({ uai: z.string(), academie: z.string().optional() });
const CHEF = { role: 'chef', uai: UAI, reseau: 'interne' };

let executes: unknown[];
let traces: unknown[];
let reconnus: unknown[];
beforeEach(() => {
  executes = [];
  traces = [];
  reconnus = [];
});
const noter = (...ligne: unknown[]): void => {
  traces.push(ligne);
};
const journal: Journal = { info: noter, alerte: noter, erreur: noter };

type Commande = (evenement: unknown, contexte: Context) => Promise<ReponseDeCommande<unknown>>;
const jouer = (commande: Commande, evenement: unknown) => commande(evenement, {} as Context);
/** @param qui whom the claim is recognised as */
const droits = (qui: Acteur) => ({
  ...DROITS,
  reconnaitre: async (claim: unknown) => {
    reconnus.push(claim);
    return qui;
  },
});
const executer = async (demande: object, qui: Acteur) => {
  executes.push([demande, qui]);
  return 'fait';
};
/** Whatever the demand says of the académie, an object that tries to say another. */
const objet = ({ uai, academie }: { uai: string; academie?: string | undefined }) =>
  academie === undefined ? { uai } : ({ uai, academie } as { uai: string });
const habilitee = (qui: Acteur) =>
  commandeHabilitee(journal, demandeEssai, droits(qui), { operation: 'valider-division', objet }, executer);

describe('a command with rights', () => {
  test('gives the use case its demand, without the claim, and who was recognised', async () => {
    const chef = acteur('chef');
    expect(await jouer(habilitee(chef), { uai: UAI, qui: CHEF })).toEqual({ reussie: true, resultat: 'fait' });
    expect(executes).toEqual([[{ uai: UAI }, chef]]);
    expect(reconnus).toEqual([CHEF]);
  });

  test.each<[string, Acteur, object]>([
    ['on another establishment', acteur('chef'), { uai: AUTRE_UAI }],
    ['of another académie', acteur('chef', { academie: 'creteil' }), { uai: UAI }],
    [
      'of another académie, that the demand names',
      acteur('chef', { academie: 'creteil' }),
      { uai: UAI, academie: 'creteil' },
    ],
    ['recognised in a role that may not', acteur('cpe'), { uai: UAI }],
  ])('is refused to one %s', async (_cas, qui, demande) => {
    expect(await jouer(habilitee(qui), { ...demande, qui: CHEF })).toMatchObject({
      reussie: false,
      erreur: { code: 'operation-interdite' },
    });
    expect(executes).toEqual([]);
  });

  test('is refused to a role that never may, before anybody is recognised', async () => {
    const statisticien = { role: 'statisticien', reseau: 'interne' };
    const dehors = { role: 'cpe', uai: UAI, reseau: 'externe' };
    for (const [qui, code] of [
      [statisticien, 'operation-interdite'],
      [dehors, 'acces-externe-ferme'],
    ] as const) {
      for (const commande of [
        habilitee(acteur('chef')),
        commandeReconnue(journal, demandeEssai, droits(acteur('chef')), 'valider-division', executer),
      ]) {
        expect(await jouer(commande, { uai: UAI, qui })).toMatchObject({ reussie: false, erreur: { code } });
      }
    }
    expect([executes, reconnus]).toEqual([[], []]);
  });

  test('keeps a trace of the act and the role, and of nobody', async () => {
    await jouer(habilitee(acteur('chef')), { uai: UAI, qui: { ...CHEF, id: 'epp/1234' } });
    await jouer(habilitee(acteur('chef')), { uai: AUTRE_UAI, qui: CHEF });
    const trace = { operation: 'valider-division', role: 'chef' };
    expect(traces).toEqual([
      ['commande faite', trace],
      ['commande refusée', { ...trace, code: 'operation-interdite' }],
    ]);
  });

  test('tells what the use case refuses, and hides what breaks', async () => {
    const refuse = async () => {
      throw new ErreurCodee('livret-inconnu', 'Ce livret n’existe pas.', 'Vérifiez.');
    };
    const casse = async () => {
      throw new Error('nom de quelqu’un');
    };
    const commande = (use: () => Promise<never>) =>
      commandeReconnue(journal, demandeEssai, droits(acteur('chef')), 'lire-livret', use);
    expect(await jouer(commande(refuse), { uai: UAI, qui: CHEF })).toMatchObject({
      erreur: { code: 'livret-inconnu' },
    });
    await expect(jouer(commande(casse), { uai: UAI, qui: CHEF })).rejects.toThrow(/^commande en échec$/);
    expect(traces.map((ligne) => (ligne as unknown[])[0])).toEqual(['commande refusée', 'commande en échec']);
  });
});

describe('without a register to bear anybody out', () => {
  const claims: Readonly<Partial<Record<Role, object>>> = {
    enseignant: { uai: UAI, id: 'epp/41' },
    'professeur-principal': { uai: UAI, id: 'epp/41' },
    delegue: { uai: UAI, id: 'agent-7' },
  };
  test.each(Object.entries(claims))('%s is not recognised', async (role, suite) => {
    const claim = revendication.parse({ role, reseau: 'interne', ...suite });
    await expect(reconnaitreSansLire({ academie: 'grenoble' }, claim)).rejects.toMatchObject({
      code: 'operation-interdite',
    });
  });
});
