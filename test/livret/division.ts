import { encodeTime } from 'ulid';
import { executerTransaction, type Operation } from '../../shared/aws/dynamo.ts';
import type { Acteur } from '../../shared/habilitations/acteur.ts';
import { horlogeFixe } from '../../shared/kernel/horloge.ts';
import type { Communs, Responsable } from '../../shared/livret/etablissement.ts';
import type { BaseNotes, LigneEleve, Tete } from '../../shared/livret/livret.ts';
import { type LigneDeTableau, magasinEtablissement } from '../../shared/livret/magasin-etablissement.ts';
import { magasinLivrets } from '../../shared/livret/magasin-livrets.ts';
import { magasinRegistre } from '../../shared/livret/magasin-registre.ts';
import type { MefDeNomenclature } from '../../shared/livret/nomenclature.ts';
import { type Evenement, premiereRupture } from '../../shared/preuve/evenement.ts';
import { muet } from '../doubles.ts';
import { DynamoEnMemoire } from '../dynamo.ts';
import { acteur } from '../habilitations/acteurs.ts';
import { ligne, matiere, mef, tete, UAI } from './dossiers.ts';

/** A division of pupils of nobody, their teachers and their livrets, in stores in memory or in those of a client. */

export const INSTANT = '2016-06-01T08:00:00Z';
export const MATHS = matiere('061300', {
  discipline: 'MATHEMATIQUES',
  rubriques: [
    {
      intitule: null,
      competences: [
        { code: '0101', libelle: 'Chercher' },
        { code: '0102', libelle: 'Calculer' },
      ],
    },
  ],
});
export const SPECIALITE = matiere('061300', {
  regroupement: 'ENSEIGNEMENT DE SPECIALITE AU CHOIX',
  discipline: 'MATHEMATIQUES',
});
export const LV1 = matiere('030001', {
  discipline: 'LANGUE VIVANTE 1',
  rubriques: [{ intitule: null, competences: [{ code: '0301', libelle: 'Écouter' }] }],
});
export const EPS = matiere('100100', { discipline: 'EDUCATION PHYSIQUE ET SPORTIVE', periodique: false });
export const MEF_TS = mef([MATHS, LV1, EPS, SPECIALITE]);

export const livretDe = (rang: number): string =>
  `${encodeTime(Date.UTC(2015, 8, 1), 10)}${'0'.repeat(13)}${String(rang).padStart(3, '0')}`;
export const eleveDe = (rang: number): string => String(1_000_000 + rang);

const PROFESSEURS = {
  maths: { id: '1234', nom: 'NOETHER', prenom: 'Emmy' },
  anglais: { id: '77', nom: 'SHELLEY', prenom: 'Mary' },
} as const;

export const PROF_DE_MATHS = acteur('enseignant', {
  services: [{ structure: { type: 'D', code: 'TS1' }, codeMatiere: '061300' }],
  principalDe: [],
});
export const PROF_D_ANGLAIS = acteur('enseignant', {
  id: `${UAI}/epp/77`,
  services: [{ structure: { type: 'G', code: 'TS1-ANG' }, codeMatiere: '030201' }],
  principalDe: [],
});
export const CHEF = acteur('chef', { id: `${UAI}/chef`, services: [], principalDe: [] });
export const CPE = acteur('cpe', { id: `${UAI}/cpe`, services: [], principalDe: [] });
export const PP = acteur('professeur-principal', { services: PROF_DE_MATHS.services, principalDe: ['TS1'] });
export const DEC = acteur('dec', { id: 'academie/dec', uai: null, services: [], principalDe: [] });

export interface EleveVoulu {
  readonly ligne?: Partial<LigneEleve>;
  readonly tete?: Partial<Tete>;
  readonly bases?: readonly BaseNotes[];
}

type Client = DynamoEnMemoire['client'];

export class ClasseEnMemoire {
  readonly dynamo = new DynamoEnMemoire('livrets', 'registre', 'preuve');
  readonly client: Client;
  instant = INSTANT;

  constructor(client?: Client) {
    this.client = client ?? this.dynamo.client;
  }

  get parts() {
    return {
      dynamo: this.client,
      livrets: magasinLivrets(this.client, 'livrets'),
      registre: magasinRegistre(this.client, 'registre', async () => 'clé'),
      etablissement: magasinEtablissement(this.client, 'registre'),
      tablePreuve: 'preuve',
      horloge: { maintenant: () => horlogeFixe(this.instant).maintenant() },
      academie: 'grenoble',
      accesExterne: 'ouvert' as const,
      mentions: ['B2i lycée'],
      journal: muet,
    };
  }

  ecrire(...operations: readonly Operation[]) {
    return executerTransaction(this.client, operations);
  }

  /** Pupils, numbered from 0, with the nomenclature of their MEF. */
  async ouvrir(nombre = 1, voulu: (rang: number) => EleveVoulu = () => ({}), nomenclature: MefDeNomenclature = MEF_TS) {
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

/** An entry of mathematics, as a teacher sends it. */
export function mathematiques(
  valeurs: {
    periodes?: Record<string, string | null>;
    competences?: Record<string, string>;
    appreciation?: string | null;
  } = {},
) {
  return {
    sorte: 'evaluation',
    ligne: ligneDe(MATHS),
    codeMatiere: MATHS.codeMatiere,
    periodes: {},
    competences: {},
    ...valeurs,
  } as const;
}

export function ligneDe({ regroupement, discipline, codeMatiere, modalite }: typeof MATHS) {
  return { regroupement, discipline, codeMatiere, modalite };
}

export type { Acteur };
