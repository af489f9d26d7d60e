import { readFile } from 'node:fs/promises';
import pc from 'picocolors';
import { verifierManifeste } from '../../jury/manifeste.ts';
import { sha256 } from '../../kernel/empreinte.ts';
import { ErreurCodee } from '../../kernel/erreur.ts';
import { compte } from '../../kernel/texte.ts';
import { ecrire } from '../affichage.ts';
import { SORTIE, type Sortie } from '../sorties.ts';

/** Checks a downloaded file, without a deployment and without a network. */
export async function verifierFichierJury(demande: {
  readonly chemin: string;
  /** What the evidence keeps of the edition: with it, who made the manifest is known too. */
  readonly empreinte: string | undefined;
  readonly json: boolean;
}): Promise<Sortie> {
  const zip = await lire(demande.chemin);
  const empreinte = sha256(zip);
  const { manifeste, ecarts: siens } = await verifierManifeste(zip);
  const autre = demande.empreinte !== undefined && demande.empreinte.toLowerCase() !== empreinte;
  const ecarts = autre ? [...siens, 'Ce ZIP n’a pas l’empreinte donnée : ce n’est pas cette édition.'] : siens;
  if (demande.json) ecrire(JSON.stringify({ empreinte, ecarts, manifeste }, null, 2));
  else {
    const { session, jury, edition, livrets, sansLivret } = manifeste;
    ecrire(`Jury ${jury}, session ${session}, édition ${edition} : ${compte(livrets.length, 'livret')}`);
    if (sansLivret.length > 0) ecrire(`  ${compte(sansLivret.length, 'candidat')} sans livret dans le fichier`);
    for (const ecart of ecarts) ecrire(`  ${pc.red('écart')} ${ecart}`);
    ecrire(
      ecarts.length === 0
        ? pc.green('Tout ce que le manifeste annonce est là, et rien d’autre.')
        : 'Ne l’utilisez pas : téléchargez-le de nouveau avec « npx lsl fichier-jury --telecharger ».',
    );
    ecrire(`Empreinte SHA-256 du ZIP : ${empreinte}`);
  }
  return ecarts.length === 0 ? SORTIE.reussite : SORTIE.echec;
}

async function lire(chemin: string): Promise<Uint8Array> {
  try {
    return await readFile(chemin);
  } catch {
    throw new ErreurCodee('fichier-introuvable', `Le fichier ${chemin} ne se lit pas.`, 'Vérifiez son chemin.');
  }
}
