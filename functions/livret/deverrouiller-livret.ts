import { lireEnvironnement } from '../../shared/aws/environnement.ts';
import { ouvrirJournal } from '../../shared/aws/journal.ts';
import { calendriersDeTexte } from '../../shared/calendrier/index.ts';
import { commandeReconnue } from '../../shared/habilitations/commande-habilitee.ts';
import { demandeDeverrouillerLivret, deverrouillerLivret } from '../../shared/livret/deverrouiller-livret.ts';
import { droitsDuRegistre } from '../../shared/livret/droits-du-registre.ts';
import { environnementDActe, partiesDActe } from '../../shared/livret/parts-d-acte.ts';
import { environnementDesEnvois, partiesDesEnvois } from '../../shared/livret/parts-des-envois.ts';

const env = lireEnvironnement({
  ...environnementDActe,
  ...environnementDesEnvois,
  LSL_CALENDRIERS: calendriersDeTexte,
});
const acte = partiesDActe(env);
const parts = {
  ...acte,
  ...partiesDesEnvois(env),
  calendriers: env.LSL_CALENDRIERS,
};

export const handler = commandeReconnue(
  ouvrirJournal('livret/deverrouiller-livret'),
  demandeDeverrouillerLivret,
  droitsDuRegistre(env, parts.dynamo),
  'deverrouiller-livret',
  (demande, acteur) => deverrouillerLivret(parts, acteur, demande),
);
