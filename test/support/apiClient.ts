import { adminPassword } from './server.ts';

/** An answer with its status; the body is whatever JSON came. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

/** A signed-in program. */
export interface ApiClient {
  readonly cookie: string;
  readonly send: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<ApiAnswer>;
  readonly get: (path: string) => Promise<ApiAnswer>;
  readonly post: (path: string, body?: unknown) => Promise<ApiAnswer>;
}

/** Signs in at a server, as its administrator where nobody is named. */
export async function signIn(url: string, name = 'admin', password = adminPassword): Promise<ApiClient> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, password }),
  });
  return signedIn(url, answer.headers.getSetCookie()[0]?.split(';')[0] ?? '');
}

/** Who has signed in already; a session outlives the server that it was begun on. */
export function signedIn(url: string, cookie: string): ApiClient {
  const send: ApiClient['send'] = async (method, path, body, headers = {}) => {
    const sent = await fetch(`${url}${path}`, {
      method,
      headers: { cookie, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await sent.text();
    return { status: sent.status, body: text === '' ? undefined : JSON.parse(text), headers: sent.headers };
  };
  return { cookie, send, get: (path) => send('GET', path), post: (path, body = {}) => send('POST', path, body) };
}
