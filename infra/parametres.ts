import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { schemaCalendriers } from '../shared/calendrier/calendrier.ts';
import { ErreurCodee } from '../shared/kernel/erreur.ts';

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
  /** Calendars, by session. */
  sessions: schemaCalendriers,
});

/** `infra/national.json`: the parameters of the référentiel national. */
const schemaNational = z.strictObject({
  compte,
  /** AWS organisation whose académies may write to the référentiel; null limits it to the accounts listed. */
  organisation: z
    .string()
    .regex(/^o-[a-z0-9]{10,32}$/)
    .nullable(),
  contacts,
  /** Slugs of the académies that it serves. */
  academies: z.array(z.string()).nonempty(),
});

export type Academie = z.infer<typeof schemaAcademie> & { readonly slug: string };
export type National = z.infer<typeof schemaNational>;

/** What the command line asks for: `-c academie=… -c national=true`, and the local cloud's own settings. */
export interface Demande {
  readonly academie: Academie | null;
  readonly national: boolean;
  readonly local: boolean;
  /** ISO instant at which the local cloud's clock stands; null for the real time. */
  readonly horloge: string | null;
}

const SLUG = /^[a-z0-9-]+$/;

function lireJson(chemin: string, schema: z.ZodType, absence: ErreurCodee): unknown {
  let texte: string;
  try {
    texte = readFileSync(new URL(chemin, import.meta.url), 'utf8');
  } catch {
    throw absence;
  }
  const lu = schema.safeParse(JSON.parse(texte));
  if (lu.success) return lu.data;
  const champs = lu.error.issues.map(({ path, message }) => `${path.join('.')} (${message})`).join(', ');
  throw new ErreurCodee(
    'parametres-invalides',
    `Le fichier infra/${chemin.slice(2)} n’a pas la forme attendue : ${champs}.`,
    'Corrigez ces champs ; infra/academies/grenoble.json sert d’exemple.',
  );
}

export function lireAcademie(slug: string): Academie {
  const absence = new ErreurCodee(
    'academie-inconnue',
    `L’académie « ${slug} » n’a pas de paramètres.`,
    `Créez infra/academies/${slug}.json sur le modèle de grenoble.json.`,
  );
  if (!SLUG.test(slug)) throw absence;
  return { slug, ...(lireJson(`./academies/${slug}.json`, schemaAcademie, absence) as z.infer<typeof schemaAcademie>) };
}

export function lireNational(): National {
  return lireJson(
    './national.json',
    schemaNational,
    new ErreurCodee('national-inconnu', 'Le fichier infra/national.json manque.', 'Rétablissez-le depuis le dépôt.'),
  ) as National;
}

/** @param contexte reads one value of the CDK context, as the command line gave it */
export function lireDemande(contexte: (cle: string) => unknown): Demande {
  const vrai = (cle: string): boolean => contexte(cle) === 'true' || contexte(cle) === true;
  const slug = contexte('academie');
  const horloge = contexte('horloge');
  const demande: Demande = {
    academie: typeof slug === 'string' ? lireAcademie(slug) : null,
    national: vrai('national'),
    local: vrai('local'),
    horloge: typeof horloge === 'string' && horloge !== '' ? horloge : null,
  };
  if (demande.academie === null && !demande.national) {
    throw new ErreurCodee(
      'rien-a-deployer',
      'Aucun déploiement n’est demandé.',
      'Ajoutez « -c academie=<nom> » pour une académie, ou « -c national=true » pour le référentiel national.',
    );
  }
  if (demande.horloge !== null && !demande.local) {
    throw new ErreurCodee(
      'horloge-refusee',
      'Une horloge fixe ne peut être demandée que sur le nuage local.',
      'Retirez « -c horloge=… » de la commande.',
    );
  }
  return demande;
}
