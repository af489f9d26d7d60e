import { executerTransaction, type Operation } from '../../shared/aws/dynamo.ts';
import type { Acteur, Role } from '../../shared/habilitations/index.ts';
import { horlogeFixe } from '../../shared/kernel/horloge.ts';
import type { AnnonceDeLivret } from '../../shared/livret/annonce.ts';
import type { Consultation } from '../../shared/livret/consultation.ts';
import { type BaseNotes, type LigneEleve, SUIVI_INITIAL, type Tete } from '../../shared/livret/livret.ts';
import { magasinConsultations } from '../../shared/livret/magasin-consultations.ts';
import { magasinEtablissement } from '../../shared/livret/magasin-etablissement.ts';
import { magasinLivrets } from '../../shared/livret/magasin-livrets.ts';
import { magasinRectifications } from '../../shared/livret/magasin-rectifications.ts';
import { magasinRegistre } from '../../shared/livret/magasin-registre.ts';
import { informerFamilles, ouvrirConsultation } from '../../shared/livret/regler-consultation.ts';
import { type Evenement, premiereRupture } from '../../shared/preuve/evenement.ts';
import { evenementsDesLivrets } from '../../shared/preuve/magasin-preuve.ts';
import { FileEnMemoire } from '../doubles.ts';
import { DynamoEnMemoire } from '../dynamo.ts';
import { base, evaluation, LIVRET_ID, ligne, matiere, mef, tete, UAI } from './dossiers.ts';

const D1 = '01J00000000000000000000001';

export const MEF_TERMINALE = '21111010110';
export const MEF_PREMIERE = '20111010110';
export const MEF_SECONDE = '20010018110';

export function acteur(role: Role, reste: Partial<Acteur> = {}): Acteur {
  return {
    id: `${UAI}/${role}`,
    role,
    uai: UAI,
    academie: 'grenoble',
    reseau: 'interne',
    services: [],
    principalDe: [],
    livrets: [],
    jurys: [],
    delegations: [],
    ...reste,
  };
}
export const CHEF = acteur('chef');

/** The identifier of the livret of the nth pupil, LIVRET_ID for none. */
export const livretDe = (n: number): string => `01J0000000000000000000${String(n).padStart(4, '0')}`;

export interface EleveVoulu {
  readonly ligne?: Partial<LigneEleve>;
  readonly tete?: Partial<Tete>;
  readonly base?: Parameters<typeof base>[1];
}

/** A class of an establishment, with the stores and the queue that acts on its livrets work with. */
export class ClasseEnMemoire {
  readonly dynamo = new DynamoEnMemoire('livrets', 'registre', 'preuve');
  readonly annonces = new FileEnMemoire<AnnonceDeLivret>();
  readonly livrets = magasinLivrets(this.dynamo.client, 'livrets');
  readonly registre = magasinRegistre(this.dynamo.client, 'registre', async () => 'clé');
  readonly etablissement = magasinEtablissement(this.dynamo.client, 'registre');
  readonly consultations = magasinConsultations(this.dynamo.client, 'registre');
  readonly rectifications = magasinRectifications(this.dynamo.client, 'registre');
  readonly evenements = evenementsDesLivrets(this.dynamo.client, 'preuve');
  instant = '2016-06-09T08:00:00Z';

  get parts() {
    return {
      dynamo: this.dynamo.client,
      livrets: this.livrets,
      registre: this.registre,
      etablissement: this.etablissement,
      consultations: this.consultations,
      rectifications: this.rectifications,
      evenements: this.evenements,
      annonces: this.annonces,
      tablePreuve: 'preuve',
      horloge: { maintenant: () => horlogeFixe(this.instant).maintenant() },
      academie: 'grenoble',
      accesExterne: 'ferme',
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
    return executerTransaction(this.dynamo.client, operations);
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
    const {
      anneesNotees: _a,
      identifiantsEnvoyesLe: _i,
      statutEnvoyeLe: _s,
      ...identite
    } = ligne({
      eleveId,
      livretId,
      nomDeFamille: `NOM${String(n).padStart(2, '0')}`,
      ...voulu.ligne,
    });
    const { noCandidat: _c, noEleve: _e, ...deSiecle } = identite;
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
    const evenements = await this.evenements.lire(livretId);
    if (premiereRupture(evenements) !== null) throw new Error('the chain is broken');
    return evenements;
  }

  async suivi(eleveId: string) {
    return (await this.registre.lireEleve(UAI, 2015, eleveId))?.suivi;
  }
}
