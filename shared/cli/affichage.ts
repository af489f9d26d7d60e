import pc from 'picocolors';

/** How the `lsl` command speaks: results on the standard output, progress and errors on the other one. */
export type Alignement = 'gauche' | 'droite';

export interface Colonne<T> {
  readonly titre: string;
  readonly valeur: (ligne: T) => string;
  readonly alignement?: Alignement;
  /** In characters: what is longer ends with « … ». @default none */
  readonly largeurMax?: number;
}

export const VIDE = '—';

/** A table in text, as wide as its contents. */
export function tableau<T>(colonnes: readonly Colonne<T>[], lignes: readonly T[]): string {
  const cellules = lignes.map((ligne) =>
    colonnes.map(({ valeur, largeurMax = Number.POSITIVE_INFINITY }) => abreger(valeur(ligne), largeurMax)),
  );
  const largeurs = colonnes.map(({ titre }, indice) =>
    Math.max(titre.length, ...cellules.map((ligne) => ligne[indice]?.length ?? 0)),
  );
  const caler = (textes: readonly string[]): string =>
    textes
      .map((texte, indice) => {
        const largeur = largeurs[indice] ?? 0;
        return colonnes[indice]?.alignement === 'droite' ? texte.padStart(largeur) : texte.padEnd(largeur);
      })
      .join('  ')
      .trimEnd();
  return [
    pc.bold(caler(colonnes.map(({ titre }) => titre))),
    pc.dim(largeurs.map((largeur) => '─'.repeat(largeur)).join('  ')),
    ...cellules.map(caler),
  ].join('\n');
}

function abreger(texte: string, largeur: number): string {
  return texte.length <= largeur ? texte : `${texte.slice(0, largeur - 1).trimEnd()}…`;
}

/** What people read on one screen without it being cut. */
export const LARGEUR = 150;

/** Lines no wider than a screen, each with its margin; a word that is wider stands alone. */
export function plier(mots: readonly string[], separateur: string, marge: string): string[] {
  const lignes: string[] = [];
  for (const mot of mots) {
    const derniere = lignes.at(-1);
    const suite = `${derniere}${separateur}${mot}`;
    if (derniere === undefined || suite.length > LARGEUR) lignes.push(marge + mot);
    else lignes[lignes.length - 1] = suite;
  }
  return lignes;
}

export function ecrire(texte: string): void {
  process.stdout.write(`${texte}\n`);
}

/** « 0,3 s », « 1 min 05 s » */
export function duree(ms: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(1).replace('.', ',')} s`;
  const secondes = Math.round(ms / 1000);
  return `${Math.floor(secondes / 60)} min ${String(secondes % 60).padStart(2, '0')} s`;
}

const TRAME = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

const LIGNE_TOUTES_LES_MS = 5000;

/** A wait that is seen: a moving line on a terminal, one line a change elsewhere. */
export interface Attente {
  dire(etape: string): void;
  finir(): void;
}

export function attente(sortie: NodeJS.WriteStream = process.stderr): Attente {
  let etape = '';
  let image = 0;
  const debut = performance.now();
  const peindre = (): void => {
    image += 1;
    sortie.write(
      `\r\u001B[2K${pc.cyan(TRAME[image % TRAME.length] ?? '')} ${etape} ${pc.dim(duree(performance.now() - debut))}`,
    );
  };
  const minuterie = sortie.isTTY ? setInterval(peindre, 100) : undefined;
  let derniereLigne = { forme: '', quand: 0 };
  return {
    dire(nouvelle) {
      if (nouvelle === etape) return;
      etape = nouvelle;
      if (minuterie !== undefined) return;
      // In a log, a count that grows is told now and then, a new step at once.
      const forme = etape.replace(/\d+/g, '');
      const maintenant = performance.now();
      if (forme === derniereLigne.forme && maintenant - derniereLigne.quand < LIGNE_TOUTES_LES_MS) return;
      derniereLigne = { forme, quand: maintenant };
      sortie.write(`… ${etape}\n`);
    },
    finir() {
      if (minuterie === undefined) return;
      clearInterval(minuterie);
      sortie.write('\r\u001B[2K');
    },
  };
}

/** Asks again until the answer is there. @param delai milliseconds after which it gives up */
export async function attendre<T>(
  etape: (essais: number) => string,
  demander: () => Promise<T | null>,
  delai: number,
  epuise: () => Error,
  pause: (essais: number) => number = (essais) => Math.min(250 + essais * 50, 2000),
): Promise<T> {
  const suivi = attente();
  const limite = performance.now() + delai;
  try {
    for (let essais = 0; ; essais++) {
      suivi.dire(etape(essais));
      const reponse = await demander();
      if (reponse !== null) return reponse;
      if (performance.now() > limite) throw epuise();
      await new Promise((suite) => setTimeout(suite, pause(essais)));
    }
  } finally {
    suivi.finir();
  }
}
