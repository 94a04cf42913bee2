import { z } from 'zod';
import type { RecordedRun, RunPeriod } from '../../../engine/activity/executor.ts';
import type { Definition } from '../../../engine/model/definition.ts';
import { instanceIdSchema, workflowNameSchema, type WorkflowName } from '../../../engine/model/ids.ts';
import type { RecordsScope } from './innerAsking.ts';

const instancesAtOnce = 200;
const tasksAtOnce = 1_000;

const millis = z.coerce.number();
const instanceRowSchema = z.object({
  id: instanceIdSchema,
  workflow: workflowNameSchema,
  status: z.string(),
  started_at_ms: millis,
  ended_at_ms: millis.nullable(),
});
type InstanceRow = z.infer<typeof instanceRowSchema>;
const taskRowSchema = z.object({
  id: z.string(),
  instance: instanceIdSchema,
  number: z.number(),
  activity: z.string(),
  status: z.string(),
  created_at_ms: millis,
  started_at_ms: millis.nullable(),
  ended_at_ms: millis.nullable(),
});
type TaskRow = z.infer<typeof taskRowSchema>;

/** What is told of a workflow beside its runs. */
interface Known {
  readonly label: string;
  readonly category: string;
  readonly kindOf: (activity: string) => string | undefined;
}

type Take = (page: readonly RecordedRun[]) => Promise<void>;

/** Hands over what ran in a period, page by page: instances that ended, then those that live, each page with its tasks. */
export async function recordedRuns(records: RecordsScope, period: RunPeriod, take: Take): Promise<void> {
  const known = knowing(records);
  for (const pageAfter of [endedAfter, livingAfter]) {
    let last: InstanceRow | undefined;
    for (;;) {
      const page = await pageAfter(records, period, last);
      last = page.at(-1);
      if (last === undefined) break;
      await takeInstances({ records, period, take, known }, page);
    }
  }
}

/** Asks about each workflow once. */
function knowing({ facts }: RecordsScope): (workflow: WorkflowName) => Promise<Known> {
  const found = new Map<WorkflowName, Promise<Known>>();
  const ask = async (workflow: WorkflowName): Promise<Known> => {
    const { label } = await facts.of(workflow);
    const newest = await facts.newest(workflow);
    const definition: Definition | undefined = 'unusable' in newest ? undefined : newest;
    const kinds = new Map(Object.entries(definition?.activities ?? {}).map(([id, { type }]) => [id, type]));
    return { label, category: definition?.category ?? 'custom', kindOf: (activity) => kinds.get(activity) };
  };
  return (workflow) => {
    const asked = found.get(workflow) ?? ask(workflow);
    found.set(workflow, asked);
    return asked;
  };
}

const instanceColumns = ['id', 'workflow', 'status', 'started_at_ms', 'ended_at_ms'];

async function endedAfter({ trx }: RecordsScope, { fromMs, untilMs }: RunPeriod, last?: InstanceRow) {
  const after = [last?.ended_at_ms ?? fromMs, last?.id ?? ''];
  const rows: unknown = await trx('sb_instance')
    .whereRaw('(ended_at_ms, id) > (?, ?)', after)
    .where('started_at_ms', '<', untilMs)
    .orderBy(['ended_at_ms', 'id'])
    .limit(instancesAtOnce)
    .select(instanceColumns);
  return z.array(instanceRowSchema).parse(rows);
}

async function livingAfter({ trx }: RecordsScope, { untilMs }: RunPeriod, last?: InstanceRow) {
  const rows: unknown = await trx('sb_instance')
    .whereNull('ended_at_ms')
    .where('id', '>', last?.id ?? '')
    .where('started_at_ms', '<', untilMs)
    .orderBy('id')
    .limit(instancesAtOnce)
    .select(instanceColumns);
  return z.array(instanceRowSchema).parse(rows);
}

interface Taking {
  readonly records: RecordsScope;
  readonly period: RunPeriod;
  readonly take: Take;
  readonly known: (workflow: WorkflowName) => Promise<Known>;
}

async function takeInstances(taking: Taking, page: readonly InstanceRow[]): Promise<void> {
  const { records, period, take, known } = taking;
  const told = new Map<string, { readonly row: InstanceRow; readonly known: Known }>();
  for (const row of page) told.set(row.id, { row, known: await known(row.workflow) });
  await take([...told.values()].map(({ row, known: { label, category } }) => instanceRun(row, { label, category })));
  let last: TaskRow | undefined;
  for (;;) {
    const tasks: readonly TaskRow[] = await tasksAfter(records, period, [...told.keys()], last);
    last = tasks.at(-1);
    if (last === undefined) return;
    await take(
      tasks.flatMap((task) => {
        const of = told.get(task.instance);
        return of ? [taskRun(task, of.row, of.known)] : [];
      }),
    );
  }
}

async function tasksAfter(
  { trx }: RecordsScope,
  { fromMs, untilMs }: RunPeriod,
  instances: readonly string[],
  last?: TaskRow,
): Promise<readonly TaskRow[]> {
  const rows: unknown = await trx('sb_task')
    .whereIn('instance', instances)
    .whereRaw('(instance, number) > (?, ?)', [last?.instance ?? '', last?.number ?? 0])
    .whereRaw('COALESCE(started_at_ms, created_at_ms) < ?', [untilMs])
    .whereRaw('(ended_at_ms IS NULL OR ended_at_ms >= ?)', [fromMs])
    .orderBy(['instance', 'number'])
    .limit(tasksAtOnce)
    .select('id', 'instance', 'number', 'activity', 'status', 'created_at_ms', 'started_at_ms', 'ended_at_ms');
  return z.array(taskRowSchema).parse(rows);
}

const instanceRun = (row: InstanceRow, known: Pick<Known, 'label' | 'category'>): RecordedRun => ({
  instance: row.id,
  workflow: row.workflow,
  ...known,
  status: row.status,
  startedAtMs: row.started_at_ms,
  ...(row.ended_at_ms !== null && { endedAtMs: row.ended_at_ms }),
});

function taskRun(task: TaskRow, { id, workflow }: InstanceRow, { label, category, kindOf }: Known): RecordedRun {
  const kind = kindOf(task.activity);
  return {
    instance: id,
    workflow,
    label,
    category,
    task: task.id,
    activity: task.activity,
    ...(kind !== undefined && { kind }),
    status: task.status,
    startedAtMs: task.started_at_ms ?? task.created_at_ms,
    ...(task.ended_at_ms !== null && { endedAtMs: task.ended_at_ms }),
  };
}
