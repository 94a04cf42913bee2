import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import { invariant } from '../../engine/invariant.ts';
import { jsonSchema } from '../../engine/model/json.ts';
import type { Identified } from '../access/access.ts';
import { isOwnOrigin } from '../access/origin.ts';
import type { AnswerOnce } from '../operations/answerOnce.ts';
import { RequestError, invalid } from '../operations/requestError.ts';
import { credentialOf, sessionCookie } from '../access/credentials.ts';
import type { Answer, RawCall, Route, RouteServices, Visitor } from './route.ts';

/** What calls are handled with. */
export interface HandlerMeans {
  readonly services: RouteServices;
  readonly answerOnce: AnswerOnce;
  readonly publicUrl: string | undefined;
  /** In tests: an answer that its schema does not describe is an error. */
  readonly checkAnswers: boolean;
}

const keptSchema = z.object({ body: jsonSchema.optional(), headers: z.record(z.string(), z.string()).optional() });

/** A cookie that a strange page makes a browser send must not change anything. */
function requireOwnOrigin(request: Request, route: Route, publicUrl: string | undefined): void {
  const byToken = request.headers.authorization !== undefined;
  if (route.method === 'get' || byToken) return;
  const { origin, host } = request.headers;
  const fetchSite = request.get('sec-fetch-site');
  if (isOwnOrigin({ origin, host, fetchSite, publicUrl })) return;
  throw new RequestError('forbidden', `This call comes from another origin (${origin ?? fetchSite ?? 'unknown'}).`);
}

function requireJson(request: Request): void {
  const hasBody = request.headers['transfer-encoding'] !== undefined || Number(request.get('content-length') ?? 0) > 0;
  if (!hasBody || request.is(['json', '+json'])) return;
  throw new RequestError('malformed', `The body is ${request.get('content-type') ?? 'of no type'}.`);
}

/** Deeper than anything that people draw or send, and far from what parsing it costs the program its stack. */
const deepest = 64;

/** Level by level, without a call in a call: what is too deep is refused before anything walks down into it. */
function requireShallow(body: unknown): void {
  const isNest = (value: unknown): value is object => typeof value === 'object' && value !== null;
  let level = [body].filter(isNest);
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > deepest) {
      const hint = 'Send flatter values: objects in objects and lists in lists count.';
      throw invalid([{ pointer: '', message: `The body is nested more than ${deepest} levels deep.`, hint }]);
    }
    level = level.flatMap((nest) => Object.values(nest).filter(isNest));
  }
}

/** PostgreSQL takes no such character in a text: it is nobody's name, so it is refused on either database. */
const impossible = String.fromCodePoint(0);

function requireText(parts: readonly unknown[]): void {
  const faults = parts.flatMap((part) =>
    typeof part === 'object' && part !== null
      ? Object.entries(part).flatMap(([name, value]) => (String(value).includes(impossible) ? [name] : []))
      : [],
  );
  if (faults.length === 0) return;
  const hint = 'Leave the character U+0000 out.';
  throw invalid(
    faults.map((name) => ({ pointer: `/${name}`, message: 'It holds a character that no text has.', hint })),
  );
}

async function identify(request: Request, { access }: RouteServices): Promise<Identified | undefined> {
  const credential = credentialOf(request.headers);
  return credential && access.identify(credential);
}

/** Answers a POST with an `Idempotency-Key` once; a repetition gets what the first one got. */
async function answerKeyed(route: Route, call: RawCall, { answerOnce }: HandlerMeans): Promise<Answer> {
  const { idempotencyKey: key, identified, body } = call;
  if (key === undefined || identified === undefined || route.method !== 'post' || route.neverRemembered) {
    return route.run(call);
  }
  const params = z.record(z.string(), z.string()).parse(call.params);
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => params[name] ?? '');
  const asking = { operator: identified.actor.operator, key, methodPath: `POST ${path}`, body: body ?? null };
  const kept = await answerOnce(asking, async () => {
    const { status, body: answered, headers, isForgotten = false } = await route.run(call);
    const answer = jsonSchema.parse(JSON.parse(JSON.stringify({ body: answered, headers })));
    return { status, answer, isForgotten };
  });
  const { body: answered, headers } = keptSchema.parse(kept.answer);
  return { status: kept.status, body: answered, ...(headers === undefined ? {} : { headers }) };
}

function checkAnswer(route: Route, { status, body }: Answer): void {
  const schema = route.answers[status];
  invariant(schema !== undefined, `${route.method} ${route.path} declares no answer ${status}`);
  const error = schema === null ? undefined : schema.safeParse(body).error;
  invariant(
    error === undefined,
    `${route.method} ${route.path} ${status}: ${error === undefined ? '' : z.prettifyError(error)}`,
  );
}

function send(response: Response, isSecure: boolean, { status, body, content, headers, cookie }: Answer): void {
  response.status(status).set({ 'Cache-Control': 'no-store', ...headers });
  if (cookie !== undefined) response.append('Set-Cookie', sessionCookie(cookie, isSecure));
  if (content !== undefined) response.send(content);
  else if (body === undefined) response.end();
  else response.json(body);
}

function keyOf(request: Request): string | undefined {
  const key = request.get('idempotency-key');
  if (key === undefined || (key.length > 0 && key.length <= 200)) return key;
  throw new RequestError('malformed', 'Idempotency-Key has 1 to 200 characters.');
}

function visitorOf(request: Request): Visitor {
  const purpose = `${request.get('sec-purpose') ?? ''} ${request.get('purpose') ?? ''} ${request.get('x-purpose') ?? ''}`;
  return {
    userAgent: request.get('user-agent') ?? '',
    isLookingAhead: request.method === 'HEAD' || /prefetch|prerender|preview/i.test(purpose),
  };
}

/** The express handler of a route: who asks, parse, call the use case, answer. */
export const createCallHandler =
  (route: Route, means: HandlerMeans): RequestHandler =>
  async (request, response) => {
    requireOwnOrigin(request, route, means.publicUrl);
    if (route.body !== undefined) requireJson(request);
    const call: RawCall = {
      params: request.params,
      query: request.query,
      body: request.body,
      ifMatch: request.get('if-match'),
      idempotencyKey: keyOf(request),
      // Health answers whoever asks, without a look into a database.
      identified: route.access === 'public' ? undefined : await identify(request, means.services),
      visitor: visitorOf(request),
      services: means.services,
    };
    if (route.access === 'public' || call.identified) requireShallow(call.body);
    requireText([call.params, call.query]);
    const answer = await answerKeyed(route, call, means);
    if (means.checkAnswers) checkAnswer(route, answer);
    send(response, request.secure, answer);
  };
