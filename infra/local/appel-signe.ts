import { createHash, createHmac } from 'node:crypto';

export interface AppelSigne {
  readonly endpoint: string;
  readonly region: string;
  readonly identifiants: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** The name that AWS signs with: `cloudformation`, `scheduler`. */
  readonly service: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Absolute, already percent-encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly contentType?: string;
  readonly body?: string;
}

/**
 * One call to an AWS API with its Signature Version 4, for the two services (CloudFormation and
 * EventBridge Scheduler) that only this folder talks to: two calls do not pay for two SDK clients.
 *
 * @returns the body of the answer
 */
export async function appelSigne(appel: AppelSigne, now: Date = new Date()): Promise<string> {
  const { endpoint, region, identifiants, service, method, path, query = {}, contentType, body = '' } = appel;
  const url = new URL(path, endpoint);
  const canonicalQuery = Object.entries(query)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
  url.search = canonicalQuery;

  const date = now.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const headers: Record<string, string> = {
    ...(contentType === undefined ? {} : { 'content-type': contentType }),
    host: url.host,
    'x-amz-date': date,
  };
  const signedHeaders = Object.keys(headers).sort();
  const canonicalRequest = [
    method,
    url.pathname,
    canonicalQuery,
    ...signedHeaders.map((name) => `${name}:${headers[name]}`),
    '',
    signedHeaders.join(';'),
    sha256(body),
  ].join('\n');
  const scope = [date.slice(0, 8), region, service, 'aws4_request'];
  const key = scope.reduce<string | Buffer>(
    (secret, part) => hmac(secret, part),
    `AWS4${identifiants.secretAccessKey}`,
  );
  const signature = hmac(key, ['AWS4-HMAC-SHA256', date, scope.join('/'), sha256(canonicalRequest)].join('\n'));

  const { host: _host, ...sent } = headers;
  const response = await fetch(url, {
    method,
    headers: {
      ...sent,
      authorization:
        `AWS4-HMAC-SHA256 Credential=${identifiants.accessKeyId}/${scope.join('/')}, ` +
        `SignedHeaders=${signedHeaders.join(';')}, Signature=${signature.toString('hex')}`,
    },
    ...(method === 'GET' ? {} : { body }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${service} ${method} ${path} : ${response.status} ${text}`);
  return text;
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
