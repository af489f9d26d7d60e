import { assemblerFichier } from '../../shared/jury/assembler.ts';
import { composerFichierDuJury } from '../../shared/jury/composer.ts';
import { controlerZip } from '../../shared/jury/controler-zip.ts';
import type { Edition } from '../../shared/jury/fichier.ts';
import type { Navigateur } from '../../shared/jury/navigateur.ts';
import type { NatureDeTerme } from '../../shared/kernel/termes.ts';
import type { LivretPresente } from '../../shared/livret/presentation.ts';
import { termesConnus } from '../../shared/livret/textes.ts';
import { figer, type LivretFige } from '../../shared/transfert/figer.ts';
import { vocabulaireDe } from '../../shared/transfert/termes.ts';
import { contenu, evaluation, ligne, matiere, mef, tete, validee } from '../livret/dossiers.ts';

/**
 * Leaks for the control of the jury's file, written by someone who had not read it: fictional pupils, and how their
 * names, numbers and places could have come into the file. The sealed lists are those that the sender really makes.
 */

export interface Identite {
  readonly nom: string;
  readonly prenoms: readonly string[];
  readonly ine: string;
  readonly eleveId: string;
  readonly uai: string;
  readonly denomination: string;
  readonly commune: string;
  readonly mere: { readonly nom: string; readonly prenom: string };
}

type Fiche = readonly [string, readonly string[], string, string, string, string, string, string, string];
const FICHES: readonly Fiche[] = [
  [
    'DUPONT-MORETTI',
    ['Éloïse', 'Anne-Sophie'],
    '070712345AB',
    '1413001',
    '0690021',
    'LYCEE GENERAL VALOMBREUX',
    'ROCHEVARMONT LE HAUT',
    'KADDOUR',
    'Solange',
  ],
  [
    'LE BIHAN',
    ['Jean-Baptiste'],
    '080823456CD',
    '1413002',
    '0420018',
    'LYCEE HECTOR BERLIOZ',
    'ST ETIENNE',
    'HOARAU',
    'Mireille',
  ],
  [
    "D'ALMEIDA",
    ['Zoé'],
    '090934567EF',
    '1413003',
    '0690035',
    'LYCEE POLYVALENT LOUIS ARAGON',
    'VILLEFRANCHE SUR SAONE',
    'GRONDIN',
    'Ségolène',
  ],
  [
    "N'DIAYE",
    ['Aïcha'],
    '111145678GH',
    '1413004',
    '0380033',
    'LYCEE DES LILAS',
    "L'ISLE D'ABEAU",
    'SOUMARÉ',
    'Fatoumata',
  ],
  [
    'ZWORKOWSKI',
    ['Gaëlle'],
    '121256789JK',
    '1413005',
    '0510047',
    'LYCEE PROFESSIONNEL SAINT EXUPERY',
    'CHALONS EN CHAMPAGNE',
    'TRAORÉ',
    'Brigitte',
  ],
  ['PETIT', ['Rose'], '131367890LM', '1413006', '0690026', 'LYCEE DU PARC', 'LYON 03', 'BLANC', 'Marguerite'],
  ['LŒUILLET', ['Ségolène'], '141478901NP', '1413007', '0250011', 'LYCEE JEAN MICHEL', 'FERVALGNY', 'ŒUVRARD', 'Maïté'],
];

/** The seven figures of an establishment take the letter of their remainder. */
const avecCle = (chiffres: string) => chiffres + 'ABCDEFGHJKLMNPRSTUVWXYZ'.charAt(Number(chiffres) % 23);

export const ELEVES: readonly Identite[] = FICHES.map(
  ([nom, prenoms, ine, eleveId, chiffres, denomination, commune, nomMere, prenomMere]) => ({
    nom,
    prenoms,
    ine,
    eleveId,
    uai: avecCle(chiffres),
    denomination,
    commune,
    mere: { nom: nomMere, prenom: prenomMere },
  }),
);

/** A livret as its establishment sends it: masked texts, and the sealed list. */
export function geler(identite: Identite, noEleve: string, textes: readonly string[]): LivretFige {
  const { nom, prenoms, ine, eleveId, denomination, commune, mere } = identite;
  const sien = ligne({
    nomDeFamille: nom,
    prenoms: [...prenoms],
    ine,
    eleveId,
    uai: identite.uai as ReturnType<typeof ligne>['uai'],
    divisions: ['TS1'],
  });
  const evaluations = textes.map((appreciation, n) =>
    evaluation(`0613${String(n).padStart(2, '0')}`, { notes: ['12', '13', '11.5'], appreciation }),
  );
  const annee = {
    contenu: contenu(2015, { scolarite: { evaluations } }),
    mef: mef(textes.map((_, n) => matiere(`0613${String(n).padStart(2, '0')}`, { discipline: `MATIÈRE ${n + 1}` }))),
  };
  const parent = {
    ...{ personneId: '1', civilite: null, nomDeFamille: mere.nom, nomUsage: null, niveau: '1', parente: null },
    prenom: mere.prenom,
  };
  const communs = { sigle: null, complement: null, periodes: [], commune, denomination };
  const appariement = { session: 2016, noCandidat: noEleve, noEleve, par: 'ine' } as const;
  const livret = { tete: tete({ ...validee(), appariement }), bases: [], saisies: [] };
  return figer(2016, livret, sien, [annee], [], termesConnus(sien, [communs], [parent]));
}

export type Champ = 'appreciation' | 'engagement' | 'observation' | 'investissement' | 'avis-chef';

/** What a mask that fails would let through: a text, in the pages of the candidate `chez`, who is `qui` unless told. */
export interface FuiteDeTexte {
  readonly sorte: string;
  readonly qui: number;
  readonly chez: number;
  readonly champ: Champ;
  readonly texte: string;
  readonly nature: NatureDeTerme;
}

const dites = (
  sorte: string,
  nature: NatureDeTerme,
  cas: readonly (readonly [qui: number, texte: string, chez?: number, champ?: Champ])[],
): FuiteDeTexte[] =>
  cas.map(([qui, texte, chez = qui, champ = 'appreciation']) => ({ sorte, qui, chez, champ, texte, nature }));

const INVISIBLE = '\u00ad';
const SANS_LARGEUR = '\u200b';

export const FUITES_DE_TEXTE: readonly FuiteDeTexte[] = [
  ...dites('nom', 'nom', [
    [0, 'Mlle Dupont-Moretti a bien travaillé.'],
    [0, 'Bilan : DUPONT MORETTI, ensemble correct.'],
    [0, 'Bon travail de mlle dupont moretti.'],
    [0, 'Bravo à Mlle Dupont pour ce trimestre.'],
    [1, 'M. Le Bihan progresse.'],
    [1, 'Les efforts de LE-BIHAN sont réels.'],
    [1, 'Les efforts de Lebihan sont réels.'],
    [2, 'L’élève d’Almeida participe.'],
    [2, 'D ALMEIDA : résultats en hausse.'],
    [3, 'N’Diaye doit persévérer.'],
    [3, 'Continuez, Ndiaye, vous progressez.'],
    [3, 'N Diaye doit persévérer.'],
    [4, 'zworkowski a des facilités.'],
    [4, 'Le dossier Zworkowski/Terminale est bon.'],
    [5, 'M. Petit a progressé.'],
    [5, 'Le travail de Mlle PETIT est sérieux.'],
    [6, 'Mme Loeuillet comprend vite.'],
    [6, 'LŒUILLET comprend vite.'],
  ]),
  ...dites('prénom', 'prenom', [
    [0, 'Eloise progresse.'],
    [0, 'ÉLOÏSE PROGRESSE.'],
    [0, 'Avec éloise, la classe avance.'],
    [0, `${'Éloïse'.normalize('NFD')} progresse.`],
    [0, 'Anne Sophie progresse.'],
    [1, 'Jean Baptiste doit travailler.'],
    [1, 'Le sérieux de JEAN-BAPTISTE est apprécié.'],
    [1, 'Jeanbaptiste doit travailler.'],
    [2, 'On attend plus de Zoe.'],
    [3, 'L’écoute d’Aicha est exemplaire.'],
    [4, 'GAELLE, poursuivez vos efforts !'],
    [5, 'Un bon trimestre pour Rose, qui participe.'],
    [6, 'Segolene (déléguée) s’investit.'],
  ]),
  ...dites('INE', 'ine', [
    [0, 'INE 070712345AB.'],
    [0, 'Dossier 0707 12345 AB à revoir.'],
    [1, 'Voir 080823456cd.'],
    [2, 'Réf. 090934567-EF.'],
    [3, 'Réf. 1111\u00a045678\u202fGH'],
    [4, 'Réf. (12 12 56 78 9J K)'],
    [5, 'Réf. 1313.67890.LM'],
  ]),
  ...dites('identifiant SIECLE', 'eleve-id', [
    [0, 'Fiche 1413001.'],
    [1, 'Fiche n°1413002, à jour.'],
    [2, 'ELEVE_ID=1413003'],
    [3, 'Fiche 1 413 004'],
    [4, 'id1413005'],
  ]),
  ...dites('UAI', 'uai', [
    [0, `Vient du ${avecCle('0690021')}.`],
    [1, `Vient du ${avecCle('0420018').toLowerCase()}.`],
    [2, `Vient du 0690035 ${avecCle('0690035').slice(-1)}.`],
    [3, `Vient du 038-0033-${avecCle('0380033').slice(-1)}.`],
    [4, `Vient du 051 0047 ${avecCle('0510047').slice(-1)}.`],
  ]),
  ...dites('établissement', 'etablissement', [
    [0, 'Une élève du lycée Valombreux.'],
    [0, 'Sérieuse depuis son entrée à Valombreux.'],
    [1, 'Élève du LYCEE HECTOR BERLIOZ.'],
    [1, 'Arrivé cette année au lycée Berlioz.'],
    [1, 'Chorale de Hector-Berlioz.'],
    [1, 'Chorale du lycée H. Berlioz.'],
    [2, 'Le club théâtre du lycée Louis-Aragon.'],
    [3, 'Le journal du lycée des Lilas.'],
    [4, 'Équipe du lycée Saint-Exupéry.'],
    [4, 'Équipe de St Exupéry.'],
    [5, 'La chorale du lycée du Parc.'],
  ]),
  ...dites('commune', 'commune', [
    [0, 'Vient de Rochevarmont-le-Haut chaque jour.'],
    [0, 'STAGE A ROCHEVARMONT LE HAUT'],
    [1, 'Stage à Saint-Étienne.'],
    [1, 'Stage à St-Etienne.'],
    [2, 'Habite à Villefranche-sur-Saône.'],
    [2, 'Habite à Villefranche.'],
    [3, 'Habite L’Isle-d’Abeau.'],
    [4, 'Stage à Châlons-en-Champagne.'],
    [5, 'Le trajet depuis Lyon est long.'],
    [6, 'Le trajet depuis fervalgny est long.'],
  ]),
  ...dites('proche', 'proche', [
    [0, 'Sa mère, Mme Kaddour, a été reçue.'],
    [1, 'Entretien avec Mireille Hoarau en mars.'],
    [2, 'Le père et Segolene sont prévenus.'],
    [3, 'Rendez-vous SOUMARE en mai.'],
    [4, 'Madame Traoré est informée.'],
    [6, 'Madame Oeuvrard est informée.'],
  ]),
  ...dites('mot coupé', 'nom', [
    [0, 'Le travail de Mlle Dupont-\nMoretti est bon.'],
    [4, 'Le travail de Mlle Zwor-\nkowski est bon.'],
    [4, `Le travail de Mlle Zwor${INVISIBLE}kowski est bon.`],
    [4, `Le travail de Mlle Zwor${SANS_LARGEUR}kowski est bon.`],
    [1, 'Le travail de M. Le\nBihan est bon.'],
    [4, 'Le travail de Z W O R K O W S K I est bon.'],
  ]),
  ...dites('mot coupé', 'etablissement', [[1, 'Au lycée Hector Ber-\nlioz depuis septembre.']]),
  ...dites('mot coupé', 'commune', [[6, `Vient de Ferval-\ngny par le car.`]]),
  ...dites('dans le livret d’un autre', 'ine', [
    [0, 'Réf. 070712345AB', 4],
    [4, 'Réf. 121 256 789 jk', 0],
  ]),
  ...dites('dans le livret d’un autre', 'eleve-id', [[1, 'Fiche 1413002', 3]]),
  ...dites('dans le livret d’un autre', 'uai', [[4, `Vient du ${avecCle('0510047')}.`, 6]]),
  ...dites('dans un autre champ', 'nom', [
    [0, 'Présidente du club Dupont-Moretti', 0, 'engagement'],
    [1, 'M. Le Bihan a représenté la classe.', 1, 'observation'],
    [4, 'Zworkowski s’investit.', 4, 'investissement'],
    [2, 'Avis favorable pour M. d’Almeida.', 2, 'avis-chef'],
  ]),
  ...dites('signe rare', 'nom', [
    [0, 'Mlle Dupont\u2011Moretti, en progrès.'],
    [0, 'Mlle Dupont–Moretti, en progrès.'],
    [2, 'Mlle D\u02bcAlmeida, en progrès.'],
  ]),
  ...dites('signe rare', 'prenom', [[4, 'Ga\u00eblle\u00a0: en progrès.']]),
  ...dites('signe rare', 'commune', [[6, 'Du car de Fervalgny_centre.']]),
];

/** Names in another's pages, which are not looked for there: « Martin » in them is Martin Luther King (decision 0021). */
export const HORS_DE_PORTEE: readonly FuiteDeTexte[] = [
  ...dites('dans le livret d’un autre', 'nom', [
    [4, 'Travaille avec Mlle Zworkowski.', 0],
    [0, 'Binôme : DUPONT-MORETTI.', 1],
    [3, 'Binôme avec N’Diaye.', 2],
  ]),
];

/** Writes a text where it should never have come. */
export function ecrire(projection: LivretPresente, champ: Champ, texte: string): LivretPresente {
  if (champ === 'engagement') return { ...projection, engagements: [texte] };
  return {
    ...projection,
    annees: projection.annees.map((annee) => ({
      ...annee,
      ...(champ === 'observation' ? { avisEngagement: texte } : {}),
      ...(champ === 'investissement' ? { avisInvestissement: texte } : {}),
      ...(champ === 'avis-chef' ? { avisChefEtab: texte } : {}),
      groupes: annee.groupes.map((groupe) => ({
        ...groupe,
        disciplines: groupe.disciplines.map((discipline) => ({
          ...discipline,
          appreciation: champ === 'appreciation' ? texte : discipline.appreciation,
        })),
      })),
    })),
  };
}

const NOMS_COMMUNS =
  'PETIT|ROSE|MARTIN|BLANC|MAI|CLAIRE|PARIS|LE GRAND|BON|ROUX|LEBON|SUJET|FRANÇAIS|LONG|JUSTE|MAITRE|NOTE|LA ROCHE|MOYEN|COURT'.split(
    '|',
  );
const PRENOMS_COMMUNS =
  'Rose|Claire|Constant|Juste|Marine|Blanche|Grâce|Prudence|Olive|Ange|Constance|Clémence|Modeste|Violette|Désiré|Victoire|France|Aimé|Mai|Fleur'.split(
    '|',
  );
const COMMUNES_COMMUNES = 'PARIS 05|LYON 03|TOURS|SENS|LE HAVRE|NANTES|LOURDES|VIENNE|GRENOBLE|LA ROCHELLE'.split('|');
const LYCEES_COMMUNS =
  'LYCEE DU PARC|LYCEE INTERNATIONAL|LYCEE DES ARTS|LYCEE FRANCOIS 1ER|LYCEE LOUIS LE GRAND|LYCEE CLAUDE BERNARD|LYCEE PROFESSIONNEL DES METIERS|LYCEE GENERAL'.split(
    '|',
  );

/** What teachers write, of words that are also the names of people and places; nobody is named. */
const PROPOS: readonly string[] = [
  'Petit à petit, le travail paie. Un petit groupe, de grands progrès.',
  'Claire et concise : l’expression est claire, la note juste.',
  'La vie en rose ? Non : un travail constant, une prudence bienvenue.',
  'Une page blanche en mai, mais un bon mois de juin.',
  'Le sens du sujet est compris ; le long exposé sur l’eau de mer était le plus court.',
  'Bon trimestre en français. Bon niveau à l’oral en langue française.',
  'Un grand bon en avant. Juste un effort à l’écrit.',
  'Projet international ; tours de parole respectés ; arts du cirque.',
  'Grâce à son travail, des victoires modestes et une constance remarquée.',
  'Moyen en mathématiques, le maître mot reste la clémence du barème.',
  'Une marine à l’aquarelle, une olive et un ange : bel ensemble en arts.',
  'Désiré et attendu, le progrès est là ; aimé de tous, le théâtre aussi.',
  'Le parc matériel est entretenu avec soin. Les métiers du bois intéressent.',
  'La fleur et la violette : bon exposé de botanique, en première comme en terminale.',
  'TRES BON TRAVAIL, PETIT EFFORT A L’ORAL, SENS DU CONCRET',
  'Les lourdes tâches ne découragent pas. Le havre de paix du CDI est apprécié.',
  'Fichier 1413 du tableur maîtrisé ; 12,5 sur 20 ; séance du 07/07.',
  'La roche sédimentaire : bon compte rendu. Les roches, bien décrites.',
];
const NOMMANTS: readonly ((qui: Identite) => string)[] = [
  ({ prenoms, nom }) => `${prenoms[0]} ${nom} progresse : bon travail.`,
  ({ nom }) => `M. ${nom} est sérieux, un petit effort reste à faire.`,
  ({ prenoms }) => `Le travail de ${prenoms[0]} est constant et juste.`,
  ({ commune }) => `Un stage à ${commune.replace(/ \d+$/, '')} en mai.`,
];

/** The sealed livret of a pupil whose names, school and town are words: what names them was masked by the sender. */
export function gelerSansFuite(rang: number, noEleve: string): Pick<LivretFige, 'projection' | 'termes'> {
  const parmi = <T>(liste: readonly T[], pas: number): T =>
    liste[(rang * pas + Math.floor(rang / liste.length)) % liste.length] as T;
  const qui: Identite = {
    nom: parmi(NOMS_COMMUNS, 1),
    prenoms: [parmi(PRENOMS_COMMUNS, 3)],
    ine: `15${String(1_234_567 + rang)}QR`,
    eleveId: String(1_510_000 + rang),
    uai: avecCle(String(690_100 + rang).padStart(7, '0')),
    denomination: parmi(LYCEES_COMMUNS, 1),
    commune: parmi(COMMUNES_COMMUNES, 3),
    mere: { nom: parmi(NOMS_COMMUNS, 7), prenom: parmi(PRENOMS_COMMUNS, 7) },
  };
  const propos = Array.from({ length: 5 }, (_, n) => parmi(PROPOS.slice(n), 5));
  const { termes, projection } = geler(qui, noEleve, [...propos, ...[parmi(NOMMANTS, 1)].map((dire) => dire(qui))]);
  const mentions = ['Attestation de l’académie de Lyon', 'B2i lycée, académie de Paris'];
  const avecMentions = { ...projection, mentions };
  return { projection: avecMentions, termes: { ...termes, vocabulaire: vocabulaireDe(avecMentions) } };
}

/** Fictional No Élève. */
export const numero = (rang: number) => String(7_305_000_000 + 7919 * rang);
const objet = (rang: number, sorte: string) => ({ cle: `${sorte}/x/${rang}-1.json`, empreinte: '0'.repeat(64) });
const editionDe = (livrets: readonly LivretPresente[]): Edition => ({
  ...{ session: 2016, jury: 'J-01', n: 1, etat: 'compose', demandeLe: '2016-07-04T08:00:00Z', motif: null },
  candidats: livrets.map(({ noEleve }, rang) => ({
    noPv: String(rang + 1),
    noEleve,
    projection: objet(rang, 'projections'),
    termes: objet(rang, 'termes'),
  })),
  ...{ sansLivret: [], echecs: [], pages: null, empreinte: null, anomalies: [] },
});

/** A jury's ZIP of these livrets, from the real browser. */
export async function imprimerZip(livrets: readonly LivretPresente[], navigateur: Navigateur) {
  const edition = editionDe(livrets);
  const compose = await composerFichierDuJury(
    {
      ...{ session: 2016, jury: 'J-01', edition: 1, dateEdition: edition.demandeLe },
      candidats: livrets.map((livret, rang) => ({ noPv: String(rang + 1), noEleve: livret.noEleve, livret })),
    },
    navigateur,
  );
  return { edition, compose, zip: assemblerFichier(edition, compose) };
}

/** What the control says of each of `nombre` files of one clean livret: only those that it refuses. */
export async function fichiersRefuses(nombre: number, navigateur: Navigateur): Promise<unknown[]> {
  const refuses: unknown[] = [];
  for (let rang = 0; rang < nombre; rang += 1) {
    const { projection, termes } = gelerSansFuite(rang, numero(rang));
    const { edition, zip } = await imprimerZip([projection], navigateur);
    const { conforme, anomalies } = await controlerZip(zip, edition, [termes]);
    if (!conforme) refuses.push({ rang, anomalies });
  }
  return refuses;
}
