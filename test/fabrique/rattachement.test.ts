import { createReadStream } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Verite } from '../../shared/fabrique/index.ts';
import { type Demande, planifier } from '../../shared/fabrique/monde.ts';
import { evaluations as evaluationsDe } from '../../shared/fabrique/notes.ts';
import { parcours } from '../../shared/fabrique/parcours.ts';
import type { DossierEleve, DossierMef, DossierNotes } from '../../shared/imports/dossiers.ts';
import { lireFlux } from '../../shared/imports/lire-flux.ts';
import type { Evaluation } from '../../shared/livret/index.ts';
import {
  type IndicesDeRattachement,
  nommerServices,
  rattacher,
  recenserEffectifs,
  SANS_INDICE,
} from '../../shared/livret/index.ts';
import { testSurReference } from '../reference.ts';
import { documentDe, fabrication, lire, lireAnnee, texteDe } from './lectures.ts';

/** The year of terminale of one lycée, with what each evaluation's row really is. */
interface Annee {
  readonly mefs: ReadonlyMap<string, DossierMef>;
  readonly effectifs: ReturnType<typeof recenserEffectifs>;
  readonly services: ReturnType<typeof nommerServices>;
  readonly eleves: readonly {
    readonly fiche: DossierEleve;
    readonly evaluations: readonly Evaluation[];
    /** « regroupement / discipline » of each evaluation, in the order of the file. */
    readonly lignes: readonly string[];
    readonly aChangeDeClasse: boolean;
  }[];
}

const nomDe = ({ regroupement, discipline }: { regroupement: string; discipline: string }): string =>
  `${regroupement} / ${discipline}`;

async function annee(demande: Partial<Demande>): Promise<Annee> {
  const complete = { graine: 1, eleves: 422, academie: null, defauts: false, nomenclature: null, annee: null };
  const monde = planifier({ ...complete, ...demande });
  const fabrique = fabrication({ ...complete, ...demande });
  const [lycee] = fabrique.sommaire.etablissements;
  const [etablissement] = monde.etablissements;
  const [terminale] = lycee?.annees ?? [];
  if (terminale === undefined || etablissement === undefined) throw new Error('a lycée expected');
  const { eleves, notes } = await lireAnnee(fabrique, terminale);
  const parId = new Map(notes.map((dossier) => [dossier.eleveId, dossier]));
  const { dossiers: sts } = await lire(documentDe(fabrique, terminale.sts), 'sts');
  return {
    mefs: new Map(monde.mefs.filter((mef) => mef.annee === terminale.annee).map((mef) => [mef.codeMef, mef])),
    effectifs: recenserEffectifs(eleves),
    services: nommerServices(
      sts.flatMap((dossier) => (dossier.type === 'structure' ? dossier.services : [])),
      sts.flatMap((dossier) => (dossier.type === 'enseignant' ? [dossier.enseignant] : [])),
    ),
    eleves: eleves
      .filter(({ dateSortie }) => dateSortie === null)
      .map((fiche, rang) => {
        const eleve = parcours(monde, etablissement, rang);
        const ecrites = evaluationsDe(monde, etablissement, eleve, 'terminale');
        return {
          fiche,
          evaluations: scolariteDe(parId.get(fiche.eleveId), terminale.annee),
          lignes: ecrites.map(({ suivi }) => nomDe(suivi.ligne.matiere)),
          aChangeDeClasse: eleve.divisionQuittee !== null,
        };
      }),
  };
}

function scolariteDe(dossier: DossierNotes | undefined, an: number): readonly Evaluation[] {
  return dossier?.scolarites.find((scolarite) => scolarite.annee === an)?.evaluations ?? [];
}

type Sources = 'rien' | 'SIECLE' | 'SIECLE et STS';

interface Bilan {
  readonly fausses: number;
  /** Evaluations left to a person, of so many pupils. */
  readonly doutes: number;
  readonly eleves: number;
}

/** How many rows are wrong, and how many are left to a person, with what those feeds tell. */
function juger({ eleves, mefs, effectifs, services }: Annee, sources: Sources): Bilan {
  let [fausses, doutes] = [0, 0];
  const douteux = new Set<string>();
  for (const { fiche, evaluations, lignes } of eleves) {
    const indices: IndicesDeRattachement =
      sources === 'rien' ? SANS_INDICE : { eleve: fiche, effectifs, services: sources === 'SIECLE' ? null : services };
    const { rattaches } = rattacher(evaluations, mefs.get(fiche.codeMef ?? '')?.matieres ?? [], indices);
    expect(rattaches).toHaveLength(lignes.length);
    for (const { evaluation, matiere, incertain } of rattaches) {
      if (incertain) {
        doutes += 1;
        douteux.add(fiche.eleveId);
      } else if (nomDe(matiere) !== lignes[evaluations.indexOf(evaluation)]) {
        fausses += 1;
      }
    }
  }
  return { fausses, doutes, eleves: douteux.size };
}

/** The pupils whose file is the other way round. */
const aLEnvers = (une: Annee): Annee => ({
  ...une,
  eleves: une.eleves.map((eleve) => ({
    ...eleve,
    evaluations: eleve.evaluations.toReversed(),
    lignes: eleve.lignes.toReversed(),
  })),
});

const JUSTE: Bilan = { fausses: 0, doutes: 0, eleves: 0 };

describe('la ligne de chaque évaluation (rules.md 10), dans un lycée de 422 élèves', { timeout: 60_000 }, () => {
  test.for([1, 2, 3])(
    'est juste quand SIECLE et STS sont connus, quel que soit l’ordre du fichier (%i)',
    async (graine) => {
      const une = await annee({ graine });
      expect(une.eleves.filter(({ aChangeDeClasse }) => aChangeDeClasse).length).toBeGreaterThan(0);
      expect(juger(une, 'SIECLE et STS')).toEqual(JUSTE);
      expect(juger(aLEnvers(une), 'SIECLE et STS')).toEqual(JUSTE);
      // The option, and a group smaller than the division, tell as much here.
      expect(juger(une, 'SIECLE')).toEqual(JUSTE);
    },
  );

  test('sans eux n’est jamais fausse sans être douteuse : la spécialité des élèves de S est à vérifier', async () => {
    const une = await annee({ graine: 1 });
    const specialites = une.eleves.filter(({ lignes }) => lignes.some((ligne) => ligne.includes('SPÉCIALITÉ')));
    const { fausses, eleves } = juger(une, 'rien');
    expect(fausses).toBe(0);
    expect(eleves).toBeGreaterThan(100);
    expect(eleves).toBeLessThanOrEqual(specialites.length);
  });

  test('est celle qu’annonce la vérité quand la spécialité précède le tronc commun', async () => {
    const demande = { graine: 11, eleves: 500, defauts: true };
    const { defauts } = JSON.parse(texteDe(documentDe(fabrication(demande), 'attendu.json'))) as Verite;
    const une = await annee(demande);
    const annonces = defauts.filter(({ attendu }) => attendu.lignes.length > 0);
    expect(annonces).not.toEqual([]);
    for (const { eleve, attendu } of annonces) {
      const porteur = une.eleves.find(({ fiche }) => fiche.eleveId === eleve.eleveId);
      if (porteur === undefined) throw new Error('the pupil of the defect is not in SIECLE');
      const { rattaches } = rattacher(porteur.evaluations, une.mefs.get(porteur.fiche.codeMef ?? '')?.matieres ?? [], {
        eleve: porteur.fiche,
        effectifs: une.effectifs,
        services: une.services,
      });
      const regroupements = porteur.evaluations
        .filter((a) =>
          porteur.evaluations.some((b) => a !== b && a.codeMatiere === b.codeMatiere && a.modalite === b.modalite),
        )
        .map((evaluation) => rattaches.find((rattache) => rattache.evaluation === evaluation));
      expect(regroupements.map((rattache) => rattache?.matiere.regroupement)).toEqual(attendu.lignes);
      expect(regroupements.map((rattache) => rattache?.incertain)).toEqual([false, false]);
    }
  });

  testSurReference(
    'avec la nomenclature officielle n’est jamais fausse : seule reste à vérifier une matière de choix répétée en spécialité',
    'reference/lsl/lsl-nomenclatures.xml',
    async (fichier) => {
      const mefs: DossierMef[] = [];
      for await (const lu of lireFlux(createReadStream(fichier))) {
        if (lu.type === 'dossier' && lu.flux === 'nomenclature') mefs.push(lu.dossier);
      }
      const une = await annee({ graine: 2, eleves: 800, nomenclature: mefs });
      const { fausses, eleves } = juger(une, 'SIECLE et STS');
      const svt = une.eleves.filter(({ lignes }) => lignes.filter((l) => l.includes('SCIENCES DE LA VIE')).length > 1);
      expect([fausses, eleves]).toEqual([0, svt.length]);
      expect(eleves).toBeLessThan(juger(une, 'rien').eleves / 4);
    },
  );
});
