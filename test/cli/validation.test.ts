import { beforeEach, describe, expect, test } from 'vitest';
import type { Cible } from '../../shared/cli/cible.ts';
import { deverrouiller, format, opposition, signalement } from '../../shared/cli/commandes/actes.ts';
import { consultation } from '../../shared/cli/commandes/consultation.ts';
import { historique } from '../../shared/cli/commandes/historique.ts';
import {
  demanderRectification,
  listerRectifications,
  repondreARectification,
} from '../../shared/cli/commandes/rectifications.ts';
import { valider } from '../../shared/cli/commandes/valider.ts';
import { changerFormat, demandeChangerFormat } from '../../shared/livret/changer-format.ts';
import { demandeDeverrouillerLivret, deverrouillerLivret } from '../../shared/livret/deverrouiller-livret.ts';
import { demandeLeverSignalement, leverSignalement } from '../../shared/livret/lever-signalement.ts';
import { demandeLireHistorique, lireHistorique } from '../../shared/livret/lire-historique.ts';
import { demandeEnregistrerOpposition, enregistrerOpposition } from '../../shared/livret/opposition.ts';
import {
  consulterConsultations,
  demandeConsulterConsultations,
  demandeFermerConsultation,
  demandeInformerFamilles,
  demandeOuvrirConsultation,
  fermerConsultation,
  informerFamilles,
  ouvrirConsultation,
} from '../../shared/livret/regler-consultation.ts';
import * as rectifications from '../../shared/livret/traiter-rectification.ts';
import { demandeValiderDivision, validerDivision } from '../../shared/livret/valider-division.ts';
import { CHEF, ClasseEnMemoire, livretDe } from '../livret/classe.ts';
import { evaluation, UAI } from '../livret/dossiers.ts';
import { ecouterLaSortie } from './sortie.ts';

const sortie = ecouterLaSortie();
let classe: ClasseEnMemoire;
beforeEach(async () => {
  classe = new ClasseEnMemoire();
  await classe.nomenclatures();
  await classe.inscrire(1);
});

type Cas = (parts: ClasseEnMemoire['parts'], acteur: typeof CHEF, demande: never) => Promise<unknown>;

/** The functions as they are deployed: the schema of the demand, then the use case, as the head of the establishment. */
const FONCTIONS: Readonly<Record<string, readonly [{ parse(demande: unknown): unknown }, Cas]>> = {
  'livret/valider-division': [demandeValiderDivision, validerDivision as Cas],
  'livret/ouvrir-consultation': [demandeOuvrirConsultation, ouvrirConsultation as Cas],
  'livret/fermer-consultation': [demandeFermerConsultation, fermerConsultation as Cas],
  'livret/informer-familles': [demandeInformerFamilles, informerFamilles as Cas],
  'livret/consulter-consultations': [demandeConsulterConsultations, consulterConsultations as Cas],
  'livret/deverrouiller-livret': [demandeDeverrouillerLivret, deverrouillerLivret as Cas],
  'livret/enregistrer-opposition': [demandeEnregistrerOpposition, enregistrerOpposition as Cas],
  'livret/changer-format': [demandeChangerFormat, changerFormat as Cas],
  'livret/lever-signalement': [demandeLeverSignalement, leverSignalement as Cas],
  'livret/lire-historique': [demandeLireHistorique, lireHistorique as Cas],
  'livret/demander-rectification': [
    rectifications.demandeDemanderRectification,
    rectifications.demanderRectification as Cas,
  ],
  'livret/decider-rectification': [
    rectifications.demandeDeciderRectification,
    rectifications.deciderRectification as Cas,
  ],
  'livret/retirer-rectification': [
    rectifications.demandeRetirerRectification,
    rectifications.retirerRectification as Cas,
  ],
  'livret/lister-rectifications': [
    rectifications.demandeListerRectifications,
    rectifications.listerRectifications as Cas,
  ],
};
const cible: Cible = {
  async appeler<T>(nom: string, demande: object) {
    const [schema, cas] = FONCTIONS[nom] ?? [];
    if (schema === undefined || cas === undefined) throw new Error(`no function ${nom}`);
    return (await cas(classe.parts, CHEF, schema.parse(demande) as never)) as T;
  },
};

const CONSULTATION = {
  uai: UAI,
  annee: 2015,
  divisions: [],
  niveau: undefined,
  acte: null,
  moyen: '',
  du: undefined,
  au: undefined,
  le: undefined,
  json: false,
} as const;
const VALIDATION = { uai: UAI, session: 2016, division: 'TS1', eleves: [], oui: false, json: false };
const ID = livretDe(1);

describe('the season of an establishment, at the command line', () => {
  test('from the consultation to the validation, the correction and the history', async () => {
    expect(await valider(cible, { ...VALIDATION, oui: true })).toBe(2);
    expect(sortie.texte).toMatch(/refusée[\s\S]*consulter[\s\S]*informées[\s\S]*Rien n’est validé/);
    expect(await consultation(cible, { ...CONSULTATION, acte: 'ouvrir', au: '2016-06-30' })).toBe(0);
    expect(await consultation(cible, { ...CONSULTATION, acte: 'informer', moyen: 'papier', le: '2016-06-01' })).toBe(0);
    sortie.texte = '';
    expect(await consultation(cible, CONSULTATION)).toBe(0);
    expect(sortie.texte).toMatch(/TS1 +ouverte du 09\/06\/2016 au 30\/06\/2016 +01\/06\/2016, papier/);
    sortie.texte = '';
    expect(await valider(cible, VALIDATION)).toBe(0);
    expect(sortie.texte).toMatch(/à confirmer[\s\S]*1 prêt[\s\S]*--oui/);
    expect(await valider(cible, { ...VALIDATION, oui: true })).toBe(0);
    expect((await classe.tete(ID)).etat).toBe('valide');
    sortie.texte = '';
    expect(await deverrouiller(cible, { livretId: ID, motif: 'Une moyenne est fausse.', json: false })).toBe(0);
    expect(sortie.texte).toMatch(/déverrouillé, complet[\s\S]*validez-le de nouveau/);
    expect(await valider(cible, { ...VALIDATION, eleves: ['1001'], oui: true })).toBe(0);
    sortie.texte = '';
    expect(await historique(cible, { livretId: ID, json: false })).toBe(0);
    expect(sortie.texte).toMatch(
      /livret validé : complet → validé\n[\s\S]*livret déverrouillé : validé → complet\n[\s\S]*« Une moyenne est fausse. »[\s\S]*entière/,
    );
    expect(sortie.texte).toContain('09/06/2016 10:00');
    expect(sortie.texte).not.toMatch(/[0-9a-f]{64}/);
    classe.dynamo.tables.preuve?.clear();
    expect(await historique(cible, { livretId: ID, json: false })).toBe(1);
    expect(sortie.texte).toContain('rompue');
    expect(await consultation(cible, { ...CONSULTATION, acte: 'fermer' })).toBe(0);
  });

  test('what holds a livret up is told with whose task it is, and a signalement with what dismisses it', async () => {
    await classe.inscrire(2, {
      base: { scolarite: { evaluations: [evaluation('061300', { appreciation: 'Zoé progresse.' })] } },
    });
    await classe.inscrire(3, { ligne: { dateSortie: '2016-01-10' } });
    await classe.ouvrir();
    expect(await valider(cible, VALIDATION)).toBe(2);
    expect(sortie.texte).toMatch(
      /NOM02 Zoé[\s\S]*manque.* aucune moyenne.*061300.*enseignant[\s\S]*signalé nom ou prénom de l’élève, appréciation \(matière 061300\), 2015-2016\n {6}« Zoé progresse. » [0-9a-f]{16}/,
    );
    expect(sortie.texte).toMatch(/à part : NOM03.*parti/);
    const [, id = ''] = /« Zoé progresse. » ([0-9a-f]{16})/.exec(sortie.texte) ?? [];
    const demande = { livretId: livretDe(2), signalementId: id, motif: 'Zoé est un logiciel.', json: false };
    expect(await signalement(cible, demande)).toBe(0);
    expect(sortie.texte).toContain('Aucun autre');
  });

  test('an opposition, a format, requests for rectification', async () => {
    const demande = { livretId: ID, demandePar: 'eleve', demandeLe: '2016-06-08', json: false };
    expect(await opposition(cible, { ...demande, lever: false })).toBe(0);
    expect(sortie.texte).toContain('opposition enregistrée le 09/06/2016');
    expect(await opposition(cible, { ...demande, lever: true })).toBe(0);
    expect(await format(cible, { livretId: ID, format: 'papier', motif: 'recours', json: false })).toBe(0);
    expect(sortie.texte).toContain('format papier (recours en cours)');
    await expect(
      format(cible, { livretId: ID, format: 'papier', motif: 'refus du téléservice', json: false }),
    ).rejects.toMatchObject({ code: 'refus-du-teleservice' });
    const texte = 'La moyenne du premier trimestre est 14.';
    const nouvelle = {
      livretId: ID,
      objet: 'evaluation',
      entree: undefined,
      texte,
      de: 'eleve',
      recueLe: '2016-05-01',
    };
    sortie.texte = '';
    expect(await demanderRectification(cible, { ...nouvelle, json: true })).toBe(0);
    const { rectificationId } = JSON.parse(sortie.texte) as { rectificationId: string };
    expect(sortie.texte).not.toContain('"sel"');
    const etablissement = { uai: UAI, annee: 2015 };
    sortie.texte = '';
    expect(await listerRectifications(cible, { ...etablissement, livretId: undefined, json: false })).toBe(0);
    expect(sortie.texte).toMatch(
      /1 demande, 1 en retard[\s\S]*NOM01 Zoé.*reçue\n {2}une évaluation, demande de l’élève du 01\/05\/2016 · réponse avant le 01\/06\/2016, en retard/,
    );
    const reponse = { ...etablissement, rectificationId, json: false, motif: 'La copie le montre.' };
    expect(await repondreARectification(cible, { ...reponse, decision: 'accepter' })).toBe(0);
    expect(sortie.texte).toMatch(/acceptée[\s\S]*réponse du 09\/06\/2016 : La copie le montre\./);
  });
});
