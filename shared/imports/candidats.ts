import { formeIne, lireIne } from '../kernel/ine.ts';
import { estNumeroDExamen } from '../kernel/numero.ts';
import { citer } from '../kernel/phrase.ts';
import { estUai } from '../kernel/uai.ts';
import { Constat } from './constat.ts';
import { enteteDuModele, type LigneCsv, lieuDe, lireColonnes, lireLignes, lirePrenoms, type Modele } from './csv.ts';
import type { DossierCandidat } from './dossiers.ts';
import type { Lu } from './lu.ts';
import { lireDateFrancaise } from './valeurs.ts';

const COLONNES = [
  'no_candidat',
  'no_pv',
  'ine',
  'nom_famille',
  'nom_usage',
  'prenoms',
  'date_naissance',
  'uai',
  'division',
  'serie',
  'categorie',
  'jury',
  'centre',
] as const;
type Colonne = (typeof COLONNES)[number];

const MODELE: Modele<Colonne> = {
  colonnes: COLONNES,
  lues: COLONNES,
  facultatives: new Set<Colonne>(['ine', 'nom_usage', 'division']),
};

export const CANDIDATS_ENTETE = enteteDuModele(MODELE);
/** A file whose first line names it means to be a candidates file. */
export const PREMIERE_COLONNE: Colonne = COLONNES[0];

/** Numbers of the exam enter keys, commands and the pages of the jury. */
const NUMEROS: readonly Colonne[] = ['no_candidat', 'no_pv', 'jury'];

/**
 * The DEC's candidates CSV: the header above. In anomalies `eleve` is the No candidat.
 *
 * @throws ErreurCodee fichier-trop-gros, csv-octet-hors-encodage, csv-ligne-trop-longue
 */
export async function* lireCandidats(
  source: AsyncIterable<Uint8Array>,
  octetsMax: number,
): AsyncGenerator<Lu, void, undefined> {
  yield { type: 'entete', flux: 'candidats', uai: null, annee: null, editeur: null, application: null };
  const lignes = new Map<string, number>();
  for await (const ligne of lireLignes(source, octetsMax)) yield lireCandidat(ligne, lignes);
}

function lireCandidat(lue: LigneCsv, lignes: Map<string, number>): Lu {
  const { ligne, champs } = lue;
  const noCandidat = champs[0] || null;
  const constat = new Constat(noCandidat === null ? null : citer(noCandidat));
  const valeurs = lireColonnes(MODELE, lue, constat);
  if (valeurs === null) return { type: 'refus', eleve: constat.eleve, anomalies: constat.anomalies };
  const lieu = (colonne: Colonne) => lieuDe(MODELE, ligne, colonne);
  for (const champ of NUMEROS) {
    if (valeurs[champ] !== '' && !estNumeroDExamen(valeurs[champ])) {
      constat.signaler('candidat-numero-invalide', lieu(champ), { champ });
    }
  }
  if (noCandidat !== null) {
    const premiere = lignes.get(noCandidat);
    if (premiere === undefined) lignes.set(noCandidat, ligne);
    else constat.signaler('candidat-en-double', lieu('no_candidat'), { premiere });
  }
  const { categorie, date_naissance, uai } = valeurs;
  const dateNaissance = lireDateFrancaise(date_naissance);
  if (dateNaissance === undefined && date_naissance !== '') {
    constat.signaler('date-de-naissance-invalide', lieu('date_naissance'), {});
  }
  if (uai !== '' && !estUai(uai)) constat.signaler('candidat-uai-invalide', lieu('uai'), {});
  if (categorie !== '' && categorie !== 'scolaire' && categorie !== 'individuel') {
    constat.signaler('candidat-categorie-inconnue', lieu('categorie'), { valeur: categorie });
  }
  // A pupil is paired by INE; a candidate of their own may never have had one.
  if (valeurs.ine === '' && categorie === 'scolaire') constat.signaler('ine-absent', lieu('ine'), {});
  if (valeurs.ine !== '' && formeIne(valeurs.ine) === undefined) constat.signaler('ine-mal-forme', lieu('ine'), {});
  return constat.conclure('candidats', {
    position: { ligne, colonne: 1 },
    noCandidat: valeurs.no_candidat,
    noPv: valeurs.no_pv,
    ine: lireIne(valeurs.ine) ?? null,
    nomDeFamille: valeurs.nom_famille,
    nomUsage: valeurs.nom_usage || null,
    prenoms: lirePrenoms(valeurs.prenoms),
    dateNaissance: dateNaissance ?? '',
    uai,
    division: valeurs.division || null,
    serie: valeurs.serie,
    categorie: categorie as DossierCandidat['categorie'],
    jury: valeurs.jury,
    centre: valeurs.centre,
  });
}
