import { createWriteStream } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ErreurCodee } from '../kernel/erreur.ts';
import { type Repartition, repartirEnJurys } from './candidatures.ts';
import { type Plan, planterLesDefauts } from './defauts.ts';
import { ecrireAttendu, ecrireCandidats, ecrireJurys, ecrireNomenclatureLsl } from './ecrire-academie.ts';
import { ecrireNotes } from './ecrire-notes.ts';
import {
  ecrireCommuns,
  ecrireEleves,
  ecrireNomenclature,
  ecrireResponsables,
  ecrireStructures,
} from './ecrire-siecle.ts';
import { ecrireSts } from './ecrire-sts.ts';
import { type Document, type Encodage, octetsDe, parInterrogation, parReference } from './ecriture.ts';
import { Hasard } from './hasard.ts';
import { type Demande, type Etablissement, type Monde, planifier, VERSION } from './monde.ts';
import { elevesDe, type Registre, recenser } from './registre.ts';

/** What `monde.json` says: enough to find each file, and what the world is made of. */
export interface Sommaire {
  readonly version: number;
  readonly graine: number;
  readonly annee: number;
  readonly eleves: number;
  /** The nomenclature to deposit first; null when it was given. */
  readonly nomenclature: string | null;
  readonly candidats: { readonly fichier: string; readonly encodage: Encodage };
  readonly jurys: readonly { readonly numero: string; readonly centre: string; readonly candidats: number }[];
  readonly attendu: string | null;
  readonly etablissements: readonly EtablissementDuSommaire[];
}

export interface EtablissementDuSommaire {
  readonly uai: string;
  readonly nom: string;
  readonly commune: string;
  readonly eleves: number;
  readonly series: readonly string[];
  readonly divisions: readonly string[];
  readonly decoupage: 'T' | 'S';
  readonly encodageDesNotes: Encodage;
  /** The year of terminale, then the one before, unless nobody of this lycée was in première there. */
  readonly annees: readonly AnneeDuSommaire[];
}

/** Paths of one year's exports, relative to the world's folder. */
export interface AnneeDuSommaire {
  readonly annee: number;
  readonly eleves: string;
  readonly structures: string;
  readonly nomenclature: string;
  readonly responsables: string;
  readonly communs: string;
  readonly sts: string;
  readonly notes: string;
}

export interface Fabrication {
  readonly sommaire: Sommaire;
  /** In the order of writing; each is made while it is read, and can be read again. */
  readonly documents: () => Iterable<Document>;
}

/**
 * A fictional académie, or one lycée, and its files: the same seed and version give the same bytes.
 *
 * @throws ErreurCodee `fabrique-demande-invalide`, `nomenclature-sans-terminale`
 */
export function fabriquer(demande: Demande): Fabrication {
  const monde = planifier(demande);
  const plan = planterLesDefauts(monde);
  const repartition = repartirEnJurys(monde);
  const sommaire = sommaireDe(monde, repartition);
  return { sommaire, documents: () => documentsDe(monde, plan, repartition, sommaire) };
}

/**
 * Writes the files into a folder that is new or empty.
 *
 * @throws ErreurCodee `sortie-occupee`
 */
export async function ecrireFabrication({ documents }: Fabrication, sortie: string): Promise<void> {
  await mkdir(sortie, { recursive: true });
  if ((await readdir(sortie)).length > 0) {
    throw new ErreurCodee(
      'sortie-occupee',
      `Le dossier « ${sortie} » n’est pas vide.`,
      'Donnez à --sortie un dossier vide, ou qui n’existe pas encore.',
    );
  }
  for (const document of documents()) {
    const chemin = join(sortie, document.chemin);
    await mkdir(dirname(chemin), { recursive: true });
    await pipeline(Readable.from(octetsDe(document), { objectMode: true }), createWriteStream(chemin));
  }
}

function* documentsDe(
  monde: Monde,
  plan: Plan,
  repartition: Repartition,
  sommaire: Sommaire,
): Generator<Document, void, undefined> {
  yield texte('monde.json', () => [`${JSON.stringify(sommaire, null, 2)}\n`]);
  if (sommaire.nomenclature !== null) yield texte(sommaire.nomenclature, () => ecrireNomenclatureLsl(monde));
  yield {
    chemin: sommaire.candidats.fichier,
    encodage: sommaire.candidats.encodage,
    secours: parInterrogation,
    textes: () => ecrireCandidats(monde, plan, repartition),
  };
  yield texte('jurys.csv', () => ecrireJurys(repartition));
  if (sommaire.attendu !== null) yield texte(sommaire.attendu, () => ecrireAttendu(monde, plan, repartition));
  for (const etablissement of monde.etablissements) yield* documentsDUnLycee(monde, etablissement, plan);
}

const texte = (chemin: string, textes: Document['textes']): Document => ({
  chemin,
  encodage: 'UTF-8',
  secours: parReference,
  textes,
});

/** The exports of the year before, then those of the year: what a lycée deposits, in the order of time. */
function* documentsDUnLycee(monde: Monde, etablissement: Etablissement, plan: Plan): Generator<Document> {
  const premiere = aDesPremieres(monde, etablissement) ? recenser(monde, etablissement, 'premiere') : null;
  const terminale = recenser(monde, etablissement, 'terminale');
  for (const registre of premiere === null ? [terminale] : [premiere, terminale]) {
    const chemins = cheminsDe(etablissement, registre.annee);
    const siecle = (chemin: string, textes: (registre: Registre) => Iterable<string>): Document => ({
      chemin,
      encodage: 'ISO-8859-15',
      secours: parInterrogation,
      textes: () => textes(registre),
    });
    yield siecle(chemins.eleves, (r) => ecrireEleves(r, plan));
    yield siecle(chemins.structures, ecrireStructures);
    yield siecle(chemins.nomenclature, ecrireNomenclature);
    yield siecle(chemins.responsables, (r) => ecrireResponsables(r, plan));
    yield siecle(chemins.communs, ecrireCommuns);
    yield siecle(chemins.sts, ecrireSts);
    yield {
      chemin: chemins.notes,
      encodage: etablissement.usages.encodage,
      secours: parReference,
      textes: () => ecrireNotes(registre, registre === terminale ? premiere : null, plan),
    };
  }
}

/** A lycée of a few pupils may have none: an export without any pupil is no export. */
function aDesPremieres(monde: Monde, etablissement: Etablissement): boolean {
  return elevesDe(monde, etablissement, 'premiere').next().done !== true;
}

function cheminsDe({ uai }: Etablissement, annee: number): AnneeDuSommaire {
  const dossier = `${uai}/${annee}`;
  return {
    annee,
    eleves: `${dossier}/ElevesSansAdresses.xml`,
    structures: `${dossier}/Structures.xml`,
    nomenclature: `${dossier}/Nomenclature.xml`,
    responsables: `${dossier}/ResponsablesSansAdresses.xml`,
    communs: `${dossier}/Communs.xml`,
    sts: `${dossier}/sts_emp_${uai}_${annee}.xml`,
    notes: `${dossier}/lsl_${uai}_${annee}.xml`,
  };
}

function sommaireDe(monde: Monde, { jurys }: Repartition): Sommaire {
  const { graine, annee, etablissements } = monde;
  return {
    version: VERSION,
    graine,
    annee,
    eleves: etablissements.reduce((total, { taille }) => total + taille, 0),
    nomenclature: monde.nomenclatureDonnee ? null : 'nomenclature.xml',
    candidats: {
      fichier: 'candidats.csv',
      encodage: new Hasard(graine, 'candidats').chance(500) ? 'UTF-8' : 'ISO-8859-15',
    },
    jurys: jurys.map(({ numero, centre, candidats }) => ({ numero, centre: centre.uai, candidats })),
    attendu: monde.defauts ? 'attendu.json' : null,
    etablissements: etablissements.map((etablissement) => {
      const { uai, nom, commune, taille, cohortes, decoupage, usages } = etablissement;
      return {
        uai,
        nom,
        commune,
        eleves: taille,
        series: [...new Set(cohortes.map(({ filiere }) => filiere.serie))],
        divisions: cohortes.flatMap(({ divisions }) => divisions.terminale),
        decoupage,
        encodageDesNotes: usages.encodage,
        annees: [
          cheminsDe(etablissement, annee),
          ...(aDesPremieres(monde, etablissement) ? [cheminsDe(etablissement, annee - 1)] : []),
        ],
      };
    }),
  };
}
