import { Temporal } from 'temporal-polyfill';
import { dateFrancaise } from '../../kernel/horloge.ts';
import type { Consultation, MoyenDInformation } from '../../livret/consultation.ts';
import type { ConsultationsReglees } from '../../livret/regler-consultation.ts';
import { ecrire, tableau, VIDE } from '../affichage.ts';
import type { Cible } from '../cible.ts';
import { SORTIE, type Sortie } from '../sorties.ts';

export interface DemandeDeConsultation {
  readonly uai: string;
  readonly annee: number;
  readonly divisions: readonly string[];
  readonly niveau: string | undefined;
  readonly acte: 'ouvrir' | 'fermer' | 'informer' | null;
  readonly moyen: string;
  /** ISO dates. */
  readonly du: string | undefined;
  readonly au: string | undefined;
  readonly le: string | undefined;
  readonly json: boolean;
}

const FONCTIONS = {
  ouvrir: 'livret/ouvrir-consultation',
  fermer: 'livret/fermer-consultation',
  informer: 'livret/informer-familles',
} as const;

/** What families may read, by division: shows it, opens it, closes it, or keeps that they were told (R64, R125). */
export async function consultation(cible: Cible, demande: DemandeDeConsultation): Promise<Sortie> {
  const { uai, annee, acte, json } = demande;
  if (acte === null) {
    const lues = await cible.appeler<Consultation[]>('livret/consulter-consultations', { uai, annee });
    const visees = lues.filter(
      ({ division }) => demande.divisions.length === 0 || demande.divisions.includes(division),
    );
    ecrire(json ? JSON.stringify(visees, null, 2) : tableauDesConsultations(visees));
    return SORTIE.reussite;
  }
  const reglees = await cible.appeler<ConsultationsReglees>(FONCTIONS[acte], { uai, annee, ...precisions(demande) });
  if (json) ecrire(JSON.stringify(reglees, null, 2));
  else {
    ecrire(tableauDesConsultations(reglees.consultations));
    if (reglees.ecartees.length > 0) ecrire(`Sans livret scolaire, laissées de côté : ${reglees.ecartees.join(', ')}`);
  }
  return SORTIE.reussite;
}

function precisions({ acte, divisions, niveau, moyen, du, au, le }: DemandeDeConsultation): Record<string, unknown> {
  const donnees: Record<string, unknown> = {
    divisions: divisions.length === 0 ? undefined : divisions,
    niveau,
    ...(acte === 'ouvrir' ? { du, au } : {}),
    ...(acte === 'informer' ? { moyen, le } : {}),
  };
  return Object.fromEntries(Object.entries(donnees).filter(([, valeur]) => valeur !== undefined));
}

const jour = (iso: string): string => dateFrancaise(Temporal.PlainDate.from(iso));

const MOYENS: Readonly<Record<MoyenDInformation, string>> = {
  teleservice: 'téléservice',
  courriel: 'courriel',
  papier: 'papier',
  reunion: 'réunion',
  autre: 'autre moyen',
};

function tableauDesConsultations(consultations: readonly Consultation[]): string {
  if (consultations.length === 0) return 'Aucune division n’a encore été ouverte aux familles.';
  return tableau(
    [
      { titre: 'Division', valeur: ({ division }) => division },
      { titre: 'Consultation', valeur: dire },
      {
        titre: 'Familles informées',
        valeur: ({ information }) =>
          information === null ? VIDE : `${jour(information.du)}, ${MOYENS[information.moyen]}`,
      },
    ],
    consultations,
  );
}

function dire({ acces }: Consultation): string {
  if (acces === null) return VIDE;
  if (acces.sorte === 'ferme') return `fermée le ${jour(acces.du)}`;
  return `ouverte du ${jour(acces.du)}${acces.au === null ? '' : ` au ${jour(acces.au)}`}`;
}
