import { ExecutorFailure } from '../../../engine/activity/executor.ts';
import type { Executor, ExecutorRun, Outcome, Row } from '../../../engine/activity/executor.ts';
import type { JournalLine } from '../../../engine/activity/kind.ts';
import { onDatabase, prepareQuery } from '../../../engine/activity/sqlExecution.ts';
import type { DropTablesConfig } from './dropTables.kind.ts';
import { chooserOf, keeperOf, matcherOf } from './tableNames.ts';

type Run = ExecutorRun<DropTablesConfig>;
type Field = 'keep' | 'only';

/** Which tables go, and which match but are not the package's to drop. */
interface Choice {
  readonly doomed: readonly string[];
  readonly forbidden: readonly string[];
}

const live: ReadonlySet<string> = new Set(['running', 'pausing', 'paused', 'stopping']);

function nameIn(row: Row, field: Field): string {
  const [name, ...others] = Object.values(row);
  if (typeof name === 'string' && others.length === 0) return name;
  throw new ExecutorFailure({
    cause: 'data',
    message: `The query of “${field}” gave ${JSON.stringify(row)}, which is not one table name.`,
    hint: "Select one column of names, e.g. SELECT 'grp' || id FROM nms_group.",
  });
}

/** The names that a query gives; nothing where there is no query. */
async function namesOf(run: Run, field: Field): Promise<readonly string[] | undefined> {
  const text = run.config[field];
  if (text === undefined) return undefined;
  const { sql, params } = await prepareQuery(run, text, run.config);
  const rows = await onDatabase(() => run.services.sql.all(sql, params));
  return rows.map((row) => nameIn(row, field));
}

/** Tells which of the tables that may go are meant: by the pattern, by Only and by Keep. */
async function meant(run: Run): Promise<(table: string) => boolean> {
  const matches = matcherOf(run.config.pattern);
  const keeps = keeperOf((await namesOf(run, 'keep')) ?? []);
  const only = await namesOf(run, 'only');
  const chosen = only === undefined ? () => true : chooserOf(only);
  return (table) => matches(table) && chosen(table) && !keeps(table);
}

async function choose({ config, services }: Run): Promise<Choice> {
  const workTables = await services.records.workTables();
  if (config.ownedByEnded)
    return {
      doomed: workTables.filter((table) => !live.has(table.instanceStatus)).map(({ name }) => name),
      forbidden: [],
    };
  const owned = new Set(workTables.map(({ name }) => name));
  const others = (await services.sql.tables()).filter((table) => !owned.has(table));
  return {
    doomed: others.filter((table) => services.sql.mayName(table)),
    forbidden: others.filter((table) => !services.sql.mayName(table)),
  };
}

function journal(pattern: string, dropped: number, forbidden: number): readonly JournalLine[] {
  const lines: JournalLine[] = [
    {
      level: 'info',
      code: 'tables-dropped',
      text: `Tables dropped that match ${pattern}: ${String(dropped)}.`,
      params: { pattern, count: dropped },
    },
  ];
  if (forbidden > 0)
    lines.push({
      level: 'warning',
      code: 'tables-not-nameable',
      text: `Tables left that match ${pattern} but that no package declares: ${String(forbidden)}.`,
      params: { pattern, count: forbidden },
    });
  return lines;
}

async function execute(run: Run): Promise<Outcome> {
  const { pattern } = run.config;
  const goes = await meant(run);
  const choice = await choose(run);
  const doomed = choice.doomed.filter(goes);
  for (const table of doomed) await onDatabase(() => run.services.sql.dropTable(table));
  const recordCount = doomed.length;
  return {
    recordCount,
    vars: { recordCount },
    journal: journal(pattern, recordCount, choice.forbidden.filter(goes).length),
  };
}

export const dropTablesExecutor: Executor<DropTablesConfig> = { kind: 'dropTables', execute };
