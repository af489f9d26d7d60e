import { LogFormatter, Logger, LogItem } from '@aws-lambda-powertools/logger';
import type { LogAttributes, UnformattedAttributes } from '@aws-lambda-powertools/logger/types';
import { estErreurCodee } from '../kernel/erreur.ts';

/**
 * Structured logs without personal data. Only these keys pass, all of them identifiers of ours or counts; an
 * error passes as its name, its code and its frames, never its message, which may quote a value.
 */
const CLES_ADMISES = [
  'academie',
  'candidats',
  'code',
  'depotId',
  'dossiers',
  'dureeMs',
  'edition',
  'envois',
  'etat',
  'flux',
  'jury',
  'livretId',
  'lot',
  'lots',
  'messageId',
  'operation',
  'pages',
  'paires',
  'role',
  'session',
] as const;

export type CleDeJournal = (typeof CLES_ADMISES)[number];
export type ClesDeJournal = Partial<Record<CleDeJournal, string | number>>;

export interface Journal {
  info(evenement: string, cles?: ClesDeJournal): void;
  alerte(evenement: string, cles?: ClesDeJournal): void;
  /** `erreur` may be anything that was thrown: its message is not written. */
  erreur(evenement: string, erreur: unknown, cles?: ClesDeJournal): void;
}

/** A frame as V8 writes it. A line of a message may begin with « at » too: it is not in a file. */
const CADRE = /^\s+at (?:.+ \()?(?:file:|node:|\/)\S+:\d+:\d+\)?$/;

export function erreurSansTexte(erreur: unknown): Record<string, unknown> {
  if (!(erreur instanceof Error)) return { nom: typeof erreur };
  const pile = (erreur.stack ?? '').replace(erreur.message, '');
  const cadres = pile.split('\n').filter((ligne) => CADRE.test(ligne));
  return {
    nom: erreur.name,
    ...(estErreurCodee(erreur) ? { code: erreur.code } : {}),
    pile: cadres.slice(0, 12).map((cadre) => cadre.trim()),
  };
}

class FormatSansDonneesPersonnelles extends LogFormatter {
  override formatAttributes(base: UnformattedAttributes, supplement: LogAttributes): LogItem {
    const admises = Object.fromEntries(
      CLES_ADMISES.filter((cle) => ['string', 'number'].includes(typeof supplement[cle])).map((cle) => [
        cle,
        supplement[cle],
      ]),
    );
    const item = new LogItem({
      attributes: {
        niveau: base.logLevel,
        evenement: base.message,
        service: base.serviceName,
        horodatage: this.formatTimestamp(base.timestamp),
        requete: base.lambdaContext?.awsRequestId,
        ...admises,
      },
    });
    if (supplement.erreur !== undefined) item.addAttributes({ erreur: supplement.erreur });
    return item;
  }
}

export function ouvrirJournal(service: string): Journal {
  const logger = new Logger({ serviceName: service, logFormatter: new FormatSansDonneesPersonnelles() });
  return {
    info: (evenement, cles = {}) => logger.info(evenement, cles),
    alerte: (evenement, cles = {}) => logger.warn(evenement, cles),
    erreur: (evenement, erreur, cles = {}) =>
      logger.error(evenement, { ...cles, erreur: JSON.stringify(erreurSansTexte(erreur)) }),
  };
}
