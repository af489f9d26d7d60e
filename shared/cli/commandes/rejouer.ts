import { SQSClient } from '@aws-sdk/client-sqs';
import { compterMessages, lireAges, rejouerRebut, urlDeFile } from '../../aws/rebut.ts';
import { ErreurCodee } from '../../kernel/erreur.ts';
import { instantFrancais } from '../../kernel/horloge.ts';
import { compte } from '../../kernel/texte.ts';
import { attente, ecrire } from '../affichage.ts';
import { accesALaCible } from '../cible.ts';
import { SORTIE, type Sortie } from '../sorties.ts';

export interface DemandeDeReprise {
  /** « grenoble », « national ». */
  readonly deploiement: string;
  /** « transfert »: its dead-letter queue is `lsl-<déploiement>-transfert-rebut`. */
  readonly file: string;
  /** Only count, and tell ages. */
  readonly lire: boolean;
  readonly json: boolean;
}

/** Moves what a dead-letter queue holds back to its queue (ops team); what messages say is never shown. */
export async function rejouer(demande: DemandeDeReprise, sqs: SQSClient = clientDeLaCible()): Promise<Sortie> {
  const { deploiement, file } = demande;
  const rebut = await trouver(sqs, demande, `${file}-rebut`);
  if (demande.lire) return montrer(sqs, rebut, demande);
  const suivi = attente();
  try {
    const vers = await trouver(sqs, demande, file);
    const { rejoues, revenus } = await rejouerRebut(sqs, { rebut, file: vers }, (combien) =>
      suivi.dire(`${compte(combien, 'message rejoué', 'messages rejoués')}`),
    );
    const restants = await compterMessages(sqs, rebut);
    suivi.finir();
    if (demande.json) ecrire(JSON.stringify({ deploiement, file, rejoues, revenus, restants }, null, 2));
    else {
      ecrire(
        rejoues === 0
          ? AUCUN
          : `${compte(rejoues, 'message rejoué', 'messages rejoués')} vers lsl-${deploiement}-${file}`,
      );
      if (revenus > 0) {
        ecrire(
          `${compte(revenus, 'message a échoué', 'messages ont échoué')} de nouveau : la cause n’est pas réparée ` +
            `(docs/exploitation/alarmes.md, section ${file}-rebut).`,
        );
      } else if (restants > 0) {
        ecrire(`${compte(restants, 'message reste', 'messages restent')} dans le rebut : recommencez dans une minute.`);
      }
    }
    return restants > 0 ? SORTIE.partielle : SORTIE.reussite;
  } finally {
    suivi.finir();
  }
}

const AUCUN = 'Aucun message en échec.';

async function montrer(sqs: SQSClient, rebut: string, { deploiement, file, json }: DemandeDeReprise): Promise<Sortie> {
  const messages = await compterMessages(sqs, rebut);
  const ages = messages === 0 ? null : await lireAges(sqs, rebut);
  if (json) ecrire(JSON.stringify({ deploiement, file, messages, ...ages }, null, 2));
  else if (messages === 0) ecrire(AUCUN);
  else {
    ecrire(`${compte(messages, 'message')} en échec dans lsl-${deploiement}-${file}-rebut`);
    if (ages !== null) {
      ecrire(`le plus ancien, envoyé le ${instantFrancais(ages.plusAncien)}`);
      ecrire(`le plus récent, envoyé le ${instantFrancais(ages.plusRecent)}`);
    }
  }
  return SORTIE.reussite;
}

async function trouver(
  sqs: SQSClient,
  { deploiement, file }: Pick<DemandeDeReprise, 'deploiement' | 'file'>,
  quoi: string,
): Promise<string> {
  const nom = `lsl-${deploiement}-${quoi}`;
  const url = await urlDeFile(sqs, nom);
  if (url !== null) return url;
  throw quoi === file
    ? new ErreurCodee(
        'rebut-sans-file',
        `Ce qui attend dans « ${nom}-rebut » ne se rejoue pas : aucune file ne l’a envoyé là.`,
        `La section ${file}-rebut de docs/exploitation/alarmes.md dit que faire.`,
      )
    : new ErreurCodee(
        'file-inconnue',
        `La file « ${nom} » n’existe pas dans ce déploiement.`,
        'Donnez le nom que porte l’alarme sans « -rebut », par exemple « transfert » ; vérifiez --academie ou --national.',
      );
}

function clientDeLaCible(): SQSClient {
  // A queue's URL as the deployment gives it names no host that a local cloud answers to.
  return new SQSClient({ ...accesALaCible(), useQueueUrlAsEndpoint: process.env.LSL_ENDPOINT === 'aws' });
}
