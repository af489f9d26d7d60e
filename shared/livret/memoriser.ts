/** What was asked once is not asked again, nor twice at the same time; what failed is. For one pass, not to be kept. */
export function memoriser<Cles extends readonly (string | number)[], T>(
  lire: (...cles: Cles) => Promise<T>,
): (...cles: Cles) => Promise<T> {
  const lus = new Map<string, Promise<T>>();
  return (...cles) => {
    const cle = cles.join('#');
    const connu = lus.get(cle) ?? lire(...cles);
    lus.set(cle, connu);
    connu.catch(() => lus.delete(cle));
    return connu;
  };
}
