/** What names a drawing: the seed first, then what is drawn and for whom. */
export type Cle = number | string;

/**
 * Pseudo-random numbers that depend on their key only: the marks of one pupil can be drawn again, alone and in any
 * order, so that no file of a world needs another one to be kept in memory.
 *
 * The sequence is that of sfc32 (Chris Doty-Humphrey's PractRand, public domain); the key is spread over its state
 * by the mixing steps of MurmurHash3 (Austin Appleby, public domain). Whole numbers, sums and products only: the
 * logarithms and cosines of two machines may differ by their last bit, and the same seed must give the same bytes.
 */
export class Hasard {
  #a = 0x9e3779b9 | 0;
  #b = 0x243f6a88 | 0;
  #c = 0xb7e15162 | 0;
  #compteur = 1;

  constructor(...cles: readonly Cle[]) {
    for (const cle of cles) {
      if (typeof cle === 'number') {
        this.#absorber(cle | 0);
        // A seed may be wider than 32 bits.
        if (cle > 0x7fffffff) this.#absorber(Math.floor(cle / 0x100000000) | 0);
      } else {
        for (let i = 0; i < cle.length; i++) this.#absorber(cle.charCodeAt(i));
      }
      // Ends the part: (1, 23) and (12, 3) are two keys.
      this.#absorber(typeof cle === 'number' ? 0x6e : 0x73);
    }
    for (let i = 0; i < 12; i++) this.#suivant();
  }

  #absorber(mot: number): void {
    this.#a = tourner(Math.imul(this.#a ^ mot, 0x85ebca6b), 13);
    this.#b = tourner(Math.imul(this.#b ^ (mot + this.#a), 0xc2b2ae35), 17);
    this.#c = tourner(Math.imul(this.#c + (mot ^ this.#b), 0x27d4eb2f), 11);
  }

  #suivant(): number {
    const somme = (this.#a + this.#b + this.#compteur) | 0;
    this.#compteur = (this.#compteur + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (tourner(this.#c, 21) + somme) | 0;
    return somme >>> 0;
  }

  /** From 0 to 1, 1 excluded. */
  reel(): number {
    return this.#suivant() / 0x100000000;
  }

  /** A whole number from 0 to `limite`, which is excluded. */
  entier(limite: number): number {
    return Math.floor(this.reel() * limite);
  }

  /** True `pourMille` times in a thousand. */
  chance(pourMille: number): boolean {
    return this.reel() * 1000 < pourMille;
  }

  choix<T>(liste: readonly T[]): T {
    if (liste.length === 0) throw new RangeError('a choice among nothing');
    return liste[this.entier(liste.length)] as T;
  }

  /** A choice where each part has its weight, a positive number. */
  choixPese<T>(liste: readonly (readonly [T, number])[]): T {
    let reste = this.reel() * liste.reduce((total, [, poids]) => total + poids, 0);
    for (const [valeur, poids] of liste) {
      reste -= poids;
      if (reste < 0) return valeur;
    }
    return this.choix(liste)[0];
  }

  /** About a normal law of mean 0 and deviation 1, from -3.5 to 3.5: the sum of four uniform numbers. */
  ecart(): number {
    return (this.reel() + this.reel() + this.reel() + this.reel() - 2) * 1.7320508075688772;
  }
}

function tourner(mot: number, bits: number): number {
  return (mot << bits) | (mot >>> (32 - bits));
}
