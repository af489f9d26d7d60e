import { describe, expect, test } from 'vitest';
import { apparier } from '../../shared/appariement/apparier.ts';
import { DEFAUTS, type DefautPlante, type Fabrication, type Verite } from '../../shared/fabrique/index.ts';
import { CATALOGUE } from '../../shared/imports/anomalies.ts';
import { ConnaissancesHorsLigne } from '../../shared/imports/hors-ligne.ts';
import { lireFlux } from '../../shared/imports/lire-flux.ts';
import type { EnteteLu } from '../../shared/imports/lu.ts';
import { verifier } from '../../shared/imports/verifier.ts';
import { normaliserNom } from '../../shared/kernel/texte.ts';
import { documentDe, fabrication, lire, lireAnnee, octets, texteDe } from './lectures.ts';

const monde = fabrication({ graine: 11, eleves: 500, defauts: true });
const sain = fabrication({ graine: 11, eleves: 500 });
const { defauts } = JSON.parse(texteDe(documentDe(monde, 'attendu.json'))) as Verite;
const [lycee] = monde.sommaire.etablissements;
const [terminale, premiere] = lycee?.annees ?? [];
if (terminale === undefined || premiere === undefined) throw new Error('two years expected');

const defaut = (code: string): DefautPlante => {
  const trouve = defauts.find((un) => un.code === code);
  if (trouve === undefined) throw new Error(`not planted: ${code}`);
  return trouve;
};

/** What the check of these files tells, as the truth writes it; with those other feeds, when they are given. */
async function constater(
  fabrique: Fabrication,
  chemins: readonly string[],
  avec: readonly string[] = [],
): Promise<string[]> {
  const connaissances = new ConnaissancesHorsLigne();
  for (const chemin of avec) {
    let entete: EnteteLu | null = null;
    for await (const lu of lireFlux(octets(documentDe(fabrique, chemin)))) {
      if (lu.type === 'entete') entete = lu;
      else if (lu.type === 'dossier' && entete !== null) connaissances.apprendre(entete, lu);
    }
  }
  const { fichiers } = await verifier(
    chemins.map((fichier) => ({ fichier, ouvrir: () => octets(documentDe(fabrique, fichier)) })),
    { connaissances: avec.length === 0 ? null : connaissances },
  );
  return fichiers.flatMap(({ format, anomalies }) =>
    anomalies.map(({ code, gravite, eleve }) => [format, code, gravite, eleve].join(' ')),
  );
}

const chemins = [terminale.eleves, terminale.notes, premiere.eleves, premiere.notes, monde.sommaire.candidats.fichier];

describe('les défauts', () => {
  test('sont tous plantés dans un lycée de 500 élèves, chacun sur un élève différent', () => {
    expect(defauts.map(({ code }) => code).sort()).toEqual(DEFAUTS.map(({ code }) => code).sort());
    expect(new Set(defauts.map(({ eleve }) => eleve.eleveId)).size).toBe(DEFAUTS.length);
    expect(new Set(DEFAUTS.map(({ code }) => code)).size).toBe(DEFAUTS.length);
  });

  test('donnent à la vérification des fichiers les anomalies que la vérité annonce, et aucune autre', async () => {
    const attendues = defauts.flatMap(({ attendu }) =>
      attendu.verifier.map(({ flux, code, gravite, dossier }) => [flux, code, gravite, dossier].join(' ')),
    );
    expect(attendues.length).toBeGreaterThan(25);
    expect((await constater(monde, chemins)).sort()).toEqual(attendues.sort());
  });

  test('donnent avec SIECLE, STS et la nomenclature celles que l’import ajoute, et aucune autre', {
    timeout: 60_000,
  }, async () => {
    const avec = [
      monde.sommaire.nomenclature ?? '',
      ...[terminale, premiere].flatMap(({ eleves, sts }) => [eleves, sts]),
    ];
    const notes = [terminale.notes, premiere.notes];
    const attendues = defauts.flatMap(({ attendu }) =>
      [...attendu.verifier, ...attendu.integration]
        .filter(({ flux }) => flux === 'notes')
        .map(({ flux, code, gravite, dossier }) => [flux, code, gravite, dossier].join(' ')),
    );
    const sansDefaut = await constater(sain, notes, avec);
    // The première of a repeater is of a year whose nomenclature nobody gave.
    expect(new Set(sansDefaut.map((dite) => dite.split(' ')[1]))).toEqual(new Set(['nomenclature-absente']));
    expect((await constater(monde, notes, avec)).sort()).toEqual([...sansDefaut, ...attendues].sort());
  });

  test('manquent dans le même monde sans défaut, où rien n’est à redire', async () => {
    expect(await constater(sain, chemins)).toEqual([]);
    expect(sain.sommaire.attendu).toBeNull();
    expect([...sain.documents()].map(({ chemin }) => chemin)).not.toContain('attendu.json');
  });

  test('n’annoncent que des anomalies du catalogue, avec leur gravité', () => {
    for (const { attendu } of defauts) {
      for (const { code, gravite } of [...attendu.verifier, ...attendu.integration]) {
        expect(CATALOGUE[code as keyof typeof CATALOGUE]?.gravite, code).toBe(gravite);
      }
    }
  });

  test('ne touchent que leur élève : les autres fiches, notes et candidatures sont celles du monde sans défaut', async () => {
    const touches = new Set(defauts.flatMap(({ eleve, noCandidat }) => [eleve.eleveId, noCandidat]));
    const compter = async (fabrique: Fabrication) => {
      const { eleves, notes } = await lireAnnee(fabrique, terminale);
      const candidats = await lire(documentDe(fabrique, fabrique.sommaire.candidats.fichier), 'candidats');
      // Positions move when a line is added or taken away.
      return {
        eleves: eleves
          .filter(({ eleveId }) => !touches.has(eleveId) && !touches.has(String(Number(eleveId) - 3)))
          .map(sansPosition),
        notes: notes.filter(({ eleveId }) => !touches.has(eleveId)).map(sansPosition),
        candidats: candidats.dossiers
          .filter(({ noCandidat }) => !touches.has(noCandidat) && !touches.has(noCandidat.replace(/^98/, '99')))
          .map(sansPosition),
      };
    };
    const abime = await compter(monde);
    expect(abime.eleves).toHaveLength(500 - DEFAUTS.length);
    expect(abime).toEqual(await compter(sain));
  });

  test('sont répartis entre les lycées d’une académie, petits compris', () => {
    const academie = fabrication({ graine: 2, eleves: 2000, academie: 20, defauts: true });
    const verite = JSON.parse(texteDe(documentDe(academie, 'attendu.json'))) as Verite;
    const parLycee = Map.groupBy(verite.defauts, ({ etablissement }) => etablissement);
    expect(parLycee.size).toBe(20);
    expect(new Set(verite.defauts.map(({ code }) => code)).size).toBe(DEFAUTS.length);
    for (const { uai, eleves } of academie.sommaire.etablissements) {
      expect(parLycee.get(uai)?.length).toBeLessThanOrEqual(eleves / 6);
    }
  });
});

describe('la vérité se lit dans les fichiers', () => {
  const dossiers = async () => ({
    ...(await lireAnnee(monde, terminale)),
    candidats: (await lire(documentDe(monde, monde.sommaire.candidats.fichier), 'candidats')).dossiers,
  });

  test('un INE faux d’un chiffre garde sa forme, et n’est celui d’aucun candidat', async () => {
    const { eleves, candidats } = await dossiers();
    const { eleve } = defaut('ine-faute-de-frappe');
    const faux = eleves.find(({ eleveId }) => eleveId === eleve.eleveId)?.ine;
    expect(faux).toMatch(/^99/);
    expect(faux).not.toBe(eleve.ine);
    expect(candidats.some(({ ine }) => ine === faux)).toBe(false);
    expect(candidats.filter(({ ine }) => ine === eleve.ine)).toHaveLength(1);
  });

  test('l’appariement annoncé est celui que font les règles sur ces fichiers', async () => {
    const { eleves, candidats } = await dossiers();
    const uai = lycee?.uai ?? '';
    const { paires, ambigus } = apparier(
      eleves.map((eleve) => ({ ...eleve, uai, livretId: eleve.eleveId, noCandidat: null })),
      candidats.map((candidat) => ({ ...candidat, livretId: null })),
    );
    const issues = new Set<string>();
    for (const { eleve, noCandidat, attendu } of defauts) {
      const paire = paires.find((une) => une.eleve.eleveId === eleve.eleveId);
      const issue =
        paire !== undefined
          ? paire.par
          : ambigus.some((cas) => cas.eleve.eleveId === eleve.eleveId)
            ? 'a-decider'
            : eleves.some(({ eleveId }) => eleveId === eleve.eleveId)
              ? 'sans-candidat'
              : 'sans-eleve';
      expect(issue, `${eleve.eleveId} ${noCandidat}`).toBe(attendu.appariement);
      if (paire !== undefined) expect(paire.candidat.noCandidat).toBe(noCandidat);
      issues.add(issue);
    }
    expect(issues.size).toBe(6);
    // Whoever has no defect is paired by the INE.
    const fautifs = new Set(defauts.map(({ eleve }) => eleve.eleveId));
    expect(paires.filter(({ eleve, par }) => !fautifs.has(eleve.eleveId) && par !== 'ine')).toEqual([]);
    expect(paires.length).toBeGreaterThan(450);
  });

  test('un élève absent de SIECLE a des notes et une candidature', async () => {
    const { eleves, notes, candidats } = await dossiers();
    const { eleve, noCandidat } = defaut('eleve-absent-de-siecle');
    expect(eleves.some(({ eleveId }) => eleveId === eleve.eleveId)).toBe(false);
    expect(notes.some(({ eleveId }) => eleveId === eleve.eleveId)).toBe(true);
    expect(candidats.some((candidat) => candidat.noCandidat === noCandidat)).toBe(true);
  });

  test('une appréciation nomme l’élève, une autre le lycée et sa commune', async () => {
    const { notes } = await dossiers();
    const textes = (code: string) =>
      notes
        .filter(({ eleveId }) => eleveId === defaut(code).eleve.eleveId)
        .flatMap(({ scolarites }) => scolarites.flatMap(({ evaluations }) => evaluations))
        .map(({ appreciation }) => normaliserNom(appreciation ?? ''))
        .join(' ');
    const prenom = normaliserNom(defaut('appreciation-nomme-eleve').eleve.prenoms[0] ?? '?');
    expect(` ${textes('appreciation-nomme-eleve')} `).toContain(` ${prenom} `);
    expect(textes('appreciation-nomme-etablissement')).toContain(normaliserNom(lycee?.commune ?? '?'));
    expect(textes('appreciation-nomme-etablissement')).toContain(normaliserNom(lycee?.nom ?? '?'));
  });

  test('la spécialité placée avant le tronc commun a échangé sa place avec lui', async () => {
    const { eleve, attendu } = defaut('specialite-avant-tronc-commun');
    const doubles = async (fabrique: Fabrication) => {
      const { notes } = await lireAnnee(fabrique, terminale);
      const evaluations = notes.find(({ eleveId }) => eleveId === eleve.eleveId)?.scolarites[0]?.evaluations ?? [];
      return evaluations
        .filter((une) =>
          evaluations.some(
            (autre) => autre !== une && autre.codeMatiere === une.codeMatiere && autre.modalite === une.modalite,
          ),
        )
        .map(sansPosition);
    };
    const [avant, apres] = [await doubles(sain), await doubles(monde)];
    expect(avant).toHaveLength(2);
    expect(apres).toEqual([...avant].reverse());
    expect(attendu.lignes).toHaveLength(2);
    expect(attendu.lignes[0]).toMatch(/SPÉCIALITÉ/);
    expect(attendu.lignes[1]).not.toMatch(/SPÉCIALITÉ/);
  });
});

/** Without the places in the file, at any depth. */
function sansPosition(valeur: unknown): unknown {
  return JSON.parse(JSON.stringify(valeur, (cle, membre: unknown) => (cle === 'position' ? undefined : membre)));
}
