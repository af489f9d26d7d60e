import { createReadStream } from 'node:fs';
import { SaxesParser } from 'saxes';
import { lireFlux } from '../../shared/imports/lire-flux.ts';
import { Decodeur, encodageDuXml } from '../../shared/xml/encodages.ts';
import { megaoctetsAuPlus } from '../memoire.ts';

/**
 * A pass over a file, run on its own by `imports.ts`: `node test/bench/passe.ts saxes|lecture <fichier> <passes>`. The
 * last one counts.
 */
export interface Passe {
  readonly secondes: number;
  readonly megaoctets: number;
  readonly acceptes: number;
  readonly refuses: number;
}

/**
 * The fastest that saxes can do: the gate's options and decoder, no handler at all, so that it makes no text and
 * calls nobody. A fault throws.
 */
async function saxesSeul(octets: AsyncIterable<Uint8Array>): Promise<void> {
  const parseur = new SaxesParser({ xmlns: false, position: false });
  let decodeur: Decodeur | null = null;
  for await (const morceau of octets) {
    decodeur ??= new Decodeur(encodageDuXml(morceau));
    parseur.write(decodeur.decoder(morceau).texte);
  }
  parseur.close();
}

async function passer(quoi: string, fichier: string): Promise<Passe> {
  let [acceptes, refuses] = [0, 0];
  const debut = performance.now();
  const octets: AsyncIterable<Uint8Array> = createReadStream(fichier);
  if (quoi === 'saxes') {
    await saxesSeul(octets);
  } else {
    for await (const { type } of lireFlux(octets)) {
      if (type === 'dossier') acceptes += 1;
      if (type === 'refus') refuses += 1;
    }
  }
  return { secondes: (performance.now() - debut) / 1000, megaoctets: megaoctetsAuPlus(), acceptes, refuses };
}

const [quoi = '', fichier = '', passes = '1'] = process.argv.slice(2);
for (let i = 1; i < Number(passes); i++) await passer(quoi, fichier);
process.stdout.write(JSON.stringify(await passer(quoi, fichier)));
