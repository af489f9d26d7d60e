import { deciderAppariement } from '../../shared/appariement/decider-appariement.ts';
import { magasinPlaces } from '../../shared/appariement/magasin-places.ts';
import { type EleveAPlacer, type Places, placesDuReferentiel } from '../../shared/appariement/places.ts';
import { reserverNumeros } from '../../shared/appariement/reserver-numeros.ts';
import { type Candidat, magasinCandidats } from '../../shared/candidats/magasin-candidats.ts';
import { type MessageDeTransfert, messageDeTransfert } from '../../shared/livret/envoi.ts';
import type { Tete } from '../../shared/livret/livret.ts';
import { validerDivision } from '../../shared/livret/valider-division.ts';
import { type MessageDesAccuses, messageDesAccuses } from '../../shared/transfert/messages.ts';
import { candidat } from '../appariement/candidats.ts';
import { FileEnMemoire } from '../doubles.ts';
import { DynamoEnMemoire } from '../dynamo.ts';
import { acteur, ClasseEnMemoire, livretDe as livretDuRang } from '../livret/classe.ts';
import { UAI } from '../livret/dossiers.ts';
import { FileSimulee, type Ordonnanceur } from './ordonnanceur.ts';

export const SESSION = 2016;
export const ANNEE = 2015;
export const ACADEMIES = ['grenoble', 'creteil'] as const;
export type Nom = (typeof ACADEMIES)[number];
export const ELEVES = 3;
/** One more than there are pupils: a pair may be made with another. */
const CANDIDATS = ELEVES + 1;
/** The day on which nothing leaves any more. */
export const DELIBERATIONS = '2016-07-05';
const DEPOT = '01J00000000000000000000001';

/** An académie, with its tables and its queues: three pupils of one lycée, and its candidates. */
export class Academie {
  readonly nom: Nom;
  readonly dynamo = new DynamoEnMemoire('livrets', 'registre', 'preuve', 'session');
  readonly classe: ClasseEnMemoire;
  readonly transferts: FileSimulee<MessageDeTransfert>;
  readonly accuses: FileSimulee<MessageDesAccuses>;
  readonly #candidats;
  readonly #places: Places;

  constructor(nom: Nom, ordonnanceur: Ordonnanceur, national: DynamoEnMemoire, tirer: () => string) {
    this.nom = nom;
    const client = ordonnanceur.client(this.dynamo);
    this.classe = new ClasseEnMemoire(client);
    this.#candidats = magasinCandidats(client, 'session');
    this.transferts = new FileSimulee(ordonnanceur, messageDeTransfert);
    this.accuses = new FileSimulee(ordonnanceur, messageDesAccuses);
    const places = magasinPlaces(ordonnanceur.client(national), 'referentiel', async () => 'clé');
    this.#places = placesDuReferentiel((demande) => reserverNumeros({ places, tirer }, { ...demande, academie: nom }));
  }

  get chef() {
    return acteur('chef', { academie: this.nom });
  }

  get parts() {
    const { transferts, nom } = this;
    return { ...this.classe.parts, academie: nom, transferts, candidats: this.#candidats, places: this.#places };
  }

  /** Pupils validated, each paired with their candidate or not. */
  async peupler(estApparie: (n: number) => boolean): Promise<void> {
    const { classe, parts, chef } = this;
    await classe.nomenclatures();
    for (let n = 1; n <= CANDIDATS; n++) {
      const { livretId: _l, noEleve: _n, ...dec } = candidat({ noCandidat: `${this.nom}-c${n}`, noPv: String(n) });
      await classe.ecrire(...parts.candidats.ecritures(null, dec));
    }
    for (let n = 1; n <= ELEVES; n++) {
      const { livretId, eleveId, ine, dateNaissance } = this.eleve(n);
      const eleve = { uai: UAI, annee: ANNEE, eleveId };
      await classe.inscrire(rangDe(this.nom, n), { ligne: { ine, dateNaissance, depotId: DEPOT } });
      await classe.ecrire(
        ...parts.registre.ecriturePointeurs(UAI, ANNEE, eleveId, ine, livretId),
        parts.registre.ecritureDEnvoiDesIdentifiants(eleve, '2016-06-01T08:00:00Z'),
      );
      if (estApparie(n)) await this.decider(n, `${this.nom}-c${n}`);
    }
    await classe.ouvrir();
    await validerDivision(parts, chef, { uai: UAI, session: SESSION, division: 'TS1', confirme: true });
  }

  /** The same pupils in each académie, under numbers of their own. */
  eleve(n: number): EleveAPlacer & { readonly ine: string; readonly eleveId: string } {
    const rang = rangDe(this.nom, n);
    const noCandidat = null;
    return {
      livretId: livretDuRang(rang),
      eleveId: String(1000 + rang),
      ine: `00000000${n}AB`,
      dateNaissance: '1998-02-28',
      noCandidat,
    };
  }

  async decider(n: number, noCandidat: string | null): Promise<void> {
    await deciderAppariement({ ...this.parts, file: new FileEnMemoire(), academies: {} }, this.chef, {
      uai: UAI,
      session: SESSION,
      eleveId: this.eleve(n).eleveId,
      noCandidat,
      motif: 'Vu avec la famille et la DEC.',
      reprendre: true,
    });
  }

  /** As they stand, read outside of the cloud that fails. */
  tete(n: number): Tete {
    const pk = `L#${this.eleve(n).livretId}`;
    const item = this.dynamo.tables.livrets?.get(`${pk}|TETE`);
    if (item === undefined) throw new Error('no livret');
    return item as unknown as Tete;
  }

  candidats(): readonly Candidat[] {
    return this.dynamo
      .items('session')
      .filter(({ pk, sk }) => String(pk).startsWith(`S#${SESSION}#E#`) && String(sk).startsWith('CAND#'))
      .map((item) => ({ livretId: null, ...item }) as unknown as Candidat);
  }
}

export const rangs = (nombre: number): readonly number[] => Array.from({ length: nombre }, (_, rang) => rang + 1);

/** The pupils of each académie are numbered apart: one place, two livrets. */
const rangDe = (nom: Nom, n: number): number => (nom === 'grenoble' ? n : n + 10);
