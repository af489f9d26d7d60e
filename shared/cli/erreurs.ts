import pc from 'picocolors';
import { ErreurCodee, estErreurCodee } from '../kernel/erreur.ts';

/** An error as the user of a command must read it, on the error output. */
export function ecrireErreur({ message, code, remede }: ErreurCodee): void {
  process.stderr.write(`${pc.red('Erreur')} ${message} ${pc.dim(`[${code}]`)}\n${remede}\n`);
}

/** Codes that Node and its `fetch` give when nobody answers, or nobody who can be trusted. */
const INJOIGNABLE =
  /^(ECONN|EHOST|ENET|ETIMEDOUT|ENOTFOUND|EAI_|EPROTO|UND_ERR_|ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_)/;

/** Names of the AWS client's errors when it finds no credentials to sign with. */
const SANS_IDENTIFIANTS = new Set(['CredentialsProviderError', 'TokenProviderError']);

/** Whatever was thrown, as a coded French error: no command ends on a stack. */
export function coder(erreur: unknown): ErreurCodee {
  if (estErreurCodee(erreur)) return erreur;
  const { nom, codes, statut, chemin } = traits(erreur);
  if (nom === 'TimeoutError' || codes.some((code) => INJOIGNABLE.test(code))) {
    return new ErreurCodee(
      'deploiement-injoignable',
      'Le déploiement ne répond pas.',
      'Vérifiez LSL_ENDPOINT et votre réseau ; « npm run cloud -- status » dit si le nuage local tourne.',
    );
  }
  if (SANS_IDENTIFIANTS.has(nom) || statut === 401 || statut === 403) {
    return new ErreurCodee(
      'droits-insuffisants',
      'AWS ne vous reconnaît pas le droit de faire cette demande.',
      'Connectez-vous à AWS, vérifiez l’académie, et demandez au besoin la politique « lsl-<académie>-operateurs ».',
    );
  }
  if (chemin !== undefined) {
    return new ErreurCodee(
      'fichier-inaccessible',
      `« ${chemin} » n’a pas pu être lu ou écrit.`,
      'Vérifiez ce chemin, vos droits dans ce dossier et la place qui reste.',
    );
  }
  return new ErreurCodee(
    'erreur-imprevue',
    `La commande a rencontré une erreur imprévue${process.env.LSL_DEBUG ? ` (${[nom, ...codes].join(', ')})` : ''}.`,
    'Recommencez ; si elle revient, relancez la commande avec LSL_DEBUG=1 et signalez le nom qui s’affiche.',
  );
}

interface Traits {
  readonly nom: string;
  /** Its own, then that of each cause: `fetch` hides the network's error under its own. */
  readonly codes: readonly string[];
  /** HTTP status of the AWS service's answer. */
  readonly statut: number | undefined;
  /** The file that the system refused. */
  readonly chemin: string | undefined;
}

function traits(erreur: unknown): Traits {
  if (!(erreur instanceof Error)) return { nom: typeof erreur, codes: [], statut: undefined, chemin: undefined };
  const { code, path, syscall, $metadata } = erreur as NodeJS.ErrnoException & {
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  const suite = erreur.cause === undefined ? [] : traits(erreur.cause).codes;
  return {
    nom: erreur.name,
    codes: typeof code === 'string' ? [code, ...suite] : suite,
    statut: $metadata?.httpStatusCode,
    chemin: syscall === undefined ? undefined : path,
  };
}
