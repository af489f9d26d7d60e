import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { assurerPython } from '../../infra/local/python.ts';
import { dossierEphemere, effacer } from './fixture/nuage-essai.ts';

let dossier: string;
let options: { dossier: string; exigences: string };

beforeEach(async () => {
  dossier = await dossierEphemere();
  options = { dossier: join(dossier, '.venv'), exigences: join(dossier, 'requirements.txt') };
  await writeFile(options.exigences, 'paquet==1.0\n');
  vi.stubEnv('PATH', join(dossier, 'bin'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await effacer(dossier);
});

interface FauxPython {
  readonly version: string;
  /** Shell lines run for `python3 -m venv <folder>`. */
  readonly venv?: string;
  /** Shell lines run for `python -m pip`. */
  readonly pip?: string;
}

/** The only python3 of the PATH: a script that notes each environment it makes. */
async function installFakePython({ version, venv = '', pip = 'exit 0' }: FauxPython): Promise<void> {
  await mkdir(join(dossier, 'bin'));
  const script = join(dossier, 'bin/python3');
  await writeFile(
    script,
    `#!/bin/sh
PATH=/usr/bin:/bin
case "$1 $2" in
  "-c "*) echo ${version} ;;
  "-m venv") ${venv || ':'}
    echo venv >> ${dossier}/creations
    mkdir -p "$3/bin"
    cp "$0" "$3/bin/python" ;;
  "-m pip") ${pip} ;;
esac
`,
  );
  await chmod(script, 0o755);
}

async function creations(): Promise<number> {
  return (await readFile(join(dossier, 'creations'), 'utf8')).trim().split('\n').length;
}

test('without Python, the error says so in French and what to do', async () => {
  await expect(assurerPython(options)).rejects.toMatchObject({
    code: 'python-absent',
    message: expect.stringContaining('Python 3.10 ou plus récent est introuvable.'),
    remede: expect.stringContaining('Installez python3'),
  });
});

test('a Python that is too old is named in the error', async () => {
  await installFakePython({ version: '3.9' });
  await expect(assurerPython(options)).rejects.toMatchObject({
    code: 'python-absent',
    message: expect.stringContaining('python3 est en version 3.9'),
  });
});

test('a Python without its venv module is told from a missing one', async () => {
  await installFakePython({ version: '3.12', venv: 'echo "ensurepip is not available" >&2; exit 1' });
  await expect(assurerPython(options)).rejects.toMatchObject({
    code: 'python-sans-venv',
    message: expect.stringContaining('ensurepip is not available'),
    remede: expect.stringContaining('apt install python3-venv'),
  });
});

test('a failed installation gives the reason of pip, and is begun again the next time', async () => {
  await installFakePython({ version: '3.13', pip: 'echo "ERROR: HASHES DO NOT MATCH" >&2; exit 1' });
  await expect(assurerPython(options)).rejects.toMatchObject({
    code: 'python-installation',
    message: expect.stringContaining('HASHES DO NOT MATCH'),
  });
  await expect(assurerPython(options)).rejects.toMatchObject({ code: 'python-installation' });
  expect(await creations()).toBe(2);
});

test('the environment is made once, and again only when its requirements change or it was moved', async () => {
  await installFakePython({ version: '3.11' });
  const { python, bin } = await assurerPython(options);
  expect([python, bin('cfn-lint')]).toEqual([
    join(options.dossier, 'bin/python'),
    join(options.dossier, 'bin/cfn-lint'),
  ]);
  await assurerPython(options);
  expect(await creations()).toBe(1);
  await writeFile(options.exigences, 'paquet==2.0\n');
  await assurerPython(options);
  expect(await creations()).toBe(2);
  const moved = join(dossier, 'ailleurs');
  await rename(options.dossier, moved);
  await assurerPython({ ...options, dossier: moved });
  expect(await creations()).toBe(3);
});

test('two processes that need it at once make it once', async () => {
  await installFakePython({ version: '3.11', venv: 'sleep 0.5' });
  const module = JSON.stringify(join(import.meta.dirname, '../../infra/local/python.ts'));
  const source = `const { assurerPython } = await import(${module}); await assurerPython(${JSON.stringify(options)});`;
  const launch = () =>
    promisify(execFile)(process.execPath, ['--input-type=module', '--eval', source], { env: process.env });
  await Promise.all([launch(), launch()]);
  expect(await creations()).toBe(1);
});

test('the real environment reads XML with libxml2 and has the linter of templates', { timeout: 180_000 }, async () => {
  vi.unstubAllEnvs();
  const { python, bin } = await assurerPython();
  const xml = await promisify(execFile)(python, ['-c', 'from lxml import etree; print(etree.fromstring("<é/>").tag)'], {
    env: { PYTHONUTF8: '1' },
  });
  expect(xml.stdout).toBe('é\n');
  expect((await promisify(execFile)(bin('cfn-lint'), ['--version'])).stdout).toMatch(/^cfn-lint \d/);
});
