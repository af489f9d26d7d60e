import { ulid } from 'ulid';
import { z } from 'zod';
import { executerTransaction } from '../aws/dynamo.ts';
import { jsonCanonique } from '../kernel/empreinte.ts';
import { chainer, ecritureDePreuve, teteApres } from '../preuve/index.ts';
import { cleLivret } from './cles.ts';
import type { Tete } from './livret.ts';
import { SCHEMA_DE_TETE } from './magasin-livrets.ts';
import type { MagasinMigration, TeteParcourue } from './magasin-migration.ts';
import type { MagasinTravaux, NomDeTravail, Travail } from './magasin-travaux.ts';
import { aJour, ecrituresDeSuivi } from './modifier-livret.ts';
import { ouvrirLivret } from './ouvrir-livret.ts';
import type { PartiesDuLivret } from './parts.ts';

export const demandeMigrer = z.strictObject({
  /** `schema`: heads of an older schema; `completude`: all of them, after a nomenclature was replaced. */
  travail: z.enum(['schema', 'completude']),
  /**
   * `commencer`: goes on with a walk that was cut short, or begins one. `recommencer`: begins one in any case.
   * `suivre`: the next pages of the one that goes on.
   */
  action: z.enum(['commencer', 'recommencer', 'suivre']),
});

type PartiesDeMigration = PartiesDuLivret & {
  readonly migration: MagasinMigration;
  readonly travaux: MagasinTravaux;
};

/** Pages of one call, so that it ends well before its function does. A page is at most 1 MB of the table. */
const PAGES_PAR_APPEL = 10;
const EN_PARALLELE = 8;
/** Of a livret that others write at the same time. */
const ESSAIS = 10;

/**
 * Walks the heads of all livrets, page by page, and rewrites those that need it; its caller calls again until
 * `termineLe`. Killed anywhere, it goes on after the last whole page: what it did of the next one is found done.
 *
 * @throws ErreurCodee `migration-remplacee` when another walk began meanwhile
 */
export async function migrer(
  parts: PartiesDeMigration,
  { travail: nom, action }: z.infer<typeof demandeMigrer>,
): Promise<Travail> {
  const maintenant = (): string => parts.horloge.maintenant().toString();
  let travail = await parts.travaux.lire(nom);
  const fini = travail === null || travail.termineLe !== null;
  if (travail === null || action === 'recommencer' || (action === 'commencer' && fini)) {
    travail = { nom, parcours: ulid(), n: 1, commenceLe: maintenant(), ...DEBUT };
    await parts.travaux.commencer(travail);
  }
  for (let page = 1; page <= PAGES_PAR_APPEL && travail.termineLe === null; page++) {
    const { tetes, suite } = await parts.migration.parcourir(travail.curseur);
    const reecrits = await traiterPage(parts, nom, tetes);
    travail = {
      ...travail,
      n: travail.n + 1,
      curseur: suite,
      termineLe: suite === null ? maintenant() : null,
      lus: travail.lus + tetes.length,
      reecrits: travail.reecrits + reecrits,
    };
    await parts.travaux.avancer(travail);
  }
  return travail;
}

const DEBUT = { termineLe: null, curseur: null, lus: 0, reecrits: 0 } as const;

/** @returns how many were rewritten */
async function traiterPage(
  parts: PartiesDeMigration,
  nom: NomDeTravail,
  tetes: readonly TeteParcourue[],
): Promise<number> {
  const aFaire = tetes.filter(({ schema }) => nom === 'completude' || schema < SCHEMA_DE_TETE);
  let reecrits = 0;
  for (let debut = 0; debut < aFaire.length; debut += EN_PARALLELE) {
    const faits = await Promise.all(
      aFaire.slice(debut, debut + EN_PARALLELE).map((tete) => reecrire(parts, nom, tete)),
    );
    reecrits += faits.filter((fait) => fait).length;
  }
  return reecrits;
}

/**
 * The head in the current schema, with what the livret lacks now, and the pupil's row that shows it. A head that
 * somebody wrote since is in the current schema by that very write, and left alone; except that who wrote it may have
 * read the nomenclature that was replaced.
 */
async function reecrire(parts: PartiesDeMigration, nom: NomDeTravail, parcourue: TeteParcourue): Promise<boolean> {
  let lue = parcourue;
  for (let essai = 1; essai <= ESSAIS; essai++) {
    const ouvert = await ouvrirLivret(parts, lue.livretId);
    const { tete: avant } = ouvert.livret;
    if (avant.verrou !== lue.verrou) {
      if (nom === 'schema') return false;
      lue = { ...lue, verrou: avant.verrou, schema: SCHEMA_DE_TETE };
    }
    // What was archived or erased lacks nothing any more.
    const apres = avant.etat === 'archive' || avant.etat === 'efface' ? avant : aJour(ouvert.livret, ouvert);
    if (lue.schema === SCHEMA_DE_TETE && jsonCanonique(apres) === jsonCanonique(avant)) return false;
    const { tete, preuve } = prouver(parts, avant, apres);
    const issue = await executerTransaction(parts.dynamo, [
      parts.migration.ecriture(lue, tete),
      ...(ouvert.ligne === null ? [] : ecrituresDeSuivi(parts, tete)),
      ...preuve,
    ]);
    if (issue.faite) return true;
  }
  throw new Error('livret written by others at each try');
}

/** A change of state is an event, whoever makes it; the same state in another shape is none. */
function prouver(parts: PartiesDuLivret, avant: Tete, apres: Tete) {
  if (avant.etat === apres.etat) return { tete: apres, preuve: [] };
  const evenement = chainer(avant.chaine, {
    type: 'completude-recalculee',
    quand: parts.horloge.maintenant().toString(),
    par: 'commande/migrer',
    references: { avant: avant.etat, apres: apres.etat },
  });
  return {
    tete: { ...apres, chaine: teteApres(evenement) },
    preuve: [ecritureDePreuve(parts.tablePreuve, cleLivret(avant.livretId), evenement)],
  };
}
