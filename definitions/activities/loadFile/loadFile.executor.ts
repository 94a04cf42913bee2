import { ExecutorFailure } from '../../../engine/activity/executor.ts';
import type { Executor, ExecutorRun, Outcome } from '../../../engine/activity/executor.ts';
import { gatherRows, type GatheredColumn, type GatheredRows } from '../../../engine/activity/gatheredRows.ts';
import type { JournalLine } from '../../../engine/activity/kind.ts';
import type { CsvRow } from '../../../engine/activity/outside.ts';
import type { Json } from '../../../engine/model/json.ts';
import type { LoadFileConfig } from './loadFile.kind.ts';
import { readCell } from './readCell.ts';

type Run = ExecutorRun<LoadFileConfig>;
const toldAtMost = 20;

const failure = (message: string, hint: string): ExecutorFailure =>
  new ExecutorFailure({ cause: 'data', message, hint });

/** How a header may write a column: `Order No` is order_no. */
const plainName = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_');

/** Where the columns stand in a row, by the header. */
function placesOf(columns: readonly GatheredColumn[], { cells }: CsvRow): readonly number[] {
  const names = cells.map((cell) => plainName(cell ?? ''));
  return columns.map(({ name }) => {
    const at = names.indexOf(plainName(name));
    if (at === -1)
      throw failure(
        `The header has no column “${name}”: ${cells.join(', ').slice(0, 300)}.`,
        'Name the columns as the file does, or look at the delimiter.',
      );
    if (names.lastIndexOf(plainName(name)) !== at)
      throw failure(`The header has the column “${name}” twice.`, 'Have the file name each column once.');
    return at;
  });
}

/** Makes values of rows and keeps account of those that are bad. */
class Loading {
  readonly #columns: readonly GatheredColumn[];
  readonly #config: LoadFileConfig;
  #places: readonly number[] | undefined;
  #width = 0;
  #rejected = 0;
  readonly #faults: string[] = [];

  constructor(columns: readonly GatheredColumn[], config: LoadFileConfig) {
    this.#columns = columns;
    this.#config = config;
    if (config.header) return;
    this.#places = columns.map((_, at) => at);
    this.#width = columns.length;
  }

  get rejected(): number {
    return this.#rejected;
  }

  get hasHeader(): boolean {
    return this.#places !== undefined;
  }

  values(rows: readonly CsvRow[]): Json[][] {
    return rows.flatMap((row) => {
      if (this.#places) return this.#valuesOf(row, this.#places);
      this.#places = placesOf(this.#columns, row);
      this.#width = row.cells.length;
      return [];
    });
  }

  journal(): readonly JournalLine[] {
    const lines = this.#faults.map((text): JournalLine => ({ level: 'warning', text: `Left out: ${text}` }));
    const more = this.#rejected - lines.length;
    if (more > 0) lines.push({ level: 'warning', text: `Left out: ${String(more)} more rows.` });
    return lines;
  }

  #valuesOf(row: CsvRow, places: readonly number[]): Json[][] {
    const { cells, line } = row;
    // An empty line.
    if (cells.length === 1 && cells[0] === null && this.#width > 1) return [];
    if (cells.length !== this.#width)
      return this.#reject(line, `${String(cells.length)} cells instead of ${String(this.#width)}`);
    const values: Json[] = [];
    for (const [index, { name, type }] of this.#columns.entries()) {
      const read = readCell(cells[places[index] ?? 0] ?? null, type);
      if ('fault' in read) return this.#reject(line, `${name}: ${read.fault}`);
      values.push(read.value);
    }
    return [values];
  }

  #reject(line: number, why: string): [] {
    this.#rejected += 1;
    if (this.#faults.length < toldAtMost) this.#faults.push(`line ${String(line)}: ${why}.`);
    if (this.#rejected <= this.#config.rejects) return [];
    throw failure(
      `There are more than ${String(this.#config.rejects)} bad rows: ${this.#faults.slice(-toldAtMost).join(' ')}`,
      'Mend the file, or allow more bad rows.',
    );
  }
}

async function load(
  run: Run,
  path: string,
  { rows, loading }: { rows: GatheredRows; loading: Loading },
): Promise<void> {
  const { config, services, signal } = run;
  const { delimiter, encoding } = config;
  for await (const batch of services.outside.files.readCsv({ path, delimiter, encoding, signal }))
    await rows.add(loading.values(batch));
  if (!loading.hasHeader) throw failure(`${path} is empty: it has no header.`, 'Look at who writes the file.');
}

async function execute(run: Run): Promise<Outcome> {
  const { config, services, render } = run;
  const columns = Object.entries(config.columns).map(([name, type]) => ({ name, type }));
  const path = render(config.file);
  const loading = new Loading(columns, config);
  const rows = await gatherRows(services, columns);
  try {
    await load(run, path, { rows, loading });
  } catch (error) {
    await rows.discard();
    throw error;
  }
  const kept = await rows.finish();
  const vars = { ...kept.vars, file: path, rejected: loading.rejected };
  return { ...kept, vars, journal: loading.journal() };
}

export const loadFileExecutor: Executor<LoadFileConfig> = { kind: 'loadFile', execute };
