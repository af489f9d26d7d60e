import { createReadStream } from 'node:fs';
import { describe, expect, test } from 'vitest';
import editeurs from '../../infra/editeurs.json' with { type: 'json' };
import type { DossierSts } from '../../shared/imports/dossiers.ts';
import { schemaEditeurs } from '../../shared/imports/editeurs.ts';
import { ConnaissancesHorsLigne } from '../../shared/imports/hors-ligne.ts';
import { lireFlux } from '../../shared/imports/lire-flux.ts';
import { codeDeSortie, verifier } from '../../shared/imports/verifier.ts';
import type { ManquesDeLEleve } from '../../shared/livret/index.ts';
import { testSurReference } from '../reference.ts';
import { source, toutLire } from '../sources.ts';
import {
  affectation,
  candidat,
  candidats,
  ENTETE,
  eleve,
  evaluation,
  ficheSiecle,
  matiere,
  mef as mefDeNomenclature,
  nomenclature,
  notes,
  notesAvec,
  PARAMETRES,
  scolarite,
  siecle,
} from './fichiers.ts';

const ATTRIBUTS_DE_MATHS =
  'regroupement="ENSEIGNEMENTS OBLIGATOIRES" discipline="MATHÉMATIQUES" codeBcn="061300" presenceEvaluationPeriodique="true" modaliteElection="S"';
const ATTRIBUTS_DEPS = ATTRIBUTS_DE_MATHS.replace('061300', '100100').replace('MATHÉMATIQUES', 'EPS');

const fichier = (nom: string, contenu: string) => ({ fichier: nom, ouvrir: () => source(contenu) });
const VALIDE = notes();
const TRONQUE = VALIDE.slice(0, -10);
const PARTIEL = notes({ eleves: eleve() + eleve({ attributs: 'id="0"' }) });
const TOUT_REFUSE = notes({ eleves: eleve({ attributs: 'id="0"' }) });

describe('the offline check', () => {
  test('says of each file its format, verdict, counts and anomalies', async () => {
    const verification = await verifier([fichier('a.xml', VALIDE), fichier('b.txt', PARTIEL), fichier('c', TRONQUE)]);
    expect(verification).toEqual({
      fichiers: [
        {
          fichier: 'a.xml',
          format: 'notes',
          verdict: 'accepte',
          dossiers: { lus: 1, acceptes: 1, refuses: 0, avertis: 0 },
          anomalies: [],
        },
        {
          fichier: 'b.txt',
          format: 'notes',
          verdict: 'accepte-partiellement',
          dossiers: { lus: 2, acceptes: 1, refuses: 1, avertis: 0 },
          anomalies: [
            {
              code: 'eleve-id-invalide',
              gravite: 'refus-dossier',
              ligne: 5,
              colonne: expect.any(Number),
              eleve: null,
              message: 'L’identifiant SIECLE de l’élève, « 0 », n’est pas un entier positif.',
              remede: 'Vérifiez que les élèves du logiciel viennent bien de SIECLE, puis exportez de nouveau.',
            },
          ],
        },
        {
          fichier: 'c',
          format: 'notes',
          verdict: 'refuse',
          dossiers: { lus: 0, acceptes: 0, refuses: 0, avertis: 0 },
          anomalies: [
            {
              code: 'xml-tronque',
              gravite: 'refus-fichier',
              ligne: 7,
              colonne: expect.any(Number),
              eleve: null,
              message: 'Le fichier s’arrête avant sa fin : il est tronqué.',
              remede: 'Exportez de nouveau le fichier depuis le logiciel, sans le modifier, puis redéposez-le.',
            },
          ],
        },
      ],
    });
  });

  test('knows each feed by its content', async () => {
    const { fichiers } = await verifier([
      fichier('1', VALIDE),
      fichier(
        '2',
        `\ufeff\n${siecle()
          .replace(/<\?.*\?>/, '')
          .replace('Zoé', 'Zoe')}`,
      ),
      fichier('3', nomenclature()),
      fichier('4', candidats(candidat())),
      fichier('notes.xml', '{"json": true}'),
      fichier('notes.xml', '<html/>'),
      fichier('notes.xml', ''),
    ]);
    expect(fichiers.map(({ format, verdict, anomalies }) => [format, verdict, anomalies[0]?.code])).toEqual([
      ['notes', 'accepte', undefined],
      ['eleves', 'accepte', undefined],
      ['nomenclature', 'accepte', undefined],
      ['candidats', 'accepte', undefined],
      ['inconnu', 'refuse', 'format-inconnu'],
      ['inconnu', 'refuse', 'format-inconnu'],
      ['inconnu', 'refuse', 'fichier-vide'],
    ]);
  });

  test('ends with a code that tells the worst verdict', async () => {
    const sortie = async (...contenus: string[]): Promise<number> =>
      codeDeSortie(await verifier(contenus.map((contenu) => fichier('f', contenu))));
    expect(await sortie(VALIDE)).toBe(0);
    expect(await sortie(VALIDE, PARTIEL)).toBe(1);
    expect(await sortie(VALIDE, PARTIEL, TRONQUE)).toBe(2);
    expect(await sortie(TOUT_REFUSE)).toBe(2);
  });

  test('closes what it opened, even when the file is refused at its first bytes', async () => {
    let fermes = 0;
    async function* observee(contenu: string): AsyncGenerator<Uint8Array> {
      try {
        yield* source(contenu, contenu, contenu);
      } finally {
        fermes += 1;
      }
    }
    await verifier(
      ['PK\u0003\u0004'.padEnd(5000), 'x'.repeat(5000), TRONQUE].map((contenu) => ({
        fichier: 'f',
        ouvrir: () => observee(contenu),
      })),
    );
    expect(fermes).toBe(3);
  });

  testSurReference('of GEPI’s exports gives what their authors expect', 'samples/lsl', async (dossier) => {
    const { fichiers } = await verifier(
      ['LSL_gepi-plugin_valide.xml', 'LSL_gepi-plugin_defaut-esperluette.xml', 'LSL_exemple_complet_main.xml'].map(
        (nom) => ({ fichier: nom, ouvrir: () => createReadStream(`${dossier}/${nom}`) }),
      ),
      { editeurs: schemaEditeurs.parse(editeurs) },
    );
    expect(
      fichiers.map(({ verdict, dossiers, anomalies }) => [
        verdict,
        dossiers,
        Object.fromEntries(
          [...Map.groupBy(anomalies, ({ gravite, code }) => `${gravite} ${code}`)].map(([cle, une]) => [
            cle,
            une.length,
          ]),
        ),
      ]),
    ).toEqual([
      ['accepte', { lus: 3, acceptes: 3, refuses: 0, avertis: 3 }, { 'avertissement appreciation-blanche': 13 }],
      [
        'accepte-partiellement',
        { lus: 3, acceptes: 2, refuses: 1, avertis: 2 },
        { 'refus-dossier appreciation-vide': 1, 'avertissement appreciation-blanche': 13 },
      ],
      [
        'accepte',
        { lus: 1, acceptes: 1, refuses: 0, avertis: 1 },
        { 'avertissement editeur-non-agree': 1, 'avertissement niveau-cecrl-hors-langue': 1 },
      ],
    ]);
  });
});

describe('the editor of a file', () => {
  const sous = (editeur: string, ...annees: readonly number[]) =>
    fichier(
      'f',
      notes({
        entete: ENTETE.replaceAll('Essai', editeur),
        eleves: annees
          .map((annee, rang) =>
            eleve({
              attributs: `id="${rang + 1}"`,
              scolarites: scolarite({ attributs: `annee-scolaire="${annee}" code-periode="T"` }),
            }),
          )
          .join(''),
      }),
    );
  const liste = { '2014': [{ editeur: 'A', applications: [] }], '2015': [{ editeur: 'B', applications: [] }] };
  const dites = async (un: ReturnType<typeof sous>) => {
    const [verifie] = (await verifier([un], { editeurs: liste })).fichiers;
    expect(verifie?.verdict).toBe('accepte');
    expect(verifie?.dossiers.avertis).toBe(0);
    return verifie?.anomalies.map(({ code, ligne, colonne, eleve: id }) => [code, ligne, colonne, id]);
  };

  test('is looked up in the list of the latest year that the file carries, and warned of where it is named', async () => {
    expect(await dites(sous('B', 2014, 2015, 2014))).toEqual([]);
    expect(await dites(sous('A', 2014, 2015, 2014))).toEqual([['editeur-non-agree', 3, 9, null]]);
    expect(await dites(sous('A', 2014))).toEqual([]);
  });

  test('is not spoken of for a year without a list, nor for a feed that has no editor', async () => {
    expect(await dites(sous('A', 2016))).toEqual([]);
    expect(await dites(fichier('f', siecle()))).toEqual([]);
  });
});

describe('the check with other feeds', () => {
  const connaitre = async (...contenus: readonly string[]) => {
    const connaissances = new ConnaissancesHorsLigne();
    for (const contenu of contenus) {
      const { lus } = await toutLire(lireFlux(source(contenu)));
      const entete = lus.find((lu) => lu.type === 'entete');
      for (const lu of lus) if (lu.type === 'dossier' && entete !== undefined) connaissances.apprendre(entete, lu);
    }
    return connaissances;
  };
  const codesDe = async (contenu: string, connaissances: ConnaissancesHorsLigne) => {
    const manques: ManquesDeLEleve[] = [];
    const { fichiers } = await verifier([fichier('f', contenu)], {
      connaissances,
      surManques: (_fichier, un) => manques.push(un),
    });
    const [{ verdict, dossiers, anomalies } = { verdict: 'refuse', dossiers: null, anomalies: [] }] = fichiers;
    return { verdict, dossiers, codes: anomalies.map(({ code }) => code), manques };
  };
  const MEF_DE_LA_NOMENCLATURE = '<CODE_MEF>21111010110</CODE_MEF>';
  const SIECLE_CONNU = siecle({ eleves: ficheSiecle({ suite: MEF_DE_LA_NOMENCLATURE }) });
  const avecCode = (code: string) => notesAvec({ attributs: `modalite-election="S" code-matiere="${code}"` });

  test('tells a pupil whom SIECLE does not know for this establishment and the latest year', async () => {
    const deux = notes({ eleves: eleve() + eleve({ attributs: 'id="9"' }) });
    expect(await codesDe(deux, await connaitre(siecle()))).toMatchObject({
      verdict: 'accepte',
      dossiers: { lus: 2, acceptes: 2, refuses: 0, avertis: 1 },
      codes: ['eleve-attendu'],
    });
    for (const autre of [
      siecle({ parametres: PARAMETRES.replace('2015', '2014') }),
      siecle({ parametres: PARAMETRES.replace('0380029A', '0750655E') }),
    ]) {
      expect((await codesDe(notes(), await connaitre(autre))).codes).toEqual(['eleve-attendu']);
    }
  });

  test('without SIECLE knows nobody as unknown, and says what no MEF of the year plans', async () => {
    const connaissances = await connaitre(nomenclature());
    expect(await codesDe(notesAvec({ competences: '' }), connaissances)).toMatchObject({ codes: [], manques: [] });
    expect((await codesDe(notes(), connaissances)).codes).toEqual(['competence-hors-nomenclature']);
    expect((await codesDe(avecCode('100100'), connaissances)).codes).toEqual(['matiere-hors-nomenclature']);
    const autreAnnee = await connaitre(nomenclature({ millesime: '2015' }).replaceAll('2015', '2013'));
    expect((await codesDe(notes(), autreAnnee)).codes).toEqual(['nomenclature-absente']);
  });

  test('with SIECLE and the nomenclature checks each pupil against their own MEF, and says what they lack', async () => {
    const deuxMefs = nomenclature({
      mefs:
        mefDeNomenclature() +
        mefDeNomenclature(
          matiere(undefined, ATTRIBUTS_DEPS),
          'codeMef="21111010111" niveau="Terminale" codeSerie="L" serie="L"',
        ),
    });
    const sansCompetence = (code: string) =>
      notesAvec({ attributs: `modalite-election="S" code-matiere="${code}"`, competences: '' });
    const connaissances = await connaitre(deuxMefs, SIECLE_CONNU);
    expect((await codesDe(sansCompetence('100100'), connaissances)).codes).toEqual(['matiere-hors-nomenclature']);
    const { codes, manques } = await codesDe(sansCompetence('061300'), connaissances);
    expect(codes).toEqual([]);
    expect(manques).toEqual([
      {
        eleve: '1413136',
        bloquants: [],
        autres: ['competences', 'avis-investissement', 'avis-chef-etablissement', 'avis-examen'].map((code) =>
          expect.objectContaining({ code, annee: 2015 }),
        ),
      },
    ]);
    expect(connaissances.disciplines.get('100100')).toBe('EPS');
    const deLAutreMef = siecle({ eleves: ficheSiecle({ suite: '<CODE_MEF>21111010111</CODE_MEF>' }) });
    expect((await codesDe(sansCompetence('100100'), await connaitre(deuxMefs, deLAutreMef))).codes).toEqual([]);
    const sansMef = siecle({ eleves: ficheSiecle({ suite: '' }) });
    expect((await codesDe(notes(), await connaitre(deuxMefs, sansMef))).codes).toEqual(['nomenclature-absente']);
  });

  test('knows the MEF of the year before from the pupil’s former year, unless that year’s own file tells it', async () => {
    const de2014 = notes({
      eleves: eleve({
        scolarites:
          scolarite({ evaluations: evaluation({ competences: '' }) }) +
          scolarite({
            attributs: 'annee-scolaire="2014" code-periode="T"',
            evaluations: evaluation({ competences: '' }),
          }),
      }),
    });
    const deux = `${nomenclature()}`.replace(
      '</nomenclaturesLsl>',
      `<anneeScolaire millesime="2014">${mefDeNomenclature(matiere(''))}</anneeScolaire></nomenclaturesLsl>`,
    );
    const precedente = (code: string) =>
      `${MEF_DE_LA_NOMENCLATURE}<SCOLARITE_AN_DERNIER><CODE_MEF>${code}</CODE_MEF></SCOLARITE_AN_DERNIER>`;
    const cette = siecle({ eleves: ficheSiecle({ suite: precedente('21111010110') }) });
    expect((await codesDe(de2014, await connaitre(deux, cette))).codes).toEqual([]);
    const ailleurs = siecle({ eleves: ficheSiecle({ suite: precedente('21111019999') }) });
    expect((await codesDe(de2014, await connaitre(deux, ailleurs))).codes).toEqual(['nomenclature-absente']);
    const sonAnnee = SIECLE_CONNU.replace('2015', '2014');
    expect((await codesDe(de2014, await connaitre(deux, ailleurs, sonAnnee))).codes).toEqual([]);
  });

  test('tells two evaluations of one code apart by the services of STS', async () => {
    const deuxLignes = nomenclature({
      mefs: mefDeNomenclature(
        matiere('') + matiere('', ATTRIBUTS_DE_MATHS.replace('OBLIGATOIRES', 'AU CHOIX DE L’ÉLÈVE')),
      ),
    });
    const connu = siecle({
      eleves: ficheSiecle({ suite: MEF_DE_LA_NOMENCLATURE }),
      options:
        '<OPTION ELEVE_ID="1413136"><OPTIONS_ELEVE><CODE_MODALITE_ELECT>O</CODE_MODALITE_ELECT><CODE_MATIERE>061300</CODE_MATIERE></OPTIONS_ELEVE></OPTION>',
      structures: affectation('1413136', [
        ['TS1', 'D'],
        ['GMATHS', 'G'],
      ]),
    });
    const de = (nom: string) =>
      evaluation({
        competences: '',
        enseignants: `<enseignants><enseignant nom="${nom}" prenom="Luc"/></enseignants>`,
      });
    const deux = notes({ eleves: eleve({ scolarites: scolarite({ evaluations: de('MOREL') + de('DURAND') }) }) });
    const connaissances = await connaitre(deuxLignes, connu);
    expect((await codesDe(deux, connaissances)).codes).toEqual(['matiere-incertaine', 'matiere-incertaine']);
    const service = (type: 'D' | 'G', code: string, id: string) => ({
      structure: { type, code },
      codeMatiere: '061300',
      modaliteDeCours: 'CG',
      enseignants: [{ type: 'epp' as const, id }],
    });
    const position = { ligne: 1, colonne: 1 };
    const enseignant = (id: string, nom: string) =>
      ({ id, type: 'epp', civilite: null, nom, prenom: 'Luc', fonction: 'ENS', principalDe: [] }) as const;
    const sts: readonly DossierSts[] = [
      ...[enseignant('1', 'DURAND'), enseignant('2', 'MOREL')].map((une) => ({
        position,
        type: 'enseignant' as const,
        enseignant: une,
      })),
      ...[service('D', 'TS1', '1'), service('G', 'GMATHS', '2')].map((un) => ({
        position,
        type: 'structure' as const,
        structure: { ...un.structure, libelle: null, mefs: [], divisions: [] },
        services: [un],
      })),
    ];
    for (const dossier of sts) {
      connaissances.apprendre(
        { type: 'entete', flux: 'sts', uai: '0380029A', annee: 2015, editeur: null, application: null },
        { type: 'dossier', flux: 'sts', dossier, anomalies: [] },
      );
    }
    expect((await codesDe(deux, connaissances)).codes).toEqual([]);
  });
});
