import type { Knex } from 'knex';
import { z } from 'zod';
import { toldEntries } from '../../server/stores/web/journalLines.ts';

/** What the instances of a workflow did that began within some time. */
export interface DoneByWorkflow {
  readonly workflow: string;
  readonly begun: number;
  readonly finished: number;
  /** They touched rows. */
  readonly worked: number;
  readonly rows: number;
  readonly mails: number;
  /** What their journals tell, by the rule of the page that shows them. */
  readonly lines: number;
  readonly warnings: number;
  /** What went wrong: instances that paused or were stopped, tasks that failed, lines that tell of errors. */
  readonly faults: readonly string[];
}

/** From an instant, and before another. */
export interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

const number = z.coerce.number();
const begunSchema = z.object({ workflow: z.string(), begun: number, finished: number, worked: number, rows: number });
const linesSchema = z.object({ workflow: z.string(), lines: number, warnings: number });
const mailsSchema = z.object({ workflow: z.string(), mails: number });
const faultSchema = z.object({ workflow: z.string(), fault: z.string() });

const within = 'i.started_at_ms >= :fromMs AND i.started_at_ms < :untilMs';

const begunSql = `
SELECT workflow, count(*) AS begun, sum(CASE WHEN status = 'finished' THEN 1 ELSE 0 END) AS finished,
  sum(CASE WHEN "rows" > 0 THEN 1 ELSE 0 END) AS worked, sum("rows") AS "rows"
FROM (
  SELECT i.workflow, i.status,
    (SELECT coalesce(sum(t.record_count), 0) FROM sb_task t WHERE t.instance = i.id) AS "rows"
  FROM sb_instance i WHERE ${within}
) AS begun GROUP BY workflow`;

const mailsSql = `
SELECT i.workflow, count(*) AS mails FROM sb_instance i JOIN sb_mail m ON m.instance = i.id WHERE ${within}
GROUP BY i.workflow`;

const faultsSql = `
SELECT i.workflow, t.activity || ': ' || coalesce(t.failure, 'failed') AS fault
FROM sb_instance i JOIN sb_task t ON t.instance = i.id AND t.status = 'failed' WHERE ${within}
UNION SELECT i.workflow, 'an instance is ' || i.status AS fault
FROM sb_instance i WHERE i.status IN ('paused', 'stopped', 'failed', 'killed') AND ${within}
UNION SELECT i.workflow, h.entry AS fault
FROM sb_instance i JOIN sb_history h ON h.instance = i.id AND h.level = 'error' WHERE ${within}`;

async function all<Row>(knex: Knex, schema: z.ZodType<Row>, sql: string, span: Span): Promise<readonly Row[]> {
  // knex answers rows on SQLite, and what pg answers on PostgreSQL.
  const answer: unknown = await knex.raw(sql, { ...span });
  return z.array(schema).parse(Array.isArray(answer) ? answer : z.object({ rows: z.unknown() }).parse(answer).rows);
}

async function readLines(knex: Knex, { fromMs, untilMs }: Span): Promise<readonly z.infer<typeof linesSchema>[]> {
  const rows: unknown = await knex('sb_instance as i')
    .join(toldEntries(knex).as('h'), 'h.instance', 'i.id')
    .where('i.started_at_ms', '>=', fromMs)
    .where('i.started_at_ms', '<', untilMs)
    .groupBy('i.workflow')
    .select(
      'i.workflow',
      knex.raw(`count(*) AS lines, sum(CASE WHEN h.level = 'warning' THEN 1 ELSE 0 END) AS warnings`),
    );
  return z.array(linesSchema).parse(rows);
}

/** Reads what instances did, by workflow. */
export async function readDone(knex: Knex, span: Span): Promise<readonly DoneByWorkflow[]> {
  const lines = await readLines(knex, span);
  const mails = await all(knex, mailsSchema, mailsSql, span);
  const faults = await all(knex, faultSchema, faultsSql, span);
  const begun = await all(knex, begunSchema, begunSql, span);
  return begun.map((one) => {
    const { workflow } = one;
    const told = lines.find((line) => line.workflow === workflow);
    return {
      ...one,
      mails: mails.find((mail) => mail.workflow === workflow)?.mails ?? 0,
      lines: told?.lines ?? 0,
      warnings: told?.warnings ?? 0,
      faults: faults.flatMap((one) => (one.workflow === workflow ? [one.fault] : [])),
    };
  });
}

/** What was done in two spans, together. */
export function together(one: readonly DoneByWorkflow[], other: readonly DoneByWorkflow[]): readonly DoneByWorkflow[] {
  const sums = new Map(one.map((done) => [done.workflow, done]));
  for (const done of other) {
    const { workflow } = done;
    const known = sums.get(workflow);
    sums.set(workflow, known ? sumOf(known, done) : done);
  }
  return [...sums.values()];
}

const sumOf = (one: DoneByWorkflow, other: DoneByWorkflow): DoneByWorkflow => ({
  workflow: one.workflow,
  begun: one.begun + other.begun,
  finished: one.finished + other.finished,
  worked: one.worked + other.worked,
  rows: one.rows + other.rows,
  mails: one.mails + other.mails,
  lines: one.lines + other.lines,
  warnings: one.warnings + other.warnings,
  faults: [...new Set([...one.faults, ...other.faults])],
});
