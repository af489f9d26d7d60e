import { beforeEach, describe, expect, test } from 'vitest';
import type { Cible } from '../../shared/cli/cible.ts';
import { deleguer, listerDelegations, revoquer } from '../../shared/cli/commandes/delegations.ts';
import * as cas from '../../shared/habilitations/index.ts';
import { horlogeFixe } from '../../shared/kernel/horloge.ts';
import { DynamoEnMemoire } from '../dynamo.ts';
import { acteur, UAI } from '../habilitations/acteurs.ts';
import { ecouterLaSortie } from './sortie.ts';

const sortie = ecouterLaSortie();
let cible: Cible;
beforeEach(() => {
  const parts = {
    delegations: cas.magasinDelegations(new DynamoEnMemoire('registre').client, 'registre'),
    horloge: horlogeFixe('2016-06-10T08:00:00Z'),
    accesExterne: 'ferme',
  } as const;
  const chef = acteur('chef', { id: `${UAI}/lsl` });
  const fonctions: Readonly<Record<string, (demande: object) => Promise<unknown>>> = {
    'habilitations/deleguer': (demande) => cas.deleguer(parts, chef, cas.demandeDeleguer.parse(demande)),
    'habilitations/lister-delegations': (demande) =>
      cas.listerDelegations(parts, chef, cas.demandeListerDelegations.parse(demande)),
    'habilitations/revoquer-delegation': (demande) =>
      cas.revoquerDelegation(parts, chef, cas.demandeRevoquerDelegation.parse(demande)),
  };
  cible = { appeler: async <T>(nom: string, demande: object) => (await fonctions[nom]?.(demande)) as T };
});

const JUIN = { uai: UAI, du: '2016-06-10', au: '2016-06-30', json: false };
const CETTE_ANNEE = { uai: UAI, annee: undefined, json: false };

describe('« delegations »', () => {
  test('gives acts, tells them in words, and takes them back at once', async () => {
    const operations = ['valider-division', 'envoyer-livrets'];
    expect(await deleguer(cible, { ...JUIN, personne: 'epp/1234', operations })).toBe(0);
    expect(sortie.texte).toMatch(
      /0380029A\/epp\/1234 \S+ : donnée\n {2}du 10\/06\/2016 au 30\/06\/2016, par chef\/0380029A\/lsl\n {2}- Envoyer les statuts.*\n {2}- Valider les livrets/,
    );
    sortie.texte = '';
    expect(await listerDelegations(cible, CETTE_ANNEE)).toBe(0);
    expect(sortie.texte).toMatch(/^1 délégation\n[\s\S]*: en vigueur/);
    const [, delegationId = ''] = /epp\/1234 (\S+) :/.exec(sortie.texte) ?? [];
    expect(await revoquer(cible, { ...CETTE_ANNEE, delegationId })).toBe(0);
    sortie.texte = '';
    await listerDelegations(cible, CETTE_ANNEE);
    expect(sortie.texte).toMatch(/: révoquée[\s\S]*révoquée le 10\/06\/2016 par chef\/0380029A\/lsl/);
    await expect(revoquer(cible, { ...CETTE_ANNEE, delegationId })).rejects.toMatchObject({
      code: 'delegation-deja-revoquee',
    });
  });

  test('without an act is control and print', async () => {
    await deleguer(cible, { ...JUIN, personne: 'agent-7', operations: [] });
    expect(sortie.texte).toContain('contrôle et impression seulement');
  });

  test('of another school year are kept with it', async () => {
    await deleguer(cible, { ...JUIN, personne: 'agent-7', operations: [], du: '2016-09-01', au: '2016-10-01' });
    sortie.texte = '';
    await listerDelegations(cible, CETTE_ANNEE);
    expect(sortie.texte).toBe('0 délégation\n');
    await listerDelegations(cible, { ...CETTE_ANNEE, annee: 2016 });
    expect(sortie.texte).toContain('à venir');
  });
});
