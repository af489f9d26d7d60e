import { z } from 'zod';
import { executerTransaction } from '../aws/dynamo.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import { estUai } from '../kernel/uai.ts';
import type { PartiesDuLivret } from '../livret/index.ts';

export const demandeChoisirSource = z.strictObject({
  uai: z.string().refine(estUai),
  annee: z.int().min(2000).max(9999),
  division: z.string().min(1).max(20),
  /** saisies: entries by hand lie over imports · imports: an import takes their place. */
  source: z.enum(['saisies', 'imports']),
});

/** The establishment chooses, division by division, what wins when an import meets entries by hand (as R113 has it). */
export async function choisirSource(
  { dynamo, registre }: Pick<PartiesDuLivret, 'dynamo' | 'registre'>,
  { uai, annee, division, source }: z.infer<typeof demandeChoisirSource>,
): Promise<z.infer<typeof demandeChoisirSource>> {
  const connue = (await registre.lireEleves(uai, annee)).some(({ divisions }) => divisions.includes(division));
  if (!connue) {
    throw new ErreurCodee(
      'division-inconnue',
      'Aucun élève de cette division n’est connu par SIECLE pour cette année.',
      'Vérifiez le code de la division ; « npx lsl livrets » les affiche.',
    );
  }
  await executerTransaction(dynamo, [registre.ecritureSource(uai, annee, division, source)]);
  return { uai, annee, division, source };
}
