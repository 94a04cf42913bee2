import { ExecutorFailure } from '../../../engine/activity/executor.ts';
import type { Executor, ExecutorRun, Outcome } from '../../../engine/activity/executor.ts';
import { gatherRows, type GatheredColumn, type GatheredRows } from '../../../engine/activity/gatheredRows.ts';
import type { HttpAnswer } from '../../../engine/activity/outside.ts';
import { compileTemplate } from '../../../engine/expression/template.ts';
import { parseDuration } from '../../../engine/model/duration.ts';
import { jsonSchema, type Json, type Variables } from '../../../engine/model/json.ts';
import type { HttpConfig } from './http.kind.ts';

type Run = ExecutorRun<HttpConfig>;

/** What an answer may take when it becomes variables, and when it becomes rows. */
const varBytes = 900_000;
const pageBytes = 20_000_000;
const excerptChars = 300;

interface Answer {
  readonly response: Variables & { readonly status: number; readonly body: Json };
  readonly url: string;
}

const failure = (message: string, hint: string): ExecutorFailure =>
  new ExecutorFailure({ cause: 'data', message, hint });

/** A value as a part of an address: it stays within its part, whatever it is. */
function encoded(value: Json, source: string): string {
  const text = value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
  // Percent-encoded or not, these would lead to another folder.
  if (text === '.' || text === '..')
    throw failure(`${source} gave “${text}”, which is no part of an address.`, 'Look at where the value comes from.');
  return encodeURIComponent(text);
}

/** The address of a service as an option has it: the one value that is not within a part. */
function serviceAddress(value: Json, source: string): string {
  if (typeof value === 'string' && /^https?:\/\/[^/\s{?#@]+(\/[^\s?#]*)?$/.test(value))
    return value.replace(/\/+$/, '');
  throw failure(`${source} gave ${JSON.stringify(value)}, which is no address.`, 'Set it to https://host.');
}

function addressOf({ config, evaluate }: Run): string {
  const compiled = compileTemplate(config.url);
  if (!compiled.ok) throw failure(compiled.message, 'Mend the address.');
  // An expression before the host is an option: the schema lets no other one stand there.
  const [before] = compiled.template.parts;
  return compiled.template.parts
    .map((part, index) => {
      if (typeof part === 'string') return part;
      const value = evaluate(part.source);
      return before === '' && index === 1 ? serviceAddress(value, part.source) : encoded(value, part.source);
    })
    .join('');
}

function bodyOf({ config, evaluate }: Run): { readonly body?: string; readonly type?: string } {
  if (config.body === undefined) return {};
  const value = evaluate(config.body);
  if (typeof value === 'string') return { body: value, type: 'text/plain; charset=utf-8' };
  return { body: JSON.stringify(value), type: 'application/json' };
}

/** JSON where it says so or reads so; else the text. */
function readBody({ text, headers }: HttpAnswer): Json {
  if (!/\bjson\b/i.test(headers['content-type'] ?? '')) return text;
  try {
    return jsonSchema.parse(JSON.parse(text === '' ? 'null' : text));
  } catch {
    throw failure(`The answer says that it is JSON, and is not: ${text.slice(0, excerptChars)}`, 'Tell who answers.');
  }
}

function headersOf({ config, render, idempotencyKey }: Run, type: string | undefined): Record<string, string> {
  return {
    accept: 'application/json, */*;q=0.5',
    ...(type !== undefined && { 'content-type': type }),
    'idempotency-key': idempotencyKey,
    ...Object.fromEntries(
      Object.entries(config.headers).map(([name, text]) => [name.toLowerCase(), render(text)] as const),
    ),
  };
}

/** Too slow, too early, too often: of what the asker did wrong, this passes by itself. */
const passing: ReadonlySet<number> = new Set([408, 425, 429]);

/** @throws ExecutorFailure where the answer says that it did not work. */
function refuseStatus({ config }: Run, url: string, { status, text }: HttpAnswer): void {
  if (status < 400) return;
  const mayPass = passing.has(status) || status >= 500;
  throw new ExecutorFailure({
    cause: mayPass ? 'transient' : 'refused',
    message: `${config.method} ${url} was answered with ${String(status)}: ${text.slice(0, excerptChars)}`,
    hint: [401, 403].includes(status)
      ? 'Look at the credential, and at what it may do.'
      : mayPass
        ? 'Look at the answer; what passes by itself wants a retry.'
        : 'Look at the answer, and at what is asked; the same request would be refused again.',
  });
}

async function ask(run: Run, url: string, first: string): Promise<Answer> {
  const { config, services, signal } = run;
  const { body, type } = bodyOf(run);
  const { credential: name, credentialHeader: header } = config;
  const answer = await services.outside.http.send({
    method: config.method,
    url,
    origin: new URL(first).origin,
    headers: headersOf(run, type),
    ...(body !== undefined && { body }),
    ...(name !== undefined && { credential: { name, header } }),
    timeLimitMs: parseDuration(config.timeLimit) ?? 0,
    signal,
    bytesAtMost: config.rows === undefined ? varBytes : pageBytes,
  });
  refuseStatus(run, url, answer);
  const { status, headers } = answer;
  return { response: { status, headers: { ...headers }, body: readBody(answer) }, url: answer.url };
}

function rowsIn(run: Run, { response }: Answer, page: number): readonly Variables[] {
  const source = run.config.rows ?? '';
  const rows = run.evaluate(source, { response, page });
  const isObject = (row: Json): row is Variables => typeof row === 'object' && row !== null && !Array.isArray(row);
  if (Array.isArray(rows) && rows.every(isObject)) return rows;
  throw failure(
    `${source} gave ${JSON.stringify(rows).slice(0, excerptChars)}, which is no list of objects.`,
    'Mend the expression of the rows.',
  );
}

function linkedPage({ response, url }: Answer): string | undefined {
  const headers = response['headers'];
  const link = typeof headers === 'object' && headers !== null && !Array.isArray(headers) ? headers['link'] : undefined;
  const next = typeof link === 'string' ? /<([^>]+)>\s*;[^,]*\brel="?next"?/i.exec(link)?.[1] : undefined;
  return next === undefined ? undefined : new URL(next, url).href;
}

/** An address, or the parameters to set in this one; empty or anything else: there is no next page. */
function addressedPage(next: Json, answer: Answer): string | undefined {
  if (typeof next === 'string') return next === '' ? undefined : new URL(next, answer.url).href;
  if (typeof next !== 'object' || next === null || Array.isArray(next)) return undefined;
  const url = new URL(answer.url);
  const set = Object.entries(next);
  for (const [name, value] of set)
    url.searchParams.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  return set.length === 0 ? undefined : url.href;
}

/** The address of the page after this one; undefined after the last one. */
function nextPage(run: Run, answer: Answer, page: number): string | undefined {
  const { paginate } = run.config;
  if (!paginate) return undefined;
  if (paginate.next === undefined) return linkedPage(answer);
  return addressedPage(run.evaluate(paginate.next, { response: answer.response, page }), answer);
}

const valueOf = (row: Variables, { name, type }: GatheredColumn): Json => {
  const value = Object.hasOwn(row, name) ? (row[name] ?? null) : null;
  return type === 'text' && typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
};

interface Gathering {
  readonly columns: readonly GatheredColumn[];
  readonly rows: GatheredRows;
}

/** Adds the rows of all pages, and tells how the last one was answered and how many there were. */
async function addPages(run: Run, first: string, { columns, rows }: Gathering): Promise<Variables> {
  const { paginate } = run.config;
  const asked = new Set<string>();
  let status = 0;
  for (let url: string | undefined = first; url !== undefined;) {
    if (asked.has(url)) throw failure(`The page ${url} leads back to itself.`, 'Mend the expression of the next page.');
    if (asked.size >= (paginate?.pages ?? 1))
      throw failure(`There are more than ${String(asked.size)} pages.`, 'Allow more pages, or ask for less.');
    asked.add(url);
    const answer: Answer = await ask(run, url, first);
    status = answer.response.status;
    await rows.add(rowsIn(run, answer, asked.size).map((row) => columns.map((column) => valueOf(row, column))));
    url = nextPage(run, answer, asked.size);
  }
  return { status, pages: asked.size };
}

async function gather(run: Run): Promise<Outcome> {
  const columns = Object.entries(run.config.columns ?? {}).map(([name, type]) => ({ name, type }));
  const first = addressOf(run);
  const rows = await gatherRows(run.services, columns);
  let told: Variables;
  try {
    told = await addPages(run, first, { columns, rows });
  } catch (error) {
    await rows.discard();
    throw error;
  }
  const kept = await rows.finish();
  return { ...kept, vars: { ...kept.vars, ...told } };
}

async function execute(run: Run): Promise<Outcome> {
  if (run.config.rows !== undefined) return gather(run);
  const url = addressOf(run);
  const { response } = await ask(run, url, url);
  return { vars: response };
}

export const httpExecutor: Executor<HttpConfig> = { kind: 'http', execute };
