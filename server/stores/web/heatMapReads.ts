import type { Knex } from 'knex';
import { z } from 'zod';
import { heatRunSchema, type HeatRun } from '../../contract/heatMap.ts';
import { isoOf, isoOrNull } from '../../operations/ports/clock.ts';
import { cellMs, type HeatMapReads, type HeatWindow } from '../../operations/ports/heatMapReads.ts';
import type { Range } from '../../operations/ports/inbox.ts';

/** What runs longer has an index of its own: nobody looks further back than this for what began before a window. */
const longMs = 3_600_000;

/** So many tasks of one instance are told; of the others how many there are. */
const tasksTold = 20;

interface Sql {
  readonly text: string;
  readonly values: Readonly<Record<string, Knex.Value>>;
}

/** Names for values that stand in a list. */
function listed(prefix: string, values: readonly string[]): Sql {
  const names = values.map((_value, index) => `:${prefix}${String(index)}`);
  return {
    text: names.join(', '),
    values: Object.fromEntries(values.map((value, index) => [`${prefix}${String(index)}`, value])),
  };
}

/** The instances that ran in a window: each condition is one that an index answers. */
function ranWithin(columns: string, { fromMs, untilMs, nowMs, minMs, workflows }: HeatWindow): Sql {
  const wanted = workflows && listed('workflow', workflows);
  const of = (column: string): string => (wanted ? ` AND ${column} IN (${wanted.text})` : '');
  // SQLite would rather look at all that a workflow has ever run than at the few of an index that names it last.
  const [ofIndexed, ofFound] = [of('workflow'), of(`workflow || ''`)];
  const parts = [
    `started_at_ms >= :backMs AND started_at_ms < :untilMs AND ended_at_ms >= :fromMs${ofIndexed}`,
    // Written as in the index, which is used for nothing else.
    `ended_at_ms - started_at_ms >= 3600000 AND ended_at_ms >= :fromMs AND started_at_ms < :backMs${ofFound}`,
    `ended_at_ms IS NULL AND started_at_ms < :untilMs${ofFound}`,
  ];
  const from = (condition: string): string => `SELECT ${columns} FROM sb_instance WHERE ${condition}`;
  const values = { fromMs, untilMs, nowMs, minMs, backMs: Math.min(fromMs - longMs, untilMs), ...wanted?.values };
  // Only the beginning and the end are asked for where nothing is wanted of their difference.
  const longEnough = minMs > 0 ? ' WHERE COALESCE(ended_at_ms, :nowMs) - started_at_ms >= :minMs' : '';
  return { text: `SELECT * FROM (${parts.map(from).join(' UNION ALL ')}) AS ran${longEnough}`, values };
}

/** Not in the words of any index: an instance leads to its tasks, and what all the others ended with is not looked at. */
const inWindow = (started: string, ended: string): string =>
  `${started} < :untilMs AND COALESCE(${ended}, :nowMs) >= :fromMs`;

const taskStart = 'COALESCE(t.started_at_ms, t.created_at_ms)';

/** Whose tasks count, where only those of some activities do. SQLite takes a list of texts for what it is, one of pairs not. */
function ofActivities(activities: HeatWindow['activities']): Sql | undefined {
  if (!activities) return undefined;
  // No name has a space.
  const { text, values } = listed(
    'activity',
    activities.map(({ workflow, activity }) => `${workflow} ${activity}`),
  );
  return { text: `r.workflow || ' ' || t.activity IN (${text}) AND ${inWindow(taskStart, 't.ended_at_ms')}`, values };
}

/** Which cells a run lies in; what has not ended lies in the last one too. SQLite divides as whole numbers what it is told to. */
const cellsOf = (started: string, ended: string): string => `
  CASE WHEN ${started} < :fromMs THEN 0 ELSE CAST((${started} - :fromMs) / ${String(cellMs)} AS INTEGER) END AS first,
  CASE WHEN ${ended} IS NULL OR ${ended} > :lastMs THEN :lastCell
    ELSE CAST((${ended} - :fromMs) / ${String(cellMs)} AS INTEGER) END AS last`;

/** What a raw statement found: each driver hands it over in its own way. */
const foundSchema = z.union([
  z.array(z.unknown()),
  z.object({ rows: z.array(z.unknown()) }).transform(({ rows }) => rows),
]);
const find = async (knex: Knex, { text, values }: Sql): Promise<readonly unknown[]> =>
  foundSchema.parse(await knex.raw(text, values));

const count = z.coerce.number();
const spansSchema = z.array(z.object({ workflow: z.string(), first: count, last: count, runs: count }));

/** Statements that the bench explains, too. */
export function spansSql(window: HeatWindow): Sql {
  const tasks = ofActivities(window.activities);
  const ran = ranWithin(`${tasks ? 'id, ' : ''}workflow, started_at_ms, ended_at_ms`, window);
  const of = tasks
    ? `${cellsOf(taskStart, 't.ended_at_ms')}, COUNT(*) AS runs
       FROM ran r JOIN sb_task t ON t.instance = r.id WHERE ${tasks.text}`
    : `${cellsOf('r.started_at_ms', 'r.ended_at_ms')}, COUNT(*) AS runs FROM ran r`;
  const lastMs = Math.min(window.nowMs, window.untilMs - 1);
  const lastCell = Math.floor((lastMs - window.fromMs) / cellMs);
  return {
    text: `WITH ran AS (${ran.text}) SELECT r.workflow, ${of} GROUP BY 1, 2, 3`,
    values: { ...ran.values, ...tasks?.values, lastMs, lastCell },
  };
}

/** The instances of a window that are wanted, with the columns that somebody asks for. */
function instancesSql(columns: string, rest: string, window: HeatWindow): Sql {
  const tasks = ofActivities(window.activities);
  const ran = ranWithin('id, workflow, status, started_at_ms, ended_at_ms', window);
  const where = tasks ? `WHERE EXISTS (SELECT 1 FROM sb_task t WHERE t.instance = r.id AND ${tasks.text})` : '';
  return {
    text: `WITH ran AS (${ran.text}) SELECT ${columns} FROM ran r ${where} ${rest}`,
    values: { ...ran.values, ...tasks?.values },
  };
}

const workflowsSchema = z.array(z.object({ workflow: z.string(), instances: count }));
const runRowsSchema = z.array(
  z.object({
    id: z.string(),
    workflow: z.string(),
    status: z.string(),
    started_at_ms: count,
    ended_at_ms: count.nullable(),
  }),
);
const taskRowsSchema = z.array(
  z.object({
    id: z.string(),
    instance: z.string(),
    activity: z.string(),
    status: z.string(),
    began_at_ms: count,
    ended_at_ms: count.nullable(),
    total: count,
  }),
);
type TaskRow = z.infer<typeof taskRowsSchema>[number];

/** What was at work of some instances in a window, the first ones of each. */
async function tasksOf(knex: Knex, window: HeatWindow, instances: readonly string[]): Promise<readonly TaskRow[]> {
  if (instances.length === 0) return [];
  const of = listed('instance', instances);
  const rows = await find(knex, {
    text: `SELECT * FROM (
        SELECT t.id, t.instance, t.number, t.activity, t.status, ${taskStart} AS began_at_ms, t.ended_at_ms,
          COUNT(*) OVER (PARTITION BY t.instance) AS total,
          ROW_NUMBER() OVER (PARTITION BY t.instance ORDER BY t.number) AS place
        FROM sb_task t WHERE t.instance IN (${of.text}) AND ${inWindow(taskStart, 't.ended_at_ms')}
      ) AS told WHERE place <= ${String(tasksTold)} ORDER BY instance, number`,
    values: { ...of.values, fromMs: window.fromMs, untilMs: window.untilMs, nowMs: window.nowMs },
  });
  return taskRowsSchema.parse(rows);
}

async function runs(knex: Knex, window: HeatWindow, { offset, limit }: Range): Promise<readonly HeatRun[]> {
  const page = instancesSql('*', 'ORDER BY workflow, started_at_ms, id LIMIT :limit OFFSET :offset', window);
  const rows = runRowsSchema.parse(await find(knex, { ...page, values: { ...page.values, offset, limit } }));
  const ids = rows.map(({ id }) => id);
  const tasks = new Map<string, TaskRow[]>(ids.map((id) => [id, []]));
  for (const task of await tasksOf(knex, window, ids)) tasks.get(task.instance)?.push(task);
  return rows.map(({ started_at_ms, ended_at_ms, ...row }) => {
    const own = tasks.get(row.id) ?? [];
    return heatRunSchema.parse({
      ...row,
      startedAt: isoOf(started_at_ms),
      endedAt: isoOrNull(ended_at_ms),
      tasks: own.map(({ began_at_ms, ended_at_ms: endedAtMs, ...task }) => ({
        ...task,
        startedAt: isoOf(began_at_ms),
        endedAt: isoOrNull(endedAtMs),
      })),
      taskTotal: own[0]?.total ?? 0,
    });
  });
}

/** What ran when: of the whole history only what an index finds of a window is looked at. */
export function createHeatMapReads(knex: Knex): HeatMapReads {
  return {
    heatSpans: async (window) => spansSchema.parse(await find(knex, spansSql(window))),
    heatWorkflows: async (window) => {
      const sql = instancesSql('workflow, COUNT(*) AS instances', 'GROUP BY workflow ORDER BY workflow', window);
      return workflowsSchema.parse(await find(knex, sql));
    },
    heatRuns: (window, range) => runs(knex, window, range),
  };
}
