import type { Executor, ExecutorRun, Outcome } from '../../../engine/activity/executor.ts';
import type { OutletTaken } from '../../../engine/activity/kind.ts';
import type { WorkTable } from '../../../engine/model/workTable.ts';
import { columnList, keepRows, onlyRowSet, type RowSet } from '../../../engine/activity/rowSets.ts';
import { onDatabase, paramsOf, prepareFragment, type Statement } from '../../../engine/activity/sqlExecution.ts';
import { sqlFields, type Part, type SplitConfig } from './split.kind.ts';

type Run = ExecutorRun<SplitConfig>;

const rest = -1;

/** The rows that a part takes of those that the parts before it left. */
async function taken(run: Run, { where, limit, orderBy }: Part, index: number): Promise<Statement> {
  const condition = where === undefined ? undefined : await prepareFragment(run, where, sqlFields(run.config));
  const order = orderBy === undefined ? undefined : await prepareFragment(run, orderBy, sqlFields(run.config));
  const left = Array.from({ length: index }, (_, before) => `sb_row NOT IN (SELECT sb_row FROM taken_${before})`);
  const conditions = [...(condition ? [`(${condition.sql})`] : []), ...left];
  const ranked =
    `SELECT sb_row, row_number() OVER (ORDER BY ${order?.sql ?? 'sb_row'}) AS sb_place FROM numbered` +
    (conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '');
  const sql = `SELECT sb_row FROM (${ranked}) AS ranked${limit === undefined ? '' : ` WHERE sb_place <= ${limit}`}`;
  return { sql, params: paramsOf([condition, order].filter((part) => part !== undefined)) };
}

/**
 * All rows with the part that takes each. It is one statement, whose steps are executed once: a row leaves by one
 * outlet also where a condition is a matter of chance.
 */
async function divide(run: Run, rows: RowSet): Promise<WorkTable> {
  const parts: Statement[] = [];
  for (const [index, part] of run.config.outlets.entries()) parts.push(await taken(run, part, index));
  const steps = parts.map(({ sql }, index) => `taken_${index} AS MATERIALIZED (${sql})`);
  const numbered = `SELECT given.*, row_number() OVER () AS sb_row FROM ${rows.table} AS given`;
  const choice = parts.map((_, index) => `WHEN sb_row IN (SELECT sb_row FROM taken_${index}) THEN ${index}`);
  const sql =
    `WITH numbered AS MATERIALIZED (${numbered}), ${steps.join(', ')} ` +
    `SELECT numbered.*, CASE ${choice.join(' ')} ELSE ${rest} END AS sb_part FROM numbered`;
  return onDatabase(() => run.services.sql.createWorkTable(sql, paramsOf(parts)));
}

async function execute(run: Run): Promise<Outcome> {
  const { config, services } = run;
  const rows = await onlyRowSet(run);
  const divided = await divide(run, rows);
  const outlets: OutletTaken[] = [];
  const leave = async (outlet: string, part: number) => {
    const columns = columnList(rows, rows.columns);
    const sql = `SELECT ${columns} FROM ${rows.quote(divided.name)} WHERE sb_part = ${part} ORDER BY sb_row`;
    const { workTable, vars } = await keepRows(services, { sql, params: {} });
    outlets.push({ outlet, workTable, vars });
  };
  for (const [index, { outlet }] of config.outlets.entries()) await leave(outlet, index);
  if (config.rest !== undefined) await leave(config.rest, rest);
  await onDatabase(() => services.sql.dropTable(divided.name));
  return { outlets, recordCount: divided.recordCount };
}

export const splitExecutor: Executor<SplitConfig> = { kind: 'split', execute };
