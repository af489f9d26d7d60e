import { z } from 'zod';
import { type Acteur, contexteDeDroit, exiger } from '../habilitations/index.ts';
import { estCodeMatiereBcn, langueGenerique } from '../kernel/codes.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import { comparerNoms } from '../kernel/texte.ts';
import { estUai } from '../kernel/uai.ts';
import { type Bilan, type BilanDeDivision, bilanDe, bilansParDivision, estComplet, estParti } from './bilan.ts';
import type { FormatDeLivret, LigneEleve, Tete } from './livret.ts';
import type { EtatLivret } from './machine.ts';
import { type ManqueNomme, nommerManques } from './manque-nomme.ts';
import type { MefDeNomenclature } from './nomenclature.ts';
import type { PartiesDActe } from './parts-d-acte.ts';

export const demandeConsulterCompletude = z.strictObject({
  uai: z.string().refine(estUai),
  annee: z.int().min(2000).max(9999),
  /** A division or a group: its pupils are then told one by one. */
  structure: z.strictObject({ type: z.enum(['D', 'G']), code: z.string().min(1).max(40) }).optional(),
  /** As STS-Web has it: what is lacking in this subject alone. */
  codeMatiere: z.string().refine(estCodeMatiereBcn).optional(),
});

export interface CompletudeConsultee {
  readonly uai: string;
  readonly annee: number;
  /** Of the establishment, or of the structure that was asked for; null when one subject was asked for. */
  readonly bilan: Bilan | null;
  /** Of each division; empty when a structure was asked for. */
  readonly divisions: readonly BilanDeDivision[];
  /** Of the structure that was asked for, sorted as French sorts names; who left comes last. */
  readonly eleves: readonly CompletudeDUnEleve[];
}

export interface CompletudeDUnEleve {
  readonly livretId: string;
  readonly eleveId: string;
  readonly nom: string;
  readonly prenom: string;
  readonly etat: EtatLivret;
  readonly format: FormatDeLivret;
  readonly oppose: boolean;
  readonly parti: boolean;
  readonly complet: boolean;
  readonly manques: readonly ManqueNomme[];
}

/**
 * What livrets lack and whose task it is (R61), from what was kept when they were written: one request for an
 * establishment's rows (one more per MB), and for the pupils of a class one for their heads and one for the names of
 * subjects.
 *
 * @throws ErreurCodee `structure-attendue`, and the refusals of rights
 */
export async function consulterCompletude(
  parts: Pick<PartiesDActe, 'livrets' | 'registre' | 'horloge' | 'academie' | 'accesExterne'>,
  acteur: Acteur,
  demande: z.infer<typeof demandeConsulterCompletude>,
): Promise<CompletudeConsultee> {
  const { uai, annee, structure, codeMatiere } = demande;
  if (codeMatiere !== undefined && structure === undefined) {
    throw new ErreurCodee(
      'structure-attendue',
      'Une matière se consulte dans une division ou un groupe.',
      'Précisez la division ou le groupe.',
    );
  }
  const objet = {
    academie: parts.academie,
    uai,
    annee,
    ...(structure?.type === 'D' ? { divisions: [structure.code] } : {}),
    ...(structure?.type === 'G' ? { groupes: [structure.code] } : {}),
    ...(codeMatiere === undefined ? {} : { codeMatiere }),
  };
  const contexte = contexteDeDroit(parts.horloge, parts.accesExterne);
  exiger(acteur, 'consulter-completude', objet, contexte);
  // Counts name nobody; a class is the list of its pupils.
  if (structure !== undefined) exiger(acteur, 'lister-eleves', objet, contexte);

  const toutes = await parts.registre.lireEleves(uai, annee);
  if (structure === undefined) {
    return { uai, annee, bilan: bilanDe(toutes), divisions: bilansParDivision(toutes), eleves: [] };
  }
  const lignes = toutes.filter(({ divisions, groupes }) =>
    (structure.type === 'D' ? divisions : groupes).includes(structure.code),
  );
  return {
    uai,
    annee,
    bilan: codeMatiere === undefined ? bilanDe(lignes) : null,
    divisions: [],
    eleves: await lireDetail(parts, lignes, codeMatiere),
  };
}

async function lireDetail(
  { livrets, registre }: Pick<PartiesDActe, 'livrets' | 'registre'>,
  lignes: readonly LigneEleve[],
  codeMatiere: string | undefined,
): Promise<CompletudeDUnEleve[]> {
  const tetes = new Map(
    (await livrets.lireTetes(lignes.map(({ livretId }) => livretId))).map((une) => [une.livretId, une]),
  );
  const codes = [...tetes.values()].flatMap(codesDesManques);
  const mefs = new Map((await registre.lireMefs(codes)).map((mef) => [cleDe(mef), mef]));
  return lignes
    .map((ligne) => detailDe(ligne, tetes.get(ligne.livretId), mefs, codeMatiere))
    .sort(
      (a, b) =>
        Number(a.parti) - Number(b.parti) ||
        comparerNoms(a.nom, b.nom) ||
        comparerNoms(a.prenom, b.prenom) ||
        a.eleveId.localeCompare(b.eleveId),
    );
}

const cleDe = ({ annee, codeMef }: { readonly annee: number; readonly codeMef: string }): string =>
  `${annee}#${codeMef}`;

/** The nomenclatures that name what a livret lacks. */
function codesDesManques({ completude, mef, rattachements }: Tete): { annee: number; codeMef: string }[] {
  const annees = new Set(completude.manques.filter(({ matiere }) => matiere !== null).map(({ annee }) => annee));
  return [...annees].flatMap((annee) => {
    const codeMef = rattachements?.[annee] ?? mef[annee];
    return codeMef === undefined ? [] : [{ annee, codeMef }];
  });
}

function detailDe(
  ligne: LigneEleve,
  tete: Tete | undefined,
  mefs: ReadonlyMap<string, MefDeNomenclature>,
  codeMatiere: string | undefined,
): CompletudeDUnEleve {
  const { livretId, eleveId, nomUsage, nomDeFamille, prenoms, suivi } = ligne;
  const siens = new Map(
    tete === undefined ? [] : codesDesManques(tete).map((code) => [code.annee, mefs.get(cleDe(code)) ?? null]),
  );
  const manques = nommerManques(tete?.completude.manques ?? [], siens);
  const generique = codeMatiere === undefined ? null : langueGenerique(codeMatiere);
  return {
    livretId,
    eleveId,
    nom: nomUsage ?? nomDeFamille,
    prenom: prenoms[0] ?? '',
    etat: suivi.etat,
    format: suivi.format,
    oppose: suivi.oppose,
    parti: estParti(ligne),
    complet: estComplet(suivi),
    manques:
      codeMatiere === undefined
        ? manques
        : manques.filter(({ matiere }) => matiere === codeMatiere || (matiere !== null && matiere === generique)),
  };
}
