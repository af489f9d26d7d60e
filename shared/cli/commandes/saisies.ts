import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { ErreurCodee, estErreurCodee } from '../../kernel/erreur.ts';
import { dateFrancaiseDe } from '../../kernel/horloge.ts';
import { noteAffichee } from '../../kernel/note.ts';
import { compte } from '../../kernel/texte.ts';
import { AVIS_EXAMEN, ENGAGEMENTS } from '../../livret/libelles.ts';
import type { Grille, LigneDeGrille } from '../../livret/lire-grille.ts';
import type { ValeurSaisie } from '../../livret/saisie.ts';
import type { SaisieVue } from '../../livret/saisir.ts';
import type { IssueDeLigne } from '../../livret/saisir-classe.ts';
import { LIBELLES_DE_SIGNALEMENT } from '../../livret/textes.ts';
import { ecrire, tableau, VIDE } from '../affichage.ts';
import type { Cible } from '../cible.ts';
import { aSaisir, ecrireFeuille, type LigneASaisir, lireFeuille, type SorteDeFeuille } from '../feuille.ts';
import { tailleDuFichier } from '../fichiers.ts';
import { direRole } from '../libelles.ts';
import { SORTIE, type Sortie } from '../sorties.ts';

/** A class, and what of it is entered. */
export interface ClasseDemandee {
  readonly uai: string;
  readonly annee: number;
  readonly division: string | undefined;
  readonly groupe: string | undefined;
  readonly matiere: string | undefined;
  readonly sorte: SorteDeFeuille;
  readonly json: boolean;
}

/** The sheet of a class, on the standard output. */
export async function grille(cible: Cible, demande: ClasseDemandee): Promise<Sortie> {
  const { lignes, sansLigne } = await lireGrille(cible, demande);
  if (demande.json) ecrire(JSON.stringify({ lignes, sansLigne }, null, 2));
  else process.stdout.write(ecrireFeuille(demande.sorte, lignes));
  if (sansLigne.length > 0) {
    process.stderr.write(
      `${compte(sansLigne.length, 'élève')} sans ligne pour cette matière, ou dont la nomenclature manque : ${sansLigne.join(', ')}\n`,
    );
  }
  return SORTIE.reussite;
}

function lireGrille(cible: Cible, demande: ClasseDemandee): Promise<Grille> {
  const { uai, annee, sorte, matiere } = demande;
  const quoi = sorte === 'evaluation' ? { sorte, codeMatiere: matiere } : { sorte };
  return cible.appeler<Grille>('livret/lire-grille', { uai, annee, structure: structureDe(demande), quoi });
}

function structureDe({ division, groupe }: ClasseDemandee) {
  return division === undefined ? { type: 'G', code: groupe } : { type: 'D', code: division };
}

/** The function's own limit. */
const PAR_APPEL = 60;

/** What became of a line of the file. */
interface Bilan {
  readonly eleveId: string;
  readonly issue: IssueDeLigne | { readonly etat: 'inchangee' };
}

/** Saves a sheet, or lines in JSON as the function takes them. */
export async function saisir(cible: Cible, demande: ClasseDemandee & { readonly fichier: string }): Promise<Sortie> {
  await tailleDuFichier(demande.fichier);
  const contenu = await readFile(demande.fichier);
  const lignes: readonly LigneDeGrille[] = (await lireGrille(cible, demande)).lignes;
  const bilans: Bilan[] = [];
  const aFaire: LigneASaisir[] = [];
  for (const { eleveId, lire } of demandees(demande, contenu, lignes)) {
    try {
      const ligne = lire();
      if (ligne === null) bilans.push({ eleveId, issue: { etat: 'inchangee' } });
      else aFaire.push(ligne);
    } catch (erreur) {
      if (!estErreurCodee(erreur)) throw erreur;
      const { code, message, remede } = erreur;
      bilans.push({ eleveId, issue: { eleveId, etat: 'refusee', code, message, remede } });
    }
  }
  for (let debut = 0; debut < aFaire.length; debut += PAR_APPEL) {
    const issues = await cible.appeler<IssueDeLigne[]>('livret/saisir-classe', {
      uai: demande.uai,
      annee: demande.annee,
      structure: structureDe(demande),
      lignes: aFaire.slice(debut, debut + PAR_APPEL),
    });
    bilans.push(...issues.map((issue) => ({ eleveId: issue.eleveId, issue })));
  }
  if (demande.json)
    ecrire(
      JSON.stringify(
        bilans.map(({ eleveId, issue }) => ({ eleveId, ...issue })),
        null,
        2,
      ),
    );
  else raconter(bilans, lignes);
  return bilans.some(({ issue: { etat } }) => etat === 'conflit' || etat === 'refusee')
    ? SORTIE.partielle
    : SORTIE.reussite;
}

interface LigneDemandee {
  readonly eleveId: string;
  readonly lire: () => LigneASaisir | null;
}

function demandees(
  { fichier, sorte, matiere }: Pick<ClasseDemandee, 'sorte' | 'matiere'> & { readonly fichier: string },
  contenu: Uint8Array,
  lignes: readonly LigneDeGrille[],
): LigneDemandee[] {
  if (extname(fichier).toLowerCase() !== '.json') {
    return lireFeuille(contenu).map((rangee) => ({
      eleveId: rangee.eleve ?? '',
      lire: () => aSaisir({ sorte, matiere }, rangee, lignes),
    }));
  }
  let lues: unknown;
  try {
    lues = JSON.parse(new TextDecoder().decode(contenu));
  } catch {
    throw jsonInvalide();
  }
  if (!Array.isArray(lues)) throw jsonInvalide();
  return (lues as LigneASaisir[]).map((ligne) => ({ eleveId: String(ligne.eleveId), lire: () => ligne }));
}

function jsonInvalide(): ErreurCodee {
  return new ErreurCodee(
    'feuille-illisible',
    'Le fichier JSON n’est pas une liste de lignes.',
    'Écrivez une liste de { "eleveId": …, "valeur": …, "vue": … } ; docs/saisies.md la décrit.',
  );
}

const ETATS: Readonly<Record<Bilan['issue']['etat'], string>> = {
  enregistree: 'enregistrée',
  inchangee: 'inchangée',
  conflit: 'conflit',
  refusee: 'refusée',
};

function raconter(bilans: readonly Bilan[], grille: readonly LigneDeGrille[]): void {
  const noms = new Map(grille.map(({ eleveId, nom, prenom }) => [eleveId, `${nom} ${prenom}`.trim()]));
  ecrire(
    tableau<Bilan>(
      [
        { titre: 'Élève', valeur: ({ eleveId }) => eleveId, largeurMax: 12 },
        { titre: 'Nom', valeur: ({ eleveId }) => noms.get(eleveId) ?? VIDE, largeurMax: 28 },
        { titre: 'Saisie', valeur: ({ issue }) => ETATS[issue.etat] },
        { titre: 'Détail', valeur: ({ issue }) => detail(issue), largeurMax: 90 },
      ],
      bilans,
    ),
  );
  const signales = bilans.flatMap(({ eleveId, issue }) =>
    issue.etat === 'enregistree' ? issue.signalements.map((un) => ({ ...un, eleveId })) : [],
  );
  if (signales.length > 0) {
    ecrire('\nÀ corriger avant la validation : ces textes peuvent dire de qui est le livret.');
    for (const { eleveId, nature, passage } of signales) {
      ecrire(`  ${noms.get(eleveId) ?? eleveId} : ${LIBELLES_DE_SIGNALEMENT[nature]} — « ${passage} »`);
    }
  }
  for (const remede of new Set(bilans.flatMap(({ issue }) => (issue.etat === 'refusee' ? [issue.remede] : [])))) {
    ecrire(`\n→ ${remede}`);
  }
  if (bilans.some(({ issue }) => issue.etat === 'conflit')) {
    ecrire('\n→ Quelqu’un a saisi entre-temps : rien n’a été écrasé. Relisez la grille, puis enregistrez de nouveau.');
  }
  ecrire('');
  const nombre = (etat: Bilan['issue']['etat']): number => bilans.filter(({ issue }) => issue.etat === etat).length;
  ecrire(
    (['enregistree', 'inchangee', 'conflit', 'refusee'] as const)
      .filter((etat) => nombre(etat) > 0)
      .map((etat) => compte(nombre(etat), ETATS[etat]))
      .join(' · ') || 'Aucune ligne.',
  );
}

function detail(issue: Bilan['issue']): string {
  if (issue.etat === 'refusee') return issue.message;
  if (issue.etat === 'conflit')
    return issue.actuelle === null ? 'retirée entre-temps par un import' : actuelle(issue.actuelle);
  if (issue.etat === 'enregistree' && issue.signalements.length > 0)
    return compte(issue.signalements.length, 'signalement');
  return '';
}

function actuelle({ valeur, role, le }: SaisieVue): string {
  return `${direRole(role)}, le ${dateFrancaiseDe(le)} : ${resumer(valeur)}`;
}

function resumer(valeur: ValeurSaisie): string {
  switch (valeur.sorte) {
    case 'evaluation': {
      const notes = Object.values(valeur.periodes).map(noteAffichee).join(' · ');
      return [notes, valeur.appreciation ?? ''].filter((texte) => texte !== '').join(' — ') || VIDE;
    }
    case 'engagements':
      return (
        [valeur.engagements.map((code) => ENGAGEMENTS[code]).join(', '), valeur.autre ?? '']
          .filter((texte) => texte !== '')
          .join(' — ') || VIDE
      );
    case 'observation':
    case 'investissement':
    case 'avis-chef':
      return valeur.avis?.texte ?? VIDE;
    case 'avis-examen':
      return valeur.avis === null ? VIDE : AVIS_EXAMEN[valeur.avis];
    case 'mentions':
      return valeur.mentions.join(', ') || VIDE;
    default:
      return VIDE;
  }
}
