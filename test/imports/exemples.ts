import { gzipSync } from 'node:zlib';
import type { CodeAnomalie, CodeDeDepot } from '../../shared/imports/anomalies.ts';
import type { Bornes } from '../../shared/xml/lire-elements.ts';
import { latin1, utf8 } from '../sources.ts';
import { archive, zipper } from './archives.ts';
import {
  affectation,
  candidat,
  candidats,
  communs,
  division,
  divisionDeSts,
  ENTETE,
  eleve,
  evaluation,
  ficheSiecle,
  groupe,
  individu,
  inscription,
  inscriptions,
  LIBELLES,
  lienResponsable,
  matiere,
  matiereDeSiecle,
  mef,
  mefDeSiecle,
  nomenclature,
  nomenclatureSiecle,
  notes,
  notesAvec,
  PARAMETRES,
  periode,
  personne,
  programme,
  responsables,
  scolarite,
  service,
  siecle,
  structures,
  sts,
} from './fichiers.ts';

export interface Exemple {
  readonly octets: Uint8Array;
  readonly bornes?: Partial<Bornes>;
}

/** What reading alone cannot find: the other feeds, the académie's data or its tables tell it (`applications.ts`). */
export type CodeHorsLecture =
  | CodeDeDepot
  | 'editeur-non-agree'
  | 'annee-a-venir'
  | 'annee-d-ailleurs'
  | 'annee-figee'
  | 'annee-perimee'
  | 'attente-expiree'
  | 'eleve-parti'
  | 'mef-fige'
  | 'dossier-refuse-en-revue'
  | 'eleve-attendu'
  | 'absent-de-siecle'
  | 'identite-corrigee'
  | 'ine-corrige'
  | 'livret-suivi'
  | 'redoublement-possible'
  | 'import-deja-remplace'
  | 'import-perime'
  | 'livret-envoye'
  | 'dossier-trop-grand'
  | 'ine-deja-porte'
  | 'liens-eleve-inconnu'
  | 'ligne-trop-grande'
  | 'inscription-ine-differents'
  | 'nomenclature-absente'
  | 'matiere-hors-nomenclature'
  | 'matiere-incertaine'
  | 'competence-hors-nomenclature';

const de = (texte: string, bornes?: Partial<Bornes>): Exemple =>
  bornes === undefined ? { octets: utf8(texte) } : { octets: utf8(texte), bornes };
const avecEleve = (parties: Parameters<typeof eleve>[0]): Exemple => de(notes({ eleves: eleve(parties) }));
const avecScolarite = (parties: Parameters<typeof scolarite>[0]): Exemple =>
  avecEleve({ scolarites: scolarite(parties) });
const avecFiche = (parties: Parameters<typeof ficheSiecle>[0]): Exemple => de(siecle({ eleves: ficheSiecle(parties) }));
const avecMatiere = (...parties: Parameters<typeof matiere>): Exemple =>
  de(nomenclature({ mefs: mef(matiere(...parties)) }));
const avecCandidat = (valeurs: Parameters<typeof candidat>[0]): Exemple => de(candidats(candidat(valeurs)));
/** A file of ASCII characters, which declares ISO-8859-15. */
const enLatin = (texte: string): Exemple => ({ octets: latin1(texte) });
const attributsDeMatiere = (remplace: string, par: string): string =>
  'regroupement="TRONC" discipline="MATHS" codeBcn="061300" presenceEvaluationPeriodique="true" modaliteElection="S"'.replace(
    remplace,
    par,
  );

/** One file for each anomaly that reading can tell: the smallest that earns it. */
export const EXEMPLES: Readonly<Record<Exclude<CodeAnomalie, CodeHorsLecture>, Exemple>> = {
  'fichier-vide': de(' \n'),
  'fichier-trop-gros': de(notes(), { octets: 300 }),
  'fichier-utf16': { octets: Buffer.from(`\ufeff${notes()}`, 'utf16le') },
  'xml-encodage-inconnu': de(notes().replace('UTF-8', 'Mac-Roman')),
  'xml-encodage-contradictoire': de(`\ufeff${notes()}`.replace('UTF-8', 'ISO-8859-15')),
  'xml-octet-hors-encodage': { octets: latin1(notes().replace('Bon', 'Très bon')) },
  'xml-version': de(notes().replace('version="1.0"', 'version="1.1"')),
  'xml-doctype': de(notes().replace('<lsl:lsl', '<!DOCTYPE lsl><lsl:lsl')),
  'xml-entite-inconnue': de(notesAvec({ annuelle: '<annuelle>d&eacute;sinvolte</annuelle>' })),
  'xml-reference-invalide': de(notesAvec({ annuelle: '<annuelle>&#xFFFF;</annuelle>' })),
  'xml-caractere-interdit': de(notesAvec({ annuelle: '<annuelle>\u0000</annuelle>' })),
  'xml-mal-forme': de(notesAvec({ attributs: 'modalite-election=S' })),
  'xml-balises-croisees': de(notesAvec({ annuelle: '<annuelle></structure>' })),
  'xml-attribut-en-double': de(notesAvec({ attributs: 'date="2016-01-01" date="2016-01-02"' })),
  'xml-hors-racine': de(`${notes()}<lsl/>`),
  'xml-espace-de-noms-invalide': de(notesAvec({ annuelle: '<lycee:annuelle/>' })),
  'xml-tronque': de(notes().slice(0, -20)),
  'xml-trop-profond': de(notesAvec({ suite: '<x>'.repeat(40) })),
  'xml-attributs-trop-nombreux': de(
    notesAvec({ suite: `<x ${Array.from({ length: 70 }, (_, i) => `a${i}=""`).join(' ')}/>` }),
  ),
  'xml-attributs-trop-varies': de(notesAvec({ suite: '<x b="" a=""/><x a="" b=""/>' }), { suites: 20 }),
  'xml-enfants-trop-nombreux': de(notesAvec({ periodes: '<periode numero="1" moyenne="1"/>'.repeat(1100) })),
  'xml-nom-trop-long': de(notesAvec({ suite: `<${'x'.repeat(200)}/>` })),
  'xml-balise-trop-longue': de(notesAvec({ suite: `<x a="${'a'.repeat(70_000)}"/>` })),
  'xml-texte-trop-long': de(notesAvec({ annuelle: `<annuelle>${'a'.repeat(70_000)}</annuelle>` })),
  'xml-commentaire-trop-long': de(notesAvec({ suite: `<!--${'a'.repeat(70_000)}-->` })),
  'xml-element-trop-gros': de(
    notes({ eleves: eleve({ scolarites: scolarite({ evaluations: evaluation().repeat(5) }).repeat(500) }) }),
  ),

  'fichier-compresse': { octets: gzipSync(notes()) },
  'archive-trop-grosse': { octets: zipper(Buffer.alloc(33 << 20), { methode: 0 }) },
  'archive-vide': { octets: archive([]) },
  'archive-plusieurs-fichiers': { octets: archive([{ contenu: notes() }, { nom: 'b.xml', contenu: notes() }]) },
  'archive-chemin': { octets: zipper(notes(), { nom: 'export/lsl.xml' }) },
  'archive-chiffree': { octets: zipper(notes(), { drapeaux: 1 }) },
  'archive-methode': { octets: zipper(notes(), { methode: 14 }) },
  'archive-endommagee': { octets: zipper(notes()).subarray(0, -1) },
  'archive-incoherente': { octets: zipper(notes(), { nomLocal: 'autre.xml' }) },
  'archive-taille-fausse': { octets: zipper(notes(), { taille: 100 }) },
  'archive-chevauchement': { octets: archive([{ contenu: notes() }, { nom: '.DS_Store', debut: 0, absente: true }]) },
  'archive-bombe': { octets: zipper(Buffer.alloc(1_000_000, ' ')) },
  'archive-imbriquee': { octets: zipper(zipper(notes())) },
  'format-inconnu': de('<?xml version="1.0"?><BEE_GEOGRAPHIQUE/>'),
  'aucun-dossier': de(notes({ eleves: '' })),
  'structure-inattendue': de(notes({ corps: `<donnees>${eleve()}</donnees><donnees/>` })),
  'structure-incomplete': de(notes({ corps: '' })),
  'structure-texte': de(notes({ eleves: `${eleve()}oubli` })),
  'structure-attribut': de(notes({ racine: 'xmlns:lsl="urn:ac-grenoble.fr:lsl:import"' })),
  'espace-de-noms': de(notes().replaceAll('lsl:lsl', 'lsl').replace('xmlns:lsl', 'xmlns')),
  'schema-version': de(notes({ racine: 'xmlns:lsl="urn:ac-grenoble.fr:lsl:import" schemaVersion="2.0"' })),
  'entete-non-conforme': de(notes({ entete: ENTETE.replace('<editeur>Essai</editeur>', '') })),
  'application-trop-longue': de(notes({ entete: ENTETE.replace('<application>', `<application>${'x'.repeat(50)}`) })),
  'etablissement-invalide': de(notes({ entete: ENTETE.replace('0380029A', '0380029B') })),
  'annee-du-fichier-invalide': de(siecle({ parametres: PARAMETRES.replace('2015', '15') })),
  'eleves-trop-nombreux': de(siecle({ options: '<OPTION/>'.repeat(60_000) })),
  'libelle-contradictoire': de(
    nomenclature({ libelles: `${LIBELLES}<competence code="0001" annee="2015">Autre</competence>` }),
  ),
  'libelle-invalide': de(nomenclature({ libelles: '<competence code="1" annee="2015">Raisonner</competence>' })),
  'candidats-entete': de(candidats(candidat()).replace('no_pv', 'pv')),
  'inscriptions-entete': de(inscriptions(inscription()).replace('dnl', 'dnl2')),
  'fiches-trop-nombreuses': enLatin(structures('<DIVISION CODE_STRUCTURE="A"/>'.repeat(60_000))),
  'sts-sens-inverse': enLatin(sts().replaceAll('STS_EDT', 'EDT_STS')),
  'csv-octet-hors-encodage': { octets: latin1(candidats(candidat({ nom_famille: 'LŒUF' })), { Œ: 0x8c }) },
  'csv-ligne-trop-longue': de(candidats(candidat({ centre: 'x'.repeat(5000) }))),

  'element-inattendu': de(notesAvec({ suite: '<remarque/>' })),
  'element-manquant': de(notesAvec({ enseignants: '' })),
  'attribut-inconnu': avecEleve({ attributs: 'id="1413136" ine="x"' }),
  'attribut-manquant': de(notesAvec({ periodes: '<periode numero="1"/>' })),
  'texte-inattendu': de(notesAvec({ structure: '<structure> </structure>' })),
  'texte-vide': avecEleve({ avant: '<engagements><engagement-autre/></engagements>' }),
  'texte-trop-long': de(notesAvec({ annuelle: `<annuelle>${'é'.repeat(301)}</annuelle>` })),
  'eleve-id-invalide': avecEleve({ attributs: 'id="0"' }),
  'eleve-en-double': de(notes({ eleves: `${eleve()}\n${eleve({ attributs: 'id="01413136"' })}` })),
  'annee-scolaire-invalide': avecScolarite({ attributs: 'annee-scolaire="15" code-periode="T"' }),
  'annee-en-double': avecEleve({ scolarites: scolarite() + scolarite() }),
  'decoupage-inconnu': avecScolarite({ attributs: 'annee-scolaire="2015" code-periode=""' }),
  'matiere-invalide': de(notesAvec({ attributs: 'modalite-election="S" code-matiere="61300"' })),
  'modalite-inconnue': de(notesAvec({ attributs: 'modalite-election="L" code-matiere="061300"' })),
  'date-invalide': de(notesAvec({ attributs: 'modalite-election="S" code-matiere="061300" date="2015-02-29"' })),
  'appreciation-vide': de(notesAvec({ annuelle: '<annuelle/>' })),
  'moyenne-invalide': de(notesAvec({ periodes: '<periode numero="1" moyenne="NN"/>' })),
  'moyenne-hors-bornes': de(notesAvec({ periodes: '<periode numero="1" moyenne="20.01"/>' })),
  'periode-invalide': de(notesAvec({ periodes: '<periode numero="0" moyenne="12"/>' })),
  'periode-hors-decoupage': de(notesAvec({ periodes: '<periode numero="4" moyenne="12"/>' })),
  'periode-en-double': de(notesAvec({ periodes: '<periode numero="1" moyenne="12"/>'.repeat(2) })),
  'groupe-invalide': de(notesAvec({ structure: '<structure effectif="0"/>' })),
  'engagement-inconnu': avecEleve({ avant: '<engagements><engagement code="Z"/></engagements>' }),
  'engagement-en-double': avecEleve({
    avant: '<engagements><engagement code="C"/><engagement code="C"/></engagements>',
  }),
  'avis-examen-inconnu': avecEleve({ avant: '<avisExamen code="B"/>' }),
  'competence-code-invalide': de(
    notesAvec({ competences: '<competences><competence code="94">3</competence></competences>' }),
  ),
  'competence-niveau-inconnu': de(
    notesAvec({ competences: '<competences><competence code="0094">5</competence></competences>' }),
  ),
  'competence-en-double': de(
    notesAvec({ competences: `<competences>${'<competence code="0094">3</competence>'.repeat(2)}</competences>` }),
  ),
  'niveau-cecrl-hors-langue': de(
    notesAvec({ competences: '<competences><competence code="0094">B2</competence></competences>' }),
  ),

  'identite-incomplete': avecFiche({ identite: '<NOM_DE_FAMILLE> </NOM_DE_FAMILLE>' }),
  'date-de-naissance-invalide': avecCandidat({ date_naissance: '29/02/2001' }),
  'ine-en-double': de(siecle({ eleves: ficheSiecle() + ficheSiecle({ id: '2' }) })),
  'mef-invalide': de(nomenclature({ mefs: mef(matiere(), 'codeMef="2111101011" niveau="T" codeSerie="S" serie="S"') })),
  'mef-en-double': de(nomenclature({ mefs: mef() + mef() })),
  'millesime-invalide': de(nomenclature({ millesime: '' })),
  'libelle-vide': avecMatiere(undefined, attributsDeMatiere('TRONC', ' ')),
  'presence-invalide': avecMatiere(undefined, attributsDeMatiere('true', 'oui')),
  'competence-sans-libelle': avecMatiere('<competences><competence>0003</competence></competences>'),
  'ligne-en-double': de(nomenclature({ mefs: mef(matiere() + matiere()) })),

  'candidat-colonnes': de(candidats(candidat({ centre: 'x;y' }))),
  'candidat-champ-vide': avecCandidat({ jury: ' ' }),
  'candidat-champ-trop-long': avecCandidat({ centre: 'x'.repeat(101) }),
  'candidat-numero-invalide': avecCandidat({ jury: 'ST2S 01' }),
  'candidat-caractere-interdit': avecCandidat({ division: 'T\u0000S' }),
  'candidat-en-double': de(candidats(candidat(), candidat({ no_pv: '18' }))),
  'candidat-uai-invalide': avecCandidat({ uai: '0380029B' }),
  'candidat-categorie-inconnue': avecCandidat({ categorie: 'libre' }),

  'inscription-en-double': de(inscriptions(inscription(), inscription({ nom_famille: 'Martin' }))),
  'structure-code-invalide': enLatin(structures(division(' '))),
  'structure-en-double': enLatin(structures(division() + division())),
  'mef-de-siecle-invalide': enLatin(nomenclatureSiecle({ mefs: mefDeSiecle('2113310411') })),
  'mef-de-siecle-en-double': enLatin(nomenclatureSiecle({ mefs: mefDeSiecle().repeat(2) })),
  'programme-sans-mef': enLatin(nomenclatureSiecle({ programmes: programme('21133104112') })),
  'individu-invalide': enLatin(sts({ individus: individu('ID="41"') })),
  'individu-en-double': enLatin(sts({ individus: individu() + individu() })),
  'individu-sans-nom': enLatin(sts({ individus: individu(undefined, '<PRENOM>Luc</PRENOM>') })),

  'anomalies-trop-nombreuses': avecScolarite({
    evaluations: evaluation({ annuelle: '<annuelle>\u00a0</annuelle>' }).repeat(210),
  }),
  'texte-blanc': avecScolarite({ avis: '<avisChefEtab nom="A" prenom="B">\u00a0</avisChefEtab>' }),
  'appreciation-blanche': de(notesAvec({ annuelle: '<annuelle>\u00a0</annuelle>' })),
  'moyenne-du-groupe-hors-bornes': de(notesAvec({ structure: '<structure moyenne="25"/>' })),
  'repartition-incoherente': de(notesAvec({ structure: '<structure repar-moins-huit="50" repar-plus-douze="48.9"/>' })),
  'enseignant-sans-nom': de(notesAvec({ enseignants: '<enseignants><enseignant nom=" "/></enseignants>' })),
  'ine-absent': avecFiche({ ine: '<ID_NATIONAL/>' }),
  'ine-mal-forme': avecFiche({ ine: '<ID_NATIONAL>12345</ID_NATIONAL><INE_BEA>1234567890A</INE_BEA>' }),
  'mef-absent': avecFiche({ suite: '<CODE_MEF>211</CODE_MEF>' }),
  'division-absente': de(siecle({ structures: affectation('1413136', [['TS1_MATHS', 'G']]) })),
  'option-mal-formee': de(
    siecle({
      options: '<OPTION ELEVE_ID="1413136"><OPTIONS_ELEVE><CODE_MATIERE>AGL1</CODE_MATIERE></OPTIONS_ELEVE></OPTION>',
    }),
  ),
  'etablissement-precedent-invalide': avecFiche({
    suite: '<CODE_MEF>21133104110</CODE_MEF><SCOLARITE_AN_DERNIER><CODE_RNE>0380029B</CODE_RNE></SCOLARITE_AN_DERNIER>',
  }),
  'date-de-sortie-invalide': avecFiche({ suite: '<CODE_MEF>21133104110</CODE_MEF><DATE_SORTIE>hier</DATE_SORTIE>' }),

  'affectation-mal-formee': de(
    siecle({
      structures: affectation('1413136', [
        ['TS1', 'D'],
        [' ', 'G'],
      ]),
    }),
  ),
  'structure-mef-invalide': enLatin(structures(division('TS1', ['2113310411']))),
  'division-inconnue': enLatin(structures('', groupe())),
  'rattachement-invalide': enLatin(nomenclatureSiecle({ mefs: mefDeSiecle(undefined, '2113310411') })),
  'programme-mal-forme': enLatin(nomenclatureSiecle({ programmes: programme(undefined, '61300') })),
  'programme-en-double': enLatin(nomenclatureSiecle({ programmes: programme().repeat(2) })),
  'matiere-sans-libelle': enLatin(nomenclatureSiecle({ matieres: matiereDeSiecle(undefined, '') })),
  'matiere-deux-libelles': enLatin(
    nomenclatureSiecle({
      matieres: matiereDeSiecle() + matiereDeSiecle(undefined, '<LIBELLE_LONG>CALCUL</LIBELLE_LONG>'),
    }),
  ),
  'responsable-inconnu': enLatin(responsables('')),
  'responsable-sans-nom': enLatin(responsables(personne(undefined, ''))),
  'responsable-en-double': enLatin(responsables(undefined, lienResponsable().repeat(2))),
  'personne-en-double': enLatin(responsables(personne().repeat(2))),
  'periode-scolaire-mal-formee': enLatin(communs(periode(undefined, undefined, ''))),
  'periode-scolaire-ignoree': enLatin(communs(periode('1', 'A'))),
  'periode-scolaire-en-double': enLatin(communs(periode().repeat(2))),
  'service-matiere-invalide': enLatin(
    sts({ individus: '', divisions: divisionDeSts(service('CODE_MATIERE="MATHS"')) }),
  ),
  'service-en-double': enLatin(sts({ individus: '', divisions: divisionDeSts(service(undefined, '').repeat(2)) })),
  'enseignant-inconnu': enLatin(sts({ individus: '' })),
};
