/** The livret: what it holds and where it is kept. Its view is `page.tsx`, which Node cannot load as it is. */
export { estParti } from './bilan.ts';
export { cleLivret } from './cles.ts';
export { type AnneeDuLivret, anneesTenues, composer } from './composer.ts';
export { type Connaissances, connaissances } from './connaissances.ts';
export type {
  Avis,
  CodeAvisExamen,
  CodeEngagement,
  Evaluation,
  LigneRetenue,
  NiveauImporte,
  Position,
  Scolarite,
  Structure,
} from './contenu.ts';
export {
  type MessageDeTransfert,
  messageDeTransfert,
  mettreEnFile,
  type PartiesDesEnvois,
  tourSuivant,
} from './envoi.ts';
export type {
  Communs,
  Enseignant,
  MefDeSiecle,
  PeriodeScolaire,
  Responsable,
  Service,
  StructureScolaire,
} from './etablissement.ts';
export {
  type Effectifs,
  type EleveDeSiecle,
  type IndicesDeRattachement,
  nommerServices,
  recenserEffectifs,
  SANS_INDICE,
  type ServiceNomme,
} from './indices.ts';
export { AVIS_EXAMEN, BANDES, ENGAGEMENTS, LIBELLES, NIVEAUX } from './libelles.ts';
export { lignesPossibles, type Rattachement, rattacher } from './lignes.ts';
export { anneesAPresenter } from './lire-livret.ts';
export {
  type Accuse,
  type Appariement,
  type AvisDeVersion,
  type BaseNotes,
  dejaEnvoye,
  estDeLaPaire,
  estFige,
  type FormatDeLivret,
  faitsDe,
  inscriptionCourante,
  inscritEn,
  type LigneEleve,
  type Livret,
  nomDeLigne,
  type PlaceDeVersion,
  reprendreSiNouvelleAnnee,
  SUIVI_INITIAL,
  sessionDuLivret,
  suiviDe,
  type Tete,
  teteNouvelle,
  type VersionAccusee,
  type VersionFigee,
  versionDeLaSession,
} from './livret.ts';
export { type EtatLivret, LIBELLES_ETAT, OUVERTURES, passer, peutPasser } from './machine.ts';
export { type Envoi, type EnvoiADemander, type MagasinEnvois, magasinEnvois } from './magasin-envois.ts';
export type { LigneDeTableau, MagasinEtablissement } from './magasin-etablissement.ts';
export type { MagasinLivrets } from './magasin-livrets.ts';
export type { MagasinRegistre, SourceDeDivision } from './magasin-registre.ts';
export {
  type CodeDeManque,
  type Completude,
  LIBELLES_DE_MANQUE,
  type Manque,
  type ManquesDeLEleve,
  TACHES,
  type Tache,
} from './manque.ts';
export { type ManqueNomme, nommerManques } from './manque-nomme.ts';
export { manquesDeLAnnee } from './manques.ts';
export { lireMefDuLivret } from './mef-du-livret.ts';
export { aJour, changementDEtat, ecrituresDeSuivi, modifierLivret } from './modifier-livret.ts';
export type { MatiereDeNomenclature, MefDeNomenclature } from './nomenclature.ts';
export { garnir, type LivretOuvert, ouvrirLivret } from './ouvrir-livret.ts';
export type { PartiesDuLivret } from './parts.ts';
export type { LivretPresente } from './presentation.ts';
export { type AnneeAPresenter, presenter } from './presenter.ts';
export { estRemplacable, type Saisie, type ValeurSaisie } from './saisie.ts';
export { empreinteDeBase, empreinteSalee, nouveauSel } from './sel.ts';
export { motifEcrit, signerActe } from './signer-acte.ts';
export { chaineCss, FEUILLE_DU_LIVRET, feuillesDuLivret, PIED_DE_FEUILLE, STYLE_DU_LIVRET } from './style.ts';
export {
  CLE_DES_COMMUNS,
  cleDEnseignant,
  cleDeStructure,
  estFluxDeTableau,
  type FluxDeTableau,
} from './tableaux.ts';
export { adresses, lireTermesConnus, type TermeConnu, termesConnus } from './textes.ts';
