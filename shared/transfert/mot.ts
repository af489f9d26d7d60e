import {
  type AvisDeVersion,
  dejaEnvoye,
  type Envoi,
  estDeLaPaire,
  OUVERTURES,
  type Tete,
  versionDeLaSession,
} from '../livret/index.ts';

/** What is to be told of a livret. */
export type Mot =
  /** The livret itself: its version to freeze, or its paper status, unless something retains it. */
  { readonly dit: 'version' } | { readonly dit: 'papier' } | { readonly dit: 'avis'; readonly avis: AvisDeVersion };

/**
 * What the state of a livret says to the référentiel national, and not the act that it comes from: told late, twice or
 * after others, the same state says the same (docs/decisions/0020-transfer-protocol.md). Null when there is nothing to say.
 */
export function motADire(
  tete: Tete,
  { session, demande, depuis }: Pick<Envoi, 'session' | 'demande' | 'depuis'>,
): Mot | null {
  if (tete.passages.some((passage) => passage.session === session)) return null;
  const { appariement, opposition, correction, format, etat } = tete;
  const derniere = versionDeLaSession(tete);
  if (appariement?.session !== session) {
    if (derniere === null) return demande ? livretLuiMeme(tete) : null;
    // The candidate that it was sent for has none any more: juries of theirs must not keep it.
    return redire(dejaEnvoye(tete) ? 'depareille' : 'attendu', derniere.avis, depuis);
  }
  // For the pair that it has: what was sent for another is no more in force.
  const envoye = dejaEnvoye(tete) && estDeLaPaire(derniere, appariement);
  if (opposition !== null) {
    return { dit: 'avis', avis: { sorte: envoye ? 'retrait' : 'non-produit', depuis: opposition.le } };
  }
  const verrouille = !OUVERTURES[etat].contenu;
  // What was sent is sent again by itself; what was validated again since waits for « Envoyer livrets ».
  const part = demande || (verrouille && etat !== 'valide');
  const pret = format === 'papier' ? correction === null || demande : verrouille;
  // Of one that nothing was told of, what retains it is told to who asked for it.
  if (part && (pret || derniere === null)) return livretLuiMeme(tete);
  if (derniere === null) return null;
  if (!envoye) return redire('attendu', derniere.avis, depuis);
  // Until it is sent again, also when it is validated before anybody told of its correction.
  if (correction === null) return redire('correction', derniere.avis, depuis);
  return { dit: 'avis', avis: { sorte: 'correction', depuis: correction.le } };
}

function livretLuiMeme({ format }: Tete): Mot {
  return { dit: format === 'papier' ? 'papier' : 'version' };
}

/** Said before and still so, it is said again as it was. */
function redire(sorte: AvisDeVersion['sorte'], dit: AvisDeVersion | undefined, depuis: string): Mot {
  return { dit: 'avis', avis: dit?.sorte === sorte ? dit : { sorte, depuis } };
}
