import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assurerPython } from '../../infra/local/python.ts';
import { ecrireFabrication, type Fabrication, type Verite } from '../../shared/fabrique/index.ts';
import { testSurReference } from '../reference.ts';
import { aller, arbre, attribut, documentDe, fabrication, type Noeud, texteDe, valeur } from './lectures.ts';

/** Files on disk, as libxml2 and the format sheet (formats.md) want them. */

const SCHEMA = 'reference/lsl/import-lsl_1.xsd';

const mondes = {
  lycee: fabrication({ graine: 1, eleves: 422 }),
  academie: fabrication({ graine: 2, eleves: 700, academie: 6 }),
  defauts: fabrication({ graine: 3, eleves: 400, defauts: true }),
};
let python: string;
let dossier: string;

beforeAll(async () => {
  ({ python } = await assurerPython());
  dossier = await mkdtemp(join(tmpdir(), 'fabrique-'));
  for (const [nom, monde] of Object.entries(mondes)) await ecrireFabrication(monde, join(dossier, nom));
});

afterAll(() => rm(dossier, { recursive: true, force: true }));

function valider(monde: keyof typeof mondes, chemins: readonly string[], schema: string | null): Map<string, string[]> {
  const fichiers = chemins.map((chemin) => join(dossier, monde, chemin));
  const sortie = execFileSync(python, [join(import.meta.dirname, 'valider.py')], {
    input: JSON.stringify({ schema, fichiers }),
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  const verdicts = JSON.parse(sortie) as Record<string, string[]>;
  return new Map(chemins.map((chemin, rang) => [chemin, verdicts[fichiers[rang] ?? ''] ?? ['not read']]));
}

const fautes = (verdicts: Map<string, string[]>): [string, string[]][] =>
  [...verdicts].filter(([, erreurs]) => erreurs.length > 0);

const annees = ({ sommaire }: Fabrication) => sommaire.etablissements.flatMap(({ annees: deux }) => deux);

describe('les fichiers de notes', () => {
  testSurReference('valident tous contre le schéma d’import, en ISO-8859-15 comme en UTF-8', SCHEMA, (schema) => {
    for (const nom of ['lycee', 'academie'] as const) {
      const notes = annees(mondes[nom]).map((annee) => annee.notes);
      expect(notes.length).toBeGreaterThan(1);
      expect(fautes(valider(nom, notes, schema))).toEqual([]);
    }
    const encodages = mondes.academie.sommaire.etablissements.map(({ encodageDesNotes }) => encodageDesNotes);
    expect(new Set(encodages).size).toBe(2);
  });

  testSurReference('avec défauts, le schéma ne refuse que les élèves que la vérité dit refusés', SCHEMA, (schema) => {
    const monde = mondes.defauts;
    const [terminale] = annees(monde);
    const chemin = terminale?.notes ?? '';
    const { defauts } = JSON.parse(texteDe(documentDe(monde, 'attendu.json'))) as Verite;
    const lignes = texteDe(documentDe(monde, chemin)).split('\n');
    const refuses = (valider('defauts', [chemin], schema).get(chemin) ?? []).map((erreur) => {
      const ligne = Number(erreur.split(':')[0]);
      // The pupil of a line is the last one opened before it.
      return lignes
        .slice(0, ligne)
        .findLast((texte) => texte.startsWith('<eleve '))
        ?.match(/id="(\d+)"/)?.[1];
    });
    const attendus = defauts.filter(({ attendu }) => attendu.schema === 'invalide').map(({ eleve }) => eleve.eleveId);
    expect(attendus.length).toBeGreaterThan(5);
    expect([...new Set(refuses)].sort()).toEqual(attendus.sort());
  });
});

describe('les fichiers de SIECLE et de STS', () => {
  test('sont bien formés pour libxml2', () => {
    for (const nom of ['lycee', 'academie', 'defauts'] as const) {
      const fichiers = annees(mondes[nom]).flatMap(
        ({ eleves, structures, nomenclature, responsables, communs, sts }) => [
          eleves,
          structures,
          nomenclature,
          responsables,
          communs,
          sts,
        ],
      );
      expect(fautes(valider(nom, fichiers, null))).toEqual([]);
    }
  });

  test('sont en ISO-8859-15, le « œ » et les accents à leur octet', () => {
    const [annee] = annees(mondes.lycee);
    const octets = documentDe(mondes.lycee, annee?.eleves ?? '');
    expect(octets.encodage).toBe('ISO-8859-15');
    expect(texteDe(octets)).toMatch(/<PRENOM>[^<]*[éèëïîôç]/);
    expect(texteDe(octets)).not.toContain('?<');
  });

  test('l’élève a chaque balise que la fiche dit obligatoire, et aucune ne dépasse sa longueur', () => {
    for (const monde of [mondes.lycee, mondes.academie]) {
      for (const { eleves } of annees(monde)) {
        const lus = aller(arbre(documentDe(monde, eleves)), 'BEE_ELEVES/DONNEES/ELEVES/ELEVE');
        expect(lus.length).toBeGreaterThan(20);
        for (const eleve of lus) {
          expect(attribut(eleve, 'ELEVE_ID')).toMatch(/^[1-9][0-9]*$/);
          expect(attribut(eleve, 'ELENOET')).toMatch(/^[0-9]{5}$/);
          for (const nom of OBLIGATOIRES) expect(valeur(eleve, nom), nom).toBeTruthy();
          for (const [nom, max] of Object.entries(LONGUEURS)) {
            expect((valeur(eleve, nom) ?? '').length, nom).toBeLessThanOrEqual(max);
          }
          expect(aller(eleve, 'SCOLARITE_AN_DERNIER').length).toBe(1);
        }
      }
    }
  });

  test('une division, un groupe, une période, un MEF et une matière tiennent dans leurs longueurs', () => {
    for (const [rang, { structures, nomenclature, communs }] of annees(mondes.academie).entries()) {
      const codes = arbre(documentDe(mondes.academie, structures));
      for (const chemin of ['DIVISIONS/DIVISION', 'GROUPES/GROUPE']) {
        for (const une of aller(codes, `BEE_STRUCTURES/DONNEES/${chemin}`)) {
          expect(attribut(une, 'CODE_STRUCTURE')).toMatch(/^\S{1,8}$/);
          expect(valeur(une, 'LIBELLE_LONG')?.length ?? 0, String(rang)).toBeLessThanOrEqual(20);
        }
      }
      const donnees = aller(arbre(documentDe(mondes.academie, nomenclature)), 'BEE_NOMENCLATURES/DONNEES')[0];
      tenir(aller(donnees, 'MEFS/MEF'), { FORMATION: 6, SPECIALITE: 5, LIBELLE_LONG: 40, LIBELLE_EDITION: 60 });
      tenir(aller(donnees, 'MATIERES/MATIERE'), {
        CODE_GESTION: 5,
        LIBELLE_COURT: 20,
        LIBELLE_LONG: 40,
        LIBELLE_EDITION: 60,
      });
      const programmes = aller(donnees, 'PROGRAMMES/PROGRAMME').map((un) =>
        ['CODE_MEF', 'CODE_MATIERE', 'CODE_MODALITE_ELECT'].map((nom) => valeur(un, nom)).join('/'),
      );
      expect(programmes.length).toBeGreaterThan(8);
      expect(new Set(programmes).size).toBe(programmes.length);
      const periodes = aller(
        arbre(documentDe(mondes.academie, communs)),
        'BEE_COMMUN/DONNEES/PERIODES_PEDAGOGIQUES/PERIODE_PEDAGOGIQUE',
      );
      expect([2, 3]).toContain(periodes.length);
      tenir(periodes, { CODE_PERIODE: 3, LL_PERIODE: 20, CODE_TYPE_PERIODE: 1 });
    }
  });

  test('les options, les structures et les responsables sont ceux d’élèves du fichier', () => {
    for (const { eleves, responsables } of annees(mondes.lycee)) {
      const donnees = aller(arbre(documentDe(mondes.lycee, eleves)), 'BEE_ELEVES/DONNEES')[0];
      const ids = new Set(aller(donnees, 'ELEVES/ELEVE').map((un) => attribut(un, 'ELEVE_ID')));
      for (const chemin of ['OPTIONS/OPTION', 'STRUCTURES/STRUCTURES_ELEVE']) {
        const cites = aller(donnees, chemin).map((un) => attribut(un, 'ELEVE_ID'));
        expect(new Set(cites)).toEqual(ids);
        expect(cites).toHaveLength(ids.size);
      }
      const familles = aller(arbre(documentDe(mondes.lycee, responsables)), 'BEE_RESPONSABLES/DONNEES')[0];
      const personnes = aller(familles, 'PERSONNES/PERSONNE').map((une) => attribut(une, 'PERSONNE_ID'));
      const liens = aller(familles, 'RESPONSABLES/RESPONSABLE_ELEVE');
      expect(new Set(personnes).size).toBe(personnes.length);
      expect(liens.map((lien) => valeur(lien, 'PERSONNE_ID'))).toEqual(personnes);
      expect(new Set(liens.map((lien) => valeur(lien, 'ELEVE_ID')))).toEqual(ids);
      // Telephone numbers of the range that is kept for fiction.
      for (const personne of aller(familles, 'PERSONNES/PERSONNE')) {
        expect(valeur(personne, 'TEL_PORTABLE')).toMatch(/^063998\d{4}$/);
      }
    }
  });

  test('STS nomme l’établissement, ses matières, ses MEF et ses individus', () => {
    for (const { sts } of annees(mondes.academie)) {
      const racine = aller(arbre(documentDe(mondes.academie, sts)), 'STS_EDT')[0];
      expect(aller(racine, 'PARAMETRES/UAJ').map((uaj) => attribut(uaj, 'CODE'))).toHaveLength(1);
      const matieres = new Set(aller(racine, 'NOMENCLATURES/MATIERES/MATIERE').map((une) => attribut(une, 'CODE')));
      const individus = aller(racine, 'DONNEES/INDIVIDUS/INDIVIDU');
      expect(new Set(individus.map((un) => attribut(un, 'ID'))).size).toBe(individus.length);
      for (const individu of individus) {
        for (const nom of ['SEXE', 'CIVILITE', 'NOM_USAGE', 'PRENOM', 'FONCTION'])
          expect(valeur(individu, nom)).toBeTruthy();
        expect(['epp', 'local']).toContain(attribut(individu, 'TYPE'));
      }
      const divisions = aller(racine, 'DONNEES/STRUCTURE/DIVISIONS/DIVISION');
      const principaux = individus
        .flatMap((un) => aller(un, 'PROFS_PRINC/PROF_PRINC'))
        .map((un) => valeur(un, 'CODE_STRUCTURE'));
      expect(principaux.sort()).toEqual(divisions.map((une) => attribut(une, 'CODE')).sort());
      for (const service of divisions.flatMap((une) => aller(une, 'SERVICES/SERVICE'))) {
        expect(matieres).toContain(attribut(service, 'CODE_MATIERE'));
      }
    }
  });
});

/** Tags that the sheet marks (O). */
const OBLIGATOIRES = ['NOM_DE_FAMILLE', 'PRENOM', 'DATE_NAISS', 'DOUBLEMENT', 'CODE_REGIME', 'ADHESION_TRANSPORT'];
/** Lengths that the sheet gives. */
const LONGUEURS = {
  ID_NATIONAL: 11,
  INE_BEA: 11,
  INE_RNIE: 11,
  NOM_DE_FAMILLE: 100,
  PRENOM: 100,
  CODE_PAYS: 3,
  CODE_REGIME: 2,
  VILLE_NAISS: 32,
  CODE_MOTIF_SORTIE: 2,
  CODE_SEXE: 1,
  CODE_STATUT: 2,
  CODE_MEF: 11,
  CODE_PROVENANCE: 1,
};

function tenir(noeuds: readonly Noeud[], longueurs: Readonly<Record<string, number>>): void {
  expect(noeuds.length).toBeGreaterThan(0);
  for (const noeud of noeuds) {
    for (const [nom, max] of Object.entries(longueurs)) {
      expect(valeur(noeud, nom), nom).toBeDefined();
      expect((valeur(noeud, nom) ?? '').length, nom).toBeLessThanOrEqual(max);
    }
  }
}
