import { beforeAll, describe, expect, it } from 'vitest';
import type { Fragment, PageRelue } from '../../shared/jury/relire.ts';
import type { DisciplinePresentee, LivretPresente } from '../../shared/livret/presentation.ts';
import { editionDe, type FichierImprime, imprimer, texteDe } from '../jury/impression.ts';
import { EXTREMES } from './exemples.ts';

/** The page as a browser prints it and a PDF reader reads it back. */

let fichier: FichierImprime;
beforeAll(async () => {
  fichier = await imprimer(editionDe(Object.values(EXTREMES)));
});

const pages = (presente: LivretPresente): readonly PageRelue[] => fichier.pagesDe(presente.noEleve);
/** Points; the sheet's own is 9 mm. */
const MARGE = 24.5;
const colle = (texte: string) => texte.replace(/\s+/g, '').toLocaleUpperCase('fr');
const disciplinesDe = (presente: LivretPresente): DisciplinePresentee[] =>
  presente.annees.flatMap((a) => a.groupes.flatMap((groupe) => groupe.disciplines));

describe('l’exemple publié du livret (page.md)', () => {
  const lire = () => {
    const [page] = pages(EXTREMES.publie);
    if (page === undefined) throw new Error('aucune page');
    return page;
  };

  it('tient en une page et porte son en-tête, ses colonnes et son bandeau', () => {
    expect(pages(EXTREMES.publie)).toHaveLength(1);
    const texte = texteDe([lire()]);
    for (const attendu of [
      'No Élève 4821093657',
      'Session 2016',
      'ST2S Sciences et technologies de la santé et du social',
      'Classe de première — 2014-2015',
      'Disciplines Évaluation chiffrée',
      'Évaluation des compétences en référence aux programmes d’enseignement',
      'Appréciation générale sur le niveau d’implication et les progrès de l’élève',
      '1 - non maîtrisées, 2 - insuffisamment maîtrisées, 3 - maîtrisées, 4 - bien maîtrisées',
      'Répartition des moyennes annuelles individuelles (%)',
      'ENSEIGNEMENTS OBLIGATOIRES',
      'Page 1 / 1',
    ]) {
      expect(texte).toContain(attendu);
    }
  });

  it.each([
    [
      'MATHÉMATIQUES',
      '1 tr. 18,25 2 tr. 18 3 tr. 19 année 18,41',
      'Effectif 26 < 8 11 ≥ 8 et < 12 39 ≥ 12 50 Moy. annuelle 15,25',
    ],
    [
      'SCIENCES PHYSIQUES ET CHIMIQUES',
      '1 tr. 11,5 2 tr. 12,5 3 tr. NN année 12',
      'Effectif 26 < 8 10,5 ≥ 8 et < 12 40,5 ≥ 12 49 Moy. annuelle 15,3',
    ],
    [
      'FRANÇAIS',
      '1 tr. 12 2 tr. 13 3 tr. 14 année 13',
      'Effectif 27 < 8 10,5 ≥ 8 et < 12 40,5 ≥ 12 49 Moy. annuelle 15,3',
    ],
  ])('donne à %s ses moyennes et les chiffres de son groupe (R45, R46, R51, R52, R54)', (nom, eleve, groupe) => {
    expect(texteDe([lire()])).toContain(`${nom} ${eleve} ${groupe}`);
  });

  it('met chaque croix dans la colonne de son niveau, sur la ligne de sa compétence (R47, R49)', () => {
    const page = lire();
    const attendues = disciplinesDe(EXTREMES.publie).flatMap((d) =>
      d.rubriques.flatMap((rubrique) => rubrique.competences),
    );
    expect(attendues).toHaveLength(18);
    for (const { libelle, niveau } of attendues) {
      expect([libelle, niveauDeLaCroix(page, libelle)]).toEqual([libelle, niveau]);
    }
  });

  it('écrit l’appréciation de chaque discipline (R50)', () => {
    expect(lire().fragments.filter(({ texte }) => texte === 'bien')).toHaveLength(3);
  });
});

/** The level whose column holds a cross beside the first line of this competence. */
function niveauDeLaCroix(page: PageRelue, libelle: string): string | null {
  const ligne = page.fragments.find((fragment) => fragment.x > 200 && debutDe(page, fragment, libelle));
  if (ligne === undefined) throw new Error(`compétence introuvable : ${libelle}`);
  const croix = page.fragments.filter(({ texte, y }) => texte === '×' && Math.abs(y - ligne.y) < 5);
  if (croix.length > 1) throw new Error(`plusieurs croix : ${libelle}`);
  const milieu = (fragment: Fragment) => fragment.x + fragment.largeur / 2;
  const colonne = ['1', '2', '3', '4'].find((niveau) =>
    page.fragments.some(
      (fragment) =>
        fragment.texte === niveau &&
        fragment.corps > 8.4 &&
        croix[0] !== undefined &&
        Math.abs(milieu(fragment) - milieu(croix[0])) < 2,
    ),
  );
  return colonne ?? null;
}

/** Runs are cut at ligatures: the line is put together before it is compared. */
function debutDe(page: PageRelue, fragment: Fragment, libelle: string): boolean {
  const ligne = page.fragments
    .filter(({ y, x }) => Math.abs(y - fragment.y) < 0.5 && x >= fragment.x && x < fragment.x + 170)
    .map(({ texte }) => texte)
    .join('');
  return (
    ligne !== '' && libelle.startsWith(ligne.replace(/×.*$/, '').trim()) && libelle.slice(0, 12) === ligne.slice(0, 12)
  );
}

describe('toute page de tout livret', () => {
  const tous = Object.entries(EXTREMES);

  it.each(tous)('%s : porte le No Élève une fois, et son rang parmi les pages du livret (R77)', (_nom, presente) => {
    const siennes = pages(presente);
    expect(siennes.length).toBeGreaterThan(0);
    siennes.forEach((page, rang) => {
      const texte = texteDe([page]);
      expect(texte.match(/No Élève \d+/g)).toEqual([`No Élève ${presente.noEleve}`]);
      expect(texte).toContain(`Page ${rang + 1} / ${siennes.length} `);
    });
  });

  it.each(tous)('%s : n’a rien hors de ses marges, ni deux colonnes l’une sur l’autre', (_nom, presente) => {
    for (const page of pages(presente)) {
      for (const { texte, x, y, largeur, corps } of page.fragments) {
        expect(x, texte).toBeGreaterThan(MARGE);
        expect(x + largeur, texte).toBeLessThan(page.largeur - MARGE);
        expect(y, texte).toBeGreaterThan(14);
        expect(y + corps, texte).toBeLessThan(page.hauteur - 14);
      }
      const chevauchements = page.fragments.flatMap((a) =>
        page.fragments
          .filter((b) => b.x > a.x + 3 && Math.abs(b.y - a.y) < 3 && b.x < a.x + a.largeur - 1)
          .map((b) => [a.texte, b.texte]),
      );
      expect(chevauchements).toEqual([]);
    }
  });

  it.each(tous)('%s : donne chaque appréciation et chaque avis entiers', (_nom, presente) => {
    const texte = colle(texteDe(pages(presente)));
    for (const { appreciation } of disciplinesDe(presente)) expect(texte).toContain(colle(appreciation ?? ''));
    for (const { avisEngagement, avisInvestissement, avisChefEtab } of presente.annees) {
      for (const avis of [avisEngagement, avisInvestissement, avisChefEtab]) expect(texte).toContain(colle(avis ?? ''));
    }
  });

  it.each(tous)('%s : ne sépare ni une discipline de son nom, ni un titre de ce qu’il annonce', (_nom, presente) => {
    for (const { annee: debut, groupes } of presente.annees) {
      const sectionDe = pages(presente)
        .map((page) => texteDe([page]))
        .filter((texte) => texte.includes(`— ${debut}-${debut + 1}`))
        .map(colle);
      const pageDe = (texte: string) => [texte, sectionDe.findIndex((page) => page.includes(colle(texte)))];
      if (groupes[0] !== undefined) expect(pageDe(groupes[0].intitule)).toEqual([groupes[0].intitule, 0]);
      for (const { intitule, disciplines } of groupes) {
        expect(pageDe(intitule)[1]).toBe(pageDe(disciplines[0]?.libelle ?? '')[1]);
        for (const { libelle, rubriques, appreciation } of disciplines) {
          const [, rang] = pageDe(libelle);
          expect(rang).not.toBe(-1);
          const suite = rubriques.flatMap((rubrique) => [
            rubrique.intitule,
            ...rubrique.competences.map((c) => c.libelle),
          ]);
          for (const texte of [...suite, appreciation]) {
            if (texte !== null) expect(pageDe(texte)).toEqual([texte, rang]);
          }
        }
      }
    }
  });

  it.each(tous)('%s : ne laisse pas les avis seuls sur une page', (_nom, presente) => {
    for (const page of pages(presente)) {
      const texte = texteDe([page]);
      if (!texte.includes('Avis du chef d’établissement') || texte.includes('Aucune évaluation')) continue;
      expect(texte).toMatch(/année (NN|\d)/);
    }
  });
});

describe('les livrets extrêmes', () => {
  it('un livret sans année dit qu’aucune n’est renseignée', () => {
    expect(texteDe(pages(EXTREMES.sansAnnee))).toContain('Aucune année renseignée.');
  });

  it('un livret vide montre ses titres et ce qui manque, sans se couper', () => {
    const texte = texteDe(pages(EXTREMES.vide));
    expect(texte).toContain('Aucune évaluation pour cette année.');
    expect(texte).toContain('année NN');
    expect(texte.match(/Non renseigné/g)).toHaveLength(7);
    expect(texte).toContain('Aucun engagement signalé');
  });

  it('deux semestres donnent deux périodes et l’année', () => {
    expect(texteDe(pages(EXTREMES.semestres))).toContain('DROIT 1 sem. 9,5 2 sem. 10,75 année 10,12');
  });

  it('les trois années du lycée professionnel commencent chacune une page, avec leur rappel en tête', () => {
    const texte = pages(EXTREMES.troisAnnees).map((page) => texteDe([page]));
    expect(texte).toHaveLength(3);
    expect(texte[0]).toContain('Classe de seconde — 2013-2014');
    expect(texte[1]).toContain('Classe de première — 2014-2015 No Élève 0000000003');
    expect(texte[2]).toContain('Classe de terminale — 2015-2016 No Élève 0000000003');
  });

  it('vingt disciplines de huit compétences se suivent sur les pages, colonnes rappelées en tête de chacune', () => {
    const texte = pages(EXTREMES.vingtDisciplines).map((page) => texteDe([page]));
    expect(texte.length).toBeGreaterThan(6);
    for (const page of texte) expect(page.match(/Compétences attendues/g)).toEqual(['Compétences attendues']);
  });

  it('les signes d’autres écritures et les chevrons sont imprimés tels quels', () => {
    expect(texteDe(pages(EXTREMES.signes))).toContain(
      '« Cœur » & ça : <b>5 < 6</b> ; l’« œuvre » d’Aïcha — αβγ — Жанна… ½ € fin',
    );
  });

  it('une appréciation trop longue pour sa colonne est sous sa discipline, sur la largeur de la page', () => {
    const [premiere, seconde] = pages(EXTREMES.longues);
    for (const page of [premiere, seconde]) {
      if (page === undefined) throw new Error('aucune page');
      expect(texteDe([page])).toContain('Ci-dessous');
      const lignes = page.fragments.filter(({ largeur }) => largeur > 240);
      expect(lignes.length).toBeGreaterThan(25);
    }
  });

  it('un livret ordinaire de deux années tient en quatre pages', () => {
    expect(pages(EXTREMES.ordinaire)).toHaveLength(4);
  });

  it('la dernière page porte les engagements et l’avis pour l’examen, avec l’avis du chef d’établissement (R55)', () => {
    const derniere = texteDe(pages(EXTREMES.ordinaire).slice(-1));
    for (const attendu of ['Délégué de classe · Association sportive', 'Très favorable', 'Année très satisfaisante.']) {
      expect(derniere).toContain(attendu);
    }
  });

  it('le plus petit corps imprimé est de 7,5 points, dans les seules lettres du modèle', () => {
    const corps = fichier.relu.pages.flatMap((page) => page.fragments.map((fragment) => fragment.corps));
    expect(Math.min(...corps)).toBeGreaterThan(7.49);
  });
});
