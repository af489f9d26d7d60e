import { createReadStream } from 'node:fs';
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fabrication } from '../../shared/fabrique/fabriquer.ts';
import type { DossierMef, DossierNotes } from '../../shared/imports/dossiers.ts';
import { lireFlux } from '../../shared/imports/lire-flux.ts';
import { moyenneAnnuelle } from '../../shared/kernel/note.ts';
import { normaliserNom } from '../../shared/kernel/texte.ts';
import { rattacher } from '../../shared/livret/lignes.ts';
import { testSurReference } from '../reference.ts';
import { type AnneeLue, aller, arbre, attribut, documentDe, fabrication, lire, lireAnnee, valeur } from './lectures.ts';

type Scolarite = DossierNotes['scolarites'][number];
type Evaluation = Scolarite['evaluations'][number];

/** Sums and means of this file are Decimal's: the fabrique counts in hundredths. */

interface Relu {
  readonly monde: Fabrication;
  readonly mefs: Map<string, DossierMef>;
  readonly lycees: readonly { readonly uai: string; readonly terminale: AnneeLue; readonly premiere: AnneeLue }[];
}

const SANS_PREMIERE: AnneeLue = { annee: 2014, eleves: [], notes: [], anomalies: [] };

async function relire(demande: Parameters<typeof fabrication>[0]): Promise<Relu> {
  const monde = fabrication(demande);
  const { sommaire } = monde;
  const nomenclature = await lire(documentDe(monde, sommaire.nomenclature ?? ''), 'nomenclature');
  expect(nomenclature.anomalies).toEqual([]);
  const lycees = [];
  for (const { uai, annees } of sommaire.etablissements) {
    const [terminale, premiere] = annees;
    if (terminale === undefined) throw new Error('a year expected');
    lycees.push({
      uai,
      terminale: await lireAnnee(monde, terminale),
      // A lycée of one pupil may have had nobody in première.
      premiere: premiere === undefined ? SANS_PREMIERE : await lireAnnee(monde, premiere),
    });
  }
  return { monde, mefs: new Map(nomenclature.dossiers.map((mef) => [`${mef.annee}/${mef.codeMef}`, mef])), lycees };
}

const scolarites = (notes: readonly DossierNotes[], annee: number): { eleveId: string; scolarite: Scolarite }[] =>
  notes.flatMap(({ eleveId, scolarites }) =>
    scolarites.flatMap((scolarite) => (scolarite.annee === annee ? [{ eleveId, scolarite }] : [])),
  );

describe('ce que la fabrique écrit se relit', { timeout: 60_000 }, () => {
  test('dans tout monde sans défaut, les lecteurs du projet ne trouvent aucune anomalie et tout se correspond', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 1_000_000 }),
        fc.integer({ min: 1, max: 70 }),
        fc.option(fc.integer({ min: 1, max: 4 })),
        async (graine, eleves, academie) => {
          const { monde, mefs, lycees } = await relire({ graine, eleves: eleves * (academie ?? 1), academie });
          const { annee, candidats } = monde.sommaire;
          const lusCandidats = await lire(documentDe(monde, candidats.fichier), 'candidats');
          expect(lusCandidats.anomalies).toEqual([]);
          for (const { uai, terminale, premiere } of lycees) {
            const taille = monde.sommaire.etablissements.find((un) => un.uai === uai)?.eleves;
            expect([terminale.anomalies, premiere.anomalies]).toEqual([[], []]);
            const presents = terminale.eleves.filter(({ dateSortie }) => dateSortie === null);
            expect(presents).toHaveLength(taille ?? -1);
            // The notes file has ELEVE_ID only: the same pupils, in the same order, in each feed.
            expect(terminale.notes.map(({ eleveId }) => eleveId)).toEqual(presents.map(({ eleveId }) => eleveId));
            expect(premiere.notes.map(({ eleveId }) => eleveId)).toEqual(premiere.eleves.map(({ eleveId }) => eleveId));
            const inscrits = lusCandidats.dossiers.filter((candidat) => candidat.uai === uai);
            expect(
              inscrits.map(({ ine, nomDeFamille, prenoms, dateNaissance, division }) => [
                ine,
                nomDeFamille,
                prenoms,
                dateNaissance,
                division,
              ]),
            ).toEqual(
              presents.map(({ ine, nomDeFamille, prenoms, dateNaissance, divisions }) => [
                ine,
                nomDeFamille,
                prenoms,
                dateNaissance,
                divisions[0],
              ]),
            );
            for (const { notes, eleves: fiches, annee: millesime } of [terminale, premiere]) {
              const codes = new Map(fiches.map(({ eleveId, codeMef }) => [eleveId, codeMef]));
              for (const { eleveId, scolarite } of scolarites(notes, millesime)) {
                const mef = mefs.get(`${millesime}/${codes.get(eleveId)}`);
                expect(rattacher(scolarite.evaluations, mef?.matieres ?? []).horsNomenclature).toEqual([]);
              }
            }
          }
          expect(annee).toBe(2015);
        },
      ),
      { numRuns: 15 },
    );
  });

  testSurReference(
    'avec la nomenclature officielle, chaque évaluation a sa ligne et chaque compétence est prévue',
    'reference/lsl/lsl-nomenclatures.xml',
    async (fichier) => {
      const mefs: DossierMef[] = [];
      for await (const lu of lireFlux(createReadStream(fichier))) {
        if (lu.type === 'dossier' && lu.flux === 'nomenclature') mefs.push(lu.dossier);
      }
      const parCode = new Map(mefs.map((mef) => [`${mef.annee}/${mef.codeMef}`, mef]));
      const monde = fabrication({ graine: 12, eleves: 700, academie: 7, nomenclature: mefs });
      const series = new Set<string>();
      let verifiees = 0;
      for (const { annees } of monde.sommaire.etablissements) {
        for (const { eleves, notes, annee, anomalies } of await Promise.all(
          annees.map((une) => lireAnnee(monde, une)),
        )) {
          expect(anomalies).toEqual([]);
          const fiches = new Map(eleves.map((fiche) => [fiche.eleveId, fiche]));
          for (const { eleveId, scolarite } of scolarites(notes, annee)) {
            const mef = parCode.get(`${annee}/${fiches.get(eleveId)?.codeMef}`);
            series.add(mef?.codeSerie ?? '');
            const { rattaches, horsNomenclature } = rattacher(scolarite.evaluations, mef?.matieres ?? []);
            expect(horsNomenclature).toEqual([]);
            // Who changed class has two evaluations of each common subject: where a specialty has the same code and
            // modalité, the order of the file tells nothing (rules.md 10).
            const aChangeDeClasse = memes(scolarite.evaluations, { codeMatiere: EPS, modalite: 'S' }) > 1;
            for (const { matiere, evaluation } of aChangeDeClasse ? [] : rattaches) {
              verifiees += 1;
              const prevues = matiere.rubriques.flatMap(({ competences }) => competences.map(({ code }) => code));
              expect(prevues).toEqual(expect.arrayContaining(evaluation.competences.map(({ code }) => code)));
            }
          }
        }
      }
      expect(series.size).toBeGreaterThan(5);
      expect(verifiees).toBeGreaterThan(10_000);
    },
  );

  test('les appréciations d’une classe ne se répètent pas, et aucune ne contient le nom ou le prénom de l’élève', async () => {
    const { lycees } = await relire({ graine: 5, eleves: 400 });
    for (const { terminale, premiere } of lycees) {
      for (const { eleves, notes, annee } of [terminale, premiere]) {
        const fiches = new Map(eleves.map((fiche) => [fiche.eleveId, fiche]));
        const vus = new Set<string>();
        for (const { eleveId, scolarite } of scolarites(notes, annee)) {
          const fiche = fiches.get(eleveId);
          for (const { appreciation } of scolarite.evaluations) {
            const cle = `${fiche?.divisions[0]} ${appreciation}`;
            expect(vus.has(cle)).toBe(false);
            vus.add(cle);
            const mots = ` ${normaliserNom(appreciation ?? '')} `;
            for (const nom of [fiche?.nomDeFamille, ...(fiche?.prenoms ?? [])]) {
              expect(mots).not.toContain(` ${normaliserNom(nom ?? '?')} `);
            }
          }
        }
        expect(vus.size).toBeGreaterThan(3000);
      }
    }
  });

  test('les chiffres d’un groupe sont ceux de ses élèves : effectif, moyenne et répartition', async () => {
    const { lycees } = await relire({ graine: 2, eleves: 600, academie: 4 });
    let groupes = 0;
    for (const { terminale, premiere } of lycees) {
      for (const { notes, annee } of [terminale, premiere]) {
        for (const evaluations of memeGroupe(scolarites(notes, annee)).values()) {
          const { structure, periodes } = evaluations[0] as Evaluation;
          const moyennes = evaluations.flatMap(
            (une) => moyenneAnnuelle(une.periodes.map(({ moyenne }) => moyenne)) ?? [],
          );
          if (structure.moyenne === null) {
            expect(moyennes).toEqual([]);
            // Two divisions of one size and one teacher cannot be told apart without a mean.
            expect(evaluations.length % (structure.effectif ?? 0)).toBe(0);
            continue;
          }
          groupes += 1;
          expect(periodes.length).toBeGreaterThan(1);
          expect(structure.effectif).toBe(moyennes.length);
          const total = moyennes.reduce((somme, moyenne) => somme.plus(moyenne), new Decimal(0));
          expect(structure.moyenne).toBe(
            total.div(moyennes.length).toDecimalPlaces(2, Decimal.ROUND_HALF_UP).toFixed(),
          );
          const parts = [
            moyennes.filter((moyenne) => new Decimal(moyenne).lt(8)).length,
            moyennes.filter((moyenne) => new Decimal(moyenne).gte(8) && new Decimal(moyenne).lt(12)).length,
            moyennes.filter((moyenne) => new Decimal(moyenne).gte(12)).length,
          ].map((nombre) => new Decimal(nombre).times(100).div(moyennes.length));
          const ecrites = [structure.moinsDe8, structure.de8a12, structure.plusDe12].map(
            (part) => new Decimal(part ?? NaN),
          );
          // To the nearest hundredth, or the next one where it makes the sum 100.
          for (const [rang, part] of parts.entries()) {
            expect(ecrites[rang]?.minus(part).abs().toNumber()).toBeLessThanOrEqual(0.01);
          }
          expect(ecrites.reduce((somme, part) => somme.plus(part)).toNumber()).toBe(100);
        }
      }
    }
    expect(groupes).toBeGreaterThan(300);
  });

  test('l’année de première est la même dans l’export de l’année et dans celui de la terminale', async () => {
    const { lycees } = await relire({ graine: 4, eleves: 300, academie: 3 });
    for (const { terminale, premiere } of lycees) {
      const anciennes = new Map(
        scolarites(premiere.notes, premiere.annee).map(({ eleveId, scolarite }) => [eleveId, sansPosition(scolarite)]),
      );
      const reprises = scolarites(terminale.notes, premiere.annee);
      expect(reprises.length).toBeGreaterThan(40);
      for (const { eleveId, scolarite } of reprises) expect(sansPosition(scolarite)).toEqual(anciennes.get(eleveId));
    }
  });

  test('un redoublant a son année de première d’il y a deux ans, un arrivé n’a que la terminale', async () => {
    const { lycees } = await relire({ graine: 4, eleves: 1500, academie: 3 });
    const cas = { redoublants: 0, arrives: 0 };
    for (const { uai, terminale } of lycees) {
      for (const [rang, { anneePrecedente, codeMef }] of terminale.eleves
        .filter((un) => un.dateSortie === null)
        .entries()) {
        const annees = terminale.notes[rang]?.scolarites.map(({ annee }) => annee);
        if (anneePrecedente?.uai !== uai) {
          cas.arrives += 1;
          expect(annees).toEqual([2015]);
        } else if (anneePrecedente.codeMef === codeMef) {
          cas.redoublants += 1;
          expect(annees).toEqual([2015, 2013]);
        } else {
          expect(annees).toEqual([2015, 2014]);
        }
      }
    }
    expect(cas.redoublants).toBeGreaterThan(10);
    expect(cas.arrives).toBeGreaterThan(10);
  });

  test('qui a changé de classe a deux évaluations par matière, dont les périodes se complètent (rules.md 10)', async () => {
    const { lycees } = await relire({ graine: 6, eleves: 1000 });
    let changements = 0;
    for (const { scolarite } of lycees.flatMap(({ terminale }) => scolarites(terminale.notes, terminale.annee))) {
      const [premiere, seconde] = scolarite.evaluations.filter(({ codeMatiere }) => codeMatiere === '100100');
      if (premiere === undefined || seconde === undefined || premiere.modalite !== seconde.modalite) continue;
      changements += 1;
      expect(premiere.periodes.slice(1).every(({ moyenne }) => moyenne === null)).toBe(true);
      expect(seconde.periodes[0]?.moyenne).toBeNull();
      expect(premiere.enseignants).not.toEqual([]);
      expect(premiere.appreciation).not.toBe(seconde.appreciation);
    }
    expect(changements).toBeGreaterThan(2);
  });

  test('une spécialité qui répète un enseignement commun se reconnaît à l’option, au groupe et à l’enseignant', async () => {
    const { monde, lycees, mefs } = await relire({ graine: 1, eleves: 300 });
    const [lycee] = lycees;
    const services = servicesDe(monde, 0);
    let doubles = 0;
    for (const [rang, fiche] of (lycee?.terminale.eleves ?? []).entries()) {
      const scolarite = lycee?.terminale.notes[rang]?.scolarites[0];
      const mef = mefs.get(`2015/${fiche.codeMef}`);
      const memes = scolarite?.evaluations.filter(
        (une, _rang, toutes) =>
          toutes.filter((autre) => autre.codeMatiere === une.codeMatiere && autre.modalite === une.modalite).length ===
          2,
      );
      const [commune, specialite] = memes ?? [];
      const parLigne = mef?.matieres.filter(
        ({ codeMatiere, modalite }) => codeMatiere === commune?.codeMatiere && modalite === 'S',
      );
      if (commune === undefined || specialite === undefined || parLigne?.length !== 2 || memes?.length !== 2) continue;
      doubles += 1;
      expect(fiche.options).toContainEqual({ codeMatiere: specialite.codeMatiere, modalite: 'O' });
      const enseignantsDe = (structures: readonly string[]) =>
        structures.flatMap((code) => services.get(`${code}/${specialite.codeMatiere}`) ?? []);
      expect(enseignantsDe(fiche.divisions)).toEqual([noms(commune)]);
      expect(enseignantsDe(fiche.groupes)).toEqual([noms(specialite)]);
      expect(noms(commune)).not.toBe(noms(specialite));
    }
    expect(doubles).toBeGreaterThan(40);
  });

  test('les classes et les enseignants des notes sont ceux de SIECLE et de STS', async () => {
    const { monde, lycees } = await relire({ graine: 8, eleves: 500, academie: 3 });
    let verifiees = 0;
    for (const [rang, { terminale, premiere }] of lycees.entries()) {
      for (const [ordre, { eleves, notes, annee }] of [terminale, premiere].entries()) {
        const chemins = monde.sommaire.etablissements[rang]?.annees[ordre];
        const services = servicesDe(monde, rang, ordre);
        const structures = arbre(documentDe(monde, chemins?.structures ?? ''));
        const declarees = new Set(
          ['DIVISIONS/DIVISION', 'GROUPES/GROUPE'].flatMap((chemin) =>
            aller(structures, `BEE_STRUCTURES/DONNEES/${chemin}`).map((une) => attribut(une, 'CODE_STRUCTURE')),
          ),
        );
        const fiches = new Map(eleves.map((fiche) => [fiche.eleveId, fiche]));
        for (const { eleveId, scolarite } of scolarites(notes, annee)) {
          const siennes = [...(fiches.get(eleveId)?.divisions ?? []), ...(fiches.get(eleveId)?.groupes ?? [])];
          for (const code of siennes) expect(declarees).toContain(code);
          for (const evaluation of scolarite.evaluations) {
            const possibles = siennes.flatMap((code) => services.get(`${code}/${evaluation.codeMatiere}`) ?? []);
            // The first class of one who changed is not theirs any more.
            if (evaluation.periodes.length > 1 && evaluation.periodes.slice(1).every(({ moyenne }) => moyenne === null))
              continue;
            expect(possibles).toContain(noms(evaluation));
            verifiees += 1;
          }
        }
      }
    }
    expect(verifiees).toBeGreaterThan(8000);
  });

  test('le temps est découpé en trimestres ou en semestres, les exports sont dans les deux encodages', async () => {
    const { monde, lycees } = await relire({ graine: 1, eleves: 1000, academie: 12 });
    const decoupages = new Set<string>();
    for (const { terminale } of lycees) {
      for (const { scolarite } of scolarites(terminale.notes, terminale.annee)) {
        decoupages.add(scolarite.decoupage);
        const max = scolarite.decoupage === 'T' ? 3 : 2;
        expect(scolarite.evaluations.every(({ periodes }) => periodes.length === 0 || periodes.length === max)).toBe(
          true,
        );
      }
    }
    expect(decoupages).toEqual(new Set(['T', 'S']));
    expect(new Set(monde.sommaire.etablissements.map(({ encodageDesNotes }) => encodageDesNotes)).size).toBe(2);
    const encodages = [1, 2, 3, 4].map((graine) => fabrication({ graine, eleves: 1 }).sommaire.candidats.encodage);
    expect(new Set(encodages).size).toBe(2);
  });

  test('toutes les sortes d’engagements, d’avis et de niveaux de compétence se rencontrent', async () => {
    const { lycees } = await relire({ graine: 1, eleves: 1500, academie: 6 });
    const notes = lycees.flatMap(({ terminale }) => terminale.notes);
    const annees = notes.flatMap(({ scolarites: toutes }) => toutes);
    const niveaux = annees.flatMap(({ evaluations }) =>
      evaluations.flatMap(({ competences }) => competences.map(({ niveau }) => niveau)),
    );
    expect(new Set(notes.flatMap(({ engagements }) => engagements))).toEqual(new Set(['C', 'V', 'A', 'E', 'S']));
    expect(new Set(notes.flatMap(({ avisExamen }) => avisExamen ?? []))).toEqual(new Set(['T', 'F', 'A', 'D']));
    expect(notes.some(({ engagementAutre }) => engagementAutre === 'Club lecture & écriture')).toBe(true);
    for (const avis of ['avisEngagement', 'avisInvestissement', 'avisChefEtab'] as const) {
      expect(annees.some((une) => une[avis] !== null)).toBe(true);
    }
    expect(new Set(niveaux)).toEqual(new Set(['NE', '1', '2', '3', '4', 'A1', 'A2', 'B1', 'B2', 'C1']));
    const longueurs = annees.flatMap(({ evaluations }) =>
      evaluations.map(({ appreciation }) => appreciation?.length ?? 0),
    );
    expect(Math.max(...longueurs)).toBeGreaterThan(270);
    expect(Math.min(...longueurs)).toBeLessThan(90);
    const notesDePeriode = annees.flatMap(({ evaluations }) => evaluations.flatMap(({ periodes }) => periodes));
    expect(notesDePeriode.filter(({ moyenne }) => moyenne === null).length).toBeGreaterThan(200);
  });
});

const EPS = '100100' as Evaluation['codeMatiere'];
type Cle = Pick<Evaluation, 'codeMatiere' | 'modalite'>;

function memes(liste: readonly Cle[], { codeMatiere, modalite }: Cle): number {
  return liste.filter((un) => un.codeMatiere === codeMatiere && un.modalite === modalite).length;
}

/** Evaluations that show the same group: same subject, same teachers, same figures. */
function memeGroupe(annees: readonly { readonly scolarite: Scolarite }[]): Map<string, Evaluation[]> {
  return Map.groupBy(
    annees.flatMap(({ scolarite }) => scolarite.evaluations),
    (evaluation) =>
      JSON.stringify([evaluation.codeMatiere, evaluation.modalite, noms(evaluation), evaluation.structure]),
  );
}

function noms({ enseignants }: Evaluation): string {
  return enseignants.map(({ nom, prenom }) => `${prenom} ${nom}`).join(', ');
}

function sansPosition(scolarite: Scolarite): unknown {
  return { ...scolarite, evaluations: scolarite.evaluations.map(({ position: _, ...reste }) => reste) };
}

/** « structure/matière » → names of its teachers, from STS. */
function servicesDe(monde: Fabrication, rang: number, ordre = 0): Map<string, string> {
  const chemin = monde.sommaire.etablissements[rang]?.annees[ordre]?.sts ?? '';
  const sts = arbre(documentDe(monde, chemin));
  const individus = new Map(
    aller(sts, 'STS_EDT/DONNEES/INDIVIDUS/INDIVIDU').map((un) => [
      attribut(un, 'ID'),
      `${valeur(un, 'PRENOM')} ${valeur(un, 'NOM_USAGE')}`,
    ]),
  );
  const services = new Map<string, string>();
  for (const sorte of ['DIVISIONS/DIVISION', 'GROUPES/GROUPE']) {
    for (const structure of aller(sts, `STS_EDT/DONNEES/STRUCTURE/${sorte}`)) {
      for (const service of aller(structure, 'SERVICES/SERVICE')) {
        const enseignants = aller(service, 'ENSEIGNANTS/ENSEIGNANT').map((un) => individus.get(attribut(un, 'ID')));
        services.set(`${attribut(structure, 'CODE')}/${attribut(service, 'CODE_MATIERE')}`, enseignants.join(', '));
      }
    }
  }
  return services;
}
