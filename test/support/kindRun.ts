import type {
  ExecutorRun,
  ExecutorServices,
  Notice,
  PausedFilter,
  PausedInstance,
  RecordedRun,
  Row,
  RunPeriod,
} from '../../engine/activity/executor.ts';
import type { Outside } from '../../engine/activity/outside.ts';
import { nothingOutside } from '../../engine/activity/nothingOutside.ts';
import type { DecideContext } from '../../engine/activity/kind.ts';
import { evaluateSource } from '../../engine/expression/evaluate.ts';
import type { ExpressionScope } from '../../engine/expression/expressionScope.ts';
import { renderSource } from '../../engine/expression/template.ts';
import { activityIdSchema, instanceIdSchema, outletSchema } from '../../engine/model/ids.ts';
import type { Variables } from '../../engine/model/json.ts';
import { taskSchema, type Task } from '../../engine/model/task.ts';
import { scopeWith } from './expressionScope.ts';

/** The world that a kind's test stands in; what is left out is empty. */
export interface KindWorld {
  readonly vars?: Variables;
  /** Inbound work tables: rows by the activity that made them. */
  readonly workTables?: Readonly<Record<string, number>>;
  readonly progress?: Task['progress'];
  readonly round?: number;
  readonly signal?: AbortSignal;
  readonly connected?: readonly string[];
  /** What the clock shows, where that is no longer when the task began. */
  readonly clockMs?: number;
  readonly waitingFor?: Task['waitingFor'];
  readonly dialect?: 'sqlite' | 'postgres';
  /** The tables that stand in the database. */
  readonly tables?: readonly string[];
  readonly mayName?: (table: string) => boolean;
  /** What each query gives, in their order. */
  readonly rows?: readonly (readonly Row[])[];
  /** How many rows each statement touches, in their order; an Error is thrown. */
  readonly touched?: readonly (number | Error)[];
  readonly paused?: readonly PausedInstance[];
  /** What ran, page by page. */
  readonly runs?: readonly (readonly RecordedRun[])[];
  readonly owned?: readonly { readonly name: string; readonly instanceStatus: string }[];
  readonly purged?: number;
  readonly outside?: Partial<Outside>;
}

/** All that an executor did, in its order. */
export interface Done {
  readonly ran: { readonly sql: string; readonly params: Variables }[];
  readonly asked: { readonly sql: string; readonly params: Variables }[];
  readonly selected: { readonly sql: string; readonly params: Variables }[];
  readonly dropped: string[];
  readonly notices: Notice[];
  readonly purges: (readonly [string, number | undefined])[];
  readonly filters: PausedFilter[];
  readonly periods: RunPeriod[];
  readonly noticed: string[];
  readonly killed: string[];
}

function taskOf(world: KindWorld): Task {
  const workTables = Object.entries(world.workTables ?? {}).map(
    ([activity, recordCount]) => [activity, { name: `wkf_${activity}`, recordCount }] as const,
  );
  return taskSchema.parse({
    id: 'i1.t1',
    activity: 'here',
    status: 'running',
    vars: world.vars ?? {},
    rounds: {},
    workTables: Object.fromEntries(workTables),
    createdAtMs: 0,
    attempt: 1,
    deaths: 0,
    ...(world.progress && { progress: world.progress }),
    ...(world.waitingFor && { waitingFor: world.waitingFor }),
  });
}

function sqlOf(world: KindWorld, done: Done): ExecutorServices['sql'] {
  const rows = [...(world.rows ?? [])];
  const touched = [...(world.touched ?? [])];
  return {
    dialect: world.dialect ?? 'sqlite',
    run: async (sql, params) => {
      done.ran.push({ sql, params });
      const next = touched.shift() ?? 0;
      if (next instanceof Error) throw next;
      return next;
    },
    all: async (sql, params) => {
      done.asked.push({ sql, params });
      return rows.shift() ?? [];
    },
    createWorkTable: async (sql, params) => {
      done.selected.push({ sql, params });
      return { name: 'wkf_new', recordCount: rows[0]?.length ?? 0 };
    },
    tables: async () => world.tables ?? [],
    dropTable: async (table) => void done.dropped.push(table),
    quote: (name) => `"${name}"`,
    mayName: world.mayName ?? (() => true),
  };
}

function recordsOf(world: KindWorld, done: Done): ExecutorServices['records'] {
  return {
    purge: async (what, olderThanMs) => {
      done.purges.push([what, olderThanMs]);
      return world.purged ?? 0;
    },
    pausedInstances: async (filter) => {
      done.filters.push(filter);
      return world.paused ?? [];
    },
    runs: async (period, take) => {
      done.periods.push(period);
      for (const page of world.runs ?? []) await take(page);
    },
    recordNotice: async (instances) => void done.noticed.push(...instances),
    requestKill: async (instances) => void done.killed.push(...instances),
    requestBegin: async () => ({ refusal: 'nothing is published here.' }),
    requestStop: async () => [],
    standings: async () => [],
    workTables: async () => (world.owned ?? []).map((table) => ({ ...table, instance: instanceIdSchema.parse('i0') })),
  };
}

function scopeOf(world: KindWorld, extra: Variables | undefined): ExpressionScope {
  return scopeWith(world.vars ?? {}, extra ? { extra } : {});
}

/** A run of an executor at 31 January 2026, 04:00 UTC, with a record of what it did. */
export function executorRun<Config>(config: Config, world: KindWorld = {}) {
  const done: Done = {
    ran: [],
    asked: [],
    selected: [],
    dropped: [],
    notices: [],
    purges: [],
    filters: [],
    periods: [],
    noticed: [],
    killed: [],
  };
  const run: ExecutorRun<Config> = {
    config,
    task: taskOf(world),
    instance: instanceIdSchema.parse('i1'),
    workflow: 'ordersDigest',
    activity: activityIdSchema.parse('here'),
    nowMs: scopeOf(world, undefined).nowMs,
    clockMs: () => world.clockMs ?? scopeOf(world, undefined).nowMs,
    round: world.round ?? 0,
    evaluate: (source, extra) => evaluateSource(source, scopeOf(world, extra)),
    render: (template, extra) => renderSource(template, scopeOf(world, extra)),
    signal: world.signal ?? new AbortController().signal,
    idempotencyKey: 'i1/i1.t1',
    services: {
      sql: sqlOf(world, done),
      records: recordsOf(world, done),
      outbox: {
        put: async (notice) => void done.notices.push(notice),
        mailed: async () => undefined,
        note: async () => undefined,
      },
      cubes: new Map(),
      outside: { ...nothingOutside, ...world.outside },
    },
  };
  return { run, done };
}

/** What a kind sees when it decides, at 31 January 2026, 04:00 UTC. */
export function decideContext<Config>(config: Config, world: KindWorld = {}): DecideContext<Config> {
  return {
    config,
    task: taskOf(world),
    nowMs: scopeOf(world, undefined).nowMs,
    clockMs: world.clockMs ?? scopeOf(world, undefined).nowMs,
    timeZone: 'UTC',
    connected: (world.connected ?? ['default']).map((name) => outletSchema.parse(name)),
    evaluate: (source, extra) => evaluateSource(source, scopeOf(world, extra)),
    render: (template, extra) => renderSource(template, scopeOf(world, extra)),
  };
}

/** How a deciding kind decides, by its name in the graph's own words. */
export function outletsOf(decision: { readonly outlets: readonly { readonly outlet: string }[] } | undefined) {
  return decision?.outlets.map(({ outlet }) => outlet);
}
