import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { schemaCalendriers } from '../shared/calendrier/index.ts';
import { type Editeurs, schemaEditeurs } from '../shared/imports/index.ts';
import { ErreurCodee } from '../shared/kernel/erreur.ts';
import { horlogeFixe } from '../shared/kernel/horloge.ts';
import { NATIONAL } from './constructs/deploiement.ts';

const compte = z
  .string()
  .regex(/^[0-9]{12}$/)
  .nullable();
const contacts = z.strictObject({ exploitation: z.email() });

/** `infra/academies/<slug>.json`: the parameters of one académie's deployment. */
const schemaAcademie = z.strictObject({
  nom: z.string().min(1),
  /** Two digits, as the ministry numbers académies. */
  code: z.string().regex(/^[0-9]{2}$/),
  /** AWS account; null deploys in the account of whoever deploys. */
  compte,
  contacts,
  /** What becomes of marks whose editor is not accredited for their year (R32). */
  editeursNonAgrees: z.enum(['avertir', 'refuser']),
  /** Whether delegates and CPE work from outside their establishment's network (R25). */
  accesExterne: z.enum(['ferme', 'ouvert']),
  /** Labels of the mentions that a livret may hold: B2i « lycée » and its successors (R56). */
  mentions: z.array(z.string().min(1).max(100)),
  /** Livrets told to the référentiel at once: the bounded rate of the last day (docs/exploitation/transfert.md). */
  transfertsEnParallele: z.int().min(2).max(1000).default(8),
  /**
   * From how many days before the deliberations, and at which hour of Paris, files of juries that nobody asked for are
   * composed (R75); null leaves it to centres and to the DEC.
   */
  fichiersJury: z
    .strictObject({ joursAvant: z.int().min(1).max(7), heure: z.int().min(0).max(23) })
    .nullable()
    .default({ joursAvant: 1, heure: 12 }),
  /** Calendars, by session. */
  sessions: schemaCalendriers,
});

/** `infra/national.json`: the parameters of the référentiel national. */
const schemaNational = z.strictObject({
  compte,
  /** AWS organisation that the académies' accounts must belong to; null when they share none. */
  organisation: z
    .string()
    .regex(/^o-[a-z0-9]{10,32}$/)
    .nullable(),
  contacts,
  /** Functions that receive the statuses of one académie at once, ten statuses each: its bounded rate. */
  receptionsEnParallele: z.int().min(2).max(1000).default(2),
  /** Slugs of the académies that it serves: no other one is let in. */
  academies: z.array(z.string()).nonempty(),
});

export type Academie = z.infer<typeof schemaAcademie> & { readonly slug: string };
export type National = z.infer<typeof schemaNational>;

/** Where the parameters of deployments come from. */
export interface Parametres {
  /** `editeurs.json`: the accredited editors of each school year, the same for all académies. */
  editeurs(): Editeurs;
  /** @throws ErreurCodee `academie-inconnue`, `parametres-illisibles`, `parametres-invalides` */
  academie(slug: string): Academie;
  /** @throws ErreurCodee `national-inconnu`, `parametres-illisibles`, `parametres-invalides` */
  national(): National;
}

/** Second part of every physical name: with 24 letters the longest one still fits the 64 of a role's. */
const LETTRES_MAX = 24;
const SLUG = /^[a-z]+(-[a-z]+)*$/;

/** The parameters that a folder holds: `academies/<slug>.json`, `national.json` and `editeurs.json`. */
export function parametresDe(dossier: string): Parametres {
  return {
    academie(slug) {
      const absence = new ErreurCodee(
        'academie-inconnue',
        `L’académie « ${slug} » n’a pas de paramètres.`,
        'Créez infra/academies/<nom>.json sur le modèle de grenoble.json : le nom est en minuscules sans accent, en mots séparés par des tirets.',
      );
      // « national » would take the physical names of the référentiel.
      if (!SLUG.test(slug) || slug.length > LETTRES_MAX || slug === NATIONAL) throw absence;
      return { slug, ...lireJson(dossier, `academies/${slug}.json`, schemaAcademie, absence) };
    },
    editeurs: () =>
      lireJson(
        dossier,
        'editeurs.json',
        schemaEditeurs,
        new ErreurCodee(
          'editeurs-inconnus',
          'Le fichier infra/editeurs.json manque.',
          'Rétablissez-le depuis le dépôt.',
        ),
      ),
    national: () =>
      lireJson(
        dossier,
        'national.json',
        schemaNational,
        new ErreurCodee(
          'national-inconnu',
          'Le fichier infra/national.json manque.',
          'Rétablissez-le depuis le dépôt.',
        ),
      ),
  };
}

function lireJson<Schema extends z.ZodType>(
  dossier: string,
  chemin: string,
  schema: Schema,
  absence: ErreurCodee,
): z.infer<Schema> {
  let texte: string;
  try {
    texte = readFileSync(join(dossier, chemin), 'utf8');
  } catch {
    throw absence;
  }
  let json: unknown;
  try {
    json = JSON.parse(texte);
  } catch {
    throw new ErreurCodee(
      'parametres-illisibles',
      `Le fichier infra/${chemin} n’est pas du JSON.`,
      'Cherchez une virgule, un guillemet ou une accolade en trop ou manquants.',
    );
  }
  const lu = schema.safeParse(json, { error: z.locales.fr().localeError });
  if (lu.success) return lu.data;
  const champs = lu.error.issues.map(({ path, message }) => `${path.join('.')} (${message})`).join(', ');
  throw new ErreurCodee(
    'parametres-invalides',
    `Le fichier infra/${chemin} n’a pas la forme attendue : ${champs}.`,
    'Corrigez ces champs ; infra/academies/grenoble.json et infra/national.json servent d’exemples.',
  );
}

/**
 * What the command line asks for: `-c academie=… -c national=true`, and the local cloud's own settings. Académies that are
 * deployed together are parted by commas.
 */
export interface Demande {
  readonly academies: readonly Academie[];
  readonly national: boolean;
  readonly local: boolean;
  /** ISO instant at which the local cloud's clock stands; null for the real time. */
  readonly horloge: string | null;
}

/** @param contexte reads one value of the CDK context, as the command line gave it */
export function lireDemande(contexte: (cle: string) => unknown, parametres: Parametres): Demande {
  const slugs = contexte('academie');
  const horloge = contexte('horloge');
  const demande: Demande = {
    academies: typeof slugs === 'string' ? slugs.split(',').map(parametres.academie) : [],
    national: ouiOuNon('national', contexte('national')),
    local: ouiOuNon('local', contexte('local')),
    horloge: typeof horloge === 'string' && horloge !== '' ? horloge : null,
  };
  if (demande.academies.length === 0 && !demande.national) {
    throw new ErreurCodee(
      'rien-a-deployer',
      'Aucun déploiement n’est demandé.',
      'Ajoutez « -c academie=<nom> » pour une académie, ou « -c national=true » pour le référentiel national.',
    );
  }
  const inconnue = demande.academies.find(({ slug }) => !parametres.national().academies.includes(slug));
  if (inconnue !== undefined) {
    throw new ErreurCodee(
      'academie-hors-referentiel',
      `Le référentiel national ne connaît pas l’académie « ${inconnue.slug} » : il refuserait ses livrets.`,
      'Ajoutez-la à la liste « academies » de infra/national.json, puis déployez d’abord le référentiel.',
    );
  }
  if (demande.horloge !== null) exigerHorlogeLocale(demande.horloge, demande.local);
  return demande;
}

/** A switch that was mistyped would deploy something else than what was meant. */
function ouiOuNon(cle: string, valeur: unknown): boolean {
  if (valeur === undefined || valeur === false || valeur === 'false') return false;
  if (valeur === true || valeur === 'true') return true;
  throw new ErreurCodee(
    'option-malformee',
    `L’option « ${cle} » ne vaut ni « true » ni « false ».`,
    `Écrivez « -c ${cle}=true », ou retirez l’option.`,
  );
}

function exigerHorlogeLocale(horloge: string, local: boolean): void {
  if (!local) {
    throw new ErreurCodee(
      'horloge-refusee',
      'Une horloge fixe ne peut être demandée que sur le nuage local.',
      'Retirez « -c horloge=… » de la commande.',
    );
  }
  try {
    horlogeFixe(horloge);
  } catch {
    throw new ErreurCodee(
      'horloge-malformee',
      `« ${horloge} » n’est pas un instant.`,
      'Écrivez-le comme 2016-06-10T09:00:00+02:00.',
    );
  }
}
