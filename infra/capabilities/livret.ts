import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { permettreTable } from '../constructs/acces.ts';
import { Commande } from '../constructs/commande.ts';
import { StreamWorker } from '../constructs/stream-worker.ts';
import {
  BILANS,
  CHAINES_DES_LIVRETS,
  type ContexteAcademie,
  ETABLISSEMENTS,
  environnementDesDroits,
  environnementDuLivret,
  environnementDuRegistre,
  NOMENCLATURES,
  permettreDeReconnaitre,
  permettreDOuvrir,
  TRAVAUX,
} from './contexte.ts';

/** Livrets: the establishment's table, one livret, entries by hand, what they lack, their creation, their migration. */
export class Livret extends Construct {
  readonly commandes: readonly Commande[];
  /** What the ops team alone calls. */
  readonly exploitation: readonly Commande[];

  constructor(scope: Construct, id: string, contexte: ContexteAcademie) {
    super(scope, id);
    const { deploiement, stockage } = contexte;
    const environnement = environnementDuLivret(contexte);
    /** Of what people command. */
    const commandee = { ...environnement, ...environnementDesDroits(contexte) };

    const lister = new Commande(this, 'Lister', {
      deploiement,
      entree: 'livret/lister-livrets',
      cout: 'Des établissements ne voient pas la liste de leurs livrets.',
      environnement: commandee,
    });
    permettreDeReconnaitre(lister, contexte);

    const lire = new Commande(this, 'Lire', {
      deploiement,
      entree: 'livret/lire-livret',
      cout: 'Des livrets ne peuvent pas être lus.',
      environnement: commandee,
    });
    // A family's reading is proved before the answer.
    permettreTable(lire, stockage.livrets, ['PutItem', 'Query']);
    permettreTable(lire, stockage.registre, ['UpdateItem'], ETABLISSEMENTS);
    permettreTable(lire, stockage.preuve, ['PutItem'], CHAINES_DES_LIVRETS);
    permettreDOuvrir(lire, contexte);
    permettreDeReconnaitre(lire, contexte);

    const completude = new Commande(this, 'Completude', {
      deploiement,
      entree: 'livret/consulter-completude',
      cout: 'Des établissements ne voient pas ce qui manque à leurs livrets, ni à qui le demander.',
      environnement: commandee,
    });
    permettreTable(completude, stockage.livrets, ['BatchGetItem']);
    permettreTable(completude, stockage.registre, ['BatchGetItem'], NOMENCLATURES);
    permettreDeReconnaitre(completude, contexte);

    const creation = new Commande(this, 'Creation', {
      deploiement,
      entree: 'livret/provoquer-creation',
      cout: 'Des établissements ne peuvent pas provoquer la création des livrets de l’année.',
      environnement: commandee,
    });
    permettreTable(creation, stockage.livrets, ['BatchGetItem']);
    permettreTable(creation, stockage.registre, ['BatchGetItem'], ETABLISSEMENTS, NOMENCLATURES);
    permettreTable(creation, stockage.registre, ['GetItem', 'PutItem', 'Query'], ETABLISSEMENTS);

    const bilans = new StreamWorker(this, 'Bilans', {
      deploiement,
      flux: 'bilans',
      table: stockage.registre,
      cles: 'ELEVE#',
      cout: 'La DEC voit pour des établissements des comptes de livrets qui ne sont plus les bons.',
      entree: 'livret/tenir-bilans',
      // All the establishments of an académie may change in one minute.
      duree: Duration.minutes(2),
      environnement,
    });
    permettreTable(bilans.travail, stockage.registre, ['Query'], ETABLISSEMENTS);
    permettreTable(bilans.travail, stockage.registre, ['GetItem', 'PutItem'], BILANS);

    const consulter = new Commande(this, 'ConsulterBilans', {
      deploiement,
      entree: 'livret/consulter-bilans',
      cout: 'La DEC ne voit pas où en sont les livrets de l’académie.',
      environnement: environnementDuRegistre(contexte),
    });
    permettreTable(consulter, stockage.registre, ['Query'], BILANS);

    const migrer = new Commande(this, 'Migrer', {
      deploiement,
      entree: 'livret/migrer',
      cout: 'La migration des livrets ne peut pas être conduite : ceux d’un ancien schéma n’ont pas de complétude.',
      // Ten pages of 1 MB, of livrets that are read one by one.
      duree: Duration.minutes(5),
      memoire: 1024,
      environnement,
    });
    permettreTable(migrer, stockage.livrets, ['Scan', 'Query', 'PutItem']);
    permettreDOuvrir(migrer, contexte);
    permettreTable(migrer, stockage.registre, ['UpdateItem'], ETABLISSEMENTS);
    permettreTable(migrer, stockage.registre, ['GetItem', 'PutItem'], TRAVAUX);
    permettreTable(migrer, stockage.preuve, ['PutItem'], CHAINES_DES_LIVRETS);

    const saisies = { ...commandee, LSL_MENTIONS: JSON.stringify(contexte.mentions) };
    const saisir = new Commande(this, 'Saisir', {
      deploiement,
      entree: 'livret/saisir',
      cout: 'Des saisies ne peuvent pas être enregistrées.',
      environnement: saisies,
    });
    const saisirClasse = new Commande(this, 'SaisirClasse', {
      deploiement,
      entree: 'livret/saisir-classe',
      cout: 'Des saisies par classe ne peuvent pas être enregistrées.',
      environnement: saisies,
      // 60 livrets, eight at once.
      duree: Duration.minutes(1),
    });
    for (const travail of [saisir, saisirClasse]) {
      permettreTable(travail, stockage.livrets, ['PutItem', 'Query']);
      permettreDOuvrir(travail, contexte);
      permettreTable(travail, stockage.registre, ['UpdateItem'], ETABLISSEMENTS);
      permettreTable(travail, stockage.preuve, ['PutItem'], CHAINES_DES_LIVRETS);
      permettreDeReconnaitre(travail, contexte);
    }

    const grille = new Commande(this, 'Grille', {
      deploiement,
      entree: 'livret/lire-grille',
      cout: 'Des grilles de saisie ne s’affichent pas.',
      environnement: commandee,
    });
    permettreTable(grille, stockage.livrets, ['BatchGetItem']);
    permettreDOuvrir(grille, contexte);
    permettreDeReconnaitre(grille, contexte);
    this.commandes = [lister, lire, saisir, saisirClasse, grille, completude, creation, consulter];
    this.exploitation = [migrer];
  }
}
