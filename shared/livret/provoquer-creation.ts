import { z } from 'zod';
import { type Acteur, contexteDeDroit, exiger, identifierActeur } from '../habilitations/index.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import { comparerNoms } from '../kernel/texte.ts';
import { estUai } from '../kernel/uai.ts';
import { estParti } from './bilan.ts';
import { inscritEn, type LigneEleve, nomDeLigne, type Tete } from './livret.ts';
import type { Creation, MagasinCreations } from './magasin-creations.ts';
import { estTerminale, type MefDeNomenclature } from './nomenclature.ts';
import type { PartiesDActe } from './parts-d-acte.ts';

export const demandeProvoquerCreation = z.strictObject({
  uai: z.string().refine(estUai),
  annee: z.int().min(2000).max(9999),
});

export interface EleveNomme {
  readonly eleveId: string;
  /** « MARTIN Zoé, TS1 » */
  readonly nom: string;
}

/** What the constat de rentrée finds, pupil by pupil where a person must look. */
export interface CreationProvoquee extends Creation {
  /** Last year's livret comes from another establishment. */
  readonly venusDAilleurs: readonly (EleveNomme & { readonly de: string })[];
  /** No livret last year in this académie. */
  readonly sansLivret: readonly EleveNomme[];
  /** Last year's livret is there, and holds nothing of that year. */
  readonly livretsVides: readonly EleveNomme[];
  /** MEF that the livret's nomenclature does not have (null: SIECLE gives none), and their pupils. */
  readonly mefsInconnus: readonly { readonly codeMef: string | null; readonly eleves: readonly EleveNomme[] }[];
}

type Parties = Pick<
  PartiesDActe,
  'livrets' | 'registre' | 'etablissement' | 'horloge' | 'academie' | 'accesExterne'
> & { readonly creations: MagasinCreations };

/** Two people may provoke it at once: the second counts after the first. */
const ESSAIS = 5;

/**
 * The head takes note of the year's livrets, after the constat de rentrée (R30): those that begin, which SIECLE's import
 * made, and those that go on from last year, found here, elsewhere or nowhere. It may be done again, and changes no
 * livret. Five requests, and one more per hundred pupils; three more where SIECLE must say what a MEF is a variant of.
 *
 * @throws ErreurCodee `liste-siecle-absente`, `services-sts-absents`, and the refusals of rights
 */
export async function provoquerCreation(
  parts: Parties,
  acteur: Acteur,
  { uai, annee }: z.infer<typeof demandeProvoquerCreation>,
): Promise<CreationProvoquee> {
  exiger(
    acteur,
    'provoquer-creation',
    { academie: parts.academie, uai, annee },
    contexteDeDroit(parts.horloge, parts.accesExterne),
  );
  for (let essai = 1; ; essai++) {
    const { liste, creation: avant } = await parts.creations.lire(uai, annee);
    if (liste === null) throw listeAbsente();
    const services = await parts.etablissement.lireCourant(uai, annee, 'sts');
    if (services === null) throw servicesAbsents();
    const constat = await constater(parts, uai, annee);
    const signature = {
      par: identifierActeur(acteur),
      role: acteur.role,
      le: parts.horloge.maintenant().toString(),
    };
    const creation: Creation = {
      uai,
      annee,
      n: (avant?.n ?? 0) + 1,
      premiere: avant?.premiere ?? signature,
      derniere: signature,
      liste,
      services: services.depotId,
      comptes: {
        crees: constat.crees,
        trouvesIci: constat.trouvesIci,
        trouvesAilleurs: constat.venusDAilleurs.length,
        manquants: constat.sansLivret.length,
        vides: constat.livretsVides.length,
        sansNomenclature: constat.mefsInconnus.reduce((total, { eleves }) => total + eleves.length, 0),
      },
    };
    if (await parts.creations.ecrire(creation)) {
      const { venusDAilleurs, sansLivret, livretsVides, mefsInconnus } = constat;
      return { ...creation, venusDAilleurs, sansLivret, livretsVides, mefsInconnus };
    }
    if (essai === ESSAIS) throw new Error('creation provoked by others at each try');
  }
}

interface Constat extends Pick<CreationProvoquee, 'venusDAilleurs' | 'sansLivret' | 'livretsVides' | 'mefsInconnus'> {
  readonly crees: number;
  readonly trouvesIci: number;
}

async function constater(parts: Parties, uai: string, annee: number): Promise<Constat> {
  const lignes = (await parts.registre.lireEleves(uai, annee))
    .filter((ligne) => !estParti(ligne))
    .sort((a, b) => comparerNoms(nomDeLigne(a), nomDeLigne(b)) || a.eleveId.localeCompare(b.eleveId));
  const lues = await parts.livrets.lireTetes(lignes.map(({ livretId }) => livretId));
  const tetes = new Map(lues.map((tete) => [tete.livretId, tete]));
  const mefDe = await lireNomenclatures(parts, uai, annee, lignes, lues);

  let crees = 0;
  let trouvesIci = 0;
  const venusDAilleurs: (EleveNomme & { de: string })[] = [];
  const sansLivret: EleveNomme[] = [];
  const livretsVides: EleveNomme[] = [];
  const inconnus = new Map<string | null, EleveNomme[]>();
  for (const ligne of lignes) {
    const tete = tetes.get(ligne.livretId);
    const eleve = { eleveId: ligne.eleveId, nom: nomDeLigne(ligne) };
    const mef = mefDe(annee, ligne.codeMef);
    if (mef === null) {
      inconnus.set(ligne.codeMef, [...(inconnus.get(ligne.codeMef) ?? []), eleve]);
    } else if (!continueUnLivret(mef, mefDe(annee - 1, tete?.mef[annee - 1] ?? null))) {
      crees += 1;
    } else {
      const de = tete === undefined ? undefined : ouEtait(tete, uai, annee - 1);
      if (de === undefined) sansLivret.push(eleve);
      else if (de === uai) trouvesIci += 1;
      else venusDAilleurs.push({ ...eleve, de });
      if (de !== undefined && tete !== undefined && estVideEn(tete, annee - 1)) livretsVides.push(eleve);
    }
  }
  const mefsInconnus = [...inconnus].map(([codeMef, eleves]) => ({ codeMef, eleves }));
  return { crees, trouvesIci, venusDAilleurs, sansLivret, livretsVides, mefsInconnus };
}

/**
 * A livret covers première and terminale, and begins in seconde in the professional lycée (R11, R59). Where it began is
 * data: the year before counts when the nomenclature of that year had the pupil's MEF.
 */
function continueUnLivret(mef: MefDeNomenclature, precedent: MefDeNomenclature | null): boolean {
  return estTerminale(mef) || precedent !== null;
}

/** The establishment of a year; here when the pupil was here, even if another one received them too. */
function ouEtait(tete: Tete, uai: string, annee: number): string | undefined {
  return tete.siecle[`${uai}#${annee}`] === undefined ? inscritEn(tete, annee)?.uai : uai;
}

/** As kept with the livret: nothing at all, or nothing of the year before the one that it knows. */
function estVideEn({ completude, applique }: Tete, annee: number): boolean {
  if (applique[`${annee}#notes`] !== undefined) return false;
  return completude.vide || completude.manques.some((un) => un.code === 'annee-precedente' && un.annee === annee);
}

type MefConnu = (annee: number, codeMef: string | null) => MefDeNomenclature | null;

/** The nomenclatures of this year and of the one before, of the pupils' MEF or of what SIECLE attaches them to. */
async function lireNomenclatures(
  parts: Parties,
  uai: string,
  annee: number,
  lignes: readonly LigneEleve[],
  tetes: readonly Tete[],
): Promise<MefConnu> {
  const cle = (un: number, codeMef: string): string => `${un}#${codeMef}`;
  const mefs = new Map<string, MefDeNomenclature>();
  const apprendre = async (codes: readonly { readonly annee: number; readonly codeMef: string }[]): Promise<void> => {
    for (const mef of await parts.registre.lireMefs(codes)) mefs.set(cle(mef.annee, mef.codeMef), mef);
  };
  const actuels = [...new Set(lignes.flatMap(({ codeMef }) => codeMef ?? []))];
  const anterieurs = [...new Set(tetes.flatMap(({ mef }) => mef[annee - 1] ?? []))];
  await apprendre([
    ...actuels.map((codeMef) => ({ annee, codeMef })),
    ...anterieurs.map((codeMef) => ({ annee: annee - 1, codeMef })),
  ]);
  const rattachements = new Map<string, string>();
  if (actuels.some((codeMef) => !mefs.has(cle(annee, codeMef)))) {
    for (const { codeMef, rattachement } of await parts.etablissement.lireMefsDeSiecle(uai, annee)) {
      if (rattachement !== null && !mefs.has(cle(annee, codeMef))) rattachements.set(codeMef, rattachement);
    }
    const vises = [...new Set(rattachements.values())];
    await apprendre([annee, annee - 1].flatMap((une) => vises.map((codeMef) => ({ annee: une, codeMef }))));
  }
  return (un, codeMef) =>
    codeMef === null
      ? null
      : (mefs.get(cle(un, codeMef)) ?? mefs.get(cle(un, rattachements.get(codeMef) ?? '')) ?? null);
}

function listeAbsente(): ErreurCodee {
  return new ErreurCodee(
    'liste-siecle-absente',
    'La liste des élèves de SIECLE n’a pas été déposée pour cette année.',
    'Déposez l’export des élèves de SIECLE, attendez son compte rendu, puis recommencez.',
  );
}

function servicesAbsents(): ErreurCodee {
  return new ErreurCodee(
    'services-sts-absents',
    'Les services de STS-Web n’ont pas été déposés pour cette année : personne ne pourrait remplir les livrets.',
    'Déposez l’export de STS-Web, attendez son compte rendu, puis recommencez.',
  );
}
