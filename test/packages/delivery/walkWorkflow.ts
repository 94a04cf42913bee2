import type { Knex } from 'knex';
import type { Activity, Definition } from '../../../engine/model/definition.ts';
import type { ExecutorServices, Outcome, Row, SqlSession } from '../../../engine/activity/executor.ts';
import { nothingOutside } from '../../../engine/activity/nothingOutside.ts';
import type { Decision } from '../../../engine/activity/kind.ts';
import { evaluateSource } from '../../../engine/expression/evaluate.ts';
import type { ExpressionScope } from '../../../engine/expression/expressionScope.ts';
import { renderSource } from '../../../engine/expression/template.ts';
import { invariant } from '../../../engine/invariant.ts';
import { activityIdSchema, instanceIdSchema, workflowNameSchema } from '../../../engine/model/ids.ts';
import type { Json, Variables } from '../../../engine/model/json.ts';
import { taskSchema, type Task } from '../../../engine/model/task.ts';
import { activityCommonKeys } from '../../../engine/model/definition.ts';
import { executors } from '../../../definitions/registry/executors.generated.ts';
import { kinds } from '../../../definitions/registry/kinds.generated.ts';
import { manifest } from './deliveryPackage.ts';

/** One executed task of a walk. */
export interface Step {
  readonly activity: string;
  readonly type: string;
  readonly recordCount: number | undefined;
  /** Of a repeated script: the rows of each round that touched any. */
  readonly rounds: readonly number[];
  readonly total: number | undefined;
}

export interface WalkOptions {
  readonly now: Date;
  readonly options?: Readonly<Record<string, Json>>;
}

/** Executes a definition in graph order with the real kinds and executors; only engine records are left out. */
export async function walkWorkflow(knex: Knex, definition: Definition, options: WalkOptions): Promise<readonly Step[]> {
  const steps: Step[] = [];
  const entry = Object.keys(definition.activities).find((id) => definition.transitions.every(({ to }) => to !== id));
  let vars: Variables = {};
  let current: string | undefined = entry;
  while (current !== undefined) {
    const activity: Activity | undefined = Object.entries(definition.activities).find(([id]) => id === current)?.[1];
    invariant(activity && steps.length < 1_000, `the walk goes on at ${current}`);
    const task = await perform(knex, definition, { id: current, activity, vars }, options);
    steps.push(task.step);
    vars = { ...vars, ...task.vars };
    current = nextOf(definition, current, task.outlet);
  }
  return steps;
}

function nextOf(definition: Definition, from: string, outlet: string): string | undefined {
  const found = definition.transitions.filter((one) => one.from === from && (one.outlet ?? 'default') === outlet);
  invariant(found.length <= 1, `${from} goes one way by ${outlet}`);
  return found[0]?.to;
}

interface Current {
  readonly id: string;
  readonly activity: Activity;
  readonly vars: Variables;
}

interface Done {
  readonly step: Step;
  readonly vars: Variables;
  readonly outlet: string;
}

async function perform(knex: Knex, definition: Definition, current: Current, options: WalkOptions): Promise<Done> {
  const { id, activity } = current;
  const kind = kinds.get(activity.type);
  invariant(kind, `${activity.type} is a kind`);
  const own = Object.entries(activity).filter(([field]) => !activityCommonKeys.has(field));
  const config: unknown = kind.schema.parse(Object.fromEntries(own));
  const scope = await scopeOf(knex, current, options);
  const evaluate = (source: string, extra?: Variables): Json =>
    evaluateSource(source, extra ? { ...scope, extra } : scope);
  const render = (template: string, extra?: Variables): string =>
    renderSource(template, extra ? { ...scope, extra } : scope);
  const step = { activity: id, type: activity.type, recordCount: undefined, rounds: [], total: undefined };
  if (kind.behaviour.does === 'work') {
    const services = servicesOf(knex);
    const run = {
      config,
      instance: instanceIdSchema.parse('i1'),
      workflow: workflowNameSchema.parse(definition.name),
      activity: activityIdSchema.parse(id),
      nowMs: options.now.getTime(),
      clockMs: () => options.now.getTime(),
      evaluate,
      render,
      signal: new AbortController().signal,
      idempotencyKey: 'i1/i1.t1',
      services,
    };
    const repeats = kind.behaviour.repeats?.(config) ?? false;
    return await work(run, current, repeats);
  }
  if (kind.behaviour.does !== 'decide' || kind.trigger !== undefined) return { step, vars: {}, outlet: 'default' };
  const decision: Decision = kind.behaviour.decide({
    config,
    task: taskOf(current, 0),
    nowMs: options.now.getTime(),
    clockMs: options.now.getTime(),
    timeZone: definition.timeZone,
    connected: [],
    evaluate,
    render,
  });
  return { step, vars: {}, outlet: decision.outlets[0]?.outlet ?? 'none left' };
}

type Run = Omit<Parameters<NonNullable<ReturnType<typeof executors.get>>['execute']>[0], 'task' | 'round'>;

async function work(run: Run, current: Current, repeats: boolean): Promise<Done> {
  const executor = executors.get(current.activity.type);
  invariant(executor, `${current.activity.type} has an executor`);
  const rounds: number[] = [];
  let total: number | undefined;
  for (;;) {
    const rows = rounds.reduce((sum, round) => sum + round, 0);
    const outcome: Outcome = await executor.execute({ ...run, task: taskOf(current, rows), round: rounds.length });
    total ??= outcome.total;
    const more = repeats && (outcome.roundRows ?? 0) > 0;
    if (more) rounds.push(outcome.roundRows ?? 0);
    else {
      const step = {
        activity: current.id,
        type: current.activity.type,
        recordCount: outcome.recordCount,
        rounds,
        total,
      };
      return { step, vars: outcome.vars ?? {}, outlet: outcome.outlets?.[0]?.outlet ?? 'default' };
    }
  }
}

function taskOf({ id, vars }: Current, rows: number): Task {
  const progress = { rounds: 0, rows };
  return taskSchema.parse({
    id: 'i1.t1',
    activity: id,
    status: 'running',
    vars,
    rounds: {},
    workTables: {},
    createdAtMs: 0,
    attempt: 1,
    deaths: 0,
    progress,
  });
}

async function scopeOf(
  knex: Knex,
  { id, vars }: Current,
  { now, options = {} }: WalkOptions,
): Promise<ExpressionScope> {
  const stored = await knex<{ name: string; value: string }>('xtk_option').select('name', 'value');
  const defaults = manifest.options.map((option): [string, Json] => [option.name, option.default]);
  const values = new Map<string, Json>([
    ...defaults,
    ...stored.map(({ name, value }): [string, Json] => [name, value]),
    ...Object.entries(options),
  ]);
  return {
    nowMs: now.getTime(),
    vars,
    instance: { id: 'i1', inputs: {}, vars: {}, startedAtMs: now.getTime() },
    task: { id: 'i1.t1', activity: id },
    workflow: { name: 'cleanup', vars: {} },
    option: (name) => values.get(name),
    active: () => false,
  };
}

const globs = manifest.tables.map((pattern) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`));

function servicesOf(knex: Knex): ExecutorServices {
  const raw = async <Result>(sql: string, params: Variables): Promise<Result> => {
    // Knex cannot know what a statement gives.
    return (await knex.raw(sql, params)) as Result;
  };
  const sql: SqlSession = {
    dialect: 'sqlite',
    run: async (statement, params) => (await raw<{ changes?: number }>(statement, params)).changes ?? 0,
    all: async (query, params) => raw<readonly Row[]>(query, params),
    createWorkTable: async (query, params) => {
      await knex.raw('DROP TABLE IF EXISTS wkf_walk');
      await raw(`CREATE TABLE wkf_walk AS ${query}`, params);
      const [count] = await raw<readonly { n: number }[]>('SELECT COUNT(*) AS n FROM wkf_walk', {});
      return { name: 'wkf_walk', recordCount: count?.n ?? 0 };
    },
    tables: async () =>
      (await knex.raw<{ name: string }[]>("SELECT name FROM sqlite_master WHERE type = 'table'")).map(
        ({ name }) => name,
      ),
    dropTable: async (table) => {
      await knex.schema.dropTable(table);
    },
    quote: (name) => `"${name}"`,
    mayName: (table) => globs.some((glob) => glob.test(table)),
  };
  const records: ExecutorServices['records'] = {
    purge: async () => 0,
    pausedInstances: async () => [],
    runs: async () => undefined,
    recordNotice: async () => undefined,
    requestKill: async () => undefined,
    requestBegin: async () => ({ refusal: 'nothing is published here.' }),
    requestStop: async () => [],
    standings: async () => [],
    workTables: async () => [],
  };
  return {
    sql,
    records,
    outbox: { put: async () => undefined, mailed: async () => undefined, note: async () => undefined },
    cubes: new Map(),
    outside: nothingOutside,
  };
}
