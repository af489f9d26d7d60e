import { empreinteDIdentite } from '../candidats/index.ts';
import { formeIne, lireIne } from '../kernel/ine.ts';
import { estUai } from '../kernel/uai.ts';
import { Constat } from './constat.ts';
import { enteteDuModele, type LigneCsv, lieuDe, lireColonnes, lireLignes, lirePrenoms, type Modele } from './csv.ts';
import type { DossierInscription } from './dossiers.ts';
import type { Lu } from './lu.ts';
import { lireDateFrancaise } from './valeurs.ts';

const COLONNES = [
  'civilite',
  'nom_famille',
  'prenoms',
  'ine',
  'pays_naissance',
  'date_naissance',
  'depCOM_naissance',
  'commune_naissance',
  'nationalite',
  'pays',
  'adresse_1',
  'adresse_2',
  'adresse_3',
  'adresse_4',
  'code_postal',
  'localite',
  'telephone',
  'telephone_mobile',
  'adresse_mail',
  'categ_socio_pro',
  'etablissement',
  'division_classe',
  'serie',
  'enseignement',
  'categorie',
  'langue_section_inter',
  'langue_section_euro',
  'specialite1',
  'specialite2',
  'specialite3',
  'LVA',
  'LVB',
  'zone_geo_souhaitee',
  'dnl',
] as const;
type Colonne = (typeof COLONNES)[number];

const FACULTATIVES = [
  'ine',
  'division_classe',
  'serie',
  'categorie',
  'specialite1',
  'specialite2',
  'specialite3',
  'LVA',
  'LVB',
] as const satisfies readonly Colonne[];

const MODELE: Modele<Colonne> = {
  colonnes: COLONNES,
  lues: ['nom_famille', 'prenoms', 'date_naissance', 'etablissement', ...FACULTATIVES],
  facultatives: new Set<Colonne>(FACULTATIVES),
};

export const INSCRIPTIONS_ENTETE = enteteDuModele(MODELE);
/** A file whose first line names it means to be a registrations file. */
export const COLONNE_DES_INSCRIPTIONS: Colonne = 'division_classe';

/**
 * The registrations of Cyclades, version 2.1_2023 (formats.md §5). What nobody needs here, contacts and origins, is
 * not even looked at; no number designates a registration in anomalies but its line.
 *
 * @throws ErreurCodee fichier-trop-gros, csv-octet-hors-encodage, csv-ligne-trop-longue
 */
export async function* lireInscriptions(
  source: AsyncIterable<Uint8Array>,
  octetsMax: number,
): AsyncGenerator<Lu, void, undefined> {
  yield { type: 'entete', flux: 'inscriptions', uai: null, annee: null, editeur: null, application: 'Cyclades' };
  const lignes = new Map<string, number>();
  for await (const ligne of lireLignes(source, octetsMax)) yield lireInscription(ligne, lignes);
}

function lireInscription(lue: LigneCsv, lignes: Map<string, number>): Lu {
  const { ligne } = lue;
  const constat = new Constat(null);
  const valeurs = lireColonnes(MODELE, lue, constat);
  if (valeurs === null) return { type: 'refus', eleve: null, anomalies: constat.anomalies };
  const lieu = (colonne: Colonne) => lieuDe(MODELE, ligne, colonne);
  const { date_naissance, etablissement } = valeurs;
  const dateNaissance = lireDateFrancaise(date_naissance);
  if (dateNaissance === undefined && date_naissance !== '') {
    constat.signaler('date-de-naissance-invalide', lieu('date_naissance'), {});
  }
  if (etablissement !== '' && !estUai(etablissement)) {
    constat.signaler('candidat-uai-invalide', lieu('etablissement'), {});
  }
  if (valeurs.ine === '') constat.signaler('ine-absent', lieu('ine'), {});
  else if (formeIne(valeurs.ine) === undefined) constat.signaler('ine-mal-forme', lieu('ine'), {});
  const inscription: DossierInscription = {
    position: { ligne, colonne: 1 },
    ine: lireIne(valeurs.ine) ?? null,
    nomDeFamille: valeurs.nom_famille,
    prenoms: lirePrenoms(valeurs.prenoms),
    dateNaissance: dateNaissance ?? '',
    uai: etablissement,
    division: valeurs.division_classe || null,
    serie: valeurs.serie || null,
    categorie: valeurs.categorie || null,
    specialites: [valeurs.specialite1, valeurs.specialite2, valeurs.specialite3].filter((une) => une !== ''),
    lva: valeurs.LVA || null,
    lvb: valeurs.LVB || null,
  };
  // Two homonyms born the same day have two INE: only the same registration is one too many.
  const cle = `${inscription.uai}/${empreinteDIdentite(inscription)}/${inscription.ine ?? ''}`;
  const premiere = lignes.get(cle);
  if (premiere === undefined) lignes.set(cle, ligne);
  else constat.signaler('inscription-en-double', { ligne, colonne: 1 }, { premiere });
  return constat.conclure('inscriptions', inscription);
}
