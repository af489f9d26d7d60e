/** Evidence: one chain of events per livret and per jury. */
export {
  CHAINE_VIDE,
  chainer,
  type Evenement,
  ecritureDePreuve,
  type FaitAProuver,
  premiereRupture,
  type TeteDeChaine,
  type TypeEvenement,
  teteApres,
} from './evenement.ts';
export {
  type EvenementsDesLivrets,
  evenementsDesLivrets,
  type PreuveDesJurys,
  preuveDesJurys,
} from './magasin-preuve.ts';
