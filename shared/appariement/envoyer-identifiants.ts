import { ulid } from 'ulid';
import { z } from 'zod';
import { type Dynamo, executerTransaction } from '../aws/dynamo.ts';
import type { File } from '../aws/files.ts';
import { type Calendriers, calendrierDe, exigerServicesOuverts } from '../calendrier/index.ts';
import { anneeDeSession, session as sessionDe } from '../kernel/annee.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import type { Horloge } from '../kernel/horloge.ts';
import { estUai } from '../kernel/uai.ts';
import { estParti, type LigneEleve, type MagasinRegistre } from '../livret/index.ts';
import type { MessageDAppariement } from './apparier-etablissement.ts';
import { aUnLivret } from './situation.ts';

export const demandeEnvoyerIdentifiants = z.strictObject({
  uai: z.string().refine(estUai),
  session: z.int().min(2001).max(9999),
  /** Only these divisions, or these pupils; the whole establishment without either. */
  divisions: z.array(z.string().min(1).max(20)).nonempty().optional(),
  eleves: z.array(z.string().min(1).max(20)).nonempty().optional(),
});
export type DemandeEnvoyerIdentifiants = z.infer<typeof demandeEnvoyerIdentifiants>;

export interface IdentifiantsEnvoyes {
  /** ULID of the sending: a run of the appariement whose own is not before it has taken it into account. */
  readonly demande: string;
  /** Pupils sent for the first time, and those who had been: their first date stays. */
  readonly envoyes: number;
  readonly dejaEnvoyes: number;
  /** ELEVE_ID of those who left: they are not sent. */
  readonly partis: readonly string[];
  /** After the date that the calendar asks: still accepted, and shown (rules.md 23). */
  readonly enRetard: boolean;
}

/** Rows written in one transaction. */
const LIGNES_A_LA_FOIS = 50;

/**
 * « Envoyer identifiants élèves » (R68): livrets need not be complete. The date is on each row (R69) before the
 * appariement is asked for; sent again, or begun again, it changes nothing of those who were sent.
 */
export async function envoyerIdentifiants(
  parts: {
    readonly dynamo: Dynamo;
    readonly registre: MagasinRegistre;
    readonly file: File<MessageDAppariement>;
    readonly calendriers: Calendriers;
    readonly horloge: Horloge;
  },
  demande: DemandeEnvoyerIdentifiants,
): Promise<IdentifiantsEnvoyes> {
  const { uai, session } = demande;
  const enRetard = exigerServicesOuverts(calendrierDe(parts.calendriers, session), parts.horloge);
  const annee = anneeDeSession(sessionDe(session));
  const choisis = choisir((await parts.registre.lireEleves(uai, annee)).filter(aUnLivret), demande);
  const presents = choisis.filter((eleve) => !estParti(eleve));
  const nouveaux = presents.filter(({ identifiantsEnvoyesLe }) => identifiantsEnvoyesLe === null);
  const le = parts.horloge.maintenant().toString();
  for (let debut = 0; debut < nouveaux.length; debut += LIGNES_A_LA_FOIS) {
    const tranche = nouveaux.slice(debut, debut + LIGNES_A_LA_FOIS);
    const { faite } = await executerTransaction(
      parts.dynamo,
      tranche.map((eleve) => parts.registre.ecritureDEnvoiDesIdentifiants(eleve, le)),
    );
    if (!faite) throw new Error('a row went away while it was sent');
  }
  const tour = ulid();
  await parts.file.envoyer([{ uai, session, demande: tour }], uai);
  return {
    demande: tour,
    envoyes: nouveaux.length,
    dejaEnvoyes: presents.length - nouveaux.length,
    partis: choisis.filter(estParti).map(({ eleveId }) => eleveId),
    enRetard,
  };
}

/** What was asked for and is not there is refused: nobody learns in June that a class was never sent. */
function choisir(
  eleves: readonly LigneEleve[],
  { divisions, eleves: eleveIds }: DemandeEnvoyerIdentifiants,
): LigneEleve[] {
  if (eleves.length === 0) {
    throw new ErreurCodee(
      'aucun-eleve',
      'L’établissement n’a pas encore d’élève pour cette session.',
      'Déposez d’abord l’export SIECLE « ElevesSansAdresses » de l’année.',
    );
  }
  const inconnue = divisions?.find((division) => !eleves.some((eleve) => eleve.divisions.includes(division)));
  if (inconnue !== undefined) {
    throw new ErreurCodee(
      'division-inconnue',
      `Aucun élève de l’établissement n’est dans la division « ${inconnue} » cette année.`,
      'Vérifiez le code de la division, tel que SIECLE le donne (« lsl livrets »).',
    );
  }
  const inconnu = eleveIds?.find((eleveId) => !eleves.some((eleve) => eleve.eleveId === eleveId));
  if (inconnu !== undefined) {
    throw new ErreurCodee(
      'eleve-inconnu',
      `L’établissement n’a pas d’élève d’identifiant SIECLE ${inconnu} cette année.`,
      'Vérifiez son ELEVE_ID (« lsl livrets --json »), et l’établissement.',
    );
  }
  return eleves.filter(
    (eleve) =>
      (divisions === undefined || eleve.divisions.some((division) => divisions.includes(division))) &&
      (eleveIds === undefined || eleveIds.includes(eleve.eleveId)),
  );
}
