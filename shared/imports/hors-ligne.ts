import {
  type Effectifs,
  type Enseignant,
  type ManquesDeLEleve,
  type MefDeNomenclature,
  nommerServices,
  recenserEffectifs,
  type Service,
  type ServiceNomme,
} from '../livret/index.ts';
import type { Anomalie } from './anomalie.ts';
import { anomalie } from './anomalies.ts';
import { type ConnaissancesDeLAnnee, confronter, confronterSansMef, derniereAnnee } from './confronter.ts';
import type { DossierEleve, DossierNotes } from './dossiers.ts';
import type { DossierLu, EnteteLu } from './lu.ts';

/** What the notes of one pupil become beside the other feeds. */
export interface ExamenDesNotes {
  readonly anomalies: readonly Anomalie[];
  /** Null when the nomenclature of the pupil's MEF was not given. */
  readonly manques: ManquesDeLEleve | null;
}

const cleDe = (uai: string | null, annee: number | null): string => `${uai}#${annee}`;

/** What the feeds given beside the files to verify say: the académie's tables, in memory. */
export class ConnaissancesHorsLigne {
  readonly #eleves = new Map<string, Map<string, DossierEleve>>();
  readonly #effectifs = new Map<string, Effectifs>();
  readonly #sts = new Map<string, { readonly services: Service[]; readonly enseignants: Enseignant[] }>();
  readonly #services = new Map<string, ServiceNomme[]>();
  readonly #rattachements = new Map<string, string>();
  readonly #mefs = new Map<number, Map<string, MefDeNomenclature>>();

  /** @returns false for a feed that tells nothing of notes */
  apprendre({ uai, annee }: EnteteLu, lu: DossierLu): boolean {
    if (lu.flux === 'nomenclature') {
      const { annee: millesime, codeMef } = lu.dossier;
      this.#mefs.set(millesime, (this.#mefs.get(millesime) ?? new Map()).set(codeMef, lu.dossier));
    } else if (lu.flux === 'eleves') {
      const cle = cleDe(uai, annee);
      this.#eleves.set(cle, (this.#eleves.get(cle) ?? new Map()).set(lu.dossier.eleveId, lu.dossier));
      this.#effectifs.delete(cle);
    } else if (lu.flux === 'sts') {
      const cle = cleDe(uai, annee);
      const { services, enseignants } = this.#sts.get(cle) ?? { services: [], enseignants: [] };
      if (lu.dossier.type === 'enseignant') enseignants.push(lu.dossier.enseignant);
      else services.push(...lu.dossier.services);
      this.#sts.set(cle, { services, enseignants });
      this.#services.delete(cle);
    } else if (lu.flux === 'nomenclature-siecle') {
      const { codeMef, rattachement } = lu.dossier;
      if (rattachement !== null) this.#rattachements.set(`${cleDe(uai, annee)}/${codeMef}`, rattachement);
    } else {
      return false;
    }
    return true;
  }

  /** Labels of the subjects by their code, for people to read. */
  get disciplines(): ReadonlyMap<string, string> {
    const mefs = [...this.#mefs.values()].flatMap((parCode) => [...parCode.values()]);
    return new Map(
      mefs.flatMap(({ matieres }) => matieres.map(({ codeMatiere, discipline }) => [codeMatiere, discipline])),
    );
  }

  /**
   * A pupil whom SIECLE does not know is told, as in a deposit: with these files, the notes would wait. Without any
   * export of SIECLE nobody is unknown; without a nomenclature no subject is.
   */
  examiner(uai: string | null, dossier: DossierNotes): ExamenDesNotes {
    const { eleveId, position } = dossier;
    const siecle = this.#eleves.size > 0;
    if (siecle && this.#eleves.get(cleDe(uai, derniereAnnee(dossier)))?.has(eleveId) !== true) {
      return { anomalies: [anomalie('eleve-attendu', { ...position, eleve: eleveId })], manques: null };
    }
    if (this.#mefs.size === 0) return { anomalies: [], manques: null };
    if (siecle) {
      return confronter(
        dossier,
        new Map(dossier.scolarites.map(({ annee }) => [annee, this.#deLAnnee(uai, annee, eleveId)])),
      );
    }
    const anomalies = dossier.scolarites.flatMap((scolarite) => {
      const mefs = [...(this.#mefs.get(scolarite.annee)?.values() ?? [])];
      if (mefs.length > 0) return confronterSansMef(scolarite, mefs, eleveId);
      return [anomalie('nomenclature-absente', { ...position, eleve: eleveId, annee: scolarite.annee })];
    });
    return { anomalies, manques: null };
  }

  #deLAnnee(uai: string | null, annee: number, eleveId: string): ConnaissancesDeLAnnee {
    const cle = cleDe(uai, annee);
    const eleve = this.#eleves.get(cle)?.get(eleveId) ?? null;
    // The year's own file tells the MEF; without it, the file of the year after does.
    const suivante = this.#eleves.get(cleDe(uai, annee + 1))?.get(eleveId);
    const codeMef = eleve === null ? suivante?.anneePrecedente?.codeMef : eleve.codeMef;
    return {
      mef: this.#mefDe(cle, annee, codeMef ?? ''),
      indices: { eleve, services: this.#servicesDe(cle), effectifs: this.#effectifsDe(cle) },
    };
  }

  /** Its own, or that of the MEF which the establishment attaches it to. */
  #mefDe(cle: string, annee: number, codeMef: string): MefDeNomenclature | null {
    const mefs = this.#mefs.get(annee);
    return mefs?.get(codeMef) ?? mefs?.get(this.#rattachements.get(`${cle}/${codeMef}`) ?? '') ?? null;
  }

  #servicesDe(cle: string): ServiceNomme[] | null {
    const sts = this.#sts.get(cle);
    if (sts === undefined) return null;
    const connus = this.#services.get(cle) ?? nommerServices(sts.services, sts.enseignants);
    this.#services.set(cle, connus);
    return connus;
  }

  #effectifsDe(cle: string): Effectifs | null {
    const eleves = this.#eleves.get(cle);
    if (eleves === undefined) return null;
    const connus = this.#effectifs.get(cle) ?? recenserEffectifs(eleves.values());
    this.#effectifs.set(cle, connus);
    return connus;
  }
}
