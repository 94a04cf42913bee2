import { afterAll, beforeAll, expect } from 'vitest';
import { z } from 'zod';
import { ExecutorFailure } from '../../engine/activity/executor.ts';
import { invariant } from '../../engine/invariant.ts';
import { instanceIdSchema, type InstanceId } from '../../engine/model/ids.ts';
import type { Json } from '../../engine/model/json.ts';
import { openEngine, type EngineParts, type EngineRun } from './engineRun.ts';

/** A number of a row: PostgreSQL gives large ones as text. */
export const id = z.coerce.number();
/** An instant in milliseconds, as either database gives it. */
export const instant = z.union([z.string(), z.date()]).transform((value) => new Date(value).getTime());

/** A workflow that an oracle judges, on the demo data. */
export interface OracleRun {
  readonly engine: () => EngineRun;
  /** Runs it once, to its end, and answers its result. */
  readonly run: () => Promise<Json | undefined>;
  /** Runs it once while the mail server is down: it ends all the same, and no mail has gone. */
  readonly runWithoutMail: () => Promise<void>;
  /** The instance of the last run. */
  readonly last: () => InstanceId;
  /** Rows as a schema has them. */
  readonly read: <Row>(schema: z.ZodType<Row>, rows: PromiseLike<unknown>) => Promise<Row[]>;
  /** How many rows left each activity of the last run that told. */
  readonly counts: () => Promise<Readonly<Record<string, number>>>;
  /** Mails that the last run sent or kept: whom each went to, and what it was about. */
  readonly mails: () => Promise<readonly { readonly to: readonly string[]; readonly title: string }[]>;
}

/** So long the retries of a mail take at most. */
const retriesMs = 4 * 60_000;
const stateSchema = z.object({ status: z.string(), state: z.string() });
const mailSchema = z.object({ to: z.string(), title: z.string() });

/** Opens the engine for the tests of a file, with one workflow of the package and its demo data. */
export function oracleRun(workflow: string, nowMs: number, parts: EngineParts = {}): OracleRun {
  const opened: { engine?: EngineRun } = {};
  let runs = 0;
  const server = { isDown: false };
  // Mails stay in the outbox, but while there is a server that takes none.
  const mail = {
    get sends() {
      return server.isDown;
    },
    send: () => Promise.reject(new ExecutorFailure({ cause: 'transient', message: 'The mail server is down.' })),
  };
  beforeAll(async () => {
    opened.engine = await openEngine(nowMs, 0.02, {
      workflows: [workflow],
      ...parts,
      outside: { mail, ...parts.outside },
    });
  }, 120_000);
  afterAll(() => opened.engine?.close());
  const engine = (): EngineRun => {
    invariant(opened.engine, 'the engine is open while a test runs');
    return opened.engine;
  };
  const last = (): InstanceId => instanceIdSchema.parse(`i_${workflow}${String(runs)}`);
  const read: OracleRun['read'] = async (schema, rows) => z.array(schema).parse(await rows);
  return {
    engine,
    last,
    read,
    run: async () => {
      runs += 1;
      await engine().ask({ operation: 'runNow', instance: last(), input: {} }, { workflow });
      const row = stateSchema.parse(await engine().knex('sb_instance').where({ id: last() }).first('status', 'state'));
      const failures: unknown[] = await engine()
        .knex('sb_task')
        .where({ instance: last(), status: 'failed' })
        .pluck('failure');
      expect(row.status, failures.join('; ')).toBe('finished');
      return z.object({ result: z.json().optional() }).parse(JSON.parse(row.state)).result;
    },
    runWithoutMail: async () => {
      const instance = instanceIdSchema.parse(`i_${workflow}WithoutMail`);
      server.isDown = true;
      await engine().ask({ operation: 'runNow', instance, input: {} }, { workflow });
      await engine().liveUntil(nowMs + retriesMs);
      server.isDown = false;
      await engine().until(nowMs);
      expect(await engine().knex('sb_instance').where({ id: instance }).pluck('status')).toEqual(['finished']);
      const attempts = engine().knex('sb_task').where({ instance, status: 'failed' });
      expect((await attempts).length).toBeGreaterThan(0);
      expect(await engine().knex('sb_mail').where({ instance })).toEqual([]);
    },
    counts: async () => {
      const rows = await read(
        z.object({ activity: z.string(), record_count: id.nullable() }),
        engine().knex('sb_task').where({ instance: last() }).select('activity', 'record_count'),
      );
      return Object.fromEntries(rows.map(({ activity, record_count: count }) => [activity, count ?? 0]));
    },
    mails: async () => {
      const rows = await read(mailSchema, engine().knex('sb_mail').where({ instance: last() }).orderBy('id'));
      return rows.map(({ to, title }) => ({ to: z.array(z.string()).parse(JSON.parse(to)), title }));
    },
  };
}
