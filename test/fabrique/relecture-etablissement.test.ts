import { describe, expect, test } from 'vitest';
import type { AnneeDuSommaire, Fabrication } from '../../shared/fabrique/fabriquer.ts';
import type { DossierDeFlux, Flux } from '../../shared/imports/dossiers.ts';
import { aller, arbre, attribut, documentDe, fabrication, lire, type Noeud, valeur } from './lectures.ts';

/** Each export of an establishment, read by the project, against the same document read by another parser. */

const texte = (noeud: Noeud, nom: string): string | null => valeur(noeud, nom)?.trim() || null;
const iso = (date: string | null): string => (date ?? '').split('/').reverse().join('-');
const sansPosition = (dossiers: readonly { readonly position: unknown }[]): unknown[] =>
  dossiers.map(({ position: _, ...reste }) => reste);

async function relire<F extends Flux>(
  monde: Fabrication,
  chemin: string,
  flux: F,
): Promise<{ dossiers: unknown[]; racine: Noeud }> {
  const document = documentDe(monde, chemin);
  const { dossiers, anomalies } = await lire<F>(document, flux);
  expect(anomalies).toEqual([]);
  return { dossiers: sansPosition(dossiers as readonly DossierDeFlux[F][]), racine: arbre(document) };
}

const civilite = (code: string | null): string => (code === '1' || code === 'M.' ? 'M.' : 'Mme');

async function verifierStructures(monde: Fabrication, { structures }: AnneeDuSommaire): Promise<number> {
  const { dossiers, racine } = await relire(monde, structures, 'structures');
  const donnees = aller(racine, 'BEE_STRUCTURES/DONNEES')[0];
  const attendues = (['DIVISIONS/DIVISION', 'GROUPES/GROUPE'] as const).flatMap((chemin) =>
    aller(donnees, chemin).map((une) => ({
      type: chemin.startsWith('D') ? 'D' : 'G',
      code: attribut(une, 'CODE_STRUCTURE'),
      libelle: texte(une, 'LIBELLE_LONG'),
      mefs: aller(une, 'MEFS_APPARTENANCE/MEF_APPARTENANCE').map((mef) => texte(mef, 'CODE_MEF')),
      divisions: aller(une, 'DIVISIONS_APPARTENANCE/DIVISION_APPARTENANCE').map((u) => texte(u, 'CODE_STRUCTURE')),
    })),
  );
  expect(dossiers).toEqual(attendues);
  return attendues.length;
}

async function verifierNomenclature(monde: Fabrication, { nomenclature }: AnneeDuSommaire): Promise<number> {
  const { dossiers, racine } = await relire(monde, nomenclature, 'nomenclature-siecle');
  const donnees = aller(racine, 'BEE_NOMENCLATURES/DONNEES')[0];
  const libelles = new Map(
    aller(donnees, 'MATIERES/MATIERE').map((une) => [attribut(une, 'CODE_MATIERE'), texte(une, 'LIBELLE_EDITION')]),
  );
  const programmes = aller(donnees, 'PROGRAMMES/PROGRAMME');
  expect(dossiers).toEqual(
    aller(donnees, 'MEFS/MEF').map((mef) => ({
      codeMef: attribut(mef, 'CODE_MEF'),
      libelle: texte(mef, 'LIBELLE_EDITION'),
      rattachement: texte(mef, 'MEF_RATTACHEMENT'),
      programmes: programmes
        .filter((un) => texte(un, 'CODE_MEF') === attribut(mef, 'CODE_MEF'))
        .map((un) => ({
          codeMatiere: texte(un, 'CODE_MATIERE'),
          libelle: libelles.get(texte(un, 'CODE_MATIERE') ?? ''),
          modalite: texte(un, 'CODE_MODALITE_ELECT'),
        })),
    })),
  );
  return programmes.length;
}

async function verifierResponsables(monde: Fabrication, { responsables }: AnneeDuSommaire): Promise<string[]> {
  const { dossiers, racine } = await relire(monde, responsables, 'responsables');
  const donnees = aller(racine, 'BEE_RESPONSABLES/DONNEES')[0];
  const personnes = new Map(
    aller(donnees, 'PERSONNES/PERSONNE').map((une) => [attribut(une, 'PERSONNE_ID'), une] as const),
  );
  const parEleve = Map.groupBy(
    aller(donnees, 'RESPONSABLES/RESPONSABLE_ELEVE'),
    (lien) => texte(lien, 'ELEVE_ID') ?? '',
  );
  expect(dossiers).toEqual(
    [...parEleve].map(([eleveId, liens]) => ({
      eleveId,
      responsables: liens.map((lien) => {
        const personneId = texte(lien, 'PERSONNE_ID') ?? '';
        const personne = personnes.get(personneId) as Noeud;
        return {
          personneId,
          civilite: civilite(texte(personne, 'LC_CIVILITE')),
          nomDeFamille: texte(personne, 'NOM_DE_FAMILLE'),
          nomUsage: texte(personne, 'NOM_USAGE'),
          prenom: texte(personne, 'PRENOM'),
          niveau: texte(lien, 'NIVEAU_RESPONSABILITE'),
          parente: texte(lien, 'CODE_PARENTE'),
        };
      }),
    })),
  );
  return [...parEleve.keys()];
}

async function verifierCommuns(monde: Fabrication, { communs }: AnneeDuSommaire): Promise<number> {
  const { dossiers, racine } = await relire(monde, communs, 'communs');
  const donnees = aller(racine, 'BEE_COMMUN/DONNEES')[0];
  const [uaj] = aller(donnees, 'UAJ') as [Noeud];
  const periodes = aller(donnees, 'PERIODES_PEDAGOGIQUES/PERIODE_PEDAGOGIQUE').map((une) => ({
    type: texte(une, 'CODE_TYPE_PERIODE'),
    indice: Number(texte(une, 'INDICE')),
    libelle: texte(une, 'LL_PERIODE'),
    debut: iso(texte(une, 'DATE_DEBUT')),
    fin: iso(texte(une, 'DATE_FIN')),
  }));
  expect(dossiers).toEqual([
    {
      sigle: texte(uaj, 'SIGLE'),
      denomination: texte(uaj, 'DENOM_PRINC'),
      complement: texte(uaj, 'DENOM_COMPL'),
      commune: texte(uaj, 'COMMUNE'),
      periodes,
    },
  ]);
  return periodes.length;
}

async function verifierSts(monde: Fabrication, { sts }: AnneeDuSommaire): Promise<number> {
  const { dossiers, racine } = await relire(monde, sts, 'sts');
  const donnees = aller(racine, 'STS_EDT/DONNEES')[0];
  const enseignants = aller(donnees, 'INDIVIDUS/INDIVIDU').map((un) => ({
    type: 'enseignant',
    enseignant: {
      id: attribut(un, 'ID'),
      type: attribut(un, 'TYPE'),
      civilite: civilite(texte(un, 'CIVILITE')),
      nom: texte(un, 'NOM_USAGE'),
      prenom: texte(un, 'PRENOM'),
      fonction: texte(un, 'FONCTION'),
      principalDe: aller(un, 'PROFS_PRINC/PROF_PRINC').map((u) => texte(u, 'CODE_STRUCTURE')),
    },
  }));
  let services = 0;
  const structures = (['DIVISIONS/DIVISION', 'GROUPES/GROUPE'] as const).flatMap((chemin) =>
    aller(donnees, `STRUCTURE/${chemin}`).map((une) => {
      const structure = { type: chemin.startsWith('D') ? 'D' : 'G', code: attribut(une, 'CODE') };
      const siens = aller(une, 'SERVICES/SERVICE').map((service) => ({
        structure,
        codeMatiere: attribut(service, 'CODE_MATIERE'),
        modaliteDeCours: attribut(service, 'CODE_MOD_COURS'),
        enseignants: aller(service, 'ENSEIGNANTS/ENSEIGNANT').map((u) => ({
          id: attribut(u, 'ID'),
          type: attribut(u, 'TYPE'),
        })),
      }));
      services += siens.length;
      return {
        type: 'structure',
        structure: {
          ...structure,
          libelle: texte(une, 'LIBELLE_LONG'),
          mefs: aller(une, 'MEFS_APPARTENANCE/MEF').map((mef) => attribut(mef, 'CODE')),
          divisions: aller(une, 'DIVISIONS_APPARTENANCE/DIVISION_APPARTENANCE').map((u) => attribut(u, 'CODE')),
        },
        services: siens,
      };
    }),
  );
  expect(dossiers).toEqual([...enseignants, ...structures]);
  return services;
}

describe('ce que la fabrique écrit d’un établissement se relit', { timeout: 60_000 }, () => {
  test('tous les champs gardés des structures, de la nomenclature, des responsables, des communs et de STS', async () => {
    const vus = { structures: 0, programmes: 0, periodes: new Set<number>(), services: 0 };
    for (const graine of [1, 2, 3, 4]) {
      const monde = fabrication({ graine, eleves: 150, academie: 3 });
      for (const annee of monde.sommaire.etablissements.flatMap(({ annees }) => annees)) {
        vus.structures += await verifierStructures(monde, annee);
        vus.programmes += await verifierNomenclature(monde, annee);
        vus.periodes.add(await verifierCommuns(monde, annee));
        vus.services += await verifierSts(monde, annee);
        const eleves = await lire(documentDe(monde, annee.eleves), 'eleves');
        expect(await verifierResponsables(monde, annee)).toEqual(eleves.dossiers.map(({ eleveId }) => eleveId));
      }
    }
    expect(vus.periodes).toEqual(new Set([2, 3]));
    expect(vus.structures).toBeGreaterThan(200);
    expect(vus.programmes).toBeGreaterThan(500);
    expect(vus.services).toBeGreaterThan(500);
  });
});
