import type { FichierDuJury } from './composer.ts';
import { contenuDe, NOM_DE_L_INDEX, NOM_DU_JURY, nomDuLivret } from './contenu.ts';
import type { Edition } from './fichier.ts';
import { manifesteDe } from './manifeste.ts';
import { empreinteDuModele } from './modele.ts';
import { pageDIndex } from './page-index.tsx';
import { type EntreeDeZip, ecrireZip } from './zip.ts';

/** The ZIP that the jury gets; the same edition gives the same bytes. */
export function assemblerFichier(edition: Edition, { pdf, livrets }: FichierDuJury): Uint8Array {
  const contenu = contenuDe(edition, new Map(livrets.map(({ noEleve, pages }) => [noEleve, pages])));
  const fichiers: EntreeDeZip[] = [
    { nom: NOM_DE_L_INDEX, contenu: new TextEncoder().encode(pageDIndex(contenu)) },
    { nom: NOM_DU_JURY, contenu: pdf },
    ...livrets.map((livret) => ({ nom: nomDuLivret(livret), contenu: livret.pdf })),
  ];
  return ecrireZip([...fichiers, manifesteDe(contenu, fichiers, empreinteDuModele())], contenu.dateEdition);
}
