import { describe, expect, it } from 'vitest';
import { Livret } from '../../shared/livret/page.tsx';
import type { LivretPresente } from '../../shared/livret/presentation.ts';
import { chaineCss, feuillesDuLivret } from '../../shared/livret/style.ts';
import { annee, competences, discipline, LIVRET_PUBLIE, livret } from './exemples.ts';

const html = (presente: LivretPresente): string => String(<Livret livret={presente} />);

describe('la page du livret, en HTML', () => {
  it('est en français, et ses tableaux nomment leurs lignes et leurs colonnes', () => {
    const page = html(LIVRET_PUBLIE);
    expect(page).toContain('<article class="livret" lang="fr" style="page: livret-4821093657-2014">');
    expect(page).toContain('<caption>Classe de première — 2014-2015</caption>');
    expect(page).toContain('<th scope="rowgroup" rowspan="6" class="discipline">MATHÉMATIQUES</th>');
    expect(page).toContain('<th scope="row" class="competence">Mener des raisonnements</th>');
    for (const cellule of page.match(/<th\b[^>]*>/g) ?? []) expect(cellule).toContain('scope="');
  });

  it('n’a que les périodes de l’année : trois trimestres ou deux semestres (R45)', () => {
    const semestres = annee(2015, [{ intitule: 'G', disciplines: [discipline('D', { periodes: ['12', '13'] })] }], {
      decoupage: 'S',
    });
    expect(html(LIVRET_PUBLIE)).toMatch(/1 tr\..*2 tr\..*3 tr\..*année/);
    const page = html(livret('0000000001', [semestres]));
    expect(page).toMatch(/1 sem\..*2 sem\..*année/);
    expect(page).not.toContain('3 sem.');
    expect(page).not.toContain(' tr.');
  });

  it('dit qu’une discipline n’a pas d’évaluation chiffrée quand la nomenclature n’en prévoit pas', () => {
    const tpe = discipline('TPE', { periodique: false });
    const page = html(livret('0000000001', [annee(2015, [{ intitule: 'G', disciplines: [tpe] }])]));
    expect(page).toContain('Sans évaluation chiffrée');
    expect(page).not.toContain('NN');
  });

  it('écrit NN pour une période et une année sans note (R51)', () => {
    const page = html(
      livret('0000000001', [annee(2015, [{ intitule: 'G', disciplines: [discipline('D', { periodes: [null] })] }])]),
    );
    expect(page.match(/<dd>NN<\/dd>/g)).toHaveLength(2);
  });

  it('met une croix et une seule par compétence évaluée, aucune pour une compétence qui ne l’est pas (R47, R49)', () => {
    expect(html(LIVRET_PUBLIE).match(/<b>×<\/b>/g)).toHaveLength(16);
  });

  it('écrit le niveau du CECRL des langues au lieu d’une croix', () => {
    const anglais = discipline('ANGLAIS LV1', {
      rubriques: [{ intitule: null, competences: competences(['Interaction orale', 'B2']) }],
    });
    const page = html(livret('0000000001', [annee(2015, [{ intitule: 'G', disciplines: [anglais] }])]));
    expect(page).toContain('<td colspan="4" class="cecrl">B2</td>');
    expect(page).not.toContain('×');
  });

  it('montre les mentions quand il y en a (R56)', () => {
    expect(html(LIVRET_PUBLIE)).not.toContain('Mentions');
    expect(html(livret('0000000001', [], { mentions: ['B2i lycée'] }))).toContain('<h3>Mentions</h3><p>B2i lycée</p>');
  });

  it('n’exécute ni n’interprète rien de ce que les gens écrivent', () => {
    const texte = '<script>alert(1)</script> & "L\'élève" </td></style>';
    const page = html(
      livret(
        '0000000001',
        [annee(2015, [{ intitule: texte, disciplines: [discipline(texte, { appreciation: texte })] }])],
        {
          engagements: [texte],
        },
      ),
    );
    expect(page).not.toContain('<script');
    expect(page).not.toContain('</style>');
    expect(page.match(/&lt;script&gt;/g)).toHaveLength(4);
  });
});

describe('les feuilles du livret', () => {
  it('ne laissent aucun texte sortir d’une chaîne de la feuille de style', () => {
    const chaine = chaineCss('a"; } @page { content: "b\\</style>\n');
    expect(chaine).toMatch(/^"(?:[\p{L}\p{N} .,/·—-]|\\[0-9a-f]+ )*"$/u);
    expect(chaineCss('Élève 1 / 2 — 3')).toBe('"Élève 1 / 2 — 3"');
  });

  it('portent le No Élève, sous un nom qui n’est qu’à lui', () => {
    const feuilles = feuillesDuLivret(LIVRET_PUBLIE, 'No PV 12');
    expect(feuilles).toContain('content: "No Élève 4821093657"');
    expect(feuilles).toContain('@page livret-4821093657-2014 {');
  });
});
