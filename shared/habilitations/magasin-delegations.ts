import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { affecter, type Dynamo, lirePartition, sansCles } from '../aws/dynamo.ts';
import type { Delegation } from './acteur.ts';

/** A delegation with its own evidence: chains of events are per livret and per jury, and it belongs to neither. */
export interface DelegationGardee extends Delegation {
  /** ISO instant. */
  readonly donneeLe: string;
  /** Who took it back (`identifierActeur`); null as long as it stands. */
  readonly revoqueePar: string | null;
}

/** Delegations of an establishment and a school year, in the table `registre`. None is ever erased by a revocation. */
export interface MagasinDelegations {
  /** Oldest first; one strong query. */
  lister(uai: string, annee: number): Promise<DelegationGardee[]>;
  /** A delegation is written once. */
  creer(annee: number, delegation: DelegationGardee): Promise<void>;
  /** @returns false when it was revoked before, or never given: nothing is written then */
  revoquer(uai: string, annee: number, delegationId: string, quand: string, par: string): Promise<boolean>;
}

/** The establishment's partition, as shared/livret spells it (design.md, "The data"). */
const cleEtablissement = (uai: string, annee: number): string => `E#${uai}#${annee}`;
const DELEGATION = 'DELEG#';

export function magasinDelegations(dynamo: Dynamo, table: string): MagasinDelegations {
  return {
    async lister(uai, annee) {
      const items = await lirePartition(dynamo, table, cleEtablissement(uai, annee), DELEGATION);
      return items.map(versDelegation);
    },

    async creer(annee, { revoqueeLe: _revoqueeLe, revoqueePar: _revoqueePar, ...donnee }) {
      const cles = { pk: cleEtablissement(donnee.uai, annee), sk: `${DELEGATION}${donnee.delegationId}` };
      await dynamo.send(
        new PutCommand({
          TableName: table,
          Item: { ...cles, ...donnee, schemaVersion: 1 },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      );
    },

    async revoquer(uai, annee, delegationId, quand, par) {
      try {
        await dynamo.send(
          new UpdateCommand({
            TableName: table,
            Key: { pk: cleEtablissement(uai, annee), sk: `${DELEGATION}${delegationId}` },
            ...affecter({ revoqueeLe: quand, revoqueePar: par }),
            // The first revocation is the one that stands.
            ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(#revoqueeLe)',
          }),
        );
        return true;
      } catch (erreur) {
        if (erreur instanceof ConditionalCheckFailedException) return false;
        throw erreur;
      }
    },
  };
}

function versDelegation(item: Readonly<Record<string, unknown>>): DelegationGardee {
  return { revoqueeLe: null, revoqueePar: null, ...sansCles(item) } as unknown as DelegationGardee;
}
