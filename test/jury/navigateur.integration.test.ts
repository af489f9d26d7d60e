import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { coucheAssemblee } from '../../layers/chromium/assembler.ts';
import { deballerChromium, exigerDeLaCouche } from '../../shared/jury/chromium.ts';
import { avecNavigateur } from '../../shared/jury/navigateur.ts';
import { relirePdf } from '../../shared/jury/relire.ts';
import { COUCHE, texteDe } from './impression.ts';
import { attenduDe, enfants, html, invoquer, malmener, tuerAMiChemin } from './robustesse.ts';

/** A temporary folder of the tests' own: all that the browser leaves there can be counted. */
let temporaire: string;
beforeAll(() => {
  temporaire = mkdtempSync(join(tmpdir(), 'lsl-navigateur-'));
  vi.stubEnv('TMPDIR', temporaire);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(temporaire, { recursive: true, force: true });
});

describe('le navigateur de la couche', () => {
  it('se déballe une fois, entier, même demandé deux fois en même temps', async () => {
    const exiger = exigerDeLaCouche(coucheAssemblee());
    const [un, deux] = await Promise.all([deballerChromium(exiger), deballerChromium(exiger)]);
    expect(deux).toEqual(un);
    expect(readdirSync(temporaire)).toEqual([basename(dirname(un.executable))]);
    expect(statSync(un.executable).size).toBeGreaterThan(200_000_000);
  });
});

describe('le navigateur qui imprime', () => {
  it('n’exécute aucun script et n’atteint aucun réseau', async () => {
    let visites = 0;
    const serveur = createServer((_requete, reponse) => {
      visites += 1;
      reponse.end('body { display: none }');
    });
    await new Promise<void>((resolve) => serveur.listen(0, '127.0.0.1', resolve));
    const { port } = serveur.address() as { port: number };
    const adresse = `http://127.0.0.1:${port}`;
    try {
      const pdf = await avecNavigateur(
        (navigateur) =>
          navigateur.imprimer(
            html(
              `<p>avant</p><script>document.body.textContent = 'script'; fetch('${adresse}')</script>
               <img src="${adresse}/i.png" onerror="document.body.textContent = 'erreur'"><iframe src="${adresse}"></iframe>
               <link rel="stylesheet" href="${adresse}/a.css"><div style="background: url(${adresse}/b.png)">après</div>`,
              `@import url(${adresse}/c.css); body { background: url(${adresse}/d.png) }`,
            ),
          ),
        COUCHE,
      );
      expect(texteDe((await relirePdf(pdf)).pages)).toBe('avant après');
      expect(visites).toBe(0);
    } finally {
      serveur.close();
    }
  });

  it('met dans le fichier les caractères de la couche, pas ceux de la machine', async () => {
    const pdf = await avecNavigateur(
      (navigateur) =>
        navigateur.imprimer(
          html(
            '<p style="font-family: \'Source Sans 3\'">a <b style="font-weight: 600">b</b></p><p style="font-family: \'Source Serif 4\'">c</p>',
          ),
        ),
      COUCHE,
    );
    const noms = Array.from(
      Buffer.from(pdf)
        .toString('latin1')
        .matchAll(/\/BaseFont \/[A-Z]+\+([\w-]+)/g),
      ([, nom]) => nom,
    );
    expect(new Set(noms)).toEqual(
      new Set(['SourceSans3-Regular', 'SourceSans3-Semibold', 'SourceSerif4SmText-Regular']),
    );
  });

  it('imprime chaque document sans rien du précédent, fût-il demandé en même temps', async () => {
    const [seul, premier, apres] = await avecNavigateur(async (navigateur) => {
      const seul = await navigateur.imprimer(html('<p>second</p>'));
      const [premier, apres] = await Promise.all([
        navigateur.imprimer(
          html(
            '<p>premier</p>',
            'p { color: red; break-after: page } @page { margin: 50mm; @top-left { content: "reste" } }',
          ),
        ),
        navigateur.imprimer(html('<p>second</p>')),
      ]);
      return [seul, premier, apres] as const;
    }, COUCHE);
    const sansDate = (pdf: Uint8Array) =>
      Buffer.from(pdf)
        .toString('latin1')
        .replace(/D:\d{14}/g, '');
    expect(sansDate(apres)).toBe(sansDate(seul));
    expect(texteDe((await relirePdf(premier)).pages)).toContain('premier');
  });

  it('ne laisse ni processus ni dossier, quand tout va bien comme quand le travail échoue', async () => {
    const processusAvant = enfants();
    const dossiersAvant = readdirSync(temporaire);
    await avecNavigateur(
      async (navigateur) => {
        await navigateur.imprimer(html('a'));
        expect(enfants()).toHaveLength(processusAvant.length + 2);
      },
      { ...COUCHE, presses: 2 },
    );
    await expect(avecNavigateur(() => Promise.reject(new Error('le travail échoue')), COUCHE)).rejects.toThrow(
      'le travail échoue',
    );
    expect(enfants()).toEqual(processusAvant);
    expect(readdirSync(temporaire)).toEqual(dossiersAvant);
  });

  it('dit qu’un document n’est pas imprimé à temps', async () => {
    const long = html('<p>mot</p>'.repeat(20_000));
    await expect(
      avecNavigateur((navigateur) => navigateur.imprimer(long), { ...COUCHE, delaiImpression: 20 }),
    ).rejects.toMatchObject({ code: 'impression-impossible' });
  });

  it.each(['SIGKILL', 'SIGSTOP'] as const)('tombé ou figé (%s), laisse la place à un autre', async (signal) => {
    await avecNavigateur(
      async (navigateur) => {
        expect(await malmener(navigateur, signal)).toBe('impression-impossible');
        expect(texteDe((await relirePdf(await navigateur.imprimer(html('<p>après</p>')))).pages)).toBe('après');
      },
      { ...COUCHE, delaiImpression: 3_000 },
    );
    expect(enfants()).toEqual([]);
  });

  it('ne laisse rien derrière dix invocations d’un même processus, dont la plupart échouent', async () => {
    const dossiersAvant = readdirSync(temporaire);
    for (let rang = 0; rang < 10; rang += 1) expect(await invoquer(rang)).toBe(attenduDe(rang));
    expect(enfants()).toEqual([]);
    expect(readdirSync(temporaire)).toEqual(dossiersAvant);
  });

  it('finit avec la fonction qu’on tue à mi-chemin, et l’invocation suivante balaie ce qu’elle a laissé', async () => {
    const dossiersAvant = readdirSync(temporaire);
    expect(await tuerAMiChemin()).toEqual({ navigateurFini: true });
    expect(readdirSync(temporaire)).toHaveLength(dossiersAvant.length + 1);
    await avecNavigateur((navigateur) => navigateur.imprimer(html('a')), COUCHE);
    expect(readdirSync(temporaire)).toEqual(dossiersAvant);
  });

  it('dit que la couche manque', async () => {
    await expect(avecNavigateur(() => Promise.resolve(), { couche: '/nulle-part' })).rejects.toMatchObject({
      code: 'navigateur-indisponible',
    });
  });
});
