import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'vitest';
import { assurerPython } from '../../infra/local/python.ts';
import { Hasard } from '../../shared/fabrique/hasard.ts';
import { CATALOGUE, type CodeAnomalie } from '../../shared/imports/anomalies.ts';
import { lireFlux } from '../../shared/imports/lire-flux.ts';
import { estErreurCodee } from '../../shared/kernel/erreur.ts';
import { REFERENCE } from '../reference.ts';
import { source } from '../sources.ts';
import { fichiersSains, type Mutant, muter } from './mutants.ts';

/** Our reader of notes against libxml2 and the public schema: who accepts what, and why they differ. */

/** The tolerant variant is ours (formats.md §1.1); what the other one accepts must be accepted too. */
export const SCHEMA = 'reference/lsl/import-lsl_1.xsd';
const SCHEMAS = [SCHEMA, 'reference/lsl/import-lsl.xsd'].map((chemin) => join(REFERENCE, chemin));

/** What libxml2 says of a file. */
export interface Verdict {
  readonly faute: string | null;
  /** What is wrong by each schema. */
  readonly schemas: readonly (readonly string[])[];
}

/** One process for all the files. */
export async function jugerParLibxml2(fichiers: readonly Uint8Array[]): Promise<Verdict[]> {
  const { python } = await assurerPython();
  const juge = spawn(python, [join(import.meta.dirname, 'oracle.py'), ...SCHEMAS], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const envoyer = async (): Promise<void> => {
    for (const octets of fichiers) {
      const assez = juge.stdin.write(`${Buffer.from(octets).toString('base64')}\n`);
      if (!assez) await new Promise((suite) => juge.stdin.once('drain', suite));
    }
    juge.stdin.end();
  };
  const verdicts: Verdict[] = [];
  const recevoir = async (): Promise<void> => {
    for await (const ligne of createInterface(juge.stdout)) verdicts.push(JSON.parse(ligne) as Verdict);
  };
  await Promise.all([envoyer(), recevoir()]);
  if (verdicts.length !== fichiers.length) throw new Error(`${verdicts.length} verdicts for ${fichiers.length} files`);
  return verdicts;
}

/** What refuses the file or one of its pupils, with us. */
export interface Refus {
  readonly code: string;
  readonly message: string;
}

export async function refusDe(octets: Uint8Array): Promise<Refus[]> {
  const refus: Refus[] = [];
  try {
    for await (const lu of lireFlux(source(octets))) {
      if (lu.type === 'entete') continue;
      for (const { code, message } of lu.anomalies) {
        if (CATALOGUE[code as CodeAnomalie].gravite !== 'avertissement') refus.push({ code, message });
      }
    }
  } catch (erreur) {
    if (!estErreurCodee(erreur)) throw erreur;
    refus.push({ code: erreur.code, message: erreur.message });
  }
  return refus;
}

export interface Regle {
  readonly code: CodeAnomalie;
  /** Which of the refusals of that code, where not all of them. */
  readonly message?: RegExp;
  /** Which files, by what they hold. */
  readonly fichier?: RegExp;
  readonly raison: string;
}

const CHIFFRE_LONG = { fichier: /"[\s\d.]{65,}"/, raison: 'no figure has more than 64 characters' } as const;
const ENCODAGES = 'the feeds use four encodings; UTF-16 and the others are refused clearly (issue « imports »)';

/** What we refuse and the schema accepts: no wider than the reason of each. */
export const REGLES: readonly Regle[] = [
  { code: 'moyenne-hors-bornes', raison: 'averages are 0 to 20, or -1 for « non noté » (rules.md 8)' },
  { code: 'periode-hors-decoupage', raison: 'a year has three terms or two semesters, and the schema no maximum' },
  { code: 'periode-en-double', raison: 'one average a period, and the schema has no key there' },
  { code: 'eleve-en-double', raison: 'one dossier a pupil, and the schema has no key there' },
  { code: 'annee-en-double', raison: 'one base a pupil and year, and the schema has no key there' },
  { code: 'etablissement-invalide', raison: 'the schema asks for 8 characters, a UAI has its check letter' },
  { code: 'xml-doctype', raison: 'no DTD, whatever it holds: entities and external files come by it' },
  { code: 'xml-version', raison: 'XML 1.1 allows control characters; libxml2 reads it as 1.0 with a warning' },
  { code: 'fichier-utf16', raison: ENCODAGES },
  { code: 'xml-encodage-inconnu', raison: ENCODAGES },
  { code: 'xml-encodage-contradictoire', raison: 'a mark of UTF-8 and another declaration: libxml2 picks one' },
  { code: 'xml-octet-hors-encodage', raison: 'C1 controls are windows-1252 declared as ISO-8859, not text' },
  {
    code: 'xml-texte-trop-long',
    raison: 'one piece of a file is at most 65,536 characters, and no text needs a tenth',
  },
  { code: 'xml-mal-forme', fichier: /version="1\."/, raison: 'libxml2 takes « 1. » for a version, XML does not' },
  { code: 'periode-invalide', message: /« [\s+0]*\d{10}/, raison: 'no period has a number of ten digits' },
  { code: 'moyenne-invalide', ...CHIFFRE_LONG },
  { code: 'groupe-invalide', ...CHIFFRE_LONG },
  { code: 'schema-version', ...CHIFFRE_LONG },
  { code: 'date-invalide', message: /« (-|\d{5})/, raison: 'a school date has a year of four digits' },
  { code: 'groupe-invalide', message: /« [\s+0]*\d{10}.*effectif/, raison: 'no group has a billion pupils' },
  { code: 'eleve-id-invalide', message: /« [\s+0]*\d{19}/, raison: 'an ELEVE_ID has eighteen digits at most' },
];

/** What the schema refuses and we accept, by libxml2's sentence and what the file holds. */
export const TOLERANCES: readonly { readonly message: RegExp; readonly fichier: RegExp; readonly raison: string }[] = [
  {
    message: /Character content is not allowed, because the content type is empty/,
    fichier: /<!\[CDATA\[\]\]>/,
    raison: 'a CDATA section without any character holds no content',
  },
];

const CLASSES = ['mal formé', 'invalide', 'invalide, toléré', 'valide', 'valide, refusé par une règle'] as const;
export type Classe = (typeof CLASSES)[number];

type Parts = Readonly<Partial<Record<Classe, number>>>;

const PARTS_DES_MUTANTS: Parts = {
  'mal formé': 0.2,
  invalide: 0.2,
  valide: 0.1,
  'valide, refusé par une règle': 0.01,
};

/** Each class has at least its share of the files: what is never drawn is not compared. */
export function exigerChaqueClasse({ classes }: Bilan, nombre: number, parts: Parts = PARTS_DES_MUTANTS): void {
  for (const [classe, part] of Object.entries(parts)) {
    expect(classes[classe as Classe], classe).toBeGreaterThan(nombre * part);
  }
}

/** The class of a file and the rules that explain a difference, or why the two readers disagree. */
export function comparer(
  octets: Uint8Array,
  { faute, schemas }: Verdict,
  refus: readonly Refus[],
): { classe: Classe; regles: readonly Regle[] } | { desaccord: string } {
  if (faute !== null) {
    return refus.length > 0 ? { classe: 'mal formé', regles: [] } : { desaccord: `malformed and accepted: ${faute}` };
  }
  const [fautes = [], fautesStrictes = []] = schemas;
  if (fautes.length > 0 && fautesStrictes.length === 0) return { desaccord: 'the two schemas are not what they are' };
  const texte = Buffer.from(octets).toString('latin1');
  if (fautes.length === 0) {
    const regles = refus.map(({ code, message }) =>
      REGLES.find(
        (regle) =>
          regle.code === code && (regle.message?.test(message) ?? true) && (regle.fichier?.test(texte) ?? true),
      ),
    );
    if (regles.includes(undefined)) {
      const codes = refus.map(({ code, message }) => `${code} (${message})`).join(', ');
      return { desaccord: `valid and refused without a rule: ${codes}` };
    }
    return {
      classe: refus.length === 0 ? 'valide' : 'valide, refusé par une règle',
      regles: regles.filter((regle) => regle !== undefined),
    };
  }
  if (refus.length > 0) return { classe: 'invalide', regles: [] };
  const tolere = (phrase: string): boolean =>
    TOLERANCES.some(({ message, fichier }) => message.test(phrase) && fichier.test(texte));
  if (fautes.every(tolere)) return { classe: 'invalide, toléré', regles: [] };
  return { desaccord: `invalid and accepted: ${fautes.join(' | ')}` };
}

/** Mutants of the sound files, each file in its turn: the same numbers give the same ones. */
export function mutants(premier: number, nombre: number): Mutant[] {
  const sains = fichiersSains();
  return Array.from({ length: nombre }, (_, i) => {
    const numero = premier + i;
    const rang = numero % sains.length;
    const sain = sains[rang];
    if (sain === undefined) throw new Error('no sound file');
    const { octets, histoire } = muter(sain, new Hasard(numero, 'mutant'));
    return { octets, histoire: `mutant ${numero} of file ${rang}, ${histoire}` };
  });
}

export interface Bilan {
  readonly classes: Readonly<Record<Classe, number>>;
  readonly desaccords: readonly string[];
  /** Those that explained a difference. */
  readonly regles: ReadonlySet<Regle>;
}

export async function confronter(fichiers: readonly Mutant[]): Promise<Bilan> {
  const classes = Object.fromEntries(CLASSES.map((classe) => [classe, 0])) as Record<Classe, number>;
  const desaccords: string[] = [];
  const regles = new Set<Regle>();
  const verdicts = await jugerParLibxml2(fichiers.map(({ octets }) => octets));
  for (const [rang, verdict] of verdicts.entries()) {
    const { octets, histoire } = fichiers[rang] as Mutant;
    const comparaison = comparer(octets, verdict, await refusDe(octets));
    if ('desaccord' in comparaison) {
      desaccords.push(`${histoire} — ${comparaison.desaccord}`);
    } else {
      classes[comparaison.classe] += 1;
      for (const regle of comparaison.regles) regles.add(regle);
    }
  }
  return { classes, desaccords, regles };
}
