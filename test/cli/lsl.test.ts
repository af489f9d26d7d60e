import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  ENTETE,
  eleve,
  evaluation,
  ficheSiecle,
  mef,
  nomenclature,
  notes,
  scolarite,
  siecle,
} from '../imports/fichiers.ts';

const LSL = resolve(import.meta.dirname, '../../shared/cli/lsl.ts');
/** An accredited editor: nothing is said of it. */
const GEPI = ENTETE.replaceAll('Essai', 'GEPI');
/** A no-break space for an appreciation: accepted, with a warning. */
const AVERTI = eleve({
  attributs: 'id="2"',
  scolarites: scolarite({ evaluations: evaluation({ annuelle: '<annuelle>\u00a0</annuelle>' }) }),
});

let dossier: string;
beforeAll(async () => {
  dossier = await mkdtemp(join(tmpdir(), 'lsl-'));
  const ecrire = (nom: string, contenu: string) => writeFile(join(dossier, nom), contenu);
  await ecrire('bon.xml', notes({ entete: GEPI }));
  await ecrire('partiel.xml', notes({ entete: GEPI, eleves: eleve() + eleve({ attributs: 'id="0"' }) + AVERTI }));
  await ecrire('tronque.xml', notes().slice(0, -10));
  await ecrire('essai.xml', notes());
  await ecrire('siecle.xml', siecle({ eleves: ficheSiecle({ suite: '<CODE_MEF>21111010110</CODE_MEF>' }) }));
  await ecrire('siecle-tronque.xml', siecle().slice(0, -10));
  await ecrire('siecle-vide.xml', siecle({ eleves: ficheSiecle({ id: '9' }) }));
  await ecrire('nomenclature.xml', nomenclature());
  await ecrire('mef-refuse.xml', nomenclature({ mefs: mef() + mef() }));
  await ecrire('editeurs.json', JSON.stringify({ 2015: [{ editeur: 'Essai', applications: [] }] }));
  await ecrire('pas-une-liste.json', '{"2015": "Essai"}');
  // A whole lycée of a hundred pupils, each of whom lacks their own appreciation.
  const chacun = (rang: number, matiere: number) =>
    eleve({
      attributs: `id="${rang}"`,
      scolarites: scolarite({
        evaluations: evaluation({
          attributs: `modalite-election="S" code-matiere="0613${String(matiere).padStart(2, '0')}"`,
          annuelle: '<annuelle>\u00a0</annuelle>',
        }),
      }),
    });
  const lycee = Array.from({ length: 100 }, (_, rang) => chacun(rang + 1, rang % 20)).join('\n');
  await ecrire('lycee.xml', notes({ entete: GEPI, eleves: lycee }));
});
afterAll(() => rm(dossier, { recursive: true }));
/** Processes that share two cores with the other tests. */
vi.setConfig({ testTimeout: 30_000 });

interface Issue {
  readonly code: number;
  readonly sortie: string;
  readonly erreurs: string;
}

function lsl(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Issue> {
  const {
    LSL_ENDPOINT: _e,
    LSL_CLOUD_DIR: _c,
    LSL_ACADEMIE: _a,
    LSL_EN_TANT_QUE: _q,
    FORCE_COLOR: _f,
    ...reste
  } = process.env;
  return new Promise((rendre) => {
    const options = { cwd: dossier, env: { ...reste, NO_COLOR: '1', ...env } };
    execFile(process.execPath, [LSL, ...args], options, (erreur, sortie, erreurs) =>
      rendre({ code: typeof erreur?.code === 'number' ? erreur.code : 0, sortie, erreurs }),
    );
  });
}

describe.concurrent('a misuse of the command', () => {
  test.for<{ args: string[]; raison: string; aide?: string }>([
    { args: [], raison: 'Indiquez une commande' },
    {
      args: ['grille', '-e', '0380029A', '--annee', '2015', '-m', '061300'],
      raison: 'Donnez --division ou --groupe, et un seul.',
    },
    { args: ['grille', '-e', '0380029A', '--annee', '2015', '-d', 'TS1'], raison: '--matiere compte six chiffres.' },
    { args: ['deviner'], raison: 'deviner' },
    { args: ['verifier'], raison: 'Pas assez d’arguments' },
    { args: ['verifier', 'bon.xml', '--vite'], raison: 'vite' },
    {
      args: ['livrets', '-e', '0380029B', '-s', '2016'],
      raison: 'Le numéro UAI compte 7 chiffres',
      aide: '--etablissement',
    },
    { args: ['livrets', '-e', '0380029A'], raison: 'session', aide: '--session' },
    { args: ['livrets', '-e', '0380029A', '-s', 'juin'], raison: 'La session est une année' },
    { args: ['verifier', '--avec', 'siecle.xml'], raison: 'Pas assez d’arguments' },
    { args: ['verifier', 'bon.xml', '--avec'], raison: 'avec' },
    { args: ['deposer', 'bon.xml', '--pour', 'lycee'], raison: 'Donnez un numéro UAI valable, ou « academie ».' },
    { args: ['deposer', 'bon.xml', '--pour', 'academie', '-s', 'juin'], raison: 'La session est une année' },
    { args: ['livrets', '-e', '0380029A', '-s', '2016', '--en-tant-que', 'proviseur'], raison: 'Le rôle est l’un de' },
    {
      args: ['delegations', '-e', '0380029A', '--donner', 'agent-7', '--du', '2016-06-10'],
      raison: '--donner va avec --du et --au',
    },
    {
      args: [
        'delegations',
        '-e',
        '0380029A',
        '--operation',
        'valider-division',
        '--revoquer',
        '01J0000000000000000000000A',
      ],
      raison: '--operation avec --donner',
    },
    {
      args: 'delegations -e 0380029A --donner agent-7 --du 2016-06-10 --au 2016-06-30 --operation deleguer'.split(' '),
      raison: '« deleguer » ne se délègue pas ; se délèguent : saisir-evaluation',
    },
    {
      args: ['sanction', '01J0000000000000000000000A', '-s', '2016', '--nature', 'blame'],
      raison: 'Donnez --nature et --prononcee-le, ou --retirer seul.',
    },
    {
      args: ['sanction', '01J0000000000000000000000A', '-s', '2016', '--nature', 'blame', '--retirer'],
      raison: 'Donnez --nature et --prononcee-le, ou --retirer seul.',
    },
    { args: ['livret', '01J0000000000000000000000A', '-e', '0380029B'], raison: 'Le numéro UAI compte 7 chiffres' },
  ])('$args is told with the French help, and tries nothing', async ({ args, raison, aide = 'Options :' }) => {
    const { code, sortie, erreurs } = await lsl(args);
    expect(code).toBe(3);
    expect(sortie).toBe('');
    expect(erreurs.split('\n')[0]?.replace(/'/g, '’')).toContain(raison);
    expect(erreurs).toContain(aide);
    expect(erreurs).not.toMatch(/\b(Options:|Commands:|required|Unknown|at .+:\d+:\d+)/);
  });

  test('without any deployment to talk to says how to name one', async () => {
    const { code, sortie, erreurs } = await lsl(['livrets', '-e', '0380029A', '-s', '2016']);
    expect([code, sortie]).toEqual([3, '']);
    expect(erreurs).toMatch(/^Erreur Aucun déploiement n’est désigné.+ \[cible-absente\]\nDonnez LSL_ENDPOINT=aws/);
  });
});

describe.concurrent('what fails', () => {
  test.for([
    { args: ['verifier', 'bon.xml', 'absent.xml'], message: /« absent\.xml » est introuvable\. \[fichier-absent\]/ },
    { args: ['verifier', '.'], message: /« \. » est un dossier\. \[fichier-illisible\]/ },
  ])('$args is told in French, without a result', async ({ args, message }) => {
    const { code, sortie, erreurs } = await lsl(args);
    expect([code, sortie]).toEqual([2, '']);
    expect(erreurs).toMatch(message);
    expect(erreurs.split('\n')[1]).toMatch(/^(Vérifiez son chemin|Donnez un fichier de ce dossier)\.$/);
  });

  test('without anyone to answer is told in French too, and never passes for a partial success', async () => {
    const serveur = createServer().listen(0, '127.0.0.1');
    await new Promise((pret) => serveur.once('listening', pret));
    const { port } = serveur.address() as AddressInfo;
    await new Promise((ferme) => serveur.close(ferme));
    const issue = await lsl(['livrets', '-e', '0380029A', '-s', '2016'], { LSL_ENDPOINT: `http://127.0.0.1:${port}` });
    expect([issue.code, issue.sortie]).toEqual([2, '']);
    expect(issue.erreurs).toMatch(/^Erreur Le déploiement ne répond pas\. \[deploiement-injoignable\]\nVérifiez/);
    expect(issue.erreurs).not.toMatch(/\n +at /);
  });

  test('at the other end is told with the code and the remedy of the service', async () => {
    const refus = {
      reussie: false,
      erreur: { code: 'livret-inconnu', message: 'Ce livret n’existe pas.', remede: 'Vérifiez.' },
    };
    const { issue, appels } = await repondre(refus, ['livret', LIVRET, '-e', '0380029A'], { LSL_ACADEMIE: 'lyon' });
    expect(issue).toEqual({
      code: 2,
      sortie: '',
      erreurs: 'Erreur Ce livret n’existe pas. [livret-inconnu]\nVérifiez.\n',
    });
    expect(appels.map(({ url }) => url)).toEqual(['/2015-03-31/functions/lsl-lyon-livret-lire-livret/invocations']);
  });
});

const LIVRET = '01J0000000000000000000000A';

/** Runs the command against a service that answers this, and tells what it was asked. */
async function repondre(
  reponse: object,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ readonly issue: Issue; readonly appels: { readonly url: string; readonly corps: unknown }[] }> {
  const appels: { url: string; corps: unknown }[] = [];
  const serveur = createServer(async (requete, retour) => {
    let corps = '';
    for await (const morceau of requete) corps += String(morceau);
    appels.push({ url: String(requete.url), corps: JSON.parse(corps) });
    retour.setHeader('content-type', 'application/json').end(JSON.stringify(reponse));
  }).listen(0, '127.0.0.1');
  await new Promise((pret) => serveur.once('listening', pret));
  const { port } = serveur.address() as AddressInfo;
  const issue = await lsl(args, { LSL_ENDPOINT: `http://127.0.0.1:${port}`, ...env });
  serveur.close();
  return { issue, appels };
}

describe.concurrent('in the name of somebody', () => {
  const tableau = ['livrets', '-e', '0380029A', '-s', '2016', '--json'];
  const chef = { role: 'chef', uai: '0380029A', id: 'lsl', reseau: 'interne' };

  test.for<{ args: string[]; env?: NodeJS.ProcessEnv; qui: object }>([
    { args: tableau, qui: chef },
    { args: tableau, env: { LSL_EN_TANT_QUE: '' }, qui: chef },
    { args: [...tableau, '--en-tant-que', 'cpe:epp/7'], qui: { ...chef, role: 'cpe', id: 'epp/7' } },
    { args: tableau, env: { LSL_EN_TANT_QUE: 'ddfpt' }, qui: { ...chef, role: 'ddfpt' } },
    {
      args: [...tableau, '--en-tant-que', 'dec'],
      env: { LSL_EN_TANT_QUE: 'cpe' },
      qui: { role: 'dec', id: 'lsl', reseau: 'interne' },
    },
    { args: ['livret', LIVRET, '-e', '0380029A', '--json'], qui: chef },
    {
      args: ['livret', LIVRET, '--json', '--en-tant-que', 'eleve:ec-1'],
      qui: { role: 'eleve', id: 'ec-1', livrets: [LIVRET], reseau: 'interne' },
    },
  ])('$args goes with the claim of who acts', async ({ args, env, qui }) => {
    const { issue, appels } = await repondre({ reussie: true, resultat: [] }, args, env);
    expect([issue.code, issue.erreurs]).toEqual([0, '']);
    expect(appels.map(({ corps }) => (corps as { qui: unknown }).qui)).toEqual([qui]);
  });

  test.for<{ args: string[]; code: string }>([
    { args: ['livret', LIVRET], code: 'etablissement-attendu' },
    { args: [...tableau, '--en-tant-que', 'enseignant'], code: 'identifiant-attendu' },
    { args: [...tableau, '--en-tant-que', 'enseignant:1234'], code: 'identifiant-attendu' },
    { args: [...tableau, '--en-tant-que', 'chef:Luc Durand'], code: 'identifiant-attendu' },
  ])('$args asks for nothing, as it is not known in whose', async ({ args, code }) => {
    const { issue, appels } = await repondre({ reussie: true, resultat: [] }, args);
    expect([issue.code, issue.sortie, appels]).toEqual([3, '', []]);
    expect(issue.erreurs).toContain(`[${code}]\n`);
  });
});

describe.concurrent('« lsl verifier »', () => {
  test.for([
    { fichiers: ['bon.xml'], code: 0, verdicts: ['accepte'] },
    { fichiers: ['bon.xml', 'partiel.xml'], code: 1, verdicts: ['accepte', 'accepte-partiellement'] },
    {
      fichiers: ['tronque.xml', 'partiel.xml', 'bon.xml'],
      code: 2,
      verdicts: ['refuse', 'accepte-partiellement', 'accepte'],
    },
  ])('of $fichiers ends with $code, and prints exactly the documented JSON', async ({ fichiers, code, verdicts }) => {
    const { sortie, erreurs, ...issue } = await lsl(['verifier', '--json', ...fichiers]);
    expect([issue.code, erreurs]).toEqual([code, '']);
    const verification = JSON.parse(sortie) as { fichiers: Record<string, unknown>[] };
    expect(Object.keys(verification)).toEqual(['fichiers']);
    expect(verification.fichiers.map(({ fichier }) => fichier)).toEqual(fichiers);
    expect(verification.fichiers.map(({ verdict }) => verdict)).toEqual(verdicts);
    for (const fichier of verification.fichiers) {
      expect(Object.keys(fichier)).toEqual(['fichier', 'format', 'verdict', 'dossiers', 'anomalies']);
      expect(Object.keys(fichier.dossiers as object)).toEqual(['lus', 'acceptes', 'refuses', 'avertis']);
      for (const anomalie of fichier.anomalies as object[]) {
        expect(Object.keys(anomalie)).toEqual(['code', 'gravite', 'ligne', 'colonne', 'eleve', 'message', 'remede']);
      }
    }
  });

  test('tells a person the verdict of each file, each anomaly once with its places, and what to do', async () => {
    const { code, sortie, erreurs } = await lsl(['verifier', 'partiel.xml', 'tronque.xml']);
    expect([code, erreurs]).toEqual([2, '']);
    expect(sortie.split('\n')).toEqual([
      'partiel.xml (notes LSL) : accepté en partie',
      '  3 dossiers lus · 2 acceptés · 1 refusé · 1 avec avertissement',
      '  dossier refusé L’identifiant SIECLE de l’élève, « 0 », n’est pas un entier positif. [eleve-id-invalide]',
      expect.stringMatching(/^ {4}ligne 5, colonne \d+$/),
      '    Vérifiez que les élèves du logiciel viennent bien de SIECLE, puis exportez de nouveau.',
      expect.stringMatching(/^ {2}avertissement .+ \[appreciation-blanche\]$/),
      expect.stringMatching(/^ {4}élève 2, ligne 5, colonne \d+$/),
      expect.any(String),
      'tronque.xml (notes LSL) : refusé',
      '  fichier refusé Le fichier s’arrête avant sa fin : il est tronqué. [xml-tronque]',
      expect.stringMatching(/^ {4}ligne \d+, colonne \d+$/),
      '    Exportez de nouveau le fichier depuis le logiciel, sans le modifier, puis redéposez-le.',
      '',
    ]);
  });

  test.for<{ args: string[]; code: number; verifies: string[]; inconnu?: boolean }>([
    { args: ['--avec', 'siecle.xml', 'bon.xml'], code: 0, verifies: ['bon.xml'] },
    { args: ['--avec', 'siecle-vide.xml', 'bon.xml'], code: 0, verifies: ['bon.xml'], inconnu: true },
    {
      args: ['--json', '--avec', 'siecle.xml', 'bon.xml', 'partiel.xml'],
      code: 1,
      verifies: ['bon.xml', 'partiel.xml'],
    },
    {
      args: ['--avec', 'siecle-vide.xml', 'siecle.xml', '--nomenclature', 'nomenclature.xml', 'bon.xml'],
      code: 0,
      verifies: ['bon.xml'],
    },
    { args: ['--avec', 'siecle-vide.xml', '--avec', 'siecle.xml', 'bon.xml'], code: 0, verifies: ['bon.xml'] },
    { args: ['bon.xml', '--avec', 'siecle.xml', 'nomenclature.xml'], code: 0, verifies: ['bon.xml'] },
    { args: ['--nomenclature=nomenclature.xml', '--avec', 'siecle.xml', 'bon.xml'], code: 0, verifies: ['bon.xml'] },
  ])('takes other feeds by $args, wherever they stand', async ({ args, code, verifies, inconnu = false }) => {
    const issue = await lsl(['verifier', ...(args.includes('--json') ? args : ['--json', ...args])]);
    expect([issue.code, issue.erreurs]).toEqual([code, '']);
    const { fichiers } = JSON.parse(issue.sortie) as { fichiers: { fichier: string; anomalies: { code: string }[] }[] };
    expect(fichiers.map(({ fichier }) => fichier)).toEqual(verifies);
    const dites = fichiers[0]?.anomalies.map((anomalie) => anomalie.code);
    const avecNomenclature = args.some((arg) => arg.endsWith('nomenclature.xml'));
    expect(dites).toEqual(inconnu ? ['eleve-attendu'] : avecNomenclature ? ['competence-hors-nomenclature'] : []);
  });

  test.for([
    {
      args: ['--avec', 'siecle-tronque.xml'],
      message: /^Erreur « siecle-tronque\.xml » : Le fichier s’arrête.+\[xml-tronque\]\n/,
    },
    { args: ['--avec', 'bon.xml'], message: /« bon\.xml » : C’est un fichier de notes LSL.+\[avec-sans-objet\]\n/ },
    { args: ['--avec', 'absent.xml'], message: /\[fichier-absent\]\n/ },
    { args: ['--nomenclature', 'siecle.xml'], message: /\[nomenclature-attendue\]\n/ },
    { args: ['--nomenclature', 'mef-refuse.xml'], message: /« mef-refuse\.xml » : .+ \[mef-en-double\]\n/ },
    { args: ['--editeurs', 'pas-une-liste.json'], message: /\[editeurs-invalides\]\nSuivez la forme de/ },
    { args: ['--editeurs', 'bon.xml'], message: /\[editeurs-invalides\]\n/ },
  ])('without being able to learn from $args checks nothing', async ({ args, message }) => {
    const { code, sortie, erreurs } = await lsl(['verifier', 'bon.xml', ...args]);
    expect([code, sortie]).toEqual([2, '']);
    expect(erreurs).toMatch(message);
  });

  test('warns of an editor that is not accredited, from the project’s list or from another', async () => {
    const dites = async (...args: readonly string[]) => {
      const { code, sortie } = await lsl(['verifier', '--json', ...args]);
      expect(code).toBe(0);
      const { fichiers } = JSON.parse(sortie) as { fichiers: { anomalies: { code: string; eleve: unknown }[] }[] };
      return fichiers.flatMap(({ anomalies }) => anomalies.map((anomalie) => [anomalie.code, anomalie.eleve]));
    };
    expect(await dites('essai.xml')).toEqual([['editeur-non-agree', null]]);
    expect(await dites('--editeurs', 'editeurs.json', 'essai.xml')).toEqual([]);
    expect(await dites('--editeurs', 'editeurs.json', 'bon.xml')).toEqual([['editeur-non-agree', null]]);
  });

  test('tells a person what each pupil lacks, blocking first, once the nomenclature of their MEF is known', async () => {
    const { code, sortie } = await lsl([
      'verifier',
      'partiel.xml',
      '--avec',
      'siecle.xml',
      '--nomenclature',
      'nomenclature.xml',
    ]);
    expect(code).toBe(1);
    const manques = sortie.slice(sortie.indexOf('  aucun livret incomplet')).split('\n');
    expect(manques).toEqual([
      '  aucun livret incomplet',
      '  manque avis sur l’investissement de l’élève absent, année 2015-2016 : 1 élève',
      '    élève 1413136',
      '  manque avis du chef d’établissement absent, année 2015-2016 : 1 élève',
      '    élève 1413136',
      '  manque avis pour l’examen absent, année 2015-2016 : 1 élève',
      '    élève 1413136',
      '',
    ]);
    const sansSiecle = await lsl(['verifier', 'bon.xml', '--nomenclature', 'nomenclature.xml']);
    expect(sansSiecle.sortie).toMatch(/^Données manquantes non cherchées : SIECLE, à donner par --avec/m);
  });

  test('of a hundred pupils with the same trouble is read at a glance', async () => {
    const { code, sortie } = await lsl(['verifier', 'lycee.xml']);
    expect(code).toBe(0);
    const lignes = sortie.split('\n');
    expect(lignes).toHaveLength(11);
    expect(lignes[3]).toMatch(/^ {4}(élève \d+, ligne \d+, colonne \d+( ; )?){5}$/);
    expect(lignes.slice(-3)).toEqual([
      '    … et 85 autres du même genre, chez 85 élèves',
      '    Complétez l’appréciation dans le logiciel de notes ou dans le livret.',
      '',
    ]);
  });

  test.for(['source', 'grille', 'saisir', 'livrets', 'completude', 'consultation', 'valider', 'transferer'])(
    'takes « -d » for the division: %s',
    async (commande) => {
      expect((await lsl([commande, '--aide'])).sortie).toMatch(/^ +-d, --division /m);
    },
  );

  test('shows its help in French', async () => {
    const { code, sortie } = await lsl(['--aide']);
    expect(code).toBe(0);
    for (const commande of [
      'verifier',
      'deposer',
      'imports',
      'livrets',
      'livret',
      'appariement',
      'apparier',
      'transferer',
      'fichier-jury',
      'fabriquer',
    ]) {
      expect(sortie).toMatch(new RegExp(`^ +lsl ${commande} `, 'm'));
    }
    expect(sortie).toContain(
      'Codes de sortie : 0 réussi · 1 réussi en partie · 2 refusé, échoué ou sans réponse à temps ·\n3 mauvaise utilisation.',
    );
  });
});

test('a jury’s file is verified without a deployment: what is not one says so', async () => {
  const { code, erreurs } = await lsl(['fichier-jury', 'verifier', 'bon.xml']);
  expect(code).toBe(2);
  expect(erreurs).toContain('[zip-illisible]');
});
