import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { expect } from 'vitest';
import { Hasard } from '../../shared/fabrique/hasard.ts';
import type { Acteur } from '../../shared/habilitations/index.ts';
import { lireGrille } from '../../shared/livret/lire-grille.ts';
import { saisirClasse } from '../../shared/livret/saisir-classe.ts';
import { type Evenement, premiereRupture } from '../../shared/preuve/evenement.ts';
import { acteur } from '../habilitations/acteurs.ts';
import type { ClasseEnMemoire } from './classe.ts';
import { matiere, mef, UAI } from './dossiers.ts';

/** Teachers who save the same class at once, two to a subject, and the log of what they were told is saved. */

const PAR_MATIERE = 2;

export const MATIERES = Array.from({ length: 15 }, (_, rang) => matiere(String(100_000 + rang)));
export const NOMENCLATURE = mef(MATIERES);

export function professeur(rang: number): Acteur {
  const codeMatiere = String(100_000 + (Math.floor(rang / PAR_MATIERE) % MATIERES.length));
  return acteur('enseignant', {
    id: `${UAI}/epp/${rang}`,
    services: [{ structure: { type: 'D', code: 'TS1' }, codeMatiere }],
    principalDe: [],
  });
}

export function conflit(): TransactionCanceledException {
  return new TransactionCanceledException({
    message: 'conflict',
    $metadata: {},
    CancellationReasons: [{ Code: 'TransactionConflict' }],
  });
}

/** A save that was said to be done. */
interface Ecriture {
  readonly livretId: string;
  readonly codeMatiere: string;
  readonly n: number;
  readonly vue: number | null;
  readonly appreciation: string;
}

export interface Journee {
  readonly acceptees: Ecriture[];
  conflits: number;
  interrompues: number;
  /** Milliseconds of each call for a class. */
  readonly appels: number[];
}

/** One teacher: reads the class, writes all of it, and again with what was learnt. */
export async function enseigner(
  parts: ClasseEnMemoire['parts'],
  rang: number,
  graine: number,
  continuer: (tour: number) => boolean,
): Promise<Journee> {
  const qui = professeur(rang);
  const hasard = new Hasard(graine, rang);
  const codeMatiere = qui.services[0]?.codeMatiere ?? '';
  const structure = { type: 'D', code: 'TS1' } as const;
  const journee: Journee = { acceptees: [], conflits: 0, interrompues: 0, appels: [] };
  for (let tour = 0; continuer(tour); tour++) {
    const { lignes } = await lireGrille(parts, qui, {
      uai: UAI,
      annee: 2015,
      structure,
      quoi: { sorte: 'evaluation', codeMatiere },
    });
    const demandees = lignes.map(({ eleveId, livretId, matiere: ligne, saisie }) => {
      if (ligne === null) throw new Error('a subject was asked for');
      const { regroupement, discipline, modalite } = ligne;
      return {
        livretId,
        eleveId,
        vue: saisie?.n ?? null,
        valeur: {
          sorte: 'evaluation' as const,
          ligne: { regroupement, discipline, codeMatiere: ligne.codeMatiere, modalite },
          codeMatiere: ligne.codeMatiere,
          periodes: { '1': String(hasard.entier(21)) },
          competences: {},
          // Nobody writes the same twice: what stands tells whose it is.
          appreciation: `${rang}-${tour}-${eleveId}`,
        },
      };
    });
    const debut = performance.now();
    const issues = await saisirClasse(parts, qui, {
      uai: UAI,
      annee: 2015,
      structure,
      lignes: demandees.map(({ livretId: _, ...ligne }) => ligne),
    });
    journee.appels.push(performance.now() - debut);
    for (const [indice, issue] of issues.entries()) {
      const demandee = demandees[indice];
      if (demandee === undefined) throw new Error('an answer to no line');
      if (issue.etat === 'enregistree') {
        const { livretId, vue, valeur } = demandee;
        journee.acceptees.push({ livretId, codeMatiere, n: issue.n, vue, appreciation: valeur.appreciation });
      } else if (issue.etat === 'conflit') journee.conflits += 1;
      else {
        expect(issue.code).toBe('saisie-interrompue');
        journee.interrompues += 1;
      }
    }
  }
  return journee;
}

/**
 * No update was lost: of each entry, every accepted save was made by somebody who saw the one before; what stands is
 * the last one; and the chain of each livret holds one event for each accepted save.
 */
export async function verifierLeJournal(
  parts: ClasseEnMemoire['parts'],
  journees: readonly Journee[],
  lireEvenements: (livretId: string) => Promise<Evenement[]> | Evenement[],
): Promise<number> {
  const acceptees = journees.flatMap((une) => une.acceptees);
  for (const [livretId, siennes] of Map.groupBy(acceptees, (une) => une.livretId)) {
    const livret = await parts.livrets.lire(livretId);
    const evenements = await lireEvenements(livretId);
    expect(premiereRupture(evenements)).toBeNull();
    expect(evenements.map(({ references }) => references.n).sort()).toEqual(siennes.map(({ n }) => n).sort());
    const parMatiere = Map.groupBy(siennes, (une) => une.codeMatiere);
    expect(livret?.saisies).toHaveLength(parMatiere.size);
    for (const [codeMatiere, suite] of parMatiere) {
      suite.sort((a, b) => a.n - b.n);
      expect(suite.map(({ vue }) => vue)).toEqual([null, ...suite.slice(0, -1).map(({ n }) => n)]);
      const tenue = livret?.saisies.find(
        ({ contenu: { valeur } }) => valeur.sorte === 'evaluation' && valeur.codeMatiere === codeMatiere,
      );
      const derniere = suite.at(-1);
      expect(tenue?.contenu).toMatchObject({ n: derniere?.n, valeur: { appreciation: derniere?.appreciation } });
    }
  }
  return acceptees.length;
}
