import { z } from 'zod';
import { executerTransaction } from '../aws/dynamo.ts';
import { type Acteur, contexteDeDroit, exiger, identifierActeur, type Operation } from '../habilitations/index.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import { aujourdhui } from '../kernel/horloge.ts';
import { normaliserNom } from '../kernel/texte.ts';
import { estUai } from '../kernel/uai.ts';
import {
  type Acces,
  type Consultation,
  type Information,
  MOYENS_D_INFORMATION,
  type MoyenDInformation,
  type Signee,
} from './consultation.ts';
import type { LigneEleve } from './livret.ts';
import type { MagasinConsultations } from './magasin-consultations.ts';
import { lireMefDuLivret } from './mef-du-livret.ts';
import type { PartiesDActe } from './parts-d-acte.ts';

/** Which divisions: those named, those of a level (« Terminale »), or all of the establishment. */
const divisionsVisees = {
  uai: z.string().refine(estUai),
  annee: z.int().min(2000).max(9999),
  divisions: z.array(z.string().min(1).max(20)).nonempty().max(90).optional(),
  niveau: z.string().min(1).max(40).optional(),
};

export const demandeConsulterConsultations = z.strictObject({ uai: divisionsVisees.uai, annee: divisionsVisees.annee });
export const demandeOuvrirConsultation = z.strictObject({
  ...divisionsVisees,
  /** Today when it is not given. */
  du: z.iso.date().optional(),
  au: z.iso.date().optional(),
});
export const demandeFermerConsultation = z.strictObject(divisionsVisees);
export const demandeInformerFamilles = z.strictObject({
  ...divisionsVisees,
  moyen: z.enum(Object.keys(MOYENS_D_INFORMATION) as [MoyenDInformation, ...MoyenDInformation[]]),
  /** The day on which they were told; today when it is not given. */
  le: z.iso.date().optional(),
});
type DivisionsVisees = z.infer<typeof demandeFermerConsultation>;

export interface ConsultationsReglees {
  readonly consultations: readonly Consultation[];
  /** Divisions whose pupils have no livret yet (R125): left aside unless they were named. */
  readonly ecartees: readonly string[];
}

export type PartiesDeConsultation = Pick<PartiesDActe, 'dynamo' | 'registre' | 'etablissement' | 'horloge'> &
  Pick<PartiesDActe, 'academie' | 'accesExterne'> & { readonly consultations: MagasinConsultations };

/** Opens the reading of livrets to families, from a day on, even before they are complete (rules.md 24). */
export async function ouvrirConsultation(
  parts: PartiesDeConsultation,
  acteur: Acteur,
  demande: z.infer<typeof demandeOuvrirConsultation>,
): Promise<ConsultationsReglees> {
  const { du: voulu, au = null } = demande;
  const jour = aujourdhui(parts.horloge).toString();
  const du = voulu ?? jour;
  return regler(parts, acteur, 'ouvrir-consultation', demande, ({ acces }) => {
    if (acces?.sorte === 'ouvert' && acces.du === du && acces.au === au) return null;
    // An opening is not dated back: what families could not read, they could not.
    if (du < jour && !(acces?.sorte === 'ouvert' && acces.du === du)) throw datePassee();
    if (au !== null && au < du) throw datesInversees();
    return { acces: { sorte: 'ouvert', du, au } };
  });
}

/** Closes it from today on; what was open before stays in the history. */
export async function fermerConsultation(
  parts: PartiesDeConsultation,
  acteur: Acteur,
  demande: z.infer<typeof demandeFermerConsultation>,
): Promise<ConsultationsReglees> {
  const du = aujourdhui(parts.horloge).toString();
  return regler(parts, acteur, 'ouvrir-consultation', demande, ({ acces }) =>
    acces === null || acces.sorte === 'ferme' ? null : { acces: { sorte: 'ferme', du } },
  );
}

/** Keeps that families were told of their right to read, and how (R64): never that they did. */
export async function informerFamilles(
  parts: PartiesDeConsultation,
  acteur: Acteur,
  demande: z.infer<typeof demandeInformerFamilles>,
): Promise<ConsultationsReglees> {
  const { moyen, le } = demande;
  const jour = aujourdhui(parts.horloge).toString();
  const du = le ?? jour;
  return regler(parts, acteur, 'informer-familles', demande, ({ information }) => {
    if (du > jour) throw dateAVenir();
    if (information?.moyen === moyen && information.du === du) return null;
    return { information: { sorte: 'information', moyen, du } };
  });
}

/** The consultations of an establishment, by division. */
export async function consulterConsultations(
  parts: PartiesDeConsultation,
  acteur: Acteur,
  { uai, annee }: z.infer<typeof demandeConsulterConsultations>,
): Promise<Consultation[]> {
  const objet = { academie: parts.academie, uai, annee };
  exiger(acteur, 'consulter-tableau', objet, contexteDeDroit(parts.horloge, parts.accesExterne));
  const consultations = await parts.consultations.lister(uai, annee);
  return consultations.sort((a, b) => a.division.localeCompare(b.division, 'fr', { numeric: true }));
}

type SansSignature<T> = T extends Signee ? Omit<T, keyof Signee> : never;
type Reglage = { readonly acces: SansSignature<Acces> } | { readonly information: SansSignature<Information> };

const ESSAIS = 5;

/** @param decider what a division's consultation becomes; null when it is so already */
async function regler(
  parts: PartiesDeConsultation,
  acteur: Acteur,
  operation: Operation,
  demande: DivisionsVisees,
  decider: (avant: Consultation) => Reglage | null,
): Promise<ConsultationsReglees> {
  const { uai, annee } = demande;
  const objet = { academie: parts.academie, uai, annee, ...(demande.divisions && { divisions: demande.divisions }) };
  exiger(acteur, operation, objet, contexteDeDroit(parts.horloge, parts.accesExterne));
  const { visees, ecartees } = await viser(parts, demande);
  const signature = {
    par: identifierActeur(acteur),
    role: acteur.role,
    le: parts.horloge.maintenant().toString(),
  };
  for (let essai = 1; ; essai++) {
    const connues = new Map((await parts.consultations.lister(uai, annee)).map((une) => [une.division, une]));
    const apres = visees.map((division) => {
      const avant = connues.get(division) ?? nouvelle(uai, annee, division);
      const reglage = decider(avant);
      return { change: reglage !== null, consultation: reglage === null ? avant : signer(avant, reglage, signature) };
    });
    const aEcrire = apres.filter(({ change }) => change).map(({ consultation }) => consultation);
    // All of them or none: an opening of the establishment is one act.
    const faite =
      aEcrire.length === 0 ||
      (await executerTransaction(parts.dynamo, aEcrire.map(parts.consultations.ecriture))).faite;
    if (faite) return { consultations: apres.map(({ consultation }) => consultation), ecartees };
    if (essai === ESSAIS) throw new Error('consultations written by others at each try');
  }
}

function nouvelle(uai: string, annee: number, division: string): Consultation {
  return { uai, annee, division, n: 0, acces: null, information: null, anciennes: [] };
}

function signer(avant: Consultation, reglage: Reglage, signature: Signee): Consultation {
  const remplace = 'acces' in reglage ? avant.acces : avant.information;
  return {
    ...avant,
    n: avant.n + 1,
    anciennes: remplace === null ? avant.anciennes : [...avant.anciennes, remplace],
    ...('acces' in reglage
      ? { acces: { ...reglage.acces, ...signature } }
      : { information: { ...reglage.information, ...signature } }),
  };
}

/** The divisions that a demand names, of those whose pupils have a livret: from première on (R125), by the nomenclature. */
async function viser(
  parts: PartiesDeConsultation,
  { uai, annee, divisions, niveau }: DivisionsVisees,
): Promise<{ readonly visees: string[]; readonly ecartees: string[] }> {
  const eleves = await parts.registre.lireEleves(uai, annee);
  const niveaux = await niveauxDesDivisions(parts, uai, annee, eleves);
  const inconnue = divisions?.find((division) => !niveaux.has(division));
  if (inconnue !== undefined) throw divisionInconnue(inconnue);
  const horsLivret = divisions?.find((division) => niveaux.get(division)?.size === 0);
  if (horsLivret !== undefined) throw divisionHorsLivret(horsLivret);
  const candidates = [...new Set(divisions ?? niveaux.keys())].sort();
  const duNiveau = (division: string): boolean =>
    niveau === undefined || (niveaux.get(division)?.has(normaliserNom(niveau)) ?? false);
  const visees = candidates.filter((division) => niveaux.get(division)?.size !== 0 && duNiveau(division));
  if (visees.length === 0) throw aucuneDivision();
  return { visees, ecartees: candidates.filter((division) => niveaux.get(division)?.size === 0) };
}

/** By division, the levels of its pupils in the nomenclature of the livret. */
async function niveauxDesDivisions(
  parts: Pick<PartiesDeConsultation, 'registre' | 'etablissement'>,
  uai: string,
  annee: number,
  eleves: readonly LigneEleve[],
): Promise<Map<string, Set<string>>> {
  const codes = [...new Set(eleves.flatMap(({ codeMef }) => codeMef ?? []))];
  const lus = await Promise.all(
    codes.map(async (code) => [code, await lireMefDuLivret(parts, uai, annee, code)] as const),
  );
  const niveauDuMef = new Map(
    lus.map(([code, mef]) => [code, mef === null ? null : normaliserNom(mef.contenu.niveau)]),
  );
  const niveaux = new Map<string, Set<string>>();
  for (const { divisions, codeMef } of eleves) {
    const niveau = codeMef === null ? null : (niveauDuMef.get(codeMef) ?? null);
    for (const division of divisions) {
      const connus = niveaux.get(division) ?? new Set();
      niveaux.set(division, niveau === null ? connus : connus.add(niveau));
    }
  }
  return niveaux;
}

function divisionInconnue(division: string): ErreurCodee {
  return new ErreurCodee(
    'division-inconnue',
    `SIECLE ne donne aucun élève à la division ${division} pour cette année.`,
    'Vérifiez le code de la division ; « npx lsl livrets » les affiche.',
  );
}

function divisionHorsLivret(division: string): ErreurCodee {
  return new ErreurCodee(
    'division-hors-livret',
    `Aucun élève de la division ${division} ne suit une formation que la nomenclature du livret scolaire prévoit.`,
    'La consultation s’ouvre à partir de la première. Si c’est son niveau, demandez la nomenclature de l’année à l’académie.',
  );
}

function aucuneDivision(): ErreurCodee {
  return new ErreurCodee(
    'aucune-division',
    'Aucune division de l’établissement n’est de ce niveau, ou dans une formation du livret scolaire.',
    'Déposez l’export SIECLE des élèves, et vérifiez le niveau (« Première », « Terminale »).',
  );
}

function datePassee(): ErreurCodee {
  return new ErreurCodee(
    'date-passee',
    'La consultation ne s’ouvre pas à une date passée.',
    'Donnez aujourd’hui, ou un jour à venir.',
  );
}

function dateAVenir(): ErreurCodee {
  return new ErreurCodee(
    'date-a-venir',
    'Les familles ne sont pas encore informées à cette date.',
    'Consignez l’information le jour où elle est donnée, ou après.',
  );
}

function datesInversees(): ErreurCodee {
  return new ErreurCodee(
    'dates-inversees',
    'La consultation finirait avant de commencer.',
    'Donnez une date de fin égale ou postérieure à celle du début.',
  );
}
