import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { composerFichierDuJury, type FichierDuJury, type Progres } from '../../shared/jury/composer.ts';
import { NON_IMPRIME } from '../../shared/jury/contenu.ts';
import { controlerFichierDuJury } from '../../shared/jury/controler.ts';
import { avecNavigateur, type Navigateur } from '../../shared/jury/navigateur.ts';
import { relirePdf } from '../../shared/jury/relire.ts';
import { sha256 } from '../../shared/kernel/empreinte.ts';
import { ErreurCodee } from '../../shared/kernel/erreur.ts';
import type { LivretPresente } from '../../shared/livret/presentation.ts';
import type { TermesInterdits } from '../../shared/transfert/termes.ts';
import { vocabulaireDe } from '../../shared/transfert/termes.ts';
import { EXTREMES, LIVRET_PUBLIE, livretOrdinaire } from '../livret/exemples.ts';
import { COUCHE, editionDe, type FichierImprime, imprimer, texteDe } from './impression.ts';

/** The jury's file, composed by the real browser and read back. */

const NUMEROS = ['7305550001', '1200000009', '4821093657', '0000000042'];
const LIVRETS: readonly LivretPresente[] = NUMEROS.map((noEleve, rang) =>
  rang === 2 ? LIVRET_PUBLIE : rang === 3 ? { ...EXTREMES.troisAnnees, noEleve } : livretOrdinaire(noEleve),
);
// Out of order, and of several lengths: the file is sorted as a person counts.
const PV = ['10', '9', '10B', '2'];
const EDITION = editionDe([], {
  candidats: LIVRETS.map((livret, rang) => ({ noPv: PV[rang] ?? '', noEleve: livret.noEleve, livret })),
});
const TERMES: readonly TermesInterdits[] = LIVRETS.map((livret, rang) => ({
  noEleve: livret.noEleve,
  vocabulaire: vocabulaireDe(livret),
  termes: [
    { terme: ['DUPONT-MOREAU', 'Lê', 'Session', 'O’Brien'][rang] ?? '', nature: 'nom' },
    { terme: ['Méthode', 'Claire', 'Page', 'Anaïs'][rang] ?? '', nature: 'prenom' },
    { terme: `12345678${rang}AB`, nature: 'ine' },
    { terme: `40123${rang}`, nature: 'eleve-id' },
    { terme: '0210047H', nature: 'uai' },
    { terme: 'Lycée Victor-Hugo', nature: 'etablissement' },
    { terme: 'Besançon', nature: 'commune' },
  ],
}));

let fichier: FichierImprime;
beforeAll(async () => {
  fichier = await imprimer(EDITION);
});

describe('le fichier du jury', () => {
  it('range les livrets par No PV, et dit où chacun commence', () => {
    expect(fichier.livrets.map(({ noPv }) => noPv)).toEqual(['2', '9', '10', '10B']);
    expect(fichier.livrets.map(({ pages }) => pages)).toEqual([3, 4, 4, 1]);
    expect(fichier.relu.pages).toHaveLength(fichier.pagesDIndex + 12);
    for (const { noEleve, noPv, premierePage } of fichier.livrets) {
      const texte = texteDe([fichier.relu.pages[premierePage - 1] ?? { texte: '' }] as never);
      expect(texte).toContain(`No Élève ${noEleve}`);
      expect(texte).toContain(`No PV ${noPv} · Jury 0123 · édition 1 du 05/07/2016`);
    }
  });

  it('s’ouvre sur le jury, sa session, son édition et sa date à Paris', () => {
    const texte = texteDe(fichier.relu.pages.slice(0, 1));
    expect(texte).toContain(
      'Fichier du jury Jury 0123 Session 2016 Édition 1 Date de l’édition 05/07/2016 Contenu 4 livrets, 12 pages',
    );
  });

  it('a un index par No PV et un par No Élève, une ligne par candidat, chacune avec deux liens (R76)', () => {
    const textes = fichier.relu.pages
      .slice(0, fichier.pagesDIndex)
      .flatMap((page) => page.liens.map((lien) => lien.texte));
    const parPv = ['2', '0000000042', '9', '1200000009', '10', '7305550001', '10B', '4821093657'];
    const parEleve = ['0000000042', '2', '1200000009', '9', '4821093657', '10B', '7305550001', '10'];
    expect(textes).toEqual([...parPv, ...parEleve]);
  });

  it('ouvre le bon livret depuis chaque lien et chaque signet', () => {
    const liens = fichier.relu.pages.flatMap((page) => page.liens);
    for (const { noPv, noEleve, premierePage } of fichier.livrets) {
      const siens = liens.filter(({ texte }) => texte === noPv || texte === noEleve);
      expect(siens.map(({ page }) => page)).toEqual([premierePage, premierePage, premierePage, premierePage]);
      expect(fichier.relu.signets).toContainEqual({ titre: `No PV ${noPv} · No Élève ${noEleve}`, page: premierePage });
    }
    expect(liens.filter(({ adresse }) => adresse !== null)).toEqual([]);
  });

  it('ne date et ne nomme que l’édition dans ses propriétés', () => {
    expect(fichier.relu.metadonnees).toMatchObject({
      Title: 'Fichier du jury 0123, session 2016, édition 1',
      Creator: 'Livret scolaire du lycée',
      Producer: 'Livret scolaire du lycée',
      CreationDate: 'D:20160704233000Z',
      ModDate: 'D:20160704233000Z',
      Language: 'fr-FR',
    });
  });

  const octets = ({ pdf, livrets }: FichierDuJury) => [pdf, ...livrets.map((livret) => livret.pdf)].map(sha256);

  it('donne les mêmes octets à chaque composition, dans n’importe quel ordre et sur une ou deux presses', async () => {
    const autre = await imprimer({ ...EDITION, candidats: EDITION.candidats.toReversed() }, { presses: 2 });
    expect(octets(autre)).toEqual(octets(fichier));
    const edition2 = await imprimer({ ...EDITION, edition: 2 });
    expect(octets(edition2)).not.toContainEqual(expect.toBeOneOf(octets(fichier)));
  });

  it('donne les mêmes octets un autre jour, sur une machine d’un autre fuseau, dans un autre dossier', async () => {
    const dossier = mkdtempSync(join(tmpdir(), 'lsl-autre-machine-'));
    vi.stubEnv('TMPDIR', dossier);
    vi.stubEnv('TZ', 'Pacific/Kiritimati');
    vi.stubEnv('LANG', 'tr_TR.UTF-8');
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2031-02-03T04:05:06Z') });
    try {
      expect(new Date().toString()).toContain('Feb 03 2031 18:05:06');
      expect(octets(await imprimer(EDITION))).toEqual(octets(fichier));
    } finally {
      vi.useRealTimers();
      vi.unstubAllEnvs();
      rmSync(dossier, { recursive: true, force: true });
    }
  });

  it('n’écrit d’autre date que celle de l’édition', async () => {
    for (const pdf of [fichier.pdf, ...fichier.livrets.map((livret) => livret.pdf)]) {
      const { metadonnees } = await relirePdf(pdf);
      expect(new Set(JSON.stringify(metadonnees).match(/D:\d+/g))).toEqual(new Set(['D:20160704233000']));
    }
  });

  it('passe le contrôle, même quand un candidat porte un mot du modèle ou un mot courant', () => {
    const verdict = controlerFichierDuJury({ fichier: fichier.relu, candidats: fichier.livrets, termes: TERMES });
    expect(verdict).toEqual({
      conforme: true,
      pages: fichier.relu.pages.length,
      livrets: fichier.livrets.map(({ noPv, noEleve, premierePage, pages }) => ({
        noPv,
        noEleve,
        premierePage,
        pages,
      })),
      anomalies: [],
    });
  });

  it('donne aussi chaque livret seul : ses pages du fichier, et un titre par numéros', async () => {
    for (const { noPv, noEleve, premierePage, pages, pdf } of fichier.livrets) {
      const seul = await relirePdf(pdf);
      const siennes = fichier.relu.pages.slice(premierePage - 1, premierePage - 1 + pages);
      expect(seul.pages.map(({ fragments }) => fragments)).toEqual(siennes.map(({ fragments }) => fragments));
      expect(seul.metadonnees).toMatchObject({
        Title: `Livret No Élève ${noEleve}, No PV ${noPv}, session 2016, édition 1`,
        CreationDate: 'D:20160704233000Z',
        ModDate: 'D:20160704233000Z',
      });
      expect(JSON.stringify(seul)).not.toMatch(new RegExp(NUMEROS.filter((numero) => numero !== noEleve).join('|')));
    }
  });
});

describe('un livret que le navigateur n’imprime pas', () => {
  /** A browser that fails on a document that holds this word, and fails once on any other. */
  const capricieux = (navigateur: Navigateur, poison: string): Navigateur => {
    let aEchoue = false;
    return {
      imprimer(html) {
        const echoue = html.includes(poison) || !aEchoue;
        aEchoue = true;
        return echoue
          ? Promise.reject(
              new ErreurCodee('impression-impossible', 'Un document n’a pas pu être imprimé.', 'Relancez.'),
            )
          : navigateur.imprimer(html);
      },
    };
  };
  const composer = (poison: string, edition = EDITION, progres?: Progres) =>
    avecNavigateur((n) => composerFichierDuJury(edition, capricieux(n, poison), progres), COUCHE);

  it('est dit par son numéro, et les autres viennent, les mêmes que sans lui', async () => {
    const avancement: unknown[] = [];
    const avec = await composer('livret-1200000009', EDITION, (...faits) => avancement.push(faits));
    expect(avec.echecs).toEqual([{ noPv: '9', noEleve: '1200000009', code: 'impression-impossible' }]);
    expect(avec.livrets.map(({ noPv }) => noPv)).toEqual(['2', '10', '10B']);
    expect(avancement).toEqual([[4, 4]]);
    const sans = await imprimer({
      ...EDITION,
      candidats: EDITION.candidats.filter(({ noPv }) => noPv !== '9'),
      sansLivret: [{ noPv: '9', noEleve: '1200000009', raison: NON_IMPRIME }],
    });
    expect(Buffer.compare(avec.pdf, sans.pdf)).toBe(0);
  });

  it('n’est rien quand le navigateur n’a failli qu’une fois : le fichier est le même', async () => {
    const apres = await composer('aucun livret ne le dit');
    expect(apres.echecs).toEqual([]);
    expect(Buffer.compare(apres.pdf, fichier.pdf)).toBe(0);
  });

  it('arrête l’édition quand c’est le cas de tous', async () => {
    await expect(composer('Livret')).rejects.toMatchObject({ code: 'impression-impossible' });
  });

  it('est dit illisible quand son contenu n’est pas celui d’un livret', async () => {
    const [premier, second] = EDITION.candidats;
    if (premier === undefined || second === undefined) throw new Error('aucun candidat');
    const casse = { ...second, livret: { ...second.livret, annees: [{}] } as unknown as LivretPresente };
    const { livrets, echecs } = await imprimer({ ...EDITION, candidats: [premier, casse] });
    expect(livrets.map(({ noPv }) => noPv)).toEqual(['10']);
    expect(echecs).toEqual([{ noPv: '9', noEleve: '1200000009', code: 'livret-illisible' }]);
  });
});

describe('le contrôle d’un fichier qui laisse passer une identité', () => {
  const texteLibre = (livret: LivretPresente, appreciation: string): LivretPresente => ({
    ...livret,
    annees: livret.annees.map((annee) => ({
      ...annee,
      groupes: annee.groupes.map((groupe) => ({
        ...groupe,
        disciplines: groupe.disciplines.map((discipline, rang) =>
          rang === 1 ? { ...discipline, appreciation } : discipline,
        ),
      })),
    })),
  });

  it.each([
    ['nom', 'Mme dupont moreau a progressé.'],
    ['prenom', 'METHODE doit poursuivre.'],
    ['ine', 'Dossier 123456780ab, complet.'],
    ['eleve-id', 'Voir la fiche n°401230.'],
    ['uai', 'Arrivée de 0210047H en janvier.'],
    ['etablissement', 'Venue du lycée Victor Hugo.'],
    ['commune', 'Habite loin de BESANCON.'],
  ])('trouve un terme de nature « %s » dans une appréciation, et dit sur quelle page', async (nature, appreciation) => {
    const [premier, ...autres] = LIVRETS;
    if (premier === undefined) throw new Error('aucun livret');
    const fuite = await imprimer(editionDe([texteLibre(premier, appreciation), ...autres.slice(1, 2)]));
    const verdict = controlerFichierDuJury({ fichier: fuite.relu, candidats: fuite.livrets, termes: TERMES });
    expect(verdict.conforme).toBe(false);
    // The school of the third candidate is the same: it is found for each of the two.
    const premiere = fuite.livrets[0]?.premierePage;
    expect(verdict.anomalies).toContainEqual(
      expect.objectContaining({ code: 'terme-interdit', nature, noEleve: premier.noEleve, page: premiere }),
    );
    expect(new Set(verdict.anomalies.map((anomalie) => anomalie.nature))).toEqual(new Set([nature]));
    expect(JSON.stringify(verdict)).not.toContain(appreciation);
  });
});

describe('une édition qui se tromperait', () => {
  const refusee = (candidats: typeof EDITION.candidats) => imprimer({ ...EDITION, candidats });

  it('est refusée quand elle n’a aucun livret', async () => {
    await expect(refusee([])).rejects.toMatchObject({ code: 'jury-sans-livret' });
  });

  it('est refusée quand un numéro y est deux fois', async () => {
    const [premier, second] = EDITION.candidats;
    if (premier === undefined || second === undefined) throw new Error('aucun candidat');
    await expect(refusee([premier, { ...second, noPv: premier.noPv }])).rejects.toMatchObject({
      code: 'candidat-en-double',
    });
    await expect(refusee([premier, { ...premier, noPv: '11' }])).rejects.toMatchObject({ code: 'candidat-en-double' });
  });

  it('est refusée quand un livret porte un autre No Élève que son candidat', async () => {
    const [premier] = EDITION.candidats;
    if (premier === undefined) throw new Error('aucun candidat');
    await expect(refusee([{ ...premier, noEleve: '9999999999' }])).rejects.toMatchObject({
      code: 'livret-mal-attribue',
    });
  });
});
