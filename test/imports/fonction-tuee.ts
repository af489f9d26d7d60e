import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { Dynamo } from '../../shared/aws/dynamo.ts';
import type { File } from '../../shared/aws/files.ts';
import type { Objets } from '../../shared/aws/objets.ts';
import { magasinCandidats } from '../../shared/candidats/magasin-candidats.ts';
import { indexDesIne } from '../../shared/candidats/magasin-ine.ts';
import { clotures, integrateurs } from '../../shared/imports/integrateurs.ts';
import { integrerLot, type MessageDesLots } from '../../shared/imports/integrer-lot.ts';
import { lireDepot } from '../../shared/imports/lire-depot.ts';
import { magasinDepots } from '../../shared/imports/magasin-depots.ts';
import { horlogeFixe } from '../../shared/kernel/horloge.ts';
import { magasinEnvois } from '../../shared/livret/magasin-envois.ts';
import { magasinEtablissement } from '../../shared/livret/magasin-etablissement.ts';
import { magasinLivrets } from '../../shared/livret/magasin-livrets.ts';
import { magasinRegistre } from '../../shared/livret/magasin-registre.ts';
import { muet } from '../doubles.ts';
import type { Appel, Reponse, Travail } from './tuer.ts';

/**
 * A process that does the work of the functions of imports, and can be killed: its stores are those of the process
 * that started it, asked by messages. What it asked before it died is done, as on AWS.
 */
const enCours = new Map<number, { readonly tenir: (valeur: unknown) => void; readonly rompre: (e: Error) => void }>();
let dernier = 0;

function demander(appel: Appel): Promise<unknown> {
  dernier += 1;
  const numero = dernier;
  return new Promise((tenir, rompre) => {
    enCours.set(numero, { tenir, rompre });
    process.send?.({ numero, appel });
  });
}

function erreurDe({ nom, message, raisons }: NonNullable<Reponse['erreur']>): Error {
  if (nom === 'ConditionalCheckFailedException') return new ConditionalCheckFailedException({ message, $metadata: {} });
  if (nom === 'TransactionCanceledException') {
    return new TransactionCanceledException({ message, $metadata: {}, CancellationReasons: raisons ?? [] });
  }
  return new Error(message);
}

const dynamo = {
  send: (commande: { constructor: { name: string }; input: unknown }) =>
    demander({ quoi: 'dynamo', commande: commande.constructor.name, entree: commande.input }),
} as unknown as Dynamo;
const objets: Objets = {
  lire: (cle) => demander({ quoi: 'lire', cle }) as Promise<Uint8Array | null>,
  async lireFlux(cle) {
    const octets = await this.lire(cle);
    return octets === null
      ? null
      : (async function* () {
          yield octets;
        })();
  },
  ecrire: async (cle, contenu) => {
    await demander({ quoi: 'ecrire', cle, contenu });
  },
};
const lots: File<MessageDesLots> = {
  envoyer: async (messages, groupe) => {
    await demander({ quoi: 'envoyer', messages: [...messages], groupe });
  },
};
const depots = magasinDepots(dynamo, 'imports');
const livret = {
  dynamo,
  livrets: magasinLivrets(dynamo, 'livrets'),
  registre: magasinRegistre(dynamo, 'registre', async () => 'clé'),
  etablissement: magasinEtablissement(dynamo, 'registre'),
  tablePreuve: 'preuve',
  horloge: horlogeFixe('2016-06-10T08:00:00Z'),
};
const parts = {
  depots,
  objets,
  lots,
  journal: muet,
  horloge: livret.horloge,
  editeurs: { agrees: {}, regle: 'avertir' as const },
  // Nobody of this trial is paired.
  clotures: clotures({ ...livret, appariement: { envoyer: async () => {} } }),
  // No candidate comes in this trial.
  suitesDeLot: {},
  integrateurs: () =>
    integrateurs({
      ...livret,
      candidats: magasinCandidats(dynamo, 'session'),
      ines: indexDesIne(dynamo, 'session', async () => 'clé'),
      depots,
      envois: magasinEnvois(dynamo, 'livrets'),
      // No livret of this trial was sent: nothing is told of it.
      transferts: {
        envoyer: () => Promise.reject(new Error('something is told')),
      },
    }),
};

process.on('message', (message: Travail | Reponse) => {
  if ('travail' in message) {
    const { travail } = message;
    const faire =
      'lot' in travail || 'cloture' in travail || 'acceptes' in travail
        ? integrerLot(parts, travail)
        : lireDepot(parts, travail);
    void faire.then(() => process.send?.({ fait: true }));
    return;
  }
  const attente = enCours.get(message.numero);
  enCours.delete(message.numero);
  if (message.erreur === undefined) attente?.tenir(message.valeur);
  else attente?.rompre(erreurDe(message.erreur));
});
process.send?.({ pret: true });
