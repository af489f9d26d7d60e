import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { CONTEXTE_LOCAL } from '../../infra/local/contexte.ts';
import { arreter, COMPTE, deployer, IDENTIFIANTS } from '../../infra/local/nuage.ts';
import { appeler } from '../../shared/aws/appels.ts';
import { executerTransaction } from '../../shared/aws/dynamo.ts';
import { objetsDuSeau } from '../../shared/aws/objets.ts';
import { compterMessages } from '../../shared/aws/rebut.ts';
import { magasinCandidats } from '../../shared/candidats/index.ts';
import { ecrire } from '../../shared/cli/affichage.ts';
import { revendiquer } from '../../shared/cli/qui.ts';
import type { FichierSigne } from '../../shared/jury/signer-fichier.ts';
import { compterLesEtapes, type SuiviDUnJury } from '../../shared/jury/suivi.ts';
import { sha256 } from '../../shared/kernel/empreinte.ts';
import { magasinReferentiel } from '../../shared/transfert/magasin-referentiel.ts';
import { clesDeVersion } from '../../shared/transfert/messages.ts';
import { type TermesInterdits, vocabulaireDe } from '../../shared/transfert/termes.ts';
import { candidat } from '../appariement/candidats.ts';
import { livretOrdinaire } from '../livret/exemples.ts';

/**
 * The eve of the deliberations on the local cloud: the schedule's function queues the files of all juries at once, they
 * are composed and checked, and each centre downloads its own (issue « jury »). It deploys a cloud of its own, and ends it.
 *
 *     node test/bench/jurys-nuage.ts [jurys] [candidats par jury]
 */
const SESSION = 2016;
const VEILLE = '2016-07-04T12:00:00+02:00';
const ECHEANCE_MS = 60 * 60_000;
const dossier = join(import.meta.dirname, '../../.cloud/bench');
const [jurys = 40, parJury = 3] = process.argv.slice(2).map(Number);

const contexte = { ...CONTEXTE_LOCAL, academie: 'grenoble', horloge: VEILLE };
const { endpoint, region } = await deployer({ dossier, contexte });
const config = { endpoint, region, credentials: IDENTIFIANTS };
const lambda = new LambdaClient(config);
const sqs = new SQSClient({ ...config, useQueueUrlAsEndpoint: false });
const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient(config));
try {
  await semer();
  const debut = performance.now();
  const { FunctionError } = await lambda.send(
    new InvokeCommand({ FunctionName: 'lsl-grenoble-jury-preparer-fichiers' }),
  );
  if (FunctionError !== undefined) throw new Error('the schedule’s function failed');
  ecrire(`${jurys} jurys de ${parJury} candidats demandés en ${secondes(debut)} s`);
  await attendre(debut);
  const duree = secondes(debut);
  for (const { jury } of await suivre()) await telecharger(jury);
  const { telecharge } = compterLesEtapes(await suivre());
  const rebut = await compterLesRebuts();
  ecrire(
    `${telecharge} fichiers composés, contrôlés et téléchargés sur ${jurys}, en ${duree} s ` +
      `(${(duree / jurys).toFixed(1).replace('.', ',')} s par jury) · ${rebut} messages au rebut`,
  );
  if (telecharge !== jurys || rebut > 0) process.exitCode = 1;
} finally {
  await arreter({ dossier, garder: process.exitCode === 1 });
}

/** Candidates in their juries, and what the référentiel holds of them, put as it stands. */
async function semer(): Promise<void> {
  const candidats = magasinCandidats(dynamo, 'lsl-grenoble-session');
  const referentiel = magasinReferentiel(dynamo, 'lsl-national-referentiel');
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  const versions = objetsDuSeau(s3, `lsl-national-versions-${COMPTE}`);
  for (let j = 1; j <= jurys; j++) {
    const jury = `J${String(j).padStart(3, '0')}`;
    await candidats.inscrireJury(SESSION, jury, `CENTRE-${j}`);
    for (let c = 1; c <= parJury; c++) {
      const rang = (j - 1) * parJury + c;
      const noEleve = String(4_000_000_000 + rang * 7);
      const livretId = `01J${String(rang).padStart(23, '0')}`;
      const noCandidat = `c${rang}`;
      const {
        livretId: _l,
        noEleve: _n,
        ...dec
      } = candidat({
        noCandidat,
        noPv: String(c).padStart(4, '0'),
        ine: null,
        jury,
        centre: `CENTRE-${j}`,
      });
      const livret = livretOrdinaire(noEleve);
      const cles = clesDeVersion('grenoble', SESSION, livretId, 0, 1);
      const termes: TermesInterdits = {
        noEleve,
        termes: [{ terme: 'QUINTEFEUILLE', nature: 'nom' }],
        vocabulaire: vocabulaireDe(livret),
      };
      const [projection, sceau] = [JSON.stringify(livret), JSON.stringify(termes)];
      await versions.ecrire(cles.projection, projection, 'application/json');
      await versions.ecrire(cles.termes, sceau, 'application/json');
      await executerTransaction(dynamo, candidats.ecritures(null, dec));
      await referentiel.recevoir(
        {
          session: SESSION,
          academie: 'grenoble',
          livretId,
          eleve: { uai: dec.uai, annee: 2015, eleveId: String(rang) },
          noEleve,
          candidat: { academie: 'grenoble', noCandidat },
          epoque: 0,
          n: 1,
          tour: livretId,
          format: 'numerique',
          empreintes: { version: sha256(projection), projection: sha256(projection), termes: sha256(sceau) },
        },
        '2016-06-10T09:00:00Z',
      );
    }
  }
}

function suivre(): Promise<SuiviDUnJury[]> {
  const qui = revendiquer({ enTantQue: 'dec', etablissement: undefined }, { session: SESSION });
  return appeler(lambda, 'lsl-grenoble-jury-suivre-fichiers', { session: SESSION, qui });
}

/** Until every file is ready; one that the control refuses ends the run. */
async function attendre(debut: number): Promise<void> {
  let dit = performance.now();
  for (;;) {
    const suivi = await suivre();
    const { pret, refuse } = compterLesEtapes(suivi);
    if (suivi.length !== jurys || refuse > 0) throw new Error(`${suivi.length} juries are followed, ${refuse} refused`);
    if (pret === jurys) return;
    if (performance.now() - debut > ECHEANCE_MS) throw new Error(`${pret} files are ready, no more`);
    if (performance.now() - dit > 15_000) {
      dit = performance.now();
      ecrire(`… ${pret} fichiers prêts sur ${jurys}, après ${secondes(debut)} s`);
    }
    await new Promise((suite) => setTimeout(suite, 1_000));
  }
}

async function telecharger(jury: string): Promise<void> {
  const qui = revendiquer({ enTantQue: undefined, etablissement: undefined }, { session: SESSION, jury });
  const demande = { session: SESSION, jury, qui };
  const { url, empreinte } = await appeler<FichierSigne>(lambda, 'lsl-grenoble-jury-signer-fichier', demande);
  const reponse = await fetch(url);
  const octets = new Uint8Array(await reponse.arrayBuffer());
  if (!reponse.ok || sha256(octets) !== empreinte) throw new Error(`the file of ${jury} is not the one announced`);
}

async function compterLesRebuts(): Promise<number> {
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'lsl-' }));
  const comptes = await Promise.all(
    QueueUrls.filter((url) => url.endsWith('-rebut')).map((url) => compterMessages(sqs, url)),
  );
  return comptes.reduce((total, nombre) => total + nombre, 0);
}

function secondes(debut: number): number {
  return Math.round((performance.now() - debut) / 1000);
}
