import { octetsDe } from '../../shared/fabrique/ecriture.ts';
import { fabriquer } from '../../shared/fabrique/index.ts';
import { nomenclatureFictive } from '../../shared/fabrique/nomenclature-fictive.ts';
import type { DossierMef, DossierNotes } from '../../shared/imports/index.ts';
import { lireFlux } from '../../shared/imports/lire-flux.ts';
import type { EditionDeJury } from '../../shared/jury/edition.ts';
import { anneeScolaire } from '../../shared/kernel/annee.ts';
import type { Scolarite } from '../../shared/livret/contenu.ts';
import { rattacher } from '../../shared/livret/lignes.ts';
import type { LivretPresente } from '../../shared/livret/presentation.ts';
import { type AnneeAPresenter, presenter } from '../../shared/livret/presenter.ts';

const ANNEE = 2015;

/** Livrets of pupils of terminale, as their lycée exports them: two years, every appreciation in full. */
export async function livretsFabriques(nombre: number): Promise<LivretPresente[]> {
  const demande = { graine: 7, eleves: nombre, academie: null, defauts: false, nomenclature: null, annee: ANNEE };
  const mefs = nomenclatureFictive(anneeScolaire(ANNEE));
  const livrets: LivretPresente[] = [];
  const { sommaire, documents } = fabriquer(demande);
  const notes = sommaire.etablissements.flatMap(({ annees }) =>
    annees.filter(({ annee }) => annee === ANNEE).map((annee) => annee.notes),
  );
  for (const document of documents()) {
    if (!notes.includes(document.chemin)) continue;
    for await (const lu of lireFlux(asynchrone(octetsDe(document)))) {
      if (lu.type !== 'dossier' || lu.flux !== 'notes') continue;
      livrets.push(presenterDossier(lu.dossier, mefs, String(1_000_000_007 + 7_919 * livrets.length)));
    }
  }
  return livrets.slice(0, nombre);
}

async function* asynchrone(octets: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* octets;
}

function presenterDossier(dossier: DossierNotes, mefs: readonly DossierMef[], noEleve: string): LivretPresente {
  const { engagements, engagementAutre, avisExamen } = dossier;
  const [premiere, ...suivantes] = dossier.scolarites
    .toSorted((a, b) => a.annee - b.annee)
    .map(
      (scolarite): AnneeAPresenter => ({
        contenu: { annee: scolarite.annee, scolarite, engagements, engagementAutre, avisExamen },
        mef: mefDe(scolarite, mefs),
      }),
    );
  if (premiere === undefined) throw new Error('a dossier without a year');
  return presenter(ANNEE + 1, noEleve, [premiere, ...suivantes]);
}

/** The file does not say it: the MEF whose rows take the most of its evaluations. */
function mefDe(scolarite: Scolarite, mefs: readonly DossierMef[]): DossierMef {
  const rattaches = (mef: DossierMef) => rattacher(scolarite.evaluations, mef.matieres).rattaches.length;
  const [mef] = mefs.filter(({ annee }) => annee === scolarite.annee).toSorted((a, b) => rattaches(b) - rattaches(a));
  if (mef === undefined) throw new Error(`no MEF in ${scolarite.annee}`);
  return mef;
}

export function juryDe(livrets: readonly LivretPresente[]): EditionDeJury {
  return {
    session: ANNEE + 1,
    jury: '0123',
    edition: 1,
    dateEdition: '2016-07-04T23:30:00Z',
    candidats: livrets.map((livret, rang) => ({ noPv: String(rang + 1), noEleve: livret.noEleve, livret })),
  };
}
