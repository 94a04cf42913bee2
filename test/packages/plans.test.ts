import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { executors } from '../../definitions/registry/executors.generated.ts';
import { kinds } from '../../definitions/registry/kinds.generated.ts';
import type { Executors, SqlSession } from '../../engine/activity/executor.ts';
import { kindFieldsOf } from '../../engine/graph/splitActivity.ts';
import { instanceIdSchema } from '../../engine/model/ids.ts';
import type { Json, Variables } from '../../engine/model/json.ts';
import type { TestDatabase } from '../support/webTables.ts';
import { openEngine, type EngineRun } from './engineRun.ts';
import { shippedWorkflows, type ShippedWorkflow } from './shippedPackages.ts';

const dayOneMs = Date.parse('2026-01-31T04:00:00.000Z');
const databases: readonly TestDatabase[] = ['sqlite', 'postgres'];

/** Tables that grow with every message. */
const logTable =
  /^(nms_(broad_log|exclude_log|tracking|web_tracking|proposition|coupon|mirror|provider_msg|forecast_log)|xtk_job_log)(?!_msg$)/;

/** Cubes are made anew from all rows of their facts: that is what they are for. */
const readsAll = new Set(['updateAggregate']);

/** Beside the steps there is no transaction for which PostgreSQL could be told to look for indexes alone. */
const isOutside = (name: string): boolean => name === 'delivery';

/** What was executed, and what of it reads a table from end to end. */
interface Seen {
  readonly activities: Set<string>;
  readonly scans: Set<string>;
}

const isPlanned = (sql: string): boolean => /^\s*(SELECT|WITH|DELETE|UPDATE|INSERT)\b/i.test(sql);

/** What a name in a query plan stands for. */
function tableOf(name: string, sql: string): string {
  const [, aliased] = new RegExp(`(?:FROM|JOIN|UPDATE|INTO) "?(\\w+)"?(?: AS)? ${name}\\b`, 'i').exec(sql) ?? [];
  return aliased ?? name;
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

async function scansOnSqlite(session: SqlSession, sql: string, params: Variables): Promise<readonly string[]> {
  const plan = await session.all(`EXPLAIN QUERY PLAN ${sql}`, params);
  return plan.flatMap(({ detail }) => /^SCAN (\w+)/.exec(textOf(detail))?.[1] ?? []).map((name) => tableOf(name, sql));
}

/**
 * Whether there is an index for it: a small table would be read from end to end whatever there is. Within a function, since
 * each statement of a definition begins with the settings of its own.
 */
const planOf = `CREATE FUNCTION public.plan_of(statement text) RETURNS SETOF text LANGUAGE plpgsql
  SET enable_seqscan TO off SET enable_hashjoin TO off SET enable_mergejoin TO off
  AS $$ BEGIN RETURN QUERY EXECUTE 'EXPLAIN ' || statement; END $$`;

const literal = (value: Json): string =>
  value === null ? 'NULL' : `'${(typeof value === 'string' ? value : JSON.stringify(value)).replaceAll("'", "''")}'`;

async function scansOnPostgres(session: SqlSession, sql: string, params: Variables): Promise<readonly string[]> {
  const statement = sql.replaceAll(/(?<![:\w]):(\w+)/g, (all, name: string) => {
    const value = params[name];
    return value === undefined ? all : literal(value);
  });
  const rows = await session.all('SELECT line FROM public.plan_of(:statement) AS line', { statement });
  const lines = rows.map(({ line }) => textOf(line));
  return lines.flatMap((line, index) => {
    const [, table] = /(?:Seq Scan|Index(?: Only)? Scan(?: Backward)? using \w+) on (\w+)/.exec(line) ?? [];
    return table === undefined || (lines[index + 1] ?? '').includes('Index Cond') ? [] : [table];
  });
}

function explained(session: SqlSession, activity: string, seen: Seen): SqlSession {
  const explain = async (sql: string, params: Variables): Promise<void> => {
    seen.activities.add(activity);
    if (!isPlanned(sql)) return;
    const scans = await (session.dialect === 'sqlite' ? scansOnSqlite : scansOnPostgres)(session, sql, params);
    for (const table of scans) if (logTable.test(table)) seen.scans.add(`${activity}: ${table}`);
  };
  return {
    ...session,
    run: async (sql, params) => {
      await explain(sql, params);
      return session.run(sql, params);
    },
    all: async (sql, params, limit) => {
      await explain(sql, params);
      return session.all(sql, params, limit);
    },
    createWorkTable: async (query, params) => {
      await explain(query, params);
      return session.createWorkTable(query, params);
    },
  };
}

/** The shipped executors, whose SQL is explained before it is executed. */
const explaining = (seenOf: (workflow: string) => Seen): Executors =>
  new Map(
    [...executors].map(([name, executor]) => [
      name,
      {
        kind: name,
        execute: (run: Parameters<typeof executor.execute>[0]) => {
          const { dialect } = run.services.sql;
          if (readsAll.has(name) || (isOutside(name) && dialect === 'postgres')) return executor.execute(run);
          const sql = explained(run.services.sql, run.activity, seenOf(run.workflow));
          const { evaluate, render, signal, idempotencyKey } = run;
          const services = { ...run.services, sql };
          return executor.execute({ ...run, evaluate, render, signal, idempotencyKey, services });
        },
      },
    ]),
  );

/** The activities whose SQL names a log table, or one that is only known when it is executed. */
function readersOfLogs({ definition }: ShippedWorkflow): readonly string[] {
  return Object.entries(definition.activities).flatMap(([id, { type, ...fields }]) => {
    const kind = kinds.get(type);
    const uses = kind?.sql?.(kind.schema.parse(kindFieldsOf(fields))) ?? [];
    const names = uses.flatMap(({ texts }) => Object.values(texts).flatMap((text) => text.split(/\W+/)));
    const isReader = uses.some(({ tables }) => tables.length > 0) || names.some((name) => logTable.test(name));
    return isReader && !readsAll.has(type) ? [id] : [];
  });
}

/** What no index helps with: the proof that the plans are looked at. */
const careless = {
  name: 'careless',
  activities: {
    begin: { type: 'start' },
    look: { type: 'query', sql: "SELECT l.user_agent FROM nms_tracking_log_rcp l WHERE l.user_agent = 'x'" },
    done: { type: 'end' },
  },
  transitions: [
    { from: 'begin', to: 'look' },
    { from: 'look', to: 'done' },
  ],
};

/** `cleanup` takes away what others look at. */
const inOrder = shippedWorkflows.toSorted(
  (one, other) => Number(one.name === 'cleanup') - Number(other.name === 'cleanup'),
);

describe.each(databases)('on the first day of the demo, on %s,', (database) => {
  const seen = new Map<string, Seen>();
  const seenOf = (workflow: string): Seen => {
    const known = seen.get(workflow) ?? { activities: new Set(), scans: new Set() };
    seen.set(workflow, known);
    return known;
  };
  let engine: EngineRun;

  beforeAll(async () => {
    engine = await openEngine(dayOneMs, 0.02, { executors: explaining(seenOf) }, database);
    if (database === 'postgres') await engine.knex.raw(planOf);
  }, 180_000);
  afterAll(() => engine.close());

  it('a workflow that reads a log table from end to end would be told', async () => {
    await engine.publish(careless);
    const instance = instanceIdSchema.parse('i_careless');
    await engine.ask({ operation: 'runNow', instance, input: {} }, { workflow: 'careless' });
    expect([...seenOf('careless').scans]).toEqual(['look: nms_tracking_log_rcp']);
  });

  it.each(inOrder)(
    '$name reads no log table from end to end, and finishes',
    async (workflow) => {
      const { name, entry } = workflow;
      const instance = instanceIdSchema.parse(`i_${name}`);
      await engine.ask({ operation: 'runNow', instance, input: {} }, { workflow: name });
      const row = await engine
        .knex<{ id: string; status: string }>('sb_instance')
        .where({ id: instance })
        .first('status');
      if (entry.trigger.kind === 'schedule') expect(row?.status).toBe('finished');
      const { activities, scans } = seenOf(name);
      expect([...scans]).toEqual([]);
      const idle = readersOfLogs(workflow).filter((id) => !activities.has(id));
      expect(idle).toEqual(entry.idle);
    },
    120_000,
  );
});
