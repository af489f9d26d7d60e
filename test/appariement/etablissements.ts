import {
  apparierEtablissement,
  type MessageDAppariement,
  messageDAppariement,
} from '../../shared/appariement/apparier-etablissement.ts';
import { consulterAppariement, type EtatDeLAppariement } from '../../shared/appariement/consulter-appariement.ts';
import { type DemandeDeciderAppariement, deciderAppariement } from '../../shared/appariement/decider-appariement.ts';
import { demandeEnvoyerIdentifiants, envoyerIdentifiants } from '../../shared/appariement/envoyer-identifiants.ts';
import { magasinBilansDAppariement } from '../../shared/appariement/magasin-bilans.ts';
import { magasinPlaces } from '../../shared/appariement/magasin-places.ts';
import { demandeReserverNumeros, placesDuReferentiel } from '../../shared/appariement/places.ts';
import { reserverNumeros } from '../../shared/appariement/reserver-numeros.ts';
import { executerTransaction, type Operation } from '../../shared/aws/dynamo.ts';
import type { Candidat } from '../../shared/candidats/index.ts';
import { magasinCandidats } from '../../shared/candidats/magasin-candidats.ts';
import { indexDesIne } from '../../shared/candidats/magasin-ine.ts';
import { horlogeFixe } from '../../shared/kernel/horloge.ts';
import { type LigneEleve, SUIVI_INITIAL, type Tete } from '../../shared/livret/livret.ts';
import { magasinEnvois } from '../../shared/livret/magasin-envois.ts';
import { magasinEtablissement } from '../../shared/livret/magasin-etablissement.ts';
import { magasinLivrets } from '../../shared/livret/magasin-livrets.ts';
import { magasinRegistre } from '../../shared/livret/magasin-registre.ts';
import { FileEnMemoire, muet } from '../doubles.ts';
import { DynamoEnMemoire } from '../dynamo.ts';
import { acteur } from '../habilitations/acteurs.ts';
import { identiteDe, ligne, tete, UAI } from '../livret/dossiers.ts';
import { candidat } from './candidats.ts';

export const SESSION = 2016;
export const INSTANT = '2016-06-10T08:00:00Z';
export const livretId = (n: number): string => `01J0000000000000000000000${n}`;
const NOMS = ['ZIMMER', 'ABADIE', 'BERTRAND', 'CHEVALIER', 'DELAUNAY', 'ESCOFFIER', 'FONTAINE', 'GUICHARD'];
const PRENOMS = ['Zoé', 'Amine', 'Basile', 'Colette', 'Dorian', 'Estelle', 'Firmin', 'Ghislaine'];
export const ine = (n: number): string => `${String(n).repeat(9)}AB`;
/** Of a pupil and of their candidate: so unlike the others that nobody is taken for somebody else. */
export const identite = (n: number) => ({
  ine: ine(n),
  nomDeFamille: NOMS[n] ?? '',
  prenoms: [PRENOMS[n] ?? ''],
  dateNaissance: `1998-0${n + 1}-1${n}`,
});

/** The one référentiel, with numbers in their order so that two runs compare. */
export function referentiel() {
  const dynamo = new DynamoEnMemoire('referentiel');
  const places = magasinPlaces(dynamo.client, 'referentiel', async () => 'clé nationale');
  const tirer = (): string =>
    String(dynamo.items('referentiel').filter(({ sk }) => sk === 'PLACE').length + 1).padStart(10, '0');
  return {
    dynamo,
    demander: (academie: string) =>
      placesDuReferentiel((demande) =>
        reserverNumeros({ places, tirer }, { ...demandeReserverNumeros.parse(demande), academie }),
      ),
  };
}

/** An académie as the functions of the appariement join it, on stores in memory and queues delivered by hand. */
export class Academie {
  readonly dynamo = new DynamoEnMemoire('livrets', 'registre', 'preuve', 'session');
  readonly livrets = magasinLivrets(this.dynamo.client, 'livrets');
  readonly registre = magasinRegistre(this.dynamo.client, 'registre', async () => 'clé');
  readonly etablissement = magasinEtablissement(this.dynamo.client, 'registre');
  readonly candidats = magasinCandidats(this.dynamo.client, 'session');
  readonly ines = indexDesIne(this.dynamo.client, 'session', async () => 'clé');
  readonly bilans = magasinBilansDAppariement(this.dynamo.client, 'session');
  readonly envois = magasinEnvois(this.dynamo.client, 'livrets');
  readonly file = new FileEnMemoire<MessageDAppariement>();
  readonly transferts = new FileEnMemoire<{ readonly session: number; readonly livretId: string }>();
  readonly tablePreuve = 'preuve';
  readonly academies = { grenoble: 'Académie de Grenoble', lyon: 'Académie de Lyon' };
  readonly journal = muet;
  readonly horloge = { maintenant: () => horlogeFixe(this.instant).maintenant() };
  instant = INSTANT;
  readonly nom: string;
  readonly national: ReturnType<typeof referentiel>;

  constructor(nom = 'grenoble', national = referentiel()) {
    this.nom = nom;
    this.national = national;
  }

  get places() {
    return this.national.demander(this.nom);
  }

  /** Another livret is paired with the candidate. */
  async prendre(noCandidat: string): Promise<void> {
    const candidat = await this.candidats.lire(SESSION, noCandidat);
    if (candidat === null) throw new Error('no candidate');
    await this.ecrire(this.candidats.ecritureAppariement(candidat, livretId(9), '9999999999'));
  }

  get parts() {
    const { livrets, registre, etablissement, candidats, ines, bilans, envois, file, transferts } = this;
    const { tablePreuve, journal, horloge, places, academies } = this;
    const stores = { livrets, registre, etablissement, candidats, ines, bilans, envois };
    return {
      dynamo: this.dynamo.client,
      ...stores,
      file,
      transferts,
      tablePreuve,
      journal,
      horloge,
      places,
      academies,
    };
  }

  ecrire(...operations: readonly Operation[]) {
    return executerTransaction(this.dynamo.client, operations);
  }

  /** A pupil of SIECLE, under the number of its livret. */
  async inscrire(n: number, reste: Partial<LigneEleve> = {}, deLaTete: Partial<Tete> = {}): Promise<void> {
    await this.inscrireLigne(ligne({ eleveId: String(n), livretId: livretId(n), ...identite(n), ...reste }), deLaTete);
  }

  /** A pupil's row as SIECLE gives it, and its livret. */
  async inscrireLigne(eleve: LigneEleve, deLaTete: Partial<Tete> = {}): Promise<void> {
    const { uai, annee, eleveId, livretId: livret } = eleve;
    const avant = (await this.livrets.lire(livret))?.tete ?? null;
    const siecle = { ...avant?.siecle, [`${uai}#${annee}`]: eleveId };
    const apres = avant ?? tete({ livretId: livret, ...deLaTete });
    await this.ecrire(
      this.livrets.ecritureTete(avant, { ...apres, siecle, scolarise: { [annee]: uai } }),
      this.registre.ecritureIdentite(identiteDe(eleve), SUIVI_INITIAL),
    );
  }

  /** A candidate of the DEC, given again by a later file when it is known. */
  async presenter(n: number, reste: Partial<Candidat> = {}): Promise<void> {
    await this.presenterCandidat(candidat({ noCandidat: `c${n}`, noPv: String(n), ...identite(n), ...reste }));
  }

  async presenterCandidat({ livretId: _l, noEleve: _n, ...dec }: Candidat): Promise<void> {
    const connu = await this.candidats.lire(SESSION, dec.noCandidat);
    await this.ecrire(...this.candidats.ecritures(connu, dec), ...(await this.ines.ecritures(connu, dec)));
  }

  envoyer(reste: { uai?: string; divisions?: string[]; eleves?: string[]; session?: number } = {}) {
    const calendriers = {
      [SESSION]: {
        ouvertureDesServices: '2016-05-02',
        livretsComplets: '2016-06-08',
        transfertAvant: '2016-06-18',
        deliberations: '2016-07-05',
      },
    };
    return envoyerIdentifiants(
      { ...this.parts, calendriers },
      demandeEnvoyerIdentifiants.parse({ uai: UAI, session: SESSION, ...reste }),
    );
  }

  apparier(message: { uai?: string; demande?: string } = {}): Promise<void> {
    return apparierEtablissement(this.parts, messageDAppariement.parse({ uai: UAI, session: SESSION, ...message }));
  }

  /** Sends the identifiers of an establishment, and lets the run do its work. */
  async envoyerEtApparier(uai: string = UAI): Promise<void> {
    await this.envoyer({ uai });
    await this.apparier({ uai });
  }

  consulter(uai: string = UAI, role: 'chef' | 'dec' | 'delegue' = 'chef'): Promise<EtatDeLAppariement> {
    return consulterAppariement(this.parts, acteur(role), {
      uai: messageDAppariement.shape.uai.parse(uai),
      session: SESSION,
    });
  }

  decider(
    n: number,
    noCandidat: string | null,
    { role = 'chef', uai = UAI, reprendre }: { role?: 'chef' | 'dec'; uai?: string; reprendre?: true } = {},
  ) {
    const demande: DemandeDeciderAppariement = {
      uai: messageDAppariement.shape.uai.parse(uai),
      session: SESSION,
      eleveId: String(n),
      noCandidat,
      motif: 'Vu avec la famille et la DEC.',
      ...(reprendre === undefined ? {} : { reprendre }),
    };
    return deciderAppariement(this.parts, acteur(role), demande);
  }

  async tete(n: number): Promise<Tete> {
    const livret = await this.livrets.lire(livretId(n));
    if (livret === null) throw new Error('no livret');
    return livret.tete;
  }

  /** What became of each pupil, by the number of its livret. */
  async issues(uai: string = UAI): Promise<Record<string, string>> {
    const { eleves } = await this.consulter(uai);
    return Object.fromEntries(
      eleves.map(({ eleveId, noCandidat, issue }) => [
        eleveId,
        noCandidat === null ? issue.etat : `${issue.etat} ${noCandidat}`,
      ]),
    );
  }

  /** All that is kept, but for which run counted it. */
  etat(): unknown {
    const tables = Object.keys(this.dynamo.tables).map((table) =>
      this.dynamo.items(table).map(({ tour: _, ...item }) => item),
    );
    return [...tables, this.national.dynamo.items('referentiel')];
  }
}
