import { Duration } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { permettreEnvoi, permettreTable } from '../constructs/acces.ts';
import { Commande } from '../constructs/commande.ts';
import {
  CHAINES_DES_LIVRETS,
  type ContexteAcademie,
  ENVOIS,
  ETABLISSEMENTS,
  environnementDesDroits,
  environnementDuLivret,
  NOMENCLATURES,
  permettreDeReconnaitre,
  permettreDOuvrir,
} from './contexte.ts';

/** Validation and what comes after it: the acts of the head and of families on livrets that count. */
export class Validation extends Construct {
  readonly commandes: readonly Commande[];
  readonly #contexte: ContexteAcademie;

  /** @param transfert the queue through which what becomes of a livret that was sent is told */
  constructor(scope: Construct, id: string, contexte: ContexteAcademie, transfert: IQueue) {
    super(scope, id);
    this.#contexte = contexte;
    const { stockage, calendriers } = contexte;

    const ouvrir = this.#commande('OuvrirConsultation', {
      entree: 'livret/ouvrir-consultation',
      cout: 'Des établissements ne peuvent pas ouvrir la consultation aux familles.',
    });
    const fermer = this.#commande('FermerConsultation', {
      entree: 'livret/fermer-consultation',
      cout: 'Des établissements ne peuvent pas fermer la consultation aux familles.',
    });
    const informer = this.#commande('InformerFamilles', {
      entree: 'livret/informer-familles',
      cout: 'Des établissements ne peuvent pas consigner que les familles sont informées : ils ne pourront pas valider.',
    });
    for (const reglage of [ouvrir, fermer, informer]) {
      permettreTable(reglage, stockage.registre, ['GetItem'], NOMENCLATURES);
      permettreTable(reglage, stockage.registre, ['PutItem'], ETABLISSEMENTS);
    }
    const consultations = this.#commande('ConsulterConsultations', {
      entree: 'livret/consulter-consultations',
      cout: 'Des établissements ne voient pas ce qui est ouvert aux familles.',
    });

    const valider = this.#commande('ValiderDivision', {
      entree: 'livret/valider-division',
      cout: 'Des établissements ne peuvent pas valider leurs livrets : ceux-ci ne partiront pas.',
      duree: Duration.minutes(2),
    });
    this.#permettreDeChanger(valider);

    const deverrouiller = this.#commande('Deverrouiller', {
      entree: 'livret/deverrouiller-livret',
      cout: 'Des livrets validés ne peuvent pas être corrigés.',
      environnement: { FILE_TRANSFERT: transfert.queueUrl, LSL_CALENDRIERS: JSON.stringify(calendriers) },
    });
    const opposer = this.#commande('EnregistrerOpposition', {
      entree: 'livret/enregistrer-opposition',
      cout: 'Des oppositions de candidats ne sont pas enregistrées : le jury lirait leurs livrets.',
      environnement: { FILE_TRANSFERT: transfert.queueUrl },
    });
    const format = this.#commande('ChangerFormat', {
      entree: 'livret/changer-format',
      cout: 'Le format de livrets ne peut pas être changé.',
    });
    const lever = this.#commande('LeverSignalement', {
      entree: 'livret/lever-signalement',
      cout: 'Des signalements sans objet ne peuvent pas être levés : ils retiennent la validation de leur division.',
    });
    for (const acte of [deverrouiller, opposer, format, lever]) {
      this.#permettreDeChanger(acte);
    }
    for (const acte of [deverrouiller, opposer]) {
      permettreTable(acte, stockage.livrets, ['UpdateItem'], ENVOIS);
      permettreEnvoi(acte, transfert.queueArn);
    }

    const demander = this.#commande('DemanderRectification', {
      entree: 'livret/demander-rectification',
      cout: 'Des demandes de rectification ne sont pas enregistrées, alors que leur délai court.',
    });
    const decider = this.#commande('DeciderRectification', {
      entree: 'livret/decider-rectification',
      cout: 'Des établissements ne peuvent pas répondre aux demandes de rectification, dont le délai court.',
    });
    const retirer = this.#commande('RetirerRectification', {
      entree: 'livret/retirer-rectification',
      cout: 'Des demandes de rectification ne peuvent pas être retirées.',
    });
    for (const rectification of [demander, decider, retirer]) {
      this.#permettreDeChanger(rectification);
      permettreTable(rectification, stockage.registre, ['PutItem'], ETABLISSEMENTS);
    }
    const rectifications = this.#commande('ListerRectifications', {
      entree: 'livret/lister-rectifications',
      cout: 'Des établissements ne voient pas les demandes de rectification, dont le délai court.',
    });

    const historique = this.#commande('LireHistorique', {
      entree: 'livret/lire-historique',
      cout: 'L’historique des livrets ne peut pas être consulté.',
    });
    permettreTable(historique, stockage.livrets, ['Query']);
    permettreDOuvrir(historique, contexte);
    permettreTable(historique, stockage.preuve, ['Query'], CHAINES_DES_LIVRETS);

    this.commandes = [
      valider,
      ouvrir,
      fermer,
      informer,
      consultations,
      deverrouiller,
      opposer,
      format,
      lever,
      demander,
      decider,
      retirer,
      rectifications,
      historique,
    ];
    for (const commande of this.commandes) permettreDeReconnaitre(commande, contexte);
  }

  #commande(
    id: string,
    props: {
      readonly entree: string;
      readonly cout: string;
      readonly duree?: Duration;
      readonly environnement?: Readonly<Record<string, string>>;
    },
  ): Commande {
    const contexte = this.#contexte;
    return new Commande(this, id, {
      ...props,
      deploiement: contexte.deploiement,
      environnement: {
        ...environnementDuLivret(contexte),
        ...environnementDesDroits(contexte),
        ...props.environnement,
      },
    });
  }

  /** A livret, its row and its evidence, in one transaction. */
  #permettreDeChanger(acte: Commande): void {
    const { livrets, registre, preuve } = this.#contexte.stockage;
    permettreTable(acte, livrets, ['PutItem', 'Query']);
    permettreDOuvrir(acte, this.#contexte);
    permettreTable(acte, registre, ['UpdateItem'], ETABLISSEMENTS);
    permettreTable(acte, preuve, ['PutItem'], CHAINES_DES_LIVRETS);
  }
}
