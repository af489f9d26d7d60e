import { executerTransaction, type Operation } from '../../shared/aws/dynamo.ts';
import type { Acteur, Role } from '../../shared/habilitations/index.ts';
import { horlogeFixe } from '../../shared/kernel/horloge.ts';
import type { Consultation } from '../../shared/livret/consultation.ts';
import type { MessageDeTransfert } from '../../shared/livret/envoi.ts';
import type { Communs, Responsable } from '../../shared/livret/etablissement.ts';
import { type BaseNotes, type LigneEleve, SUIVI_INITIAL, type Tete } from '../../shared/livret/livret.ts';
import { type MagasinConsultations, magasinConsultations } from '../../shared/livret/magasin-consultations.ts';
import { type MagasinEnvois, magasinEnvois } from '../../shared/livret/magasin-envois.ts';
import {
  type LigneDeTableau,
  type MagasinEtablissement,
  magasinEtablissement,
} from '../../shared/livret/magasin-etablissement.ts';
import { type MagasinLivrets, magasinLivrets } from '../../shared/livret/magasin-livrets.ts';
import { type MagasinRectifications, magasinRectifications } from '../../shared/livret/magasin-rectifications.ts';
import { type MagasinRegistre, magasinRegistre } from '../../shared/livret/magasin-registre.ts';
import type { MefDeNomenclature } from '../../shared/livret/nomenclature.ts';
import { informerFamilles, ouvrirConsultation } from '../../shared/livret/regler-consultation.ts';
import { type Evenement, premiereRupture } from '../../shared/preuve/evenement.ts';
import { type EvenementsDesLivrets, evenementsDesLivrets } from '../../shared/preuve/magasin-preuve.ts';
import { FileEnMemoire, muet } from '../doubles.ts';
import { DynamoEnMemoire } from '../dynamo.ts';
import { acteur as acteurDeTout } from '../habilitations/acteurs.ts';
import { eleveDe, livretDe, MEF_TS, PROFESSEURS } from './division.ts';
import { base, evaluation, identiteDe, LIVRET_ID, ligne, matiere, mef, tete, UAI } from './dossiers.ts';

const D1 = '01J00000000000000000000001';

export const MEF_TERMINALE = '21111010110';
export const MEF_PREMIERE = '20111010110';
export const MEF_SECONDE = '20010018110';

/** Somebody of whom nothing is known but the role. */
export function acteur(role: Role, reste: Partial<Acteur> = {}): Acteur {
  const rien = { services: [], principalDe: [], livrets: [], jurys: [] };
  return acteurDeTout(role, { id: `${UAI}/${role}`, ...rien, ...reste });
}
export const CHEF = acteur('chef');

export { livretDe } from './division.ts';

export interface EleveVoulu {
  readonly ligne?: Partial<LigneEleve>;
  readonly tete?: Partial<Tete>;
  readonly base?: Parameters<typeof base>[1];
}

/** A pupil of those that are numbered from 0. */
export interface EleveDuRang {
  readonly ligne?: Partial<LigneEleve>;
  readonly tete?: Partial<Tete>;
  readonly bases?: readonly BaseNotes[];
}

type Client = DynamoEnMemoire['client'];

/** A class of an establishment in memory, or in the tables of a client, with the stores and the queue that acts on its livrets work with. */
export class ClasseEnMemoire {
  readonly dynamo = new DynamoEnMemoire('livrets', 'registre', 'preuve');
  readonly transferts = new FileEnMemoire<MessageDeTransfert>();
  readonly client: Client;
  readonly livrets: MagasinLivrets;
  readonly envois: MagasinEnvois;
  readonly registre: MagasinRegistre;
  readonly etablissement: MagasinEtablissement;
  readonly consultations: MagasinConsultations;
  readonly rectifications: MagasinRectifications;
  readonly #evenements: EvenementsDesLivrets;
  instant = '2016-06-09T08:00:00Z';

  constructor(client?: Client) {
    this.client = client ?? this.dynamo.client;
    this.livrets = magasinLivrets(this.client, 'livrets');
    this.envois = magasinEnvois(this.client, 'livrets');
    this.registre = magasinRegistre(this.client, 'registre', async () => 'clé');
    this.etablissement = magasinEtablissement(this.client, 'registre');
    this.consultations = magasinConsultations(this.client, 'registre');
    this.rectifications = magasinRectifications(this.client, 'registre');
    this.#evenements = evenementsDesLivrets(this.client, 'preuve');
  }

  get parts() {
    return {
      dynamo: this.client,
      livrets: this.livrets,
      registre: this.registre,
      etablissement: this.etablissement,
      consultations: this.consultations,
      rectifications: this.rectifications,
      evenements: this.#evenements,
      envois: this.envois,
      transferts: this.transferts,
      tablePreuve: 'preuve',
      horloge: { maintenant: () => horlogeFixe(this.instant).maintenant() },
      academie: 'grenoble',
      accesExterne: 'ferme',
      mentions: ['B2i lycée'],
      journal: muet,
      calendriers: {
        '2016': {
          ouvertureDesServices: '2016-05-02',
          livretsComplets: '2016-06-08',
          transfertAvant: '2016-06-18',
          deliberations: '2016-07-05',
        },
      },
    } as const;
  }

  ecrire(...operations: readonly Operation[]) {
    return executerTransaction(this.client, operations);
  }

  async nomenclatures(): Promise<void> {
    await this.ecrire(
      this.registre.ecritureMef(mef([matiere('061300')]), D1),
      this.registre.ecritureMef(mef([matiere('061300')], { codeMef: MEF_PREMIERE as never, niveau: 'Première' }), D1),
    );
  }

  /** A pupil of terminale whose livret is complete, with parts replaced. */
  async inscrire(n: number, voulu: EleveVoulu = {}): Promise<string> {
    const eleveId = String(1000 + n);
    const livretId = n === 0 ? LIVRET_ID : livretDe(n);
    const deSiecle = identiteDe({
      eleveId,
      livretId,
      nomDeFamille: `NOM${String(n).padStart(2, '0')}`,
      ...voulu.ligne,
    });
    await this.ecrire(
      this.livrets.ecritureTete(
        null,
        tete({
          livretId,
          etat: 'complet',
          applique: { '2015#notes': D1 },
          mef: { '2015': MEF_TERMINALE },
          siecle: { [`${UAI}#2015`]: eleveId },
          scolarise: { '2015': UAI },
          ...voulu.tete,
        }),
      ),
      this.livrets.ecritureBase(livretId, this.base(voulu.base)),
      this.registre.ecritureIdentite(deSiecle, SUIVI_INITIAL),
    );
    return livretId;
  }

  base(voulue: Parameters<typeof base>[1] = {}): BaseNotes {
    return base(2015, {
      depotId: D1,
      ...voulue,
      scolarite: {
        evaluations: [evaluation('061300', { notes: ['12', '13', '14'], appreciation: 'Bon travail.' })],
        ...voulue.scolarite,
      },
    });
  }

  /** Opens the consultation of a division and says that its families were told. */
  async ouvrir(division = 'TS1'): Promise<Consultation | null> {
    const demande = { uai: UAI, annee: 2015, divisions: [division] as [string] };
    await ouvrirConsultation(this.parts, CHEF, demande);
    await informerFamilles(this.parts, CHEF, { ...demande, moyen: 'papier' });
    return this.consultations.lire(UAI, 2015, division);
  }

  async tete(livretId = LIVRET_ID): Promise<Tete> {
    const livret = await this.livrets.lire(livretId);
    if (livret === null) throw new Error(`no livret ${livretId}`);
    return livret.tete;
  }

  /** The events of a livret, whose chain must hold. */
  async preuve(livretId = LIVRET_ID): Promise<readonly Evenement[]> {
    const evenements = await this.#evenements.lire(livretId);
    if (premiereRupture(evenements) !== null) throw new Error('the chain is broken');
    return evenements;
  }

  async suivi(eleveId: string) {
    return (await this.registre.lireEleve(UAI, 2015, eleveId))?.suivi;
  }

  /** Pupils, numbered from 0, with the nomenclature of their MEF. */
  async peupler(
    nombre = 1,
    voulu: (rang: number) => EleveDuRang = () => ({}),
    nomenclature: MefDeNomenclature = MEF_TS,
  ) {
    const { livrets, registre } = this.parts;
    await this.ecrire(registre.ecritureMef(nomenclature, 'd0'));
    for (let rang = 0; rang < nombre; rang++) {
      const { ligne: voulue = {}, tete: laTete = {}, bases = [] } = voulu(rang);
      const [livretId, eleveId] = [livretDe(rang), eleveDe(rang)];
      const { suivi, ...identite } = ligne({
        livretId,
        eleveId,
        nomDeFamille: `MARTIN${String.fromCharCode(65 + (rang % 26))}`,
        groupes: ['TS1-ANG'],
        ...voulue,
      });
      await this.ecrire(
        livrets.ecritureTete(
          null,
          tete({
            livretId,
            mef: { '2015': '21111010110' },
            siecle: { [`${UAI}#2015`]: eleveId },
            applique: Object.fromEntries(bases.map(({ annee, depotId }) => [`${annee}#notes`, depotId])),
            ...laTete,
          }),
        ),
        registre.ecritureIdentite(identite, suivi),
        ...bases.map((base) => livrets.ecritureBase(livretId, base)),
      );
    }
    this.dynamo.appels.length = 0;
  }

  /** STS-Web, the guardians and the names of the establishment. */
  async renseigner(
    responsables: Readonly<Record<string, readonly Partial<Responsable>[]>> = {},
    decoupage: 'T' | 'S' = 'T',
    groupes: readonly (readonly [code: string, codeMatiere: string, id: string])[] = [],
  ) {
    const { maths, anglais } = PROFESSEURS;
    const prof = ({ id, nom, prenom }: (typeof PROFESSEURS)[keyof typeof PROFESSEURS]): LigneDeTableau => ({
      sorte: 'enseignant',
      cle: `epp#${id}`,
      contenu: {
        id,
        type: 'epp',
        civilite: null,
        nom,
        prenom,
        fonction: 'ENS',
        principalDe: id === maths.id ? ['TS1'] : [],
      },
    });
    const service = (type: 'D' | 'G', code: string, codeMatiere: string, id: string): LigneDeTableau => {
      const structure = { type, code };
      const services = [{ structure, codeMatiere, modaliteDeCours: null, enseignants: [{ id, type: 'epp' as const }] }];
      return {
        sorte: 'service',
        cle: `${type}#${code}`,
        contenu: { structure: { ...structure, libelle: null, mefs: [], divisions: [] }, services },
      };
    };
    await this.publier(
      'sts',
      prof(maths),
      prof(anglais),
      service('D', 'TS1', '061300', maths.id),
      service('G', 'TS1-ANG', '030201', anglais.id),
      ...groupes.map(([code, codeMatiere, id]) => service('G', code, codeMatiere, id)),
    );
    await this.renseignerCommuns(UAI, 2015, {
      denomination: 'LYCEE GENERAL HECTOR BERLIOZ',
      commune: 'LA COTE-SAINT-ANDRE CEDEX',
      periodes: [{ type: decoupage, indice: 1, libelle: null, debut: '2015-09-01', fin: '2015-12-01' }],
    });
    await this.publier(
      'responsables',
      ...Object.entries(responsables).map(
        ([eleveId, siens]): LigneDeTableau => ({
          sorte: 'responsables',
          cle: eleveId,
          contenu: {
            eleveId,
            responsables: siens.map((un, rang) => ({
              personneId: String(rang),
              civilite: null,
              nomDeFamille: '',
              nomUsage: null,
              prenom: null,
              niveau: '1',
              parente: null,
              ...un,
            })),
          },
        }),
      ),
    );
    this.dynamo.appels.length = 0;
  }

  /** The names of an establishment and a year. */
  async renseignerCommuns(uai: string, annee: number, communs: Partial<Communs>) {
    const { etablissement } = this.parts;
    await etablissement.ecrire(uai, annee, 'communs', 'd1', {
      sorte: 'communs',
      cle: 'ETABLISSEMENT',
      contenu: { sigle: 'LGT', denomination: null, complement: null, commune: null, periodes: [], ...communs },
    });
    await etablissement.publier(uai, annee, 'communs', 'd1');
  }

  private async publier(flux: 'sts' | 'responsables', ...lignes: readonly LigneDeTableau[]) {
    const { etablissement } = this.parts;
    for (const une of lignes) await etablissement.ecrire(UAI, 2015, flux, 'd1', une);
    await etablissement.publier(UAI, 2015, flux, 'd1');
  }

  async livret(rang = 0) {
    const livret = await this.parts.livrets.lire(livretDe(rang));
    if (livret === null) throw new Error(`no livret ${rang}`);
    return livret;
  }

  evenements(rang = 0): Evenement[] {
    return this.dynamo.items('preuve').filter(({ pk }) => pk === `L#${livretDe(rang)}`) as unknown as Evenement[];
  }

  ruptures(nombre: number): (number | null)[] {
    return Array.from({ length: nombre }, (_, rang) => premiereRupture(this.evenements(rang))).filter(
      (un) => un !== null,
    );
  }

  /** Names of the commands since the last time. */
  appels(): string[] {
    return this.dynamo.appels.splice(0);
  }
}
