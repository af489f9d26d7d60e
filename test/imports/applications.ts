import type { Anomalie } from '../../shared/imports/anomalie.ts';
import { anomalieDeFichier } from '../../shared/imports/anomalies.ts';
import { type ConnaissancesDeLAnnee, confronter } from '../../shared/imports/confronter.ts';
import { ACADEMIE, type Depot, depotAttendu } from '../../shared/imports/depot.ts';
import type { DossierDeFlux, DossierNotes, Flux } from '../../shared/imports/dossiers.ts';
import { controlerEditeur } from '../../shared/imports/editeurs.ts';
import type { Integrateur } from '../../shared/imports/issue.ts';
import { estErreurCodee } from '../../shared/kernel/erreur.ts';
import { SANS_INDICE } from '../../shared/livret/indices.ts';
import { base, evaluation, matiere, mef } from '../livret/dossiers.ts';
import { AcademieEnMemoire, numero, UAI } from './academie.ts';
import { fiche, MEF, POSITION } from './dossiers.ts';
import type { CodeHorsLecture } from './exemples.ts';
import {
  affectation,
  candidat,
  candidats,
  ENTETE,
  eleve,
  ficheSiecle,
  notes as fichierDeNotes,
  inscription,
  inscriptions,
  liens,
  nomenclature,
  PARAMETRES,
  scolarite,
  siecle,
} from './fichiers.ts';
import { lire } from './lectures.ts';

/** One case for each anomaly that the reading of a file cannot tell: the smallest that earns it. */

const MATHS = '061300';
const SESSION = 2016;
const AUTRE_INE = '<ID_NATIONAL>987654321CD</ID_NATIONAL>';

const ELEVE = fiche();

const notes = (...evaluations: readonly ReturnType<typeof evaluation>[]): DossierNotes => ({
  position: POSITION,
  eleveId: ELEVE.eleveId,
  engagements: [],
  engagementAutre: null,
  avisExamen: null,
  scolarites: [base(2015, { scolarite: { evaluations } }).scolarite],
});
const UNE_NOTE = notes(evaluation(MATHS, { notes: ['12'] }));

/** Applies dossiers of one feed, one deposit after another, and answers what is said of the last one. */
async function appliquer<F extends Flux>(
  academie: AcademieEnMemoire,
  flux: F,
  ...dossiers: readonly (readonly [n: number, dossier: DossierDeFlux[F]])[]
): Promise<readonly Anomalie[]> {
  let dernieres: readonly Anomalie[] = [];
  const integrer = academie.integrateurs()[flux] as Integrateur<F>;
  for (const [n, dossier] of dossiers) {
    const depot: Depot = {
      ...depotAttendu({
        depotId: numero(n),
        proprietaire: UAI,
        session: SESSION,
        revue: false,
        enregistreLe: '',
        par: '',
      }),
      etat: 'lu',
      annee: 2015,
    };
    dernieres = (await integrer(depot, dossier)).anomalies;
  }
  return dernieres;
}

/** What is said of these marks in an académie where the pupil is known, once `preparer` has been there. */
async function auxNotes(
  n: number,
  dossier: DossierNotes,
  preparer: (academie: AcademieEnMemoire) => Promise<unknown> = async () => {},
): Promise<readonly Anomalie[]> {
  const academie = new AcademieEnMemoire();
  await appliquer(academie, 'eleves', [1, ELEVE]);
  await preparer(academie);
  const anomalies = await appliquer(academie, 'notes', [n, dossier]);
  // No nomenclature was deposited: what is said of a year that goes in is no part of these cases.
  return anomalies.filter(({ code }) => code !== 'nomenclature-absente');
}

/** What the compte rendu of the last of these files says. */
async function auDepot(
  ...fichiers: readonly (readonly [contenu: string, proprietaire?: string, session?: number])[]
): Promise<readonly Anomalie[]> {
  const academie = new AcademieEnMemoire();
  let anomalies: readonly Anomalie[] = [];
  for (const [rang, [contenu, proprietaire = UAI, session]] of fichiers.entries()) {
    const options = { proprietaire, ...(session === undefined ? {} : { session }) };
    ({ anomalies } = await academie.deposer(rang + 1, enLatin(contenu), options));
  }
  return anomalies;
}

/** In the encoding that the file declares. */
const enLatin = (contenu: string): Uint8Array =>
  Buffer.from(contenu, contenu.includes('ISO-8859-15') ? 'latin1' : 'utf8');

/** The livret of a session was sent. */
async function envoyer(academie: AcademieEnMemoire, session: number): Promise<void> {
  const livret = await academie.livretDe(ELEVE.eleveId);
  if (livret === null) throw new Error('no livret');
  const appariement = { session, noCandidat: 'c1', noEleve: '4821093657', par: 'ine' } as const;
  await academie.ecrire(academie.livrets.ecritureTete(livret.tete, { ...livret.tete, etat: 'envoye', appariement }));
}
const envoyer2014 = (academie: AcademieEnMemoire): Promise<void> => envoyer(academie, 2015);

/** Marks of the lycée that a pupil left, once the next one gave its own for 2015. */
async function chezLAncien(annees: readonly number[]): Promise<readonly Anomalie[]> {
  const academie = new AcademieEnMemoire();
  const nouvelle = (texte: string): string => texte.replaceAll('0380029A', '0750655E');
  const carnet = fichierDeNotes({
    eleves: eleve({
      scolarites: annees
        .map((annee) => scolarite({ attributs: `annee-scolaire="${annee}" code-periode="T"` }))
        .join(''),
    }),
  });
  await academie.deposer(1, enLatin(siecle()));
  await academie.deposer(2, enLatin(nouvelle(siecle())), { proprietaire: '0750655E' });
  await academie.deposer(3, nouvelle(fichierDeNotes()), { proprietaire: '0750655E' });
  return (await academie.deposer(4, carnet)).anomalies.filter(({ code }) => code !== 'nomenclature-absente');
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
    'flux-reserve-a-la-dec': () => auDepot([nomenclature()]),
    'flux-d-etablissement': () => auDepot([siecle(), ACADEMIE]),
    'autre-etablissement': () => auDepot([fichierDeNotes({ entete: ENTETE.replace(UAI, '0750655E') })]),
    'session-absente': () => auDepot([candidats(candidat()), ACADEMIE]),
    'annee-du-fichier-a-venir': () => auDepot([siecle({ parametres: PARAMETRES.replace('2015', '2016') })]),
    'editeur-refuse': () => aLEditeur('refuser'),
    'editeur-non-agree': () => aLEditeur('avertir'),

    'eleve-attendu': () => auDepot([fichierDeNotes()]),
    'annee-a-venir': () => auxNotes(2, { ...UNE_NOTE, scolarites: [base(2016).scolarite] }),
    'annee-perimee': () =>
      auxNotes(2, { ...UNE_NOTE, scolarites: [base(2014).scolarite, ...UNE_NOTE.scolarites] }, (academie) =>
        appliquer(academie, 'notes', [3, UNE_NOTE]),
      ),
    'annee-figee': () =>
      auxNotes(3, { ...UNE_NOTE, scolarites: [base(2014).scolarite, ...UNE_NOTE.scolarites] }, envoyer2014),
    'annee-d-ailleurs': () => chezLAncien([2014, 2015]),
    'eleve-parti': () => chezLAncien([2015]),
    'mef-fige': async () => {
      const academie = new AcademieEnMemoire();
      await appliquer(academie, 'eleves', [1, ELEVE]);
      await envoyer(academie, 2016);
      return appliquer(academie, 'eleves', [2, { ...ELEVE, codeMef: '21111010111' as typeof MEF }]);
    },
    'attente-expiree': async () => {
      const academie = new AcademieEnMemoire();
      await academie.deposer(1, fichierDeNotes());
      for (const [cle, item] of academie.dynamo.tables.imports ?? []) {
        if (String(item.sk).startsWith('DOSSIER#')) academie.dynamo.tables.imports?.delete(cle);
      }
      await academie.deposer(2, enLatin(siecle()));
      return (await academie.compteRendu(1)).anomalies;
    },
    'absent-de-siecle': () =>
      auDepot([siecle()], [siecle({ eleves: ficheSiecle({ id: '2', ine: AUTRE_INE }), structures: affectation('2') })]),
    'ine-corrige': () =>
      appliquer(new AcademieEnMemoire(), 'eleves', [1, ELEVE], [2, { ...ELEVE, ine: '987654321CD' }]),
    'identite-corrigee': () =>
      appliquer(new AcademieEnMemoire(), 'eleves', [1, ELEVE], [2, { ...ELEVE, nomDeFamille: 'MARTINE' }]),
    'livret-suivi': () =>
      auDepot(
        [siecle({ parametres: PARAMETRES.replace('0380029A', '0750655E') }), '0750655E'],
        [siecle({ eleves: ficheSiecle({ id: '2' }), structures: affectation('2') })],
      ),
    'redoublement-possible': () =>
      appliquer(new AcademieEnMemoire(), 'eleves', [
        1,
        { ...ELEVE, anneePrecedente: { uai: UAI, codeMef: MEF, division: null } },
      ]),
    'dossier-refuse-en-revue': async () => {
      const academie = new AcademieEnMemoire();
      await academie.deposer(1, fichierDeNotes(), { revue: true });
      await academie.decider(1, 'refuser');
      return (await academie.compteRendu(1)).anomalies;
    },
    'import-deja-remplace': async () => {
      const academie = new AcademieEnMemoire();
      await academie.deposer(1, enLatin(siecle()));
      await academie.deposer(2, fichierDeNotes());
      await academie.deposer(3, fichierDeNotes().replace('14.2', '15'));
      return (await academie.compteRendu((await academie.annuler(2)) ?? '')).anomalies;
    },
    'liens-eleve-inconnu': () => auDepot([liens()]),
    'ligne-trop-grande': () =>
      appliquer(new AcademieEnMemoire(), 'structures', [
        1,
        { position: POSITION, type: 'D', code: 'T1', libelle: null, mefs: Array(30_000).fill(MEF), divisions: [] },
      ]),
    'inscription-ine-differents': () =>
      auDepot(
        [candidats(candidat()), ACADEMIE, SESSION],
        [inscriptions(inscription({ ine: '987654321CD' })), ACADEMIE, SESSION],
      ),
    'import-perime': () => auxNotes(2, UNE_NOTE, (academie) => appliquer(academie, 'notes', [3, UNE_NOTE])),
    'livret-envoye': () =>
      auxNotes(3, UNE_NOTE, async (academie) => {
        await appliquer(academie, 'notes', [2, UNE_NOTE]);
        await envoyer(academie, 2016);
      }),
    'dossier-trop-grand': () =>
      auxNotes(2, notes(...Array.from({ length: 900 }, () => evaluation(MATHS, { appreciation: 'é'.repeat(300) })))),
    'ine-deja-porte': () =>
      appliquer(
        new AcademieEnMemoire(),
        'eleves',
        [1, ELEVE],
        [2, { ...ELEVE, eleveId: '77', dateNaissance: '1997-01-01' }],
      ),

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
