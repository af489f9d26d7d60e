/** Evidence: one chain of events per livret and per jury. */
export {
  CHAINE_VIDE,
  chainer,
  ecritureDePreuve,
  type FaitAProuver,
  type TeteDeChaine,
  teteApres,
} from './evenement.ts';
export { type PreuveDesJurys, preuveDesJurys } from './magasin-preuve.ts';
