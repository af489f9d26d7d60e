import { z } from 'zod';
import { lireJson, type Objets, type Signataire } from '../aws/objets.ts';
import { type MagasinRegistre, nomDeLigne } from '../livret/index.ts';
import { FORMES, type FormeDeCompteRendu } from './compte-rendu.ts';
import { depotDeSonProprietaire, proprietaire } from './demande.ts';
import { ACADEMIE, type CompteRendu, type Depot } from './depot.ts';
import type { Noms } from './formes.ts';
import type { MagasinDepots } from './magasin-depots.ts';

export const demandeConsulterImports = z.strictObject({
  proprietaire,
  /** One deposit, with its compte rendu; all of them without it. */
  depotId: z.ulid().optional(),
  /** The whole compte rendu in this form, by a signed address. */
  forme: z.enum(Object.keys(FORMES) as [FormeDeCompteRendu, ...FormeDeCompteRendu[]]).optional(),
});

export interface ImportsConsultes {
  /** Latest first. */
  readonly depots: readonly Depot[];
  /** The compte rendu of the one deposit asked for; null as long as it is not closed, and once it has expired. */
  readonly compteRendu: CompteRendu | null;
  /** Where to fetch the form that was asked for, for five minutes. */
  readonly adresse: string | null;
  /** Pupils whom the compte rendu names by their ELEVE_ID, as the establishment knows them: nothing kept names them. */
  readonly noms: Noms;
}

/** Seconds: an address is made per click. */
const DUREE_ADRESSE = 5 * 60;

export async function consulterImports(
  parts: {
    readonly depots: MagasinDepots;
    readonly objets: Objets;
    readonly signataire: Pick<Signataire, 'lire'>;
    readonly registre: Pick<MagasinRegistre, 'lireEleves'>;
  },
  demande: z.infer<typeof demandeConsulterImports>,
): Promise<ImportsConsultes> {
  const { depotId, forme } = demande;
  if (depotId === undefined) {
    return { depots: await parts.depots.listerDe(demande.proprietaire), compteRendu: null, adresse: null, noms: {} };
  }
  const depot = await depotDeSonProprietaire(parts.depots, { ...demande, depotId });
  const cle = depot.compteRendu?.cle;
  if (cle === undefined) return { depots: [depot], compteRendu: null, adresse: null, noms: {} };
  const compteRendu = abreger(await lireJson<CompteRendu>(parts.objets, `${cle}.json`));
  return {
    depots: [depot],
    compteRendu,
    noms: compteRendu === null ? {} : await nommer(parts.registre, compteRendu),
    adresse:
      forme === undefined || compteRendu === null
        ? null
        : await parts.signataire.lire(`${cle}.${forme}`, DUREE_ADRESSE),
  };
}

/** « MARTIN Zoé, TS1 » for each pupil that the compte rendu speaks of. */
async function nommer(
  registre: Pick<MagasinRegistre, 'lireEleves'>,
  { proprietaire, annee, anomalies, manques }: CompteRendu,
): Promise<Noms> {
  const cites = new Set([...anomalies, ...manques].map(({ eleve }) => eleve));
  if (proprietaire === ACADEMIE || annee === null || cites.size === 0) return {};
  const lignes = await registre.lireEleves(proprietaire, annee);
  return Object.fromEntries(
    lignes.filter(({ eleveId }) => cites.has(eleveId)).map((ligne) => [ligne.eleveId, nomDeLigne(ligne)]),
  );
}

/** A Lambda answers 6 MB at most; nobody reads more than this many anomalies, or pupils, in one go. */
const ANOMALIES_MAX = 5000;
const MANQUES_MAX = 1000;

function abreger(compteRendu: CompteRendu | null): CompteRendu | null {
  if (compteRendu === null) return null;
  const { anomalies, manques } = compteRendu;
  return {
    ...compteRendu,
    anomalies: anomalies.slice(0, ANOMALIES_MAX),
    anomaliesOmises: Math.max(0, anomalies.length - ANOMALIES_MAX),
    manques: manques.slice(0, MANQUES_MAX),
    manquesOmis: Math.max(0, manques.length - MANQUES_MAX),
  };
}
