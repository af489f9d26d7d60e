import { z } from 'zod';
import { sha256 } from '../kernel/empreinte.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import { estNumeroDExamen } from '../kernel/numero.ts';
import type { ContenuDuFichier } from './contenu.ts';
import { type EntreeDeZip, lireZip } from './zip.ts';

export const NOM_DU_MANIFESTE = 'manifeste.json';

const noPv = z.string().refine(estNumeroDExamen);
const noEleve = z.string().regex(/^\d{10}$/);
const empreinte = z.string().regex(/^[0-9a-f]{64}$/);

/** What a jury's file holds and how it was made; the file can be checked with it, without a network. */
export const manifeste = z.strictObject({
  sorte: z.literal('fichier-jury'),
  schemaVersion: z.literal(1),
  session: z.int(),
  jury: noPv,
  edition: z.int().positive(),
  /** ISO instant at which the edition was asked for. */
  dateEdition: z.iso.datetime(),
  /** SHA-256 of what the page's template prints of a specimen. */
  modele: empreinte,
  livrets: z.array(
    z.strictObject({
      noPv,
      noEleve,
      fichier: z.string(),
      pages: z.int().positive(),
      /** Of the référentiel: the SHA-256 is that of the anonymous livret that was printed. */
      version: z.strictObject({ epoque: z.int().nonnegative(), n: z.int().positive(), empreinte }),
    }),
  ),
  /** Candidates of the jury whose livret is not here. */
  sansLivret: z.array(z.strictObject({ noPv, noEleve: noEleve.nullable(), raison: z.string() })),
  /** Every other file of the ZIP. */
  fichiers: z.array(z.strictObject({ nom: z.string(), octets: z.int(), sha256: empreinte })),
});
export type Manifeste = z.infer<typeof manifeste>;

/** @param modele sum of the template that the pages were drawn with */
export function manifesteDe(contenu: ContenuDuFichier, fichiers: readonly EntreeDeZip[], modele: string): EntreeDeZip {
  const valeur: Manifeste = {
    sorte: 'fichier-jury',
    schemaVersion: 1,
    session: contenu.session,
    jury: contenu.jury,
    edition: contenu.edition,
    dateEdition: contenu.dateEdition,
    modele,
    livrets: contenu.livrets.map(({ noPv, noEleve, fichier, pages, version }) => ({
      noPv,
      noEleve,
      fichier,
      pages,
      version,
    })),
    sansLivret: [...contenu.sansLivret],
    fichiers: fichiers
      .map(({ nom, contenu: octets }) => ({ nom, octets: octets.length, sha256: sha256(octets) }))
      .sort((a, b) => (a.nom < b.nom ? -1 : 1)),
  };
  return { nom: NOM_DU_MANIFESTE, contenu: new TextEncoder().encode(`${JSON.stringify(valeur, null, 1)}\n`) };
}

export interface VerificationDuManifeste {
  readonly manifeste: Manifeste;
  /** In French, each one whole; none when the file is as it was made. */
  readonly ecarts: readonly string[];
}

/**
 * Checks a downloaded file by its own manifest, without a network.
 *
 * @throws ErreurCodee `zip-illisible`, `manifeste-illisible`
 */
export async function verifierManifeste(zip: Uint8Array): Promise<VerificationDuManifeste> {
  const { entrees } = await lireZip(zip);
  const lu = lireManifeste(entrees);
  return { manifeste: lu, ecarts: ecartsDuManifeste(lu, entrees) };
}

function lireManifeste(entrees: readonly EntreeDeZip[]): Manifeste {
  const entree = entrees.find(({ nom }) => nom === NOM_DU_MANIFESTE);
  let brut: unknown = null;
  try {
    brut = JSON.parse(new TextDecoder().decode(entree?.contenu));
  } catch {}
  const lu = manifeste.safeParse(brut);
  if (lu.success) return lu.data;
  throw new ErreurCodee(
    'manifeste-illisible',
    entree === undefined
      ? 'Ce ZIP n’a pas de « manifeste.json » : ce n’est pas un fichier de jury.'
      : 'Le « manifeste.json » de ce ZIP n’est pas celui d’un fichier de jury.',
    'Téléchargez le fichier de nouveau avec « npx lsl fichier-jury --telecharger ».',
  );
}

function ecartsDuManifeste(lu: Manifeste, entrees: readonly EntreeDeZip[]): string[] {
  const presents = Map.groupBy(entrees, ({ nom }) => nom);
  const annonces = new Set([NOM_DU_MANIFESTE, ...lu.fichiers.map(({ nom }) => nom)]);
  return [
    ...lu.fichiers.flatMap(({ nom, octets, sha256: attendue }) => {
      const [trouve] = presents.get(nom) ?? [];
      if (trouve === undefined) return [`« ${nom} » manque.`];
      if (trouve.contenu.length !== octets) {
        return [`« ${nom} » a ${trouve.contenu.length} octets au lieu de ${octets} : il a été changé.`];
      }
      return sha256(trouve.contenu) === attendue ? [] : [`« ${nom} » n’est plus celui qui a été édité.`];
    }),
    ...[...presents].flatMap(([nom, { length }]) => {
      if (!annonces.has(nom)) return ['Le ZIP contient un fichier que le manifeste n’annonce pas.'];
      return length > 1 ? [`« ${nom} » figure ${length} fois.`] : [];
    }),
    ...lu.livrets
      .filter(({ fichier }) => !annonces.has(fichier))
      .map(({ noPv: pv }) => `Le livret du No PV ${pv} n’a pas de fichier.`),
  ];
}
