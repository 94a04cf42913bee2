import { instanceSchema, type Instance } from '../../../engine/model/instance.ts';
import type { Entry } from '../../../engine/model/entry.ts';
import type { Task } from '../../../engine/model/task.ts';
import type { TaskId } from '../../../engine/model/ids.ts';
import type { Advanced } from '../../../engine/core/advance.ts';
import { severityRank } from '../../../engine/model/severity.ts';

/** A row of `sb_instance`. */
export interface InstanceRow {
  id: string;
  workflow: string;
  version: number;
  status: string;
  severity: string;
  severity_rank: number;
  started_by: string;
  /** The instance whose task began it. */
  parent: string | null;
  started_at_ms: number;
  ended_at_ms: number | null;
  paused_at_ms: number | null;
  pause_until_ms: number | null;
  seq: number;
  state: string;
}

/** A row of `sb_task`. */
export interface TaskDbRow {
  id: string;
  instance: string;
  number: number;
  activity: string;
  status: string;
  attempt: number;
  created_at_ms: number;
  started_at_ms: number | null;
  ended_at_ms: number | null;
  duration_ms: number | null;
  record_count: number | null;
  progress: string | null;
  failure: string | null;
}

/** A row of `sb_history`. */
export interface HistoryRow {
  instance: string;
  seq: number;
  at_ms: number;
  type: string;
  level: string | null;
  activity: string | null;
  task: string | null;
  entry: string;
}

/** Reads an instance's folded state back. */
export const parseInstance = (state: string): Instance => instanceSchema.parse(JSON.parse(state));

/** The changing columns of an instance. */
export function instanceColumns(instance: Instance): Omit<InstanceRow, 'id' | 'started_by' | 'parent'> {
  const since = instance.pauseCauses.map(({ sinceMs }) => sinceMs);
  const until = instance.pauseCauses.flatMap(({ kind, untilMs }) =>
    kind === 'own' && untilMs !== undefined ? [untilMs] : [],
  );
  return {
    workflow: instance.workflow,
    version: instance.version,
    status: instance.status,
    severity: instance.severity,
    severity_rank: severityRank[instance.severity],
    started_at_ms: instance.startedAtMs,
    ended_at_ms: instance.endedAtMs ?? null,
    paused_at_ms: since.length > 0 ? Math.min(...since) : null,
    pause_until_ms: until[0] ?? null,
    seq: instance.seq,
    state: JSON.stringify(instance),
  };
}

/** A history entry as a row; what lists filter by has columns of its own. */
export function historyRow(instance: Instance, entry: Entry): HistoryRow {
  const task = 'task' in entry ? entry.task : undefined;
  const named = typeof task === 'object' ? { activity: task.activity, task: task.id } : { task };
  const activity = 'activity' in entry ? entry.activity : 'activity' in named ? named.activity : undefined;
  return {
    instance: instance.id,
    seq: entry.seq,
    at_ms: entry.atMs,
    type: entry.type,
    level: entry.type === 'journal' ? entry.level : null,
    activity: activity ?? null,
    task: named.task ?? null,
    entry: JSON.stringify(entry),
  };
}

/** A task's row, and whether this step created the task. */
export interface TouchedTask {
  readonly isNew: boolean;
  readonly row: TaskDbRow;
}

type EntryOf<Type extends Entry['type']> = Extract<Entry, { type: Type }>;

/** What a step did to a task. */
interface Touched {
  created?: Task;
  started?: EntryOf<'taskStarted'>;
  ended?: EntryOf<'taskEnded'>;
}

/** Notes what an entry did to its task, where it has one. */
function touch(touched: Map<TaskId, Touched>, entry: Entry): void {
  if (entry.type === 'journal' || !('task' in entry)) return;
  const id = entry.type === 'taskCreated' ? entry.task.id : entry.task;
  const known = touched.get(id) ?? {};
  touched.set(id, known);
  if (entry.type === 'taskCreated') known.created = entry.task;
  else if (entry.type === 'taskStarted') known.started = entry;
  else if (entry.type === 'taskEnded') known.ended = entry;
}

/** The rows of the tasks that a step touched, live and ended. */
export function taskRows(before: Instance | undefined, { instance, entries }: Advanced): TouchedTask[] {
  const touched = new Map<TaskId, Touched>();
  for (const entry of entries) touch(touched, entry);
  const rows: TouchedTask[] = [];
  for (const [id, what] of touched) {
    const task = instance.tasks[id] ?? before?.tasks[id] ?? what.created;
    if (task) rows.push({ isNew: what.created !== undefined, row: taskRow(instance, task, what) });
  }
  return rows;
}

function taskRow(instance: Instance, task: Task, { started, ended }: Touched): TaskDbRow {
  return {
    id: task.id,
    instance: instance.id,
    number: Number(task.id.slice(task.id.lastIndexOf('.t') + 2)),
    activity: task.activity,
    attempt: started?.attempt ?? task.attempt,
    created_at_ms: task.createdAtMs,
    progress: jsonText(task.progress),
    ...(ended ? endedColumns(task.startedAtMs ?? started?.atMs ?? task.createdAtMs, ended) : liveColumns(task)),
  };
}

type StatusColumns = Pick<
  TaskDbRow,
  'status' | 'started_at_ms' | 'ended_at_ms' | 'duration_ms' | 'record_count' | 'failure'
>;

const liveColumns = (task: Task): StatusColumns => ({
  status: task.status,
  started_at_ms: task.startedAtMs ?? null,
  ended_at_ms: null,
  duration_ms: null,
  record_count: null,
  failure: jsonText(task.failure),
});

const endedColumns = (startedAtMs: number, ended: EntryOf<'taskEnded'>): StatusColumns => ({
  status: ended.status,
  started_at_ms: startedAtMs,
  ended_at_ms: ended.atMs,
  duration_ms: ended.durationMs,
  record_count: ended.recordCount ?? null,
  failure: jsonText(ended.failure),
});

const jsonText = (value: object | undefined): string | null => (value ? JSON.stringify(value) : null);
