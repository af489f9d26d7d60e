import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { LambdaClient, ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import { appeler } from '../aws/appels.ts';
import { ErreurCodee } from '../kernel/erreur.ts';
import { type EnQualiteDe, revendiquer } from './qui.ts';

/** The deployment that the command talks to. */
export interface Cible {
  /**
   * Calls a command function of the académie, « imports/enregistrer-depot », in the name of whom the user says.
   *
   * @throws ErreurCodee `academie-inconnue`, `etablissement-attendu`, `identifiant-attendu`, and what the function refuses
   */
  appeler<T>(fonction: string, demande: object): Promise<T>;
}

const schemaSorties = z.object({
  endpoint: z.url(),
  region: z.string(),
  certificat: z.string().optional(),
});

/** The region where every deployment runs. */
const REGION = 'eu-west-3';

/** How clients of AWS reach the deployment. */
export interface AccesALaCible {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/**
 * @param qualite null for what the ops team does: its credentials alone say that it may, and no role of the livret
 * @throws ErreurCodee `cible-absente`, `cible-malformee`
 */
export function cible(academie: string, qualite: EnQualiteDe | null): Cible {
  const client = new LambdaClient(accesALaCible());
  return {
    async appeler<T>(fonction: string, demande: object): Promise<T> {
      const signee = qualite === null ? demande : { ...demande, qui: revendiquer(qualite, demande) };
      try {
        return await appeler<T>(client, `lsl-${academie}-${fonction.replace('/', '-')}`, signee);
      } catch (erreur) {
        if (!(erreur instanceof ResourceNotFoundException)) throw erreur;
        throw new ErreurCodee(
          'academie-inconnue',
          `L’académie « ${academie} » n’est pas déployée à cet endroit.`,
          'Vérifiez --academie (ou LSL_ACADEMIE), et LSL_ENDPOINT.',
        );
      }
    },
  };
}

/**
 * LSL_ENDPOINT says where: « aws », or the address of a local cloud. Without it, the local cloud that runs in
 * this folder. On AWS the user's own credentials decide what is allowed.
 *
 * @throws ErreurCodee `cible-absente`, `cible-malformee`
 */
export function accesALaCible(): AccesALaCible {
  const demandee = process.env.LSL_ENDPOINT;
  if (demandee === 'aws') return { region: REGION };
  if (demandee !== undefined && !URL.canParse(demandee)) {
    throw new ErreurCodee(
      'cible-malformee',
      `LSL_ENDPOINT vaut « ${demandee} », qui n’est pas une adresse.`,
      'Donnez-lui « aws », ou une adresse comme « http://127.0.0.1:4566 ».',
    );
  }
  const dossier = process.env.LSL_CLOUD_DIR ?? join(process.cwd(), '.cloud');
  const chemin = join(dossier, 'outputs.json');
  if (demandee === undefined && !existsSync(chemin)) {
    throw new ErreurCodee(
      'cible-absente',
      'Aucun déploiement n’est désigné, et aucun nuage local ne tourne dans ce dossier.',
      'Donnez LSL_ENDPOINT=aws, ou démarrez le nuage local avec « npm run cloud -- deploy ».',
    );
  }
  const { endpoint, region, certificat } =
    demandee === undefined
      ? schemaSorties.parse(JSON.parse(readFileSync(chemin, 'utf8')))
      : { endpoint: demandee, region: REGION, certificat: undefined };
  if (certificat !== undefined) {
    setDefaultCACertificates([...getCACertificates('default'), readFileSync(certificat, 'utf8')]);
  }
  // The local cloud's only credentials; they open nothing anywhere else.
  return { endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
}
