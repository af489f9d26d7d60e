import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import pc from 'picocolors';
import { ecrire } from '../../../shared/cli/affichage.ts';
import type { Sortie } from '../../../shared/cli/sorties.ts';
import type { DossierEleve } from '../../../shared/imports/dossiers.ts';
import { lireFlux } from '../../../shared/imports/lire-flux.ts';
import { NOM_DU_JURY } from '../../../shared/jury/contenu.ts';
import { controlerFichierDuJury } from '../../../shared/jury/controler.ts';
import { parNoPv } from '../../../shared/jury/edition.ts';
import { relirePdf } from '../../../shared/jury/relire.ts';
import { lireZip } from '../../../shared/jury/zip.ts';
import { ErreurCodee } from '../../../shared/kernel/erreur.ts';
import { compte } from '../../../shared/kernel/texte.ts';

const RACINE = resolve(import.meta.dirname, '../../..');

/** The session of the sample: its years are 2014-2015 and 2015-2016. */
export const SESSION = '2016';

/** Runs the `lsl` command as a user would, under what they would type. */
export async function commander(nuage: string, args: readonly string[], attendue: Sortie): Promise<void> {
  ecrire(`\n${pc.dim('$')} lsl ${montrer(args)}`);
  const code = await new Promise<number | null>((fin, echec) => {
    const enfant = spawn(process.execPath, [join(RACINE, 'shared/cli/lsl.ts'), ...args], {
      stdio: 'inherit',
      env: { ...process.env, LSL_CLOUD_DIR: nuage, LSL_ACADEMIE: 'grenoble', LSL_EN_TANT_QUE: undefined },
    });
    enfant.once('error', echec);
    enfant.once('exit', fin);
  });
  if (code === attendue) return;
  throw new ErreurCodee(
    'demo-interrompue',
    `La commande « lsl ${args[0] ?? ''} » s’est terminée avec le code ${code}, alors que ${attendue} était attendu.`,
    'Lisez ce qu’elle dit ci-dessus, puis les journaux du nuage.',
  );
}

const LIVRETS_MONTRES = 3;

export interface FichierAControler {
  readonly jury: string;
  readonly zip: string;
  /** The pupils whose identity must not appear. */
  readonly siecle: string;
  readonly uai: string;
}

/**
 * The demo's own look at the file: text on every page, the right number in the right place, and no name, first
 * name, INE, SIECLE id or UAI of any pupil of the list.
 */
export async function controler(nuage: string, { jury, zip, siecle, uai }: FichierAControler): Promise<string> {
  const { candidats } = await lireSortie<{ candidats: { noPv: string; noEleve: string }[] }>(nuage, [
    'fichier-jury',
    '--session',
    SESSION,
    '--jury',
    jury,
    '--etat',
    '--json',
  ]);
  const eleves: DossierEleve[] = [];
  for await (const lu of lireFlux(createReadStream(siecle))) {
    if (lu.type === 'dossier' && lu.flux === 'eleves') eleves.push(lu.dossier);
  }
  const termes = eleves.map(({ nomDeFamille, nomUsage, prenoms, ine, eleveId }) => ({
    noEleve: '',
    termes: [
      { terme: nomDeFamille, nature: 'nom' as const },
      ...(nomUsage === null ? [] : [{ terme: nomUsage, nature: 'nom' as const }]),
      ...prenoms.map((terme) => ({ terme, nature: 'prenom' as const })),
      ...(ine === null ? [] : [{ terme: ine, nature: 'ine' as const }]),
      { terme: eleveId, nature: 'eleve-id' as const },
      { terme: uai, nature: 'uai' as const },
    ],
  }));
  const { entrees } = await lireZip(await readFile(zip));
  const pdf = entrees.find(({ nom }) => nom === NOM_DU_JURY)?.contenu ?? new Uint8Array();
  const fichier = await relirePdf(pdf);
  const verdict = controlerFichierDuJury({
    fichier,
    candidats: candidats.toSorted(parNoPv),
    termes,
  });
  if (!verdict.conforme) {
    throw new ErreurCodee(
      'demo-fichier-non-conforme',
      `Le fichier du jury n’est pas conforme : ${verdict.anomalies.map(({ message }) => message).join(' ')}`,
      'Signalez cette erreur avec le fichier produit.',
    );
  }
  for (const { noPv, noEleve, premierePage, pages } of verdict.livrets.slice(0, LIVRETS_MONTRES)) {
    ecrire(
      `${pc.green('✓')} No PV ${noPv}, No Élève ${noEleve} : ${compte(pages, 'page')} à partir de la page ${premierePage}`,
    );
  }
  const autres = verdict.livrets.length - LIVRETS_MONTRES;
  if (autres > 0)
    ecrire(
      `${pc.green('✓')} et ${compte(autres, 'autre livret', 'autres livrets')}, chacun à sa place et sous son numéro`,
    );
  ecrire(`${pc.green('✓')} aucun nom, prénom, INE, identifiant ou UAI des ${eleves.length} élèves dans le fichier`);
  return `${compte(verdict.pages, 'page')}, ${compte(verdict.livrets.length, 'livret')}`;
}

/** What a command answers in JSON; under a title when it is worth being seen. */
export async function lireSortie<T>(nuage: string, args: readonly string[], montree = false): Promise<T> {
  if (montree) ecrire(`\n${pc.dim('$')} lsl ${montrer(args)}`);
  const enfant = spawn(process.execPath, [join(RACINE, 'shared/cli/lsl.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, LSL_CLOUD_DIR: nuage, LSL_ACADEMIE: 'grenoble', LSL_EN_TANT_QUE: undefined },
  });
  let texte = '';
  for await (const morceau of enfant.stdout) texte += String(morceau);
  return JSON.parse(texte) as T;
}

/** Paths as a user would type them from here, sentences between quotes. */
function montrer(args: readonly string[]): string {
  return args
    .map((arg) => (arg.startsWith('/') ? relative(process.cwd(), arg) : arg))
    .map((arg) => (arg.includes(' ') ? `"${arg}"` : arg))
    .join(' ');
}
