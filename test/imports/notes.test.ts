import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DossierNotes } from '../../shared/imports/dossiers.ts';
import { decimalCanonique } from '../../shared/kernel/note.ts';
import { testSurReference } from '../reference.ts';
import { ENTETE, eleve, evaluation, notes, notesAvec, scolarite } from './fichiers.ts';
import { codes, lire } from './lectures.ts';

const lireNotes = (fichier: string | Uint8Array) => lire('notes', fichier);

async function seul(fichier: string): Promise<DossierNotes> {
  const { dossiers, refus } = await lireNotes(fichier);
  expect(refus).toEqual([]);
  expect(dossiers).toHaveLength(1);
  return dossiers[0] as DossierNotes;
}

async function evaluationDe(
  fichier: string,
): Promise<DossierNotes['scolarites'][number]['evaluations'][number] | undefined> {
  return (await seul(fichier)).scolarites[0]?.evaluations[0];
}

const refusDe = async (fichier: string): Promise<string[]> =>
  (await lireNotes(fichier)).refus.flatMap(({ anomalies }) => codes(anomalies));

describe('an export of notes', () => {
  testSurReference(
    'written by hand and complete gives all that it holds',
    'samples/lsl/LSL_exemple_complet_main.xml',
    async (fichier) => {
      const { entete, dossiers, avertissements } = await lireNotes(await readFile(fichier));
      expect(entete).toEqual({
        type: 'entete',
        flux: 'notes',
        uai: '0380029A',
        annee: null,
        editeur: 'Essai',
        application: 'Essai',
        positionDeLEditeur: { ligne: 3, colonne: 11 },
      });
      expect(avertissements).toMatchObject([{ code: 'niveau-cecrl-hors-langue', ligne: 17, eleve: '1413136' }]);
      expect(dossiers).toEqual([
        {
          position: { ligne: 5, colonne: 5 },
          eleveId: '1413136',
          engagements: ['C'],
          engagementAutre: 'Radio',
          avisExamen: 'T',
          scolarites: [
            {
              annee: 2015,
              decoupage: 'T',
              avisEngagement: { texte: 'Engagée.', nom: 'CPE', prenom: 'Anne', date: '2016-05-30' },
              avisInvestissement: { texte: 'Très impliquée.', nom: 'PP', prenom: 'Paul', date: null },
              avisChefEtab: { texte: 'Visa.', nom: 'PROV', prenom: 'Inès', date: '2016-06-02' },
              evaluations: [
                {
                  position: { ligne: 13, colonne: 11 },
                  codeMatiere: '061300',
                  modalite: 'S',
                  date: '2016-05-28',
                  structure: { effectif: 31, moyenne: '11.42', moinsDe8: '12.9', de8a12: '45.16', plusDe12: '41.94' },
                  appreciation: 'Bon travail.',
                  periodes: [
                    { numero: 1, moyenne: '14.2' },
                    { numero: 2, moyenne: null },
                  ],
                  competences: [
                    { code: '0094', niveau: '3' },
                    { code: '0105', niveau: 'NE' },
                    { code: '0097', niveau: 'B2' },
                  ],
                  enseignants: [{ nom: 'DURAND', prenom: 'Luc' }],
                },
              ],
            },
          ],
        },
      ]);
    },
  );

  testSurReference(
    'of GEPI is accepted whole, with a warning for each blank appreciation',
    'samples/lsl/LSL_gepi-plugin_valide.xml',
    async (fichier) => {
      const { dossiers, refus, avertissements } = await lireNotes(await readFile(fichier));
      expect(dossiers.map(({ eleveId }) => eleveId)).toEqual(['1413136', '1413137', '1413138']);
      expect(refus).toEqual([]);
      expect(new Set(codes(avertissements))).toEqual(new Set(['appreciation-blanche']));
      expect(avertissements).toHaveLength(13);
      expect(dossiers[0]?.scolarites.map(({ annee, evaluations }) => [annee, evaluations.length])).toEqual([
        [2015, 2],
        [2014, 3],
      ]);
      expect(dossiers[0]?.scolarites[0]?.evaluations[0]?.enseignants).toEqual([{ nom: 'MÜLLER', prenom: 'Hélène' }]);
    },
  );

  testSurReference(
    'of GEPI loses only the pupil whose appreciation an ampersand emptied',
    'samples/lsl/LSL_gepi-plugin_defaut-esperluette.xml',
    async (fichier) => {
      const { dossiers, refus } = await lireNotes(await readFile(fichier));
      expect(dossiers.map(({ eleveId }) => eleveId)).toEqual(['1413137', '1413138']);
      expect(refus).toHaveLength(1);
      expect(refus[0]?.eleve).toBe('1413136');
      expect(refus[0]?.anomalies.filter(({ gravite }) => gravite === 'refus-dossier')).toMatchObject([
        { code: 'appreciation-vide', ligne: 12, eleve: '1413136' },
      ]);
    },
  );
});

describe('a CECRL level', () => {
  const avecNiveau = (code: string, niveau: string) =>
    lireNotes(
      notesAvec({
        attributs: `modalite-election="O" code-matiere="${code}"`,
        competences: `<competences><competence>${niveau}</competence></competences>`,
      }),
    );

  test('is for languages: elsewhere the competence is warned of, and kept', async () => {
    for (const code of ['030201', '030602', '030003']) {
      expect((await avecNiveau(code, 'B2')).avertissements).toEqual([]);
    }
    for (const code of ['020300', '061300']) {
      const { dossiers, avertissements } = await avecNiveau(code, 'B2');
      expect(codes(avertissements)).toEqual(['niveau-cecrl-hors-langue']);
      expect(dossiers[0]?.scolarites[0]?.evaluations[0]?.competences).toEqual([{ code: null, niveau: 'B2' }]);
      expect((await avecNiveau(code, '4')).avertissements).toEqual([]);
    }
  });
});

describe('an average', () => {
  const noteDe = async (moyenne: string): Promise<string | null | undefined> =>
    (await evaluationDe(notesAvec({ periodes: `<periode numero="1" moyenne="${moyenne}"/>` })))?.periodes[0]?.moyenne;

  test('of -1 is « non noté », however it is written (rules.md 8)', async () => {
    for (const texte of ['-1', '-1.0', ' -01.00 ']) expect(await noteDe(texte)).toBeNull();
  });

  test('is any decimal of two digits from 0 to 20, kept exactly', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 2000 }),
        fc.constantFrom('', '+', '00', ' '),
        async (centiemes, prefixe) => {
          const texte = (centiemes / 100).toFixed(2);
          expect(await noteDe(prefixe + texte)).toBe(decimalCanonique(texte));
        },
      ),
      { numRuns: 200 },
    );
  });

  test.each(['', '.', '14,2', '14.201', '1e1', 'NN', 'Disp', '--1', '1 4'])(
    'written « %s » is not one',
    async (texte) => {
      expect(await refusDe(notesAvec({ periodes: `<periode numero="1" moyenne="${texte}"/>` }))).toEqual([
        'moyenne-invalide',
      ]);
    },
  );

  test.each(['20.01', '-0.01', '-2', '1000000000000000000000'])('of %s is out of range', async (texte) => {
    expect(await refusDe(notesAvec({ periodes: `<periode numero="1" moyenne="${texte}"/>` }))).toEqual([
      'moyenne-hors-bornes',
    ]);
  });
});

describe('periods', () => {
  test('come in any order and are given in that of the year', async () => {
    const lue = await evaluationDe(
      notesAvec({
        periodes: '<periode numero="3" moyenne="3"/><periode numero="1" moyenne="1"/><periode numero="2" moyenne="2"/>',
      }),
    );
    expect(lue?.periodes.map(({ numero }) => numero)).toEqual([1, 2, 3]);
  });

  test('are two at most in a year of semesters', async () => {
    const fichier = notes({
      eleves: eleve({
        scolarites: scolarite({
          attributs: 'annee-scolaire="2015" code-periode="S"',
          evaluations: evaluation({ periodes: '<periode numero="3" moyenne="12"/>' }),
        }),
      }),
    });
    expect(await refusDe(fichier)).toEqual(['periode-hors-decoupage']);
  });

  test('may all be missing, as may the appreciation and the competences', async () => {
    const lue = await evaluationDe(notesAvec({ periodes: '', annuelle: '', competences: '' }));
    expect(lue).toMatchObject({ periodes: [], appreciation: null, competences: [] });
  });
});

describe('the figures of the group', () => {
  test.each([
    ['11', '39', '50'],
    ['10.5', '40.5', '49'],
    ['33.33', '33.33', '33.34'],
    ['33', '33', '33'],
    ['34', '34', '33'],
    ['0', '66.67', '33.33'],
  ])('%s, %s and %s add up to about 100 (R53)', async (a, b, c) => {
    const structure = `<structure repar-moins-huit="${a}" repar-huit-douze="${b}" repar-plus-douze="${c}"/>`;
    expect((await lireNotes(notesAvec({ structure }))).avertissements).toEqual([]);
  });

  test.each([
    ['33.33', '33.33', '32.33'],
    ['50', '50', '2'],
    ['-10', '60', '50'],
    ['0', '0', '0'],
  ])('%s, %s and %s do not, and are shown as received', async (a, b, c) => {
    const structure = `<structure repar-moins-huit="${a}" repar-huit-douze="${b}" repar-plus-douze="${c}"/>`;
    const { avertissements, dossiers } = await lireNotes(notesAvec({ structure }));
    expect(codes(avertissements)).toEqual(['repartition-incoherente']);
    expect(dossiers[0]?.scolarites[0]?.evaluations[0]?.structure).toMatchObject({
      moinsDe8: a,
      de8a12: b,
      plusDe12: c,
    });
  });

  test('may have no mean: -1 is nothing to say of', async () => {
    const { avertissements, dossiers } = await lireNotes(
      notesAvec({ structure: '<structure effectif="3" moyenne="-1"/>' }),
    );
    expect(avertissements).toEqual([]);
    expect(dossiers[0]?.scolarites[0]?.evaluations[0]?.structure).toMatchObject({ effectif: 3, moyenne: null });
  });
});

describe('what the schema lets and forbids', () => {
  test('two evaluations of one subject and modalité are legal (rules.md 10)', async () => {
    const { scolarites } = await seul(
      notes({ eleves: eleve({ scolarites: scolarite({ evaluations: evaluation() + evaluation() }) }) }),
    );
    expect(scolarites[0]?.evaluations).toHaveLength(2);
  });

  test('the parts of an evaluation, and of the header, come in any order', async () => {
    const retournee =
      '<evaluation code-matiere="061300" modalite-election="S"><enseignants><enseignant/></enseignants><annuelle>A</annuelle><structure/></evaluation>';
    const entete = '<entete><etablissement>0380029A</etablissement><editeur/><application>A</application></entete>';
    const { entete: lue, dossiers } = await lireNotes(
      notes({ entete, eleves: eleve({ scolarites: scolarite({ evaluations: retournee }) }) }),
    );
    expect(lue).toMatchObject({ editeur: null, application: 'A' });
    expect(dossiers[0]?.scolarites[0]?.evaluations[0]).toMatchObject({ appreciation: 'A', enseignants: [] });
  });

  test.each([
    ['the exam’s opinion after the years', '', '<avisExamen code="T"/>', ['element-inattendu']],
    [
      'the free engagement before the others',
      '<engagements><engagement-autre>x</engagement-autre><engagement code="C"/></engagements>',
      '',
      ['element-inattendu'],
    ],
    [
      'two free engagements',
      `<engagements>${'<engagement-autre>x</engagement-autre>'.repeat(2)}</engagements>`,
      '',
      ['element-inattendu'],
    ],
    ['the opinion before the engagements', '<avisExamen code="T"/><engagements/>', '', ['element-inattendu']],
    ['white space in an empty element', '<avisExamen code="T"> </avisExamen>', '', ['texte-inattendu']],
    ['text among elements', '<engagements>oubli</engagements>', '', ['texte-inattendu']],
    [
      'an element in a text',
      '<engagements><engagement-autre>a<b/></engagement-autre></engagements>',
      '',
      ['element-inattendu'],
    ],
    ['an attribute in a namespace', '<engagements xml:lang="fr"/>', '', ['attribut-inconnu']],
  ])('%s is refused', async (_nom, avant, apres, attendus) => {
    const fichier = notes({ eleves: eleve({ avant }).replace('</eleve>', `${apres}</eleve>`) });
    expect(await refusDe(fichier)).toEqual(attendus);
  });

  test('opinions of a year come in one order, signed, and may be dated', async () => {
    const avis = (nom: string, attributs = 'nom="A" prenom="B"'): string => `<${nom} ${attributs}>x</${nom}>`;
    const avec = (texte: string): string => notes({ eleves: eleve({ scolarites: scolarite({ avis: texte }) }) });
    expect(await refusDe(avec(avis('avisChefEtab') + avis('avisEngagement')))).toEqual(['element-inattendu']);
    expect(await refusDe(avec(avis('avisChefEtab', 'nom="A"')))).toEqual(['attribut-manquant']);
    expect(await refusDe(avec(avis('avisChefEtab', 'nom="" prenom="" date="2016-05-30Z"')))).toEqual([]);
    expect(await refusDe(avec(avis('avisChefEtab', `nom="${'é'.repeat(66)}" prenom="${'é'.repeat(51)}"`)))).toEqual([
      'texte-trop-long',
      'texte-trop-long',
    ]);
  });

  test('a text counts characters, not bytes nor UTF-16 units', async () => {
    expect(
      (await evaluationDe(notesAvec({ annuelle: `<annuelle>${'😀'.repeat(300)}</annuelle>` })))?.appreciation,
    ).toHaveLength(600);
    expect(await refusDe(notesAvec({ annuelle: `<annuelle>${'😀'.repeat(301)}</annuelle>` }))).toEqual([
      'texte-trop-long',
    ]);
  });

  test('a schema location is allowed anywhere', async () => {
    const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
    await seul(notesAvec({ attributs: `${xsi} xsi:schemaLocation="a b" modalite-election="S" code-matiere="061300"` }));
  });

  test.each(['1', '1.00', '+1.0', ' 1.0 ', '01.'])('« %s » is the version 1.0', async (version) => {
    await seul(notes({ racine: `xmlns:lsl="urn:ac-grenoble.fr:lsl:import" schemaVersion="${version}"` }));
  });
});

describe('one dossier', () => {
  test('gathers all its anomalies, each where it stands', async () => {
    const fichier = notes({
      eleves: `<eleve id="12" x="1">
<avisExamen code="B"/>
<scolarites>
 <scolarite annee-scolaire="2015" code-periode="T">
  <evaluation modalite-election="X" code-matiere="1">
   <structure effectif="un"/>
   <annuelle> </annuelle>
   <periodiques><periode numero="1" moyenne="21"/></periodiques>
  </evaluation>
 </scolarite>
</scolarites>
</eleve>`,
    });
    const { refus } = await lireNotes(fichier);
    expect(
      refus[0]?.anomalies.map(({ code, ligne, colonne, eleve: id }) => `${code} ${ligne}:${colonne} ${id}`),
    ).toEqual([
      'attribut-inconnu 5:1 12',
      'avis-examen-inconnu 6:1 12',
      'element-manquant 9:3 12',
      'matiere-invalide 9:3 12',
      'modalite-inconnue 9:3 12',
      'groupe-invalide 10:4 12',
      'appreciation-blanche 11:4 12',
      'moyenne-hors-bornes 12:17 12',
    ]);
  });

  test('refused leaves the others be', async () => {
    const { dossiers, refus } = await lireNotes(
      notes({
        eleves: eleve({ attributs: 'id="1"' }) + eleve({ attributs: 'id="x"' }) + eleve({ attributs: 'id="3"' }),
      }),
    );
    expect(dossiers.map(({ eleveId }) => eleveId)).toEqual(['1', '3']);
    expect(refus).toMatchObject([{ eleve: null, anomalies: [{ code: 'eleve-id-invalide' }] }]);
  });

  test('that comes twice goes in once, whatever the zeros of its identifier', async () => {
    const { dossiers, refus } = await lireNotes(
      notes({ eleves: `${eleve()}\n${eleve({ attributs: 'id=" +001413136"' })}` }),
    );
    expect(dossiers).toHaveLength(1);
    expect(refus[0]?.anomalies[0]?.message).toBe('Cet élève figure déjà dans le fichier, à la ligne 5.');
  });

  test('quotes of the file what helps, shortened, never a text about a person', async () => {
    const { refus } = await lireNotes(
      notesAvec({
        periodes: `<periode numero="1" moyenne="${'9'.repeat(60)}x"/>`,
        annuelle: `<annuelle>${'Léa '.repeat(100)}</annuelle>`,
        enseignants: `<enseignants><enseignant nom="${'DUPONT'.repeat(12)}"/></enseignants>`,
      }),
    );
    const messages = refus[0]?.anomalies.map(({ message }) => message).join('\n') ?? '';
    expect(messages).toContain(`« ${'9'.repeat(39)}… »`);
    expect(messages).not.toMatch(/Léa|DUPONT/);
  });
});

describe('the file', () => {
  test.each([
    [
      'the header after the data',
      notes({ entete: '', corps: `<donnees>${eleve()}</donnees>${ENTETE}` }),
      'structure-inattendue',
    ],
    ['two headers', notes({ entete: ENTETE + ENTETE }), 'structure-inattendue'],
    ['something else among the pupils', notes({ eleves: `${eleve()}<classe/>` }), 'structure-inattendue'],
    ['an attribute on the data', notes().replace('<donnees>', '<donnees x="1">'), 'structure-attribut'],
    [
      'an attribute of the root that the schema ignores',
      notes({ racine: 'xmlns:lsl="urn:ac-grenoble.fr:lsl:import" schemaVersion="1.0" x="1"' }),
      'structure-attribut',
    ],
    [
      'a header of unknown parts',
      notes({ entete: ENTETE.replace('</entete>', '<version/></entete>') }),
      'entete-non-conforme',
    ],
    ['an UAI in small letters', notes({ entete: ENTETE.replace('0380029A', '0380029a') }), 'etablissement-invalide'],
    ['another namespace', notes().replace('urn:ac-grenoble.fr:lsl:import', 'urn:autre'), 'format-inconnu'],
  ])('with %s is refused', async (_nom, fichier, code) => {
    await expect(lireNotes(fichier)).rejects.toMatchObject({ code });
  });
});
