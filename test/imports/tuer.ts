import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { CancellationReason } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { expect } from 'vitest';
import { Hasard } from '../../shared/fabrique/hasard.ts';
import type { MessageDesLots } from '../../shared/imports/integrer-lot.ts';
import { AcademieEnMemoire, numero, UAI } from './academie.ts';
import { affectation, eleve, evaluation, ficheSiecle, notes, scolarite, siecle } from './fichiers.ts';

/** What the process that works asks of its stores, and what it is asked to do. */
export type Appel =
  | { readonly quoi: 'dynamo'; readonly commande: string; readonly entree: unknown }
  | { readonly quoi: 'lire'; readonly cle: string }
  | { readonly quoi: 'ecrire'; readonly cle: string; readonly contenu: string | Uint8Array }
  | { readonly quoi: 'envoyer'; readonly messages: readonly MessageDesLots[]; readonly groupe: string };
export interface Reponse {
  readonly numero: number;
  readonly valeur?: unknown;
  readonly erreur?: { readonly nom: string; readonly message: string; readonly raisons?: CancellationReason[] };
}
export interface Travail {
  readonly travail: MessageDesLots | { readonly proprietaire: string; readonly depotId: string };
}

const COMMANDES = { BatchGetCommand, GetCommand, PutCommand, QueryCommand, TransactWriteCommand, UpdateCommand };
const ELEVES = 60;
const IDS = Array.from({ length: ELEVES }, (_, rang) => String(1000 + rang));
/** Milliseconds that each call takes, as on a network: a kill falls between calls, and during them. */
const LATENCE = 0.5;

const liste = siecle({
  eleves: IDS.map((id) => ficheSiecle({ id, ine: `<ID_NATIONAL>${id.padStart(9, '0')}AB</ID_NATIONAL>` })).join(''),
  structures: IDS.map((id) => affectation(id)).join(''),
}).replace('ISO-8859-15', 'UTF-8');
const carnet = (moyenne: string): string =>
  notes({
    eleves: IDS.map((id) =>
      eleve({
        attributs: `id="${id}"`,
        scolarites: [2014, 2015]
          .map((annee) =>
            scolarite({
              attributs: `annee-scolaire="${annee}" code-periode="T"`,
              evaluations: evaluation({ periodes: `<periode numero="1" moyenne="${moyenne}"/>`, competences: '' }),
            }),
          )
          .join(''),
      }),
    ).join('\n'),
  });

/** An académie whose pupils have the marks of a first import, and a second file that waits to be read. */
async function preparer(): Promise<AcademieEnMemoire> {
  const academie = new AcademieEnMemoire();
  await academie.deposer(1, liste);
  await academie.deposer(2, carnet('10'));
  await academie.recevoir(3, carnet('15'));
  return academie;
}

/**
 * Reads every livret again and again: whoever reads sees the marks of one import or of the other, in both years.
 *
 * @returns stops, and tells how many livrets were read
 */
function surveiller(academie: AcademieEnMemoire): () => Promise<number> {
  let lectures = 0;
  let fini = false;
  const lire = async (): Promise<void> => {
    const ids = academie.dynamo.items('livrets').flatMap(({ pk, sk }) => (sk === 'TETE' ? [String(pk).slice(2)] : []));
    while (!fini) {
      for (const id of ids) {
        const livret = await academie.livrets.lire(id);
        const marques = livret?.bases.flatMap(({ scolarite }) =>
          scolarite.evaluations.flatMap(({ periodes }) => periodes.map(({ moyenne }) => moyenne)),
        );
        expect([
          ['10', '10'],
          ['15', '15'],
        ]).toContainEqual(marques);
        lectures += 1;
        if (lectures % 20 === 0) await new Promise((suite) => setImmediate(suite));
      }
    }
  };
  const lecture = lire();
  return async () => {
    fini = true;
    await lecture;
    return lectures;
  };
}

async function repondre(academie: AcademieEnMemoire, appel: Appel): Promise<unknown> {
  switch (appel.quoi) {
    case 'dynamo': {
      const Commande = COMMANDES[appel.commande as keyof typeof COMMANDES] as new (entree: unknown) => unknown;
      return academie.dynamo.send(new Commande(appel.entree));
    }
    case 'lire':
      return academie.objets.lire(appel.cle);
    case 'ecrire':
      return academie.objets.ecrire(appel.cle, appel.contenu);
    case 'envoyer':
      return academie.lots.envoyer(appel.messages, appel.groupe);
  }
}

function demarrer(academie: AcademieEnMemoire): ChildProcess {
  const enfant = fork(join(import.meta.dirname, 'fonction-tuee.ts'), { serialization: 'advanced', execArgv: [] });
  enfant.on('message', async (message: { numero?: number; appel?: Appel }) => {
    const { numero: n, appel } = message;
    if (n === undefined || appel === undefined) return;
    await new Promise((suite) => setTimeout(suite, LATENCE));
    const reponse: Reponse = await repondre(academie, appel).then(
      (valeur) => ({ numero: n, valeur }),
      (erreur: Error & { CancellationReasons?: CancellationReason[] }) => ({
        numero: n,
        erreur: {
          nom: erreur.name,
          message: erreur.message,
          ...(erreur.CancellationReasons === undefined ? {} : { raisons: erreur.CancellationReasons }),
        },
      }),
    );
    // Nobody answers a process that was killed meanwhile.
    if (enfant.connected) enfant.send(reponse, () => {});
  });
  return enfant;
}

const attendre = (enfant: ChildProcess, cle: 'pret' | 'fait'): Promise<boolean> =>
  new Promise((tenir) => {
    const message = (recu: Record<string, unknown>): void => {
      if (recu[cle] !== true) return;
      finir(true);
    };
    const sortie = (): void => finir(false);
    const finir = (fait: boolean): void => {
      enfant.off('message', message);
      enfant.off('exit', sortie);
      tenir(fait);
    };
    enfant.on('message', message);
    enfant.once('exit', sortie);
  });

/**
 * Delivers the messages of the second import to processes that work; each message stays until its work is done.
 *
 * @param mort milliseconds of work after which the first process is killed, null to leave it alone
 * @returns how long the work of the first process lasted, in milliseconds, and whether it was killed at work
 */
async function derouler(academie: AcademieEnMemoire, mort: number | null): Promise<{ duree: number; tue: boolean }> {
  let enfant = demarrer(academie);
  await attendre(enfant, 'pret');
  const debut = performance.now();
  let tue = false;
  const glas =
    mort === null
      ? undefined
      : setTimeout(() => {
          tue = true;
          enfant.kill('SIGKILL');
        }, mort);
  const livrer = async (travail: Travail['travail']): Promise<void> => {
    for (;;) {
      enfant.send({ travail } satisfies Travail, () => {});
      if (await attendre(enfant, 'fait')) return;
      enfant = demarrer(academie);
      await attendre(enfant, 'pret');
    }
  };
  await livrer({ proprietaire: UAI, depotId: numero(3) });
  // A message sent twice by a reader that died is delivered twice.
  for (let envoi = academie.lots.envois.shift(); envoi !== undefined; envoi = academie.lots.envois.shift()) {
    await livrer(envoi.message);
  }
  clearTimeout(glas);
  const duree = performance.now() - debut;
  enfant.kill();
  return { duree, tue };
}

/**
 * Kills the import at random points, and compares what stands in the end with what an undisturbed one leaves.
 *
 * @param fois how many are killed at work; those that ended before their hour are compared too
 * @returns how many livrets were read meanwhile
 */
export async function tuer(fois: number, graine: number): Promise<number> {
  const temoin = await preparer();
  const arreter = surveiller(temoin);
  const { duree } = await derouler(temoin, null);
  let lectures = await arreter();
  const attendu = temoin.etat();
  expect(await temoin.notesDe('1000')).toEqual([
    [2014, '15'],
    [2015, '15'],
  ]);
  const hasard = new Hasard(graine, 'tuer');
  let tues = 0;
  while (tues < fois) {
    const academie = await preparer();
    const arreterLaLecture = surveiller(academie);
    const mort = (duree * hasard.entier(1000)) / 1000;
    const { tue } = await derouler(academie, mort);
    if (tue) tues += 1;
    lectures += await arreterLaLecture();
    expect(academie.etat(), `killed after ${mort.toFixed(1)} ms, seed ${graine}`).toEqual(attendu);
  }
  return lectures;
}
