import { chaineCommande } from '../../shared/aws/chaines.ts';
import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { reconnaitreActeur, revendication } from '../../shared/habilitations/index.ts';
import { consulterCompletude, demandeConsulterCompletude } from '../../shared/livret/consulter-completude.ts';
import { environnementDActe, partiesDActe } from '../../shared/livret/parts-d-acte.ts';

const parts = partiesDActe(lireEnvironnement(environnementDActe));

export const handler = chaineCommande(
  ouvrirJournal('livret/consulter-completude'),
  demandeConsulterCompletude.extend({ qui: revendication }),
  async ({ qui, ...demande }) => consulterCompletude(parts, await reconnaitreActeur(parts, qui), demande),
);
