import { createHmac } from 'node:crypto';
import { type Cle, type Dynamo, lirePartition, type Operation } from '../aws/dynamo.ts';
import { empreinteDIdentite, type Personne } from './inscription.ts';
import type { Candidat, InscriptionGardee } from './magasin-candidats.ts';

/**
 * `S#<s>#I#<HMAC of the INE>` / `CAND#<no>`, in the table `session`: where the candidates of an INE are, whatever their
 * establishment; `INSC#<uai>#<empreinte>`: where a registration gives the INE to an identity. Kept apart from the candidates, whose other readers have no business with the key of the HMAC.
 */
export interface IndexDesIne {
  /** Candidates and registrations of each INE, in no order. One request each. */
  chercher(session: number, ines: readonly string[]): Promise<CandidatSitue[]>;
  /** To be joined to the transaction that writes a candidate; what an INE that was corrected pointed to goes away. */
  ecritures(
    connu: Pick<Candidat, 'ine'> | null,
    nouveau: Pick<Candidat, 'session' | 'noCandidat' | 'uai' | 'ine'>,
  ): Promise<Operation[]>;
  /** The same for a registration, which may give several. */
  ecrituresDInscription(
    connue: Pick<InscriptionGardee, 'ines'> | null,
    nouvelle: Pick<InscriptionGardee, 'session' | 'ines'> & Personne,
  ): Promise<Operation[]>;
}

export interface CandidatSitue {
  /** Null of a registration: the candidate is the one of its identity in this establishment. */
  readonly noCandidat: string | null;
  readonly uai: string;
}

/** Requests under way at once. */
const EN_PARALLELE = 8;

export function indexDesIne(dynamo: Dynamo, table: string, cleHmac: () => Promise<string>): IndexDesIne {
  const partition = async (session: number, ine: string): Promise<string> => {
    const empreinte = createHmac('sha256', await cleHmac())
      .update(ine)
      .digest('hex');
    return `S#${session}#I#${empreinte}`;
  };
  const cleDe = async (session: number, ine: string, noCandidat: string): Promise<Cle> => ({
    pk: await partition(session, ine),
    sk: `CAND#${noCandidat}`,
  });
  const cleDInscription = async (session: number, ine: string, personne: Personne): Promise<Cle> => ({
    pk: await partition(session, ine),
    sk: `INSC#${personne.uai}#${empreinteDIdentite(personne)}`,
  });

  return {
    async chercher(session, ines) {
      const trouves: CandidatSitue[] = [];
      for (let debut = 0; debut < ines.length; debut += EN_PARALLELE) {
        const pages = await Promise.all(
          ines
            .slice(debut, debut + EN_PARALLELE)
            .map(async (ine) => lirePartition(dynamo, table, await partition(session, ine))),
        );
        for (const { noCandidat, uai } of pages.flat()) {
          trouves.push({ noCandidat: noCandidat === undefined ? null : String(noCandidat), uai: String(uai) });
        }
      }
      return trouves;
    },

    async ecritures(connu, { session, noCandidat, uai, ine }) {
      const ancienne = connu === null || connu.ine === null || connu.ine === ine ? null : connu.ine;
      return [
        ...(ine === null
          ? []
          : [
              {
                Put: {
                  TableName: table,
                  Item: { ...(await cleDe(session, ine, noCandidat)), noCandidat, uai, schemaVersion: 1 },
                },
              },
            ]),
        ...(ancienne === null
          ? []
          : [{ Delete: { TableName: table, Key: await cleDe(session, ancienne, noCandidat) } }]),
      ];
    },

    async ecrituresDInscription(connue, nouvelle) {
      const { session, uai, ines } = nouvelle;
      const retirees = (connue?.ines ?? []).filter((ine) => !ines.includes(ine));
      return Promise.all([
        ...ines.map(async (ine) => ({
          Put: {
            TableName: table,
            Item: { ...(await cleDInscription(session, ine, nouvelle)), uai, schemaVersion: 1 },
          },
        })),
        ...retirees.map(async (ine) => ({
          Delete: { TableName: table, Key: await cleDInscription(session, ine, nouvelle) },
        })),
      ]);
    },
  };
}
