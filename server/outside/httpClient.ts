import { Buffer } from 'node:buffer';
import { lookup as resolveName } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { ExecutorFailure } from '../../engine/activity/executor.ts';
import type { HttpAnswer, HttpCall, HttpClient } from '../../engine/activity/outside.ts';
import type { HttpHosts } from './httpHosts.ts';

const redirectsAtMost = 5;
const mask = '********';
/** What a request needs to be understood, and what tells nothing; other headers may be secrets, whatever their names. */
const headersForAll: ReadonlySet<string> = new Set(['accept', 'content-type', 'idempotency-key']);

/** What a client stands on: where it may go, and the secrets of the installation by their names in small letters. */
export interface HttpMeans {
  readonly hosts: HttpHosts;
  readonly credentials: ReadonlyMap<string, string>;
}

const refused = (host: string): ExecutorFailure =>
  new ExecutorFailure({
    cause: 'config',
    message: `Workflows of this installation may not ask ${host}.`,
    hint: 'Name the host in SIGNALBOX_HTTP_HOSTS, if it is meant.',
  });

const unreachable = (call: HttpCall, message: string): ExecutorFailure =>
  new ExecutorFailure({
    cause: 'transient',
    message: `${call.method} ${call.url} has no answer: ${message}`,
    hint: 'See that the other system is up; a retry tries again.',
  });

/** Looks at the address that a name leads to at the moment of connecting: a name may lead elsewhere each time. */
function guardedLookup(hosts: HttpHosts): LookupFunction {
  return (name, options, found) => {
    resolveName(name, { ...options, all: true }, (error, addresses) => {
      if (error) {
        found(error, '', 0);
        return;
      }
      const [first] = addresses;
      if (!first || !addresses.every(({ address }) => hosts.mayReach(name, address))) found(refused(name), '', 0);
      else if (options.all) found(null, addresses);
      else found(null, first.address, first.family);
    });
  };
}

function checkHost({ hosts }: HttpMeans, url: URL): void {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!['http:', 'https:'].includes(url.protocol) || !hosts.mayName(host)) throw refused(url.host);
  if (isIP(host) !== 0 && !hosts.mayReach(host, host)) throw refused(url.host);
}

function secretOf({ credentials }: HttpMeans, { credential }: HttpCall): string | undefined {
  if (!credential) return undefined;
  const secret = credentials.get(credential.name.toLowerCase());
  if (secret !== undefined) return secret;
  throw new ExecutorFailure({
    cause: 'config',
    message: `There is no credential ${credential.name}.`,
    hint: `Set SIGNALBOX_CREDENTIAL_${credential.name.toUpperCase()} for the server.`,
  });
}

function headersOf(call: HttpCall, secret: string | undefined): Record<string, string> {
  if (secret === undefined || !call.credential) return { ...call.headers };
  const name = call.credential.header.toLowerCase();
  const value = name === 'authorization' && !secret.includes(' ') ? `Bearer ${secret}` : secret;
  return { ...call.headers, [name]: value };
}

/** One request, with nothing followed. */
function exchange(means: HttpMeans, call: HttpCall, headers: Record<string, string>): Promise<HttpAnswer> {
  const url = new URL(call.url);
  checkHost(means, url);
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise<HttpAnswer>((resolve, reject) => {
    const outgoing = request(url, { method: call.method, headers, lookup: guardedLookup(means.hosts), agent: false });
    const give = (error: Error): void => {
      reject(error instanceof ExecutorFailure ? error : unreachable(call, error.message));
      outgoing.destroy();
    };
    const late = setTimeout(() => {
      give(new ExecutorFailure({ cause: 'timeout', message: `${call.method} ${call.url} took too long.` }));
    }, call.timeLimitMs);
    const stop = (): void => {
      give(new ExecutorFailure({ cause: 'cancelled', message: 'The request was ended because its task was.' }));
    };
    call.signal?.addEventListener('abort', stop);
    outgoing.once('close', () => {
      clearTimeout(late);
      call.signal?.removeEventListener('abort', stop);
    });
    outgoing.once('error', give);
    outgoing.once('response', (answer) => {
      receive(answer, call, { resolve, give });
    });
    if (call.signal?.aborted) stop();
    else outgoing.end(call.body);
  });
}

interface Receiving {
  readonly resolve: (answer: HttpAnswer) => void;
  readonly give: (error: Error) => void;
}

function receive(answer: http.IncomingMessage, call: HttpCall, { resolve, give }: Receiving): void {
  const parts: Buffer[] = [];
  let bytes = 0;
  answer.on('data', (part: Buffer) => {
    bytes += part.length;
    parts.push(part);
    if (bytes <= call.bytesAtMost) return;
    const message = `${call.method} ${call.url} is answered with more than ${String(call.bytesAtMost)} bytes.`;
    give(new ExecutorFailure({ cause: 'data', message, hint: 'Ask for less, or for pages of it.' }));
  });
  answer.once('error', give);
  answer.once('end', () => {
    const headers = Object.fromEntries(
      Object.entries(answer.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : (value ?? ''),
      ]),
    );
    const text = Buffer.concat(parts).toString('utf8');
    resolve({ status: answer.statusCode ?? 0, headers, text, url: call.url });
  });
}

/**
 * The request as others get it than those for whom it was written: a secret is for whom it was given.
 * @throws ExecutorFailure where it has a body: without it, it would be another request.
 */
function forOthers({ credential: _, headers, ...rest }: HttpCall, url: URL): HttpCall {
  if (rest.body !== undefined)
    throw new ExecutorFailure({
      cause: 'refused',
      message: `${rest.method} ${rest.url} leads to ${url.origin}, which does not get its body.`,
      hint: 'Ask that address itself, if it is meant.',
    });
  const kept = Object.entries(headers).filter(([name]) => headersForAll.has(name.toLowerCase()));
  return { ...rest, headers: Object.fromEntries(kept) };
}

const firstCall = (call: HttpCall): HttpCall =>
  call.origin === undefined || call.origin === new URL(call.url).origin ? call : forOthers(call, new URL(call.url));

function asGet({ body: _body, headers, ...rest }: HttpCall): HttpCall {
  const kept = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'content-type');
  return { ...rest, method: 'GET', headers: Object.fromEntries(kept) };
}

/** The request that a redirect asks for; undefined where the answer is the last one. */
function redirected(call: HttpCall, { status, headers }: HttpAnswer): HttpCall | undefined {
  const { location } = headers;
  if (location === undefined || ![301, 302, 303, 307, 308].includes(status)) return undefined;
  const url = new URL(location, call.url);
  const next = status === 303 || (status < 303 && call.method === 'POST') ? asGet(call) : call;
  return { ...(url.origin === new URL(call.url).origin ? next : forOthers(next, url)), url: url.href };
}

/** Asks other systems by HTTP; secrets are put in here and masked in all that comes back. */
export function createHttpClient(means: HttpMeans): HttpClient {
  return {
    send: async (first) => {
      const secret = secretOf(means, first);
      const masked = (text: string): string => (secret === undefined ? text : text.replaceAll(secret, mask));
      let call = firstCall(first);
      for (let redirects = 0; redirects <= redirectsAtMost; redirects += 1) {
        const answer = await exchange(means, call, headersOf(call, call.credential && secret));
        const next = redirected(call, answer);
        if (!next)
          return {
            ...answer,
            text: masked(answer.text),
            headers: Object.fromEntries(Object.entries(answer.headers).map(([name, text]) => [name, masked(text)])),
          };
        call = next;
      }
      const message = `${first.method} ${first.url} is led on more than ${String(redirectsAtMost)} times.`;
      throw new ExecutorFailure({ cause: 'data', message, hint: 'Ask the address where it ends.' });
    },
  };
}
