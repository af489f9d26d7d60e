/** A nominal type over a primitive: an `Ine` cannot be given where a `Uai` is asked. */
export type Marque<T, Nom extends string> = T & { readonly __marque: Nom };
