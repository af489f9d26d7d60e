import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { candidatsDe, JURY_MAX, JURY_MIN, repartirEnJurys } from '../../shared/fabrique/candidatures.ts';
import { fichesDe } from '../../shared/fabrique/fiches.ts';
import { estJumeau, homonymie, identite } from '../../shared/fabrique/identites.ts';
import { type Demande, type Monde, planifier, uaiFictif } from '../../shared/fabrique/monde.ts';
import { parcours, partants } from '../../shared/fabrique/parcours.ts';
import { recenser } from '../../shared/fabrique/registre.ts';
import { type FormeIne, formeIne, ineDeSiecle } from '../../shared/kernel/ine.ts';
import { estUai } from '../../shared/kernel/uai.ts';

const monde = (demande: Partial<Demande>): Monde =>
  planifier({ graine: 1, eleves: 100, academie: null, defauts: false, nomenclature: null, annee: null, ...demande });

const academie = monde({ graine: 3, eleves: 8000, academie: 60 });

function* eleves({ etablissements }: Monde) {
  for (const etablissement of etablissements) {
    for (let rang = 0; rang < etablissement.taille; rang++) {
      yield { etablissement, eleve: parcours(academie, etablissement, rang) };
    }
  }
}

describe('un monde', () => {
  test('les UAI sont du département fictif 999 et ont la bonne lettre', () => {
    for (const { uai, origine } of academie.etablissements) {
      expect([uai, origine].every((un) => estUai(un) && un.startsWith('999'))).toBe(true);
    }
    expect(new Set(academie.etablissements.map(({ uai }) => uai)).size).toBe(60);
    expect(uaiFictif(1)).toBe('9990001X');
    const noms = monde({ eleves: 20_000, academie: 500 }).etablissements.map(({ nom }) => nom);
    expect(new Set(noms).size).toBe(500);
  });

  test('la somme des lycées est le total demandé, de 40 à 2 500 élèves chacun', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 80 }),
        fc.integer({ min: 40, max: 2500 }),
        fc.nat(),
        (lycees, moyen, graine) => {
          const { etablissements } = monde({ graine, eleves: lycees * moyen, academie: lycees });
          const tailles = etablissements.map(({ taille }) => taille);
          expect(tailles.reduce((somme, taille) => somme + taille, 0)).toBe(lycees * moyen);
          expect(Math.min(...tailles)).toBeGreaterThanOrEqual(40);
          expect(Math.max(...tailles)).toBeLessThanOrEqual(2500);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('les lycées d’une académie sont de tailles très inégales', () => {
    const tailles = academie.etablissements.map(({ taille }) => taille).sort((a, b) => a - b);
    expect(tailles[5]).toBeLessThan(60);
    expect(tailles.at(-1)).toBe(2500);
  });

  test.each([
    [{ eleves: 0 }],
    [{ eleves: 1.5 }],
    [{ graine: -1 }],
    [{ academie: 0 }],
    [{ academie: 10, eleves: 9 }],
    [{ academie: 2, eleves: 5001 }],
    [{ annee: 1999 }],
  ])('une demande hors limites est refusée : %j', (demande) => {
    expect(() => monde(demande)).toThrow(expect.objectContaining({ code: 'fabrique-demande-invalide' }));
  });

  test('une nomenclature sans terminale de l’année est refusée', () => {
    expect(() => monde({ nomenclature: [], annee: 2015 })).toThrow(
      expect.objectContaining({ code: 'nomenclature-sans-terminale' }),
    );
  });

  test('le premier lycée a une série dont la spécialité répète un enseignement commun (rules.md 10)', () => {
    for (const graine of [1, 2, 3]) {
      const [premier] = monde({ graine, eleves: 900, academie: 3 }).etablissements;
      expect(premier?.cohortes.some(({ filiere }) => filiere.doublee)).toBe(true);
    }
  });
});

describe('les élèves d’un monde', () => {
  const tous = [...eleves(academie)];

  test('les INE sont uniques, fictifs, des trois formes, et SIECLE donne celui qui est retenu', () => {
    const formes = new Map<FormeIne | undefined, number>();
    const vus = new Set<string>();
    const replis = { rnie: 0, bea: 0, tous: 0 };
    for (const { eleve } of tous) {
      const { ine } = identite(academie.graine, eleve.numero, academie.annee, eleve.redoublant);
      expect(ine.retenu.startsWith('99')).toBe(true);
      expect(
        ineDeSiecle({
          idNational: ine.idNational ?? undefined,
          ineRnie: ine.rnie ?? undefined,
          ineBea: ine.bea ?? undefined,
        }),
      ).toBe(ine.retenu);
      formes.set(formeIne(ine.retenu), (formes.get(formeIne(ine.retenu)) ?? 0) + 1);
      if (ine.idNational === null && ine.rnie !== null) replis.rnie++;
      if (ine.idNational === null && ine.rnie === null) replis.bea++;
      if (ine.idNational !== null && ine.rnie !== null && ine.bea !== null) replis.tous++;
      vus.add(ine.retenu);
    }
    expect(vus.size).toBe(8000);
    expect([...formes.keys()].sort()).toEqual(['apprentissage', 'bea', 'rnie']);
    for (const nombre of [...formes.values(), ...Object.values(replis)]) expect(nombre).toBeGreaterThan(200);
  });

  test('il y a des homonymes, dont certains nés le même jour, et des jumeaux', () => {
    const { graine, annee } = academie;
    const [memesNoms, memeJour, jumeaux] = [[], [], []] as [number[], number[], number[]];
    for (let numero = 1; numero < 8000; numero++) {
      const homonyme = homonymie(graine, numero);
      const [un, autre] = [numero, numero - 1].map((n) => identite(graine, n, annee, false));
      if (homonyme !== null) {
        memesNoms.push(numero);
        expect([un?.nom, un?.prenoms, un?.sexe]).toEqual([autre?.nom, autre?.prenoms, autre?.sexe]);
      }
      if (homonyme?.memeJour === true) {
        memeJour.push(numero);
        expect(un?.naissance).toBe(autre?.naissance);
      }
      if (estJumeau(graine, numero)) {
        jumeaux.push(numero);
        expect([un?.nom, un?.naissance]).toEqual([autre?.nom, autre?.naissance]);
      }
    }
    expect(memesNoms.length).toBeGreaterThan(20);
    expect(memeJour.length).toBeGreaterThan(5);
    expect(jumeaux.length).toBeGreaterThan(20);
  });

  test('il y a des redoublants, des arrivées à la rentrée et en cours d’année, des changements de classe', () => {
    expect(tous.filter(({ eleve }) => eleve.redoublant).length).toBeGreaterThan(80);
    expect(tous.filter(({ eleve }) => eleve.arrivee?.enCoursDAnnee === false).length).toBeGreaterThan(50);
    expect(tous.filter(({ eleve }) => eleve.arrivee?.enCoursDAnnee === true).length).toBeGreaterThan(15);
    expect(tous.filter(({ eleve }) => eleve.divisionQuittee !== null).length).toBeGreaterThan(10);
  });

  test('chaque arrivé était en première dans le lycée dont il dit venir, sous le même INE', () => {
    const departs = new Map<string, { readonly division: string; readonly codeMef: string }>();
    for (const etablissement of academie.etablissements) {
      for (const eleve of partants(academie, etablissement)) {
        departs.set(`${etablissement.uai}/${eleve.numero}`, {
          division: eleve.cohorte.divisions.premiere[eleve.premiere?.division ?? 0] ?? '',
          codeMef: eleve.cohorte.filiere.premiere.codeMef,
        });
      }
    }
    let arrives = 0;
    for (const etablissement of academie.etablissements) {
      for (const { eleve, fiche } of fichesDe(recenser(academie, etablissement, 'terminale'))) {
        if (eleve.arrivee === null) continue;
        arrives += 1;
        const depart = departs.get(`${eleve.arrivee.depuis}/${eleve.numero}`);
        expect(fiche.anDernier).toEqual({
          codeMef: depart?.codeMef,
          codeStructure: depart?.division,
          codeRne: eleve.arrivee.depuis,
        });
      }
    }
    expect(arrives).toBe(departs.size);
    expect(arrives).toBeGreaterThan(70);
  });

  test('qui part en cours d’année reste dans SIECLE avec sa date de sortie, sans division', () => {
    const sortis = academie.etablissements.flatMap((etablissement) =>
      [...fichesDe(recenser(academie, etablissement, 'terminale'))].filter(({ fiche }) => fiche.dateSortie !== null),
    );
    expect(sortis).toHaveLength(tous.filter(({ eleve }) => eleve.arrivee?.enCoursDAnnee === true).length);
    expect(sortis.every(({ fiche }) => fiche.structures.length === 0)).toBe(true);
  });
});

describe('les jurys d’un monde', () => {
  test('chacun a de 80 à 140 candidats dès que le monde en compte assez', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 40, max: 400 }),
        fc.nat(),
        (lycees, moyen, graine) => {
          const petit = monde({ graine, eleves: lycees * moyen, academie: lycees });
          const repartition = repartirEnJurys(petit);
          const effectifs = new Map<string, number>();
          const places = new Set<string>();
          for (const { candidature } of candidatsDe(petit, repartition)) {
            effectifs.set(candidature.jury, (effectifs.get(candidature.jury) ?? 0) + 1);
            places.add(`${candidature.jury}/${candidature.noPv}`);
          }
          const total = [...effectifs.values()].reduce((somme, n) => somme + n, 0);
          expect(places.size).toBe(total);
          expect(repartition.jurys.map(({ numero, candidats }) => [numero, candidats]).sort()).toEqual(
            [...effectifs].sort(),
          );
          if (total < JURY_MIN) return;
          for (const effectif of effectifs.values()) {
            expect(effectif).toBeGreaterThanOrEqual(JURY_MIN);
            expect(effectif).toBeLessThanOrEqual(JURY_MAX);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('presque tous mêlent plusieurs lycées, sans les mêler tous', () => {
    const lyceesParJury = new Map<string, Set<string>>();
    for (const { candidature, eleve } of candidatsDe(academie, repartirEnJurys(academie))) {
      if (eleve === null) continue;
      const lycees = lyceesParJury.get(candidature.jury) ?? new Set();
      lyceesParJury.set(candidature.jury, lycees.add(candidature.uai));
    }
    const tailles = [...lyceesParJury.values()].map(({ size }) => size);
    expect(tailles.filter((taille) => taille > 1).length).toBeGreaterThan(tailles.length / 2);
    expect(Math.max(...tailles)).toBeLessThan(academie.etablissements.length / 2);
  });

  test('les numéros de candidat sont uniques, quelques candidats ne sont d’aucun lycée', () => {
    const candidats = [...candidatsDe(academie, repartirEnJurys(academie))];
    expect(new Set(candidats.map(({ candidature }) => candidature.noCandidat)).size).toBe(candidats.length);
    const individuels = candidats.filter(({ candidature }) => candidature.categorie === 'individuel');
    expect(individuels.length).toBeGreaterThan(100);
    expect(individuels.some(({ candidature }) => candidature.ine === '')).toBe(true);
    expect(individuels.some(({ candidature }) => candidature.ine !== '')).toBe(true);
    expect(individuels.every(({ eleve, candidature }) => eleve === null && candidature.division === '')).toBe(true);
  });

  test('le centre d’un jury est un lycée du monde, le président et le vice-président sont nommés', () => {
    const { jurys } = repartirEnJurys(academie);
    for (const { centre, president, vicePresident } of jurys) {
      expect(academie.etablissements).toContain(centre);
      expect(
        [president.nom, president.prenom, vicePresident.nom, vicePresident.prenom].every((nom) => nom !== ''),
      ).toBe(true);
    }
  });
});
