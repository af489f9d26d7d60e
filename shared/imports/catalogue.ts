import type { Gravite } from './anomalie.ts';
import { CATALOGUE, type Fiche } from './anomalies.ts';

/** `docs/anomalies.md`: every anomaly that an import can tell, as people look it up by its code. */

const SECTIONS: Readonly<Record<Gravite, { readonly titre: string; readonly sens: string }>> = {
  'refus-fichier': { titre: 'Fichiers refusés', sens: 'Rien du fichier n’est appliqué.' },
  'refus-dossier': {
    titre: 'Dossiers refusés',
    sens: 'Rien de ce dossier n’est appliqué, et ce qui était déjà là reste ; les autres dossiers du fichier entrent.',
  },
  avertissement: { titre: 'Avertissements', sens: 'Le dossier entre ; quelqu’un doit regarder.' },
};

export function pageDesAnomalies(): string {
  const fiches = Object.entries(CATALOGUE).sort(([a], [b]) => (a < b ? -1 : 1));
  const sections = (Object.keys(SECTIONS) as Gravite[]).map((gravite) => {
    const { titre, sens } = SECTIONS[gravite];
    const siennes = fiches
      .filter(([, fiche]) => fiche.gravite === gravite)
      .map(([code, fiche]) => article(code, fiche));
    return `## ${titre}\n\n${sens}\n\n${siennes.join('\n\n')}`;
  });
  return `# Les anomalies

<!-- Page écrite par « npm run docs:anomalies » : ne la modifiez pas. -->

Ce que disent le compte rendu d’un dépôt et \`lsl verifier\`. Chaque anomalie a un code stable, une gravité, un lieu (ligne,
colonne, et l’élève par son ELEVE_ID), une phrase et un remède. Dans les phrases, « … » tient la place de ce que le
fichier contient.

${sections.join('\n\n')}
`;
}

function article(code: string, { phrase, remede }: Fiche): string {
  return `### \`${code}\`\n\n${phrase.replace(/\{\w+\}/g, '…')}\n\n> ${remede}`;
}
