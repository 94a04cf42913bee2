import type { Query } from '../../database/statements.ts';
import { deleteFrom, insertInto, updateOf, type Table } from '../../database/tableStatements.ts';
import type { HistoryRow, InstanceRow, TaskDbRow } from './rows.ts';

/** A row of `sb_ready`, without the place that the database gives it. */
export interface ReadyRow {
  readonly task: string;
  readonly instance: string;
  readonly order_ms: number;
}

/** A row of `sb_timer`. */
export interface TimerRow {
  readonly instance: string;
  readonly task: string;
  readonly name: string;
  readonly due_at_ms: number;
}

/** A row of `sb_subscription`. */
export interface SubscriptionRow {
  readonly task: string;
  readonly instance: string;
  readonly signal: string;
  readonly key: string | null;
}

const changingColumns = {
  workflow: 'text',
  version: 'integer',
  status: 'text',
  severity: 'text',
  severity_rank: 'integer',
  started_at_ms: 'bigint',
  ended_at_ms: 'bigint',
  paused_at_ms: 'bigint',
  pause_until_ms: 'bigint',
  seq: 'integer',
  state: 'text',
} as const;

const instances: Table<InstanceRow> = {
  name: 'sb_instance',
  columns: { id: 'text', started_by: 'text', parent: 'text', ...changingColumns },
};

/** An instance's columns, and the entry that it must still stand at. */
export type InstanceUpdate = Omit<InstanceRow, 'started_by' | 'parent'> & { readonly was: number };

const instanceUpdates: Table<InstanceUpdate> = {
  name: 'sb_instance',
  columns: { id: 'text', was: 'integer', ...changingColumns },
};

const tasks: Table<TaskDbRow> = {
  name: 'sb_task',
  columns: {
    id: 'text',
    instance: 'text',
    number: 'integer',
    activity: 'text',
    status: 'text',
    attempt: 'integer',
    created_at_ms: 'bigint',
    started_at_ms: 'bigint',
    ended_at_ms: 'bigint',
    duration_ms: 'bigint',
    record_count: 'bigint',
    progress: 'text',
    failure: 'text',
  },
};

const history: Table<HistoryRow> = {
  name: 'sb_history',
  columns: {
    instance: 'text',
    seq: 'integer',
    at_ms: 'bigint',
    type: 'text',
    level: 'text',
    activity: 'text',
    task: 'text',
    entry: 'text',
  },
};

const ready: Table<ReadyRow> = {
  name: 'sb_ready',
  columns: { task: 'text', instance: 'text', order_ms: 'bigint' },
};

const timers: Table<TimerRow> = {
  name: 'sb_timer',
  columns: { instance: 'text', task: 'text', name: 'text', due_at_ms: 'bigint' },
};

const subscriptions: Table<SubscriptionRow> = {
  name: 'sb_subscription',
  columns: { task: 'text', instance: 'text', signal: 'text', key: 'text' },
};

/** A row of `sb_request_outcome`. */
export interface OutcomeRow {
  readonly id: string;
  readonly status: string;
  readonly code: string | null;
  readonly reason: string | null;
  readonly instance: string | null;
  readonly settled_at_ms: number;
}

const outcomes: Table<OutcomeRow> = {
  name: 'sb_request_outcome',
  columns: { id: 'text', status: 'text', code: 'text', reason: 'text', instance: 'text', settled_at_ms: 'bigint' },
};

/** A row of `sb_inbox_position`. */
export interface PositionRow {
  readonly source: string;
  readonly position: number;
}

const positions: Table<PositionRow> = {
  name: 'sb_inbox_position',
  columns: { source: 'text', position: 'integer' },
};

const found = { id: 'id', seq: 'was' } as const;

/** What steps write, as statements of fixed text. */
export const stepWrites = {
  beginInstances: insertInto(instances),
  moveInstances: updateOf(instanceUpdates, {
    what: 'move',
    // The keys of a constant are what its type says.
    set: Object.keys(changingColumns) as (keyof typeof changingColumns)[],
    where: found,
  }),
  /** Most steps change nothing that an index stands on. */
  goOnInstances: updateOf(instanceUpdates, { what: 'go on', set: ['seq', 'state'], where: found }),
  beginTasks: insertInto(tasks),
  moveTasks: updateOf(tasks, {
    what: 'move',
    set: ['status', 'attempt', 'started_at_ms', 'ended_at_ms', 'duration_ms', 'record_count', 'progress', 'failure'],
    where: { id: 'id' },
  }),
  remember: insertInto(history),
  queue: insertInto(ready, 'ON CONFLICT (task) DO NOTHING'),
  unqueue: deleteFrom(ready, ['task']),
  setTimers: insertInto(timers, 'ON CONFLICT (instance, task, name) DO UPDATE SET due_at_ms = excluded.due_at_ms'),
  clearTimers: deleteFrom(timers, ['instance', 'task']),
  clearTimer: deleteFrom(timers, ['instance', 'task', 'name']),
  subscribe: insertInto(
    subscriptions,
    'ON CONFLICT (task) DO UPDATE SET instance = excluded.instance, signal = excluded.signal, key = excluded.key',
  ),
  unsubscribe: deleteFrom(subscriptions, ['task']),
  settleRequests: insertInto(outcomes, 'ON CONFLICT (id) DO NOTHING'),
  savePositions: insertInto(positions, 'ON CONFLICT (source) DO UPDATE SET position = excluded.position'),
  leaveQueue: deleteFrom(ready, ['instance']),
  leaveTimers: deleteFrom(timers, ['instance']),
  leaveSubscriptions: deleteFrom(subscriptions, ['instance']),
};

const query = (name: string, text: string): Query => {
  const counted = { places: 0 };
  return { name, sqlite: text, postgres: text.replaceAll('?', () => `$${String((counted.places += 1))}`) };
};

/** Each of these is found by an index. */
function mayBeDue(): Pick<Query, 'sqlite' | 'postgres'> {
  const found = [
    'sb_timer WHERE due_at_ms <= given.now_ms',
    'sb_schedule WHERE begins_at_ms <= given.now_ms AND NOT waiting',
    'sb_instance WHERE pause_until_ms <= given.now_ms',
    'sb_reminder WHERE due_at_ms <= given.now_ms',
    'sb_expectation WHERE due_at_ms <= given.now_ms',
    "sb_backfill WHERE status = 'running'",
    'sb_child WHERE matter IS NOT NULL',
  ];
  const any = found.map((from) => `EXISTS (SELECT 1 FROM ${from})`).join(' OR ');
  return {
    sqlite: `SELECT 1 FROM (SELECT ? AS now_ms) AS given WHERE ${any}`,
    postgres: `SELECT 1 FROM (SELECT $1::bigint AS now_ms) AS given WHERE ${any}`,
  };
}

/** What every turn reads, as queries of fixed text. */
export const stepQueries = {
  instanceState: query('instance state', 'SELECT state FROM sb_instance WHERE id = ?'),
  outcome: query('outcome', 'SELECT id, status, code, reason, instance FROM sb_request_outcome WHERE id = ?'),
  position: query('position', 'SELECT position FROM sb_inbox_position WHERE source = ?'),
  /** All but some: those that wait for a place outside may be many. */
  ready: {
    name: 'ready',
    sqlite:
      'SELECT task, instance FROM sb_ready WHERE task NOT IN (SELECT value FROM json_each(?)) ' +
      'ORDER BY order_ms, position LIMIT ?',
    postgres: 'SELECT task, instance FROM sb_ready WHERE task <> ALL($1::text[]) ORDER BY order_ms, position LIMIT $2',
  } satisfies Query,
  /** A row where something may be due; of an instance that does not run too. */
  mayBeDue: {
    name: 'may be due',
    ...mayBeDue(),
  } satisfies Query,
  workTablesOf: {
    name: 'work tables of',
    sqlite: 'SELECT name FROM sb_work_table WHERE instance IN (SELECT value FROM json_each(?))',
    postgres: 'SELECT name FROM sb_work_table WHERE instance = ANY($1::text[])',
  } satisfies Query,
};
