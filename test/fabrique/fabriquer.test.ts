import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { fabriquer as commande } from '../../shared/cli/commandes/fabriquer.ts';
import { ecrireFabrication } from '../../shared/fabrique/index.ts';
import { testSurReference } from '../reference.ts';
import { contenu, documentDe, empreinte, fabrication, lire, lireAnnee } from './lectures.ts';

/**
 * The bytes of version 1. When this fails, what the same seed gives has changed: raise VERSION, then write the new
 * one here.
 */
const VERSION_PUBLIEE = {
  version: 3,
  empreinte: 'c9a7e6171db5be68071bd02aac35793b774a4cab792b3a256fe1b8a087576c2b',
};

let dossier: string;
beforeAll(async () => {
  dossier = await mkdtemp(join(tmpdir(), 'fabrique-'));
});
afterAll(() => rm(dossier, { recursive: true, force: true }));

const SANS_OPTION = {
  eleves: undefined,
  graine: 1,
  academie: undefined,
  defauts: false,
  nomenclature: undefined,
  annee: undefined,
  json: false,
};

describe('une graine donne un monde', () => {
  test('la même graine et la même version donnent les mêmes octets, ceux de la version publiée', () => {
    const demande = { graine: 2016, eleves: 120, academie: 2, defauts: true };
    const monde = fabrication(demande);
    expect(empreinte(monde)).toBe(empreinte(fabrication(demande)));
    expect({ version: monde.sommaire.version, empreinte: empreinte(monde) }).toEqual(VERSION_PUBLIEE);
  });

  test('deux graines donnent deux mondes', () => {
    expect(empreinte(fabrication({ graine: 1, eleves: 30 }))).not.toBe(
      empreinte(fabrication({ graine: 2, eleves: 30 })),
    );
  });

  test('un fichier se refait seul, dans n’importe quel ordre, octet pour octet', () => {
    const monde = fabrication({ graine: 9, eleves: 90, academie: 2 });
    const unParUn = [...monde.documents()].map(({ chemin }) => chemin).reverse();
    const sommes = new Map(
      [...monde.documents()].map((document) => [document.chemin, contenu(document).toString('base64')]),
    );
    for (const chemin of unParUn) {
      expect(contenu(documentDe(monde, chemin)).toString('base64')).toBe(sommes.get(chemin));
    }
  });
});

describe('un dossier de monde', () => {
  test('contient ce que monde.json annonce, aux octets près', async () => {
    const monde = fabrication({ graine: 3, eleves: 80, academie: 2, defauts: true });
    const sortie = join(dossier, 'complet');
    await ecrireFabrication(monde, sortie);
    const { sommaire } = monde;
    expect(JSON.parse(await readFile(join(sortie, 'monde.json'), 'utf8'))).toEqual(sommaire);
    const annonces = [
      'monde.json',
      'jurys.csv',
      sommaire.nomenclature,
      sommaire.attendu,
      sommaire.candidats.fichier,
      ...sommaire.etablissements.flatMap(({ annees }) =>
        annees.flatMap(({ annee: _, ...chemins }) => Object.values(chemins)),
      ),
    ];
    const presents = (await readdir(sortie, { recursive: true, withFileTypes: true }))
      .filter((entree) => entree.isFile())
      .map((entree) => join(entree.parentPath, entree.name).slice(sortie.length + 1));
    expect(presents.sort()).toEqual(annonces.sort());
    for (const chemin of presents) {
      const somme = (octets: Uint8Array) => createHash('sha256').update(octets).digest('hex');
      expect(somme(await readFile(join(sortie, chemin)))).toBe(somme(contenu(documentDe(monde, chemin))));
    }
  });

  test('n’est jamais écrit par-dessus d’autres fichiers', async () => {
    await writeFile(join(dossier, 'precieux.txt'), 'à garder');
    await expect(ecrireFabrication(fabrication({ eleves: 1 }), dossier)).rejects.toMatchObject({
      code: 'sortie-occupee',
    });
    expect(await readFile(join(dossier, 'precieux.txt'), 'utf8')).toBe('à garder');
  });

  test('le lycée de la démonstration compte 422 élèves de terminale sur deux années', async () => {
    const monde = fabrication({ graine: 1, eleves: 422 });
    const [lycee] = monde.sommaire.etablissements;
    const [terminale, premiere] = lycee?.annees ?? [];
    if (terminale === undefined || premiere === undefined) throw new Error('two years expected');
    expect(monde.sommaire.etablissements).toHaveLength(1);
    expect((await lireAnnee(monde, terminale)).eleves).toHaveLength(422);
    const { notes } = await lireAnnee(monde, terminale);
    const deuxAnnees = notes.filter(({ scolarites }) => scolarites.length === 2);
    expect(deuxAnnees.length).toBeGreaterThan(390);
    expect((await lireAnnee(monde, premiere)).annee).toBe(2014);
  });
});

describe('la commande', () => {
  test('écrit un lycée de 250 élèves quand rien n’est demandé', async () => {
    const sortie = join(dossier, 'lycee');
    const ecrans = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    expect(await commande({ ...SANS_OPTION, sortie })).toBe(0);
    expect(ecrans.mock.calls.join('')).toMatch(
      /^1 établissement, 250 élèves de terminale, \d jurys pour l’année 2015-2016/,
    );
    ecrans.mockRestore();
    expect(JSON.parse(await readFile(join(sortie, 'monde.json'), 'utf8'))).toMatchObject({ eleves: 250, annee: 2015 });
  });

  test('refuse un fichier qui n’est pas une nomenclature, ou qui manque', async () => {
    const candidats = join(dossier, 'candidats.csv');
    await writeFile(candidats, contenu(documentDe(fabrication({ eleves: 3 }), 'candidats.csv')));
    const demande = { ...SANS_OPTION, sortie: join(dossier, 'jamais') };
    await expect(commande({ ...demande, nomenclature: candidats })).rejects.toMatchObject({
      code: 'nomenclature-attendue',
    });
    await expect(commande({ ...demande, nomenclature: join(dossier, 'absent') })).rejects.toMatchObject({
      code: 'fichier-absent',
    });
    await expect(readdir(demande.sortie)).rejects.toThrow();
  });

  test('sa propre nomenclature, relue, redonne le même monde', async () => {
    const [sortie, relue] = [join(dossier, 'premiere'), join(dossier, 'seconde')];
    await commande({ ...SANS_OPTION, eleves: 60, sortie });
    await commande({ ...SANS_OPTION, eleves: 60, sortie: relue, nomenclature: join(sortie, 'nomenclature.xml') });
    const fichiers = async (racine: string) =>
      (await readdir(racine, { recursive: true }))
        .filter((nom) => /\.(xml|csv)$/.test(nom) && nom !== 'nomenclature.xml')
        .sort();
    expect(await fichiers(relue)).toEqual(await fichiers(sortie));
    for (const nom of await fichiers(sortie)) {
      expect(await readFile(join(relue, nom))).toEqual(await readFile(join(sortie, nom)));
    }
  });

  testSurReference(
    'avec la nomenclature officielle, donne plusieurs séries et une spécialité qui répète le tronc commun',
    'reference/lsl/lsl-nomenclatures.xml',
    async (nomenclature) => {
      const sortie = join(dossier, 'officielle');
      expect(await commande({ ...SANS_OPTION, eleves: 900, academie: 4, sortie, nomenclature })).toBe(0);
      const monde = JSON.parse(await readFile(join(sortie, 'monde.json'), 'utf8'));
      const series = new Set(monde.etablissements.flatMap(({ series: siennes }: { series: string[] }) => siennes));
      expect(series.size).toBeGreaterThan(4);
      expect(monde.nomenclature).toBeNull();
      expect(monde.etablissements[0].series).toContain('S');
      const notes = await readFile(join(sortie, monde.etablissements[0].annees[0].notes), 'latin1');
      const doubles = notes
        .split('</scolarite>')
        .filter((annee) => (annee.match(/modalite-election="S" code-matiere="061300"/g) ?? []).length === 2);
      expect(doubles.length).toBeGreaterThan(0);
      expect(doubles[0]).toContain('annee-scolaire="2015"');
    },
  );
});

test('la nomenclature fictive ne peut pas être prise pour l’officielle', async () => {
  const { dossiers, anomalies } = await lire(
    documentDe(fabrication({ eleves: 1 }), 'nomenclature.xml'),
    'nomenclature',
  );
  expect(anomalies).toEqual([]);
  expect(dossiers.length).toBeGreaterThan(10);
  expect(dossiers.every(({ codeMef }) => codeMef.startsWith('999'))).toBe(true);
  const codes = dossiers.flatMap(({ matieres }) =>
    matieres.flatMap(({ rubriques }) => rubriques.flatMap((une) => une.competences)),
  );
  expect(codes.every(({ code }) => code.startsWith('9'))).toBe(true);
});
