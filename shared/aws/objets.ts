import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

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

/** What to post, with the file as the last field, `file`. */
export interface Formulaire {
  readonly url: string;
  readonly champs: Readonly<Record<string, string>>;
}

/** Signs, for those who have no right on the bucket, one act on one object. */
export interface Signataire {
  /** A form that takes exactly these bytes. @param sha256 base64 */
  deposer(cle: string, octets: number, sha256: string, dureeSecondes: number): Promise<Formulaire>;
  lire(cle: string, dureeSecondes: number): Promise<string>;
}

export function signataireDuSeau(s3: S3Client, seau: string): Signataire {
  return {
    async deposer(cle, octets, sha256, dureeSecondes) {
      const { url, fields } = await createPresignedPost(s3, {
        Bucket: seau,
        Key: cle,
        Expires: dureeSecondes,
        Fields: { 'x-amz-checksum-algorithm': 'SHA256', 'x-amz-checksum-sha256': sha256 },
        Conditions: [['content-length-range', octets, octets]],
      });
      return { url, champs: fields };
    },
    lire: (cle, dureeSecondes) =>
      getSignedUrl(s3, new GetObjectCommand({ Bucket: seau, Key: cle }), { expiresIn: dureeSecondes }),
  };
}
