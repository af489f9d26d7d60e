import { executerTransaction } from '../../shared/aws/dynamo.ts';
import { magasinCandidats } from '../../shared/candidats/magasin-candidats.ts';
import type { Anomalie } from '../../shared/imports/anomalie.ts';
import { anomalieDeFichier } from '../../shared/imports/anomalies.ts';
import { type ConnaissancesDeLAnnee, confronter } from '../../shared/imports/confronter.ts';
import { ACADEMIE, type CompteRendu, cleDuCompteRendu, cleDuDepot, type Depot } from '../../shared/imports/depot.ts';
import type { DossierDeFlux, DossierNotes, Flux } from '../../shared/imports/dossiers.ts';
import { controlerEditeur } from '../../shared/imports/editeurs.ts';
import { integrateurs } from '../../shared/imports/integrateurs.ts';
import type { Integrateur } from '../../shared/imports/integrer-lot.ts';
import { lireDepot, type MessageDeLot } from '../../shared/imports/lire-depot.ts';
import { magasinDepots } from '../../shared/imports/magasin-depots.ts';
import { estErreurCodee } from '../../shared/kernel/erreur.ts';
import { horlogeFixe } from '../../shared/kernel/horloge.ts';
import { SANS_INDICE } from '../../shared/livret/indices.ts';
import { magasinLivrets } from '../../shared/livret/magasin-livrets.ts';
import { magasinRegistre } from '../../shared/livret/magasin-registre.ts';
import { FileEnMemoire, muet, ObjetsEnMemoire } from '../doubles.ts';
import { DynamoEnMemoire } from '../dynamo.ts';
import { base, evaluation, matiere, mef, UAI } from '../livret/dossiers.ts';
import type { CodeHorsLecture } from './exemples.ts';
import { candidat, candidats, ENTETE, notes as fichierDeNotes, nomenclature, siecle } from './fichiers.ts';
import { lire } from './lectures.ts';

/** One case for each anomaly that the reading of a file cannot tell: the smallest that earns it. */

const POSITION = { ligne: 7, colonne: 3 };
const MEF = '21111010110' as NonNullable<DossierDeFlux['eleves']['codeMef']>;
const MATHS = '061300';
const horloge = horlogeFixe('2016-06-10T08:00:00Z');

const ELEVE: DossierDeFlux['eleves'] = {
  position: POSITION,
  eleveId: '1413136',
  ine: '123456789AB',
  nomDeFamille: 'MARTIN',
  nomUsage: null,
  prenoms: ['Zoé'],
  dateNaissance: '1998-02-28',
  codeMef: MEF,
  divisions: ['TS1'],
  groupes: [],
  options: [],
  anneePrecedente: null,
  dateSortie: null,
};

const notes = (...evaluations: readonly ReturnType<typeof evaluation>[]): DossierNotes => ({
  position: POSITION,
  eleveId: ELEVE.eleveId,
  engagements: [],
  engagementAutre: null,
  avisExamen: null,
  scolarites: [base(2015, { scolarite: { evaluations } }).scolarite],
});
const UNE_NOTE = notes(evaluation(MATHS, { notes: ['12'] }));

const depot = (n: number, reste: Partial<Depot> = {}): Depot => ({
  depotId: `01J000000000000000000000${String(n).padStart(2, '0')}`,
  proprietaire: UAI,
  session: null,
  etat: 'attendu',
  enregistreLe: '2016-06-10T08:00:00Z',
  flux: null,
  annee: 2015,
  lots: null,
  empreinte: null,
  bilan: null,
  ...reste,
});

/** The tables of an académie, and what applies a dossier to them. */
class Tables {
  readonly dynamo = new DynamoEnMemoire('livrets', 'registre', 'preuve', 'session');
  readonly livrets = magasinLivrets(this.dynamo.client, 'livrets');
  readonly registre = magasinRegistre(this.dynamo.client, 'registre', async () => 'clé');
  private readonly integrateurs = integrateurs({
    dynamo: this.dynamo.client,
    livrets: this.livrets,
    registre: this.registre,
    candidats: magasinCandidats(this.dynamo.client, 'session'),
    tablePreuve: 'preuve',
    horloge,
  });

  /** Applies dossiers of one feed, one deposit after another, and answers what is said of the last one. */
  async appliquer<F extends Flux>(
    flux: F,
    ...dossiers: readonly (readonly [n: number, dossier: DossierDeFlux[F]])[]
  ): Promise<readonly Anomalie[]> {
    let dernieres: readonly Anomalie[] = [];
    const appliquer = this.integrateurs[flux] as Integrateur<F>;
    for (const [n, dossier] of dossiers) dernieres = await appliquer(depot(n, { etat: 'lu' }), dossier);
    return dernieres;
  }
}

/** What is said of these marks in an académie where the pupil is known, once `preparer` has been there. */
async function auxNotes(
  n: number,
  dossier: DossierNotes,
  preparer: (tables: Tables) => Promise<unknown> = async () => {},
): Promise<readonly Anomalie[]> {
  const tables = new Tables();
  await tables.appliquer('eleves', [1, ELEVE]);
  await preparer(tables);
  return tables.appliquer('notes', [n, dossier]);
}

/** The compte rendu of a file, as its deposit is read. */
async function auDepot(contenu: string, reste: Partial<Depot> = {}): Promise<readonly Anomalie[]> {
  const depots = magasinDepots(new DynamoEnMemoire('imports').client, 'imports');
  const objets = new ObjetsEnMemoire();
  const { proprietaire, depotId, ...suite } = depot(1, { annee: null, ...reste });
  await depots.enregistrer({ proprietaire, depotId, ...suite });
  await objets.ecrire(cleDuDepot(proprietaire, depotId), contenu);
  await lireDepot(
    { depots, objets, lots: new FileEnMemoire<MessageDeLot>(), journal: muet, horloge },
    { proprietaire, depotId },
  );
  return (objets.json(cleDuCompteRendu(depotId)) as CompteRendu).anomalies;
}

/** What the nomenclature of a year says of these marks. */
function aLaConfrontation(
  dossier: DossierNotes,
  lignes: readonly ReturnType<typeof matiere>[] | null,
): readonly Anomalie[] {
  const connues: ConnaissancesDeLAnnee = { mef: lignes === null ? null : mef(lignes), indices: SANS_INDICE };
  return confronter(dossier, new Map([[2015, connues]])).anomalies;
}

/** What is said of the editor « Essai », which no year's list has. */
async function aLEditeur(regle: 'avertir' | 'refuser'): Promise<readonly Anomalie[]> {
  const { entete } = await lire('notes', fichierDeNotes());
  try {
    const dite = controlerEditeur(entete, 2015, { '2015': [{ editeur: 'GEPI', applications: ['GEPI'] }] }, regle);
    return dite === null ? [] : [dite];
  } catch (erreur) {
    if (!estErreurCodee(erreur)) throw erreur;
    return [anomalieDeFichier(erreur)];
  }
}

export const APPLICATIONS: Readonly<Record<CodeHorsLecture, () => readonly Anomalie[] | Promise<readonly Anomalie[]>>> =
  {
    'flux-reserve-a-la-dec': () => auDepot(nomenclature()),
    'flux-d-etablissement': () => auDepot(siecle(), { proprietaire: ACADEMIE }),
    'autre-etablissement': () => auDepot(fichierDeNotes({ entete: ENTETE.replace(UAI, '0750655E') })),
    'session-absente': () => auDepot(candidats(candidat()), { proprietaire: ACADEMIE }),
    'editeur-refuse': () => aLEditeur('refuser'),
    'editeur-non-agree': () => aLEditeur('avertir'),

    'eleve-inconnu': () => new Tables().appliquer('notes', [1, UNE_NOTE]),
    'import-perime': () => auxNotes(2, UNE_NOTE, (tables) => tables.appliquer('notes', [3, UNE_NOTE])),
    'livret-envoye': () =>
      auxNotes(3, UNE_NOTE, async (tables) => {
        await tables.appliquer('notes', [2, UNE_NOTE]);
        const { parSiecle } = await tables.registre.lirePointeurs(UAI, 2015, ELEVE.eleveId, null);
        const livret = await tables.livrets.lire(parSiecle ?? '');
        if (livret === null) throw new Error('no livret');
        const appariement = { session: 2016, noCandidat: 'c1', noEleve: '4821093657', par: 'ine' } as const;
        await executerTransaction(tables.dynamo.client, [
          tables.livrets.ecritureTete(livret.tete, { ...livret.tete, etat: 'envoye', appariement }),
        ]);
      }),
    'dossier-trop-grand': () =>
      auxNotes(2, notes(...Array.from({ length: 900 }, () => evaluation(MATHS, { appreciation: 'é'.repeat(300) })))),
    'ine-deja-porte': () =>
      new Tables().appliquer('eleves', [1, ELEVE], [2, { ...ELEVE, eleveId: '77', dateNaissance: '1997-01-01' }]),

    'nomenclature-absente': () => aLaConfrontation(UNE_NOTE, null),
    'matiere-hors-nomenclature': () => aLaConfrontation(UNE_NOTE, [matiere('100100')]),
    'matiere-incertaine': () =>
      aLaConfrontation(notes(evaluation(MATHS, { notes: ['12'] }), evaluation(MATHS, { notes: ['15'] })), [
        matiere(MATHS, { discipline: 'COMMUNE' }),
        matiere(MATHS, { discipline: 'SPÉCIALITÉ' }),
      ]),
    'competence-hors-nomenclature': () =>
      aLaConfrontation(notes(evaluation(MATHS, { competences: [{ code: '0009', niveau: '3' }] })), [matiere(MATHS)]),
  };
