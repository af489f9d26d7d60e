import { ErreurCodee } from '../kernel/erreur.ts';

/** Of a jury that no file of candidates names, or that a later one left without any. */
export function juryInconnu(): ErreurCodee {
  return new ErreurCodee(
    'jury-inconnu',
    'Ce jury n’a pas de candidat pour cette session.',
    'Vérifiez le numéro du jury, ou déposez le fichier des candidats.',
  );
}
