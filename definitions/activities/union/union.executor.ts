import type { Executor, ExecutorRun, Outcome } from '../../../engine/activity/executor.ts';
import type { JournalLine } from '../../../engine/activity/kind.ts';
import {
  columnList,
  columnsNamed,
  hasKey,
  inboundRowSets,
  keepRows,
  type RowSet,
} from '../../../engine/activity/rowSets.ts';
import { misconfigured } from '../../../engine/activity/sqlExecution.ts';
import type { UnionConfig } from './union.kind.ts';

type Sets = readonly [RowSet, ...RowSet[]];

const lower = (columns: readonly string[]) => new Set(columns.map((column) => column.toLowerCase()));

/** The columns of the leading rows that all the others have too. */
function commonColumns([leading, ...others]: Sets): readonly string[] {
  const known = others.map(({ columns }) => lower(columns));
  const common = leading.columns.filter((column) => known.every((names) => names.has(column.toLowerCase())));
  if (common.length > 0) return common;
  throw misconfigured(
    'The rows that came in have no column in common.',
    'Select the same columns in each branch: AS gives a column another name.',
  );
}

/** Columns that one of the branches lacks are left out, which nobody should have to find out from the rows. */
function leftOut(sets: Sets, common: readonly string[]): readonly JournalLine[] {
  const kept = lower(common);
  const lost = [...new Set(sets.flatMap(({ columns }) => columns).filter((name) => !kept.has(name.toLowerCase())))];
  if (lost.length === 0) return [];
  const columns = lost.join(', ');
  const text = `Columns that not all rows have were left out: ${columns}.`;
  return [{ level: 'info', code: 'columns-left-out', text, params: { columns } }];
}

const select = (set: RowSet, columns: readonly string[], more = '') =>
  `SELECT ${columnList(set, columnsNamed(set, columns))}${more} FROM ${set.table}`;

function query(sets: Sets, columns: readonly string[], wanted: readonly string[] | undefined): string {
  const [leading] = sets;
  // With itself where it is alone: UNION leaves equal rows out.
  if (!wanted) return (sets.length > 1 ? sets : [leading, leading]).map((set) => select(set, columns)).join(' UNION ');
  const key = columnsNamed({ name: 'all branches', columns }, wanted);
  const all = sets.map((set, index) => select(set, columns, `, ${String(index)} AS sb_set`)).join(' UNION ALL ');
  const ranked =
    `SELECT united.*, row_number() OVER (PARTITION BY ${columnList(leading, key)} ORDER BY sb_set) AS sb_place ` +
    `FROM (${all}) AS united`;
  const rest = `sb_place = 1 OR NOT (${hasKey(leading, key)})`;
  return `SELECT ${columnList(leading, columns)} FROM (${ranked}) AS ranked WHERE ${rest}`;
}

async function execute(run: ExecutorRun<UnionConfig>): Promise<Outcome> {
  const sets = await inboundRowSets(run, run.config.primary);
  const columns = commonColumns(sets);
  const kept = await keepRows(run.services, { sql: query(sets, columns, run.config.key), params: {} });
  return { ...kept, journal: leftOut(sets, columns) };
}

export const unionExecutor: Executor<UnionConfig> = { kind: 'union', execute };
