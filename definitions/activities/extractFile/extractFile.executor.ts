import type { Executor, ExecutorRun, Outcome } from '../../../engine/activity/executor.ts';
import type { CsvRow } from '../../../engine/activity/outside.ts';
import { rowPages } from '../../../engine/activity/rowPages.ts';
import { columnsNamed, onlyRowSet } from '../../../engine/activity/rowSets.ts';
import type { Json } from '../../../engine/model/json.ts';
import type { ExtractFileConfig } from './extractFile.kind.ts';

type Cells = CsvRow['cells'];

function cellOf(value: Json | undefined): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

async function execute(run: ExecutorRun<ExtractFileConfig>): Promise<Outcome> {
  const { config, services, render, signal, idempotencyKey } = run;
  const path = render(config.file);
  const rows = await onlyRowSet(run);
  const columns = config.columns.length === 0 ? rows.columns : columnsNamed(rows, config.columns);
  let recordCount = 0;
  async function* batches(): AsyncIterable<readonly Cells[]> {
    if (config.header) yield [columns];
    for await (const page of rowPages(services.sql, rows, columns)) {
      recordCount += page.length;
      yield page.map((row) => columns.map((column) => cellOf(row[column])));
    }
  }
  await services.outside.files.writeCsv({ path, delimiter: config.delimiter, signal, idempotencyKey }, batches());
  return { recordCount, vars: { file: path, recordCount } };
}

export const extractFileExecutor: Executor<ExtractFileConfig> = { kind: 'extractFile', execute };
