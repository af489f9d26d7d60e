import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { arreter, deployer } from '../../infra/local/nuage.ts';
import { appeler } from '../../shared/aws/appels.ts';
import { revendiquer } from '../../shared/cli/qui.ts';
import { type Document, fabriquer, octetsDe } from '../../shared/fabrique/index.ts';
import type { ImportsConsultes } from '../../shared/imports/consulter-imports.ts';
import type { DepotEnregistre } from '../../shared/imports/enregistrer-depot.ts';
import type { LigneDeTableau } from '../../shared/livret/lister-livrets.ts';

/**
 * A lycée of 422 pupils on the local cloud: how long from the upload of its marks of two years until every livret can
 * be read (issue « imports »: 15 s). It deploys a cloud of its own, and ends it.
 *
 *     node test/bench/imports-nuage.ts
 */
const ELEVES = 422;
const SECONDES_MAX = 15;
const dossier = join(import.meta.dirname, '../../.cloud/bench');

const { endpoint, region } = await deployer({ dossier });
try {
  const lambda = new LambdaClient({ endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
  const commande = <T>(fonction: string, demande: object): Promise<T> => {
    const qui = revendiquer({ enTantQue: undefined, etablissement: undefined }, demande);
    return appeler<T>(lambda, `lsl-grenoble-${fonction.replace('/', '-')}`, { ...demande, qui });
  };

  /** Seconds from the upload to the compte rendu. */
  const deposer = async (octets: Uint8Array, proprietaire: string): Promise<number> => {
    const { depotId, formulaire } = await commande<DepotEnregistre>('imports/enregistrer-depot', {
      proprietaire,
      octets: octets.length,
      sha256: createHash('sha256').update(octets).digest('base64'),
    });
    const corps = new FormData();
    for (const [nom, valeur] of Object.entries(formulaire.champs)) corps.append(nom, valeur);
    corps.append('file', new Blob([Uint8Array.from(octets)]), 'depot');
    const debut = performance.now();
    const reponse = await fetch(formulaire.url, { method: 'POST', body: corps });
    if (!reponse.ok) throw new Error(`the deposit was refused: ${reponse.status}`);
    for (;;) {
      const { compteRendu } = await commande<ImportsConsultes>('imports/consulter-imports', { proprietaire, depotId });
      if (compteRendu?.verdict === 'accepte') return (performance.now() - debut) / 1000;
      if (compteRendu !== null) throw new Error(`the deposit ended as ${compteRendu.verdict}`);
      await new Promise((suite) => setTimeout(suite, 100));
    }
  };

  const monde = fabriquer({
    graine: 1,
    eleves: ELEVES,
    academie: null,
    annee: 2015,
    defauts: false,
    nomenclature: null,
  });
  const documents = new Map([...monde.documents()].map((document) => [document.chemin, document]));
  const contenu = (chemin = ''): Uint8Array => Buffer.concat([...octetsDe(documents.get(chemin) as Document)]);
  const [{ uai = '', annees: [annee] = [] } = {}] = monde.sommaire.etablissements;
  await deposer(contenu(monde.sommaire.nomenclature ?? ''), 'academie');
  const dire = (quoi: string, secondes: number): void => {
    process.stdout.write(`${quoi.padEnd(34)} ${secondes.toFixed(1).replace('.', ',').padStart(5)} s\n`);
  };
  dire('services STS-Web', await deposer(contenu(annee?.sts), uai));
  dire(`élèves SIECLE (${ELEVES})`, await deposer(contenu(annee?.eleves), uai));
  const notes = await deposer(contenu(annee?.notes), uai);
  const livrets = await commande<LigneDeTableau[]>('livret/lister-livrets', { uai, session: 2016 });
  const lisibles = livrets.filter(({ anneesNotees }) => anneesNotees.includes(2015) && anneesNotees.includes(2014));
  dire(`notes de deux années (${lisibles.length} livrets)`, notes);
  if (notes > SECONDES_MAX) {
    process.stdout.write(`au-delà de ${SECONDES_MAX} s\n`);
    process.exitCode = 1;
  }
} finally {
  await arreter({ dossier, garder: false });
}
