import { expect, test } from 'vitest';
import { controlerFichierDuJury } from '../../shared/jury/controler.ts';
import type { LivretPresente } from '../../shared/livret/presentation.ts';
import { termesConnus } from '../../shared/livret/textes.ts';
import { figer, type LivretFige } from '../../shared/transfert/figer.ts';
import { editionDe, imprimer } from '../jury/impression.ts';
import { contenu, evaluation, ligne, matiere, mef, tete, validee } from '../livret/dossiers.ts';

/** Frozen livrets whose texts name their pupils, printed by the real browser and controlled by their sealed lists. */

const ELEVES = [
  { nomDeFamille: 'PETIT', prenoms: ['Rose', 'Claire'], commune: 'LYON 03', denomination: 'LYCEE DU PARC' },
  { nomDeFamille: 'BON', prenoms: ['Constant'], commune: 'TOURS', denomination: 'LYCEE INTERNATIONAL' },
  { nomDeFamille: 'LE GRAND', prenoms: ['Jean-Baptiste'], commune: 'LE HAVRE', denomination: 'LYCEE FRANCOIS 1ER' },
  { nomDeFamille: 'LI', prenoms: ['An'], commune: 'PARIS 05', denomination: 'LYCEE LOUIS LE GRAND' },
  { nomDeFamille: 'SUJET', prenoms: ['Marine'], commune: 'SENS', denomination: 'LYCEE DES ARTS' },
] as const;

const SANS_NOMS = [
  'Petit à petit,\nun bon travail, constant ; la vie en rose',
  'BON TRAVAIL, TRES\nPETIT GROUPE. PETIT EFFORT',
  'Grand progrès. Claire et concise, une expression claire',
  'Bon trimestre\nPetit effort, le sens du sujet, projet international, tours de parole',
  'Un grand bon en avant, marine et arts du parc, il y a un an li',
];

function textesDe({ nomDeFamille, prenoms, commune, denomination }: (typeof ELEVES)[number]): string[] {
  const [prenom] = prenoms;
  const ville = commune.replace(/ \d+$/, '');
  const noms = [
    `${prenom} ${nomDeFamille} progresse ; M. ${nomDeFamille}, de ${ville},\n${denomination}. ${prenom}`,
    `L’élève ${nomDeFamille} a compris. Bravo à ${prenom}`,
    `${prenom.charAt(0)}. ${nomDeFamille} vient de ${ville}, Mme Durand aussi`,
  ];
  return [...SANS_NOMS, ...noms];
}

function gelerLe(eleve: (typeof ELEVES)[number], rang: number): LivretFige {
  const { commune, denomination, ...nomme } = eleve;
  const sien = ligne({ ...nomme, eleveId: `14131${rang}0`, divisions: ['TS1'] });
  const textes = textesDe(eleve);
  const matieres = textes.map((_, n) => matiere(`0613${n}0`, { discipline: `MATIÈRE ${n}` }));
  const annee = {
    contenu: contenu(2015, {
      engagementAutre: textes.at(-1) ?? '',
      scolarite: {
        evaluations: textes.map((appreciation, n) =>
          evaluation(`0613${n}0`, { notes: ['12', '13', '11.5'], appreciation }),
        ),
        avisChefEtab: { texte: textes[5] ?? '', nom: 'PONS', prenom: 'Ana', date: null },
      },
    }),
    mef: mef(matieres),
  };
  const appariement = { session: 2016, noCandidat: `0${rang}`, noEleve: `482109365${rang}`, par: 'ine' } as const;
  const mere = {
    ...{ personneId: '1', civilite: null, nomDeFamille: 'DURAND', nomUsage: null, niveau: '1', parente: null },
    prenom: 'Solange',
  };
  const communs = { sigle: null, complement: null, periodes: [], commune, denomination };
  const livret = { tete: tete({ ...validee(), appariement }), bases: [], saisies: [] };
  return figer(2016, livret, sien, [annee], [], termesConnus(sien, [communs], [mere]));
}

test('a file of masked livrets is never refused by the lists that were sealed with them', async () => {
  const figes = ELEVES.map(gelerLe);
  const controler = async (livrets: readonly LivretPresente[]) => {
    const fichier = await imprimer(editionDe(livrets));
    const termes = figes.map((fige) => fige.termes);
    return controlerFichierDuJury({ fichier: fichier.relu, candidats: fichier.livrets, termes });
  };
  expect((await controler(figes.map(({ projection }) => projection))).anomalies).toEqual([]);

  // The same file with one name left is.
  const [premier, ...autres] = figes.map(({ projection }) => projection);
  if (premier === undefined) throw new Error('no livret');
  const fuite = await controler([{ ...premier, engagements: ['Un exposé de Petit'] }, ...autres]);
  expect(fuite.anomalies).toMatchObject([{ code: 'terme-interdit', noEleve: '4821093650', nature: 'nom' }]);
});
