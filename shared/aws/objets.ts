import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

/** Objects of one bucket. */
export interface Objets {
  /** The bytes as they come; null when the object does not exist. */
  lireFlux(cle: string): Promise<AsyncIterable<Uint8Array> | null>;
  lire(cle: string): Promise<Uint8Array | null>;
  ecrire(cle: string, contenu: string | Uint8Array, type: string): Promise<void>;
}

export function objetsDuSeau(s3: S3Client, seau: string): Objets {
  const obtenir = async (cle: string) => {
    try {
      return (await s3.send(new GetObjectCommand({ Bucket: seau, Key: cle }))).Body ?? null;
    } catch (erreur) {
      if (erreur instanceof NoSuchKey) return null;
      throw erreur;
    }
  };
  return {
    lireFlux: async (cle) => (await obtenir(cle)) as AsyncIterable<Uint8Array> | null,
    lire: async (cle) => (await (await obtenir(cle))?.transformToByteArray()) ?? null,
    ecrire: async (cle, contenu, type) => {
      await s3.send(new PutObjectCommand({ Bucket: seau, Key: cle, Body: contenu, ContentType: type }));
    },
  };
}

/** A JSON object, or null when it does not exist. */
export async function lireJson<T>(objets: Objets, cle: string): Promise<T | null> {
  const octets = await objets.lire(cle);
  return octets === null ? null : (JSON.parse(new TextDecoder().decode(octets)) as T);
}

export function ecrireJson(objets: Objets, cle: string, valeur: unknown): Promise<void> {
  return objets.ecrire(cle, JSON.stringify(valeur), 'application/json; charset=utf-8');
}
