import type { z } from 'zod';
import type { Access, Identified } from '../access/access.ts';
import type { FieldError, ProblemType } from '../contract/problemDetails.ts';
import type { Actor } from '../operations/actor.ts';
import type { Figures } from '../operations/metrics.ts';
import type { Operations } from '../operations/operations.ts';
import { RequestError, invalid } from '../operations/requestError.ts';
import type { WorkerStatus } from '../processes/workerLink.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** What every route may call. */
export interface RouteServices {
  readonly operations: Operations;
  readonly access: Access;
  readonly workerStatus: () => WorkerStatus;
  readonly openApi: () => object;
  /** Writes what is measured for Prometheus. */
  readonly metricsText: (figures: Figures) => Promise<string>;
}

/** Who visits a public address. */
export interface Visitor {
  readonly userAgent: string;
  /** It asks for the head alone, or fetches for somebody who may never look. */
  readonly isLookingAhead: boolean;
}

/** A call as it arrives: nothing of it is parsed yet but who makes it. */
export interface RawCall {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly ifMatch: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly identified: Identified | undefined;
  readonly visitor: Visitor;
  readonly services: RouteServices;
}

/** What a handler gets: parsed values, and what it may call. */
export interface Call<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** The revision or version of `If-Match`. */
  readonly ifMatch: number | undefined;
  readonly visitor: Visitor;
  readonly services: RouteServices;
}
export interface SignedInCall<Params, Query, Body> extends Call<Params, Query, Body> {
  readonly actor: Actor;
  readonly identified: Identified;
}

/** `cookie`: the secret of a session that begins, or null where one ends. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  /** Instead of a JSON body: what is no JSON, with its type in `headers`. */
  readonly content?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookie?: string | null;
  /** What was asked changed nothing: under an `Idempotency-Key` its answer is not kept, and a repetition asks again. */
  readonly isForgotten?: boolean;
}

/** What the documentation, the checks and the app read of a route. */
export interface RouteSpec {
  readonly method: Method;
  /** As OpenAPI writes it: `/api/workflows/{name}`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Its answer holds a secret: it is not kept for a repetition under the same `Idempotency-Key`. */
  readonly neverRemembered?: true;
  readonly takesIfMatch?: 'revision' | 'version';
  /** The body of each status that is no refusal; null: none. */
  readonly answers: Readonly<Record<number, z.ZodType | null>>;
  readonly problems: readonly ProblemType[];
}

export interface Route extends RouteSpec {
  readonly access: 'public' | 'signedIn';
  readonly run: (call: RawCall) => Promise<Answer>;
}

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

const pointerOf = (where: string, path: readonly PropertyKey[]): string =>
  [where, ...path.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1'))].join('/');

const errorsOf = (where: string, error: z.ZodError): FieldError[] =>
  error.issues.map(({ path, message }) => ({
    pointer: pointerOf(where, path),
    message,
    hint: 'See /api/docs for what this address takes.',
  }));

/** Parses the three parts of a call; all faults of all parts are told at once. */
function parseCall(spec: RouteSpec, call: RawCall) {
  const parts = [
    { where: '/params', schema: spec.params, value: call.params },
    { where: '/query', schema: spec.query, value: call.query },
    { where: '', schema: spec.body, value: call.body ?? {} },
  ].map(({ where, schema, value }) => ({ where, parsed: schema?.safeParse(value) }));
  const errors = parts.flatMap(({ where, parsed }) => (parsed?.error ? errorsOf(where, parsed.error) : []));
  if (errors.length > 0) throw invalid(errors);
  const [params, query, body] = parts.map(({ parsed }) => parsed?.data);
  return { params, query, body };
}

function parseIfMatch(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const match = /^(?:W\/)?"?(\d{1,15})"?$/.exec(header.trim());
  if (!match) throw new RequestError('malformed', `If-Match reads "3", not ${header}.`);
  return Number(match[1]);
}

interface Parts<P, Q, B> {
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
}
type Written<P, Q, B> = Omit<RouteSpec, 'params' | 'query' | 'body'> & Parts<P, Q, B>;

/** The parsed parts under the types that their schemas give. */
function typedCall<P, Q, B>(spec: Written<P, Q, B> & RouteSpec, call: RawCall): Call<Parsed<P>, Parsed<Q>, Parsed<B>> {
  const { params, query, body } = parseCall(spec, call);
  const { services, visitor } = call;
  return {
    // Each part was parsed by its own schema, or there is none and it is undefined: exactly what `Parsed` says.
    params: params as Parsed<P>,
    // As above.
    query: query as Parsed<Q>,
    // As above.
    body: body as Parsed<B>,
    ifMatch: spec.takesIfMatch === undefined ? undefined : parseIfMatch(call.ifMatch),
    visitor,
    services,
  };
}

/** A route for whoever is signed in; its use case checks the right. */
export function defineRoute<
  P extends z.ZodObject | undefined = undefined,
  Q extends z.ZodObject | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(
  spec: Written<P, Q, B> &
    RouteSpec & {
      handle: (call: SignedInCall<Parsed<P>, Parsed<Q>, Parsed<B>>) => Promise<Answer>;
    },
): Route {
  return {
    ...spec,
    access: 'signedIn',
    problems: ['not-authenticated', 'forbidden', ...spec.problems],
    run: async (raw) => {
      const { identified, idempotencyKey } = raw;
      if (!identified) throw new RequestError('not-authenticated', '');
      const actor: Actor = { ...identified.actor, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) };
      return spec.handle({ ...typedCall(spec, raw), actor, identified });
    },
  };
}

/** A route that needs nobody signed in: health, the OpenAPI document, signing in, what was sent in messages. */
export function definePublicRoute<
  B extends z.ZodType | undefined = undefined,
  P extends z.ZodObject | undefined = undefined,
>(
  spec: Written<P, undefined, B> &
    RouteSpec & { handle: (call: Call<Parsed<P>, undefined, Parsed<B>>) => Promise<Answer> },
): Route {
  return { ...spec, access: 'public', run: (raw) => Promise.resolve().then(() => spec.handle(typedCall(spec, raw))) };
}
