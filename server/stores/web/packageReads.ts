import type { Knex } from 'knex';
import { z } from 'zod';
import { instanceIdSchema } from '../../../engine/model/ids.ts';
import { jsonRecordSchema, jsonSchema } from '../../../engine/model/json.ts';
import { createMask } from '../../../engine/model/secrets.ts';
import { dataSchema, dialectOf } from '../../database/dialect.ts';
import type { EngineReader, EventRows } from '../../operations/ports/engineReader.ts';
import type { PackageState } from '../../operations/ports/packageChange.ts';
import { readSecrets } from '../engine/secretRows.ts';
import { jsonText } from './jsonText.ts';
import { preparePostgres } from './preparePostgres.ts';
import { prepareSqlite } from './prepareSqlite.ts';

type PackageReads = Pick<EngineReader, 'dialect' | 'prepare' | 'tables' | 'eventRows' | 'packages' | 'rowCounts'>;

/** Integers beyond 2^53 and blobs travel as text (semantics.md 6). */
const valueOf = (value: unknown): unknown => {
  if (typeof value === 'bigint') return value.toString();
  return Buffer.isBuffer(value) ? value.toString('base64') : value;
};

interface ColumnRow {
  readonly name: string;
  readonly column: string;
}

const columnsOnSqlite = (knex: Knex): Promise<ColumnRow[]> =>
  knex('sqlite_master as m')
    .joinRaw('JOIN pragma_table_info(m.name) AS c')
    .where('m.type', 'table')
    .whereRaw(String.raw`m.name NOT LIKE 'sb\_%' ESCAPE '\' AND m.name NOT LIKE 'sqlite\_%' ESCAPE '\'`)
    .orderBy(['m.name', 'c.cid'])
    .select('m.name as name', 'c.name as column');

const columnsOnPostgres = (knex: Knex): Promise<ColumnRow[]> =>
  knex('information_schema.columns')
    .where({ table_schema: dataSchema })
    .orderBy(['table_name', 'ordinal_position'])
    .select('table_name as name', 'column_name as column');

async function readTables(knex: Knex): Promise<{ name: string; columns: readonly string[] }[]> {
  const rows = await (dialectOf(knex) === 'postgres' ? columnsOnPostgres : columnsOnSqlite)(knex);
  const byName = new Map<string, string[]>();
  for (const { name, column } of rows) byName.set(name, [...(byName.get(name) ?? []), column]);
  return [...byName].map(([name, columns]) => ({ name, columns }));
}

const packageRowsSchema = z.array(
  z.object({
    name: z.string(),
    version: z.string(),
    status: z.enum(['installed', 'removed']),
    data_kept: z.coerce.boolean(),
    installs: z.number(),
    installed_at: z.string(),
  }),
);

async function readPackages(knex: Knex): Promise<readonly PackageState[]> {
  const rows = packageRowsSchema.parse(await knex('sb_package').orderBy('name'));
  return rows.map(({ data_kept: dataKept, installed_at: installedAt, ...row }) => ({ ...row, dataKept, installedAt }));
}

const countSchema = z.array(z.object({ rows: z.coerce.number() })).length(1);

async function countRows(knex: Knex, tables: readonly string[]): Promise<{ name: string; rows: number }[]> {
  const counts: { name: string; rows: number }[] = [];
  for (const name of tables) {
    const place = dialectOf(knex) === 'postgres' ? `${dataSchema}.${name}` : name;
    const [counted] = countSchema.parse(await knex(place).count({ rows: '*' }));
    counts.push({ name, rows: counted?.rows ?? 0 });
  }
  return counts;
}

interface WorkTableOfEvent {
  readonly name: string;
  readonly rows: number;
}

async function workTableOf(knex: Knex, instance: string, event: string): Promise<WorkTableOfEvent | undefined> {
  const [created]: { name: string | null; rows: number | string | null }[] = await knex('sb_history')
    .where({ instance, type: 'eventCreated' })
    .whereRaw(`${jsonText(knex, 'entry', ['event', 'id'])} = ?`, [event])
    .select(
      knex.raw(`${jsonText(knex, 'entry', ['event', 'workTable', 'name'])} AS name`),
      knex.raw(`${jsonText(knex, 'entry', ['event', 'workTable', 'recordCount'])} AS rows`),
    );
  return typeof created?.name === 'string' ? { name: created.name, rows: Number(created.rows ?? 0) } : undefined;
}

const keptSchema = z.object({ columns: z.string(), rows: z.string() }).optional();

/** The table has gone: the first rows stay with the history. */
async function readKeptRows(
  knex: Knex,
  { name, rows: total }: WorkTableOfEvent,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<EventRows | undefined> {
  const kept = keptSchema.parse(await knex('sb_work_rows').where({ name }).first('columns', 'rows'));
  if (!kept) return undefined;
  const rows = z.array(jsonRecordSchema).parse(JSON.parse(kept.rows));
  const columns = z.array(z.string()).parse(JSON.parse(kept.columns));
  return { columns, items: rows.slice(offset, offset + limit), total: Math.min(total, rows.length) };
}

/** Secrets do not show in rows either (semantics.md 6). */
async function masked(knex: Knex, instance: string, found: EventRows | undefined): Promise<EventRows | undefined> {
  const secrets = await readSecrets(knex, instanceIdSchema.parse(instance));
  if (!found || Object.keys(secrets).length === 0) return found;
  const mask = createMask(secrets);
  const items = found.items.map((row) =>
    jsonRecordSchema.parse(mask.value(jsonSchema.parse(JSON.parse(JSON.stringify(row))))),
  );
  return { ...found, items };
}

async function readEventRows(
  knex: Knex,
  { name, rows }: WorkTableOfEvent,
  range: { readonly offset: number; readonly limit: number },
): Promise<EventRows | undefined> {
  const isPostgres = dialectOf(knex) === 'postgres';
  const schema = isPostgres ? knex.schema.withSchema(dataSchema) : knex.schema;
  if (!(await schema.hasTable(name))) return readKeptRows(knex, { name, rows }, range);
  const table = () => (isPostgres ? knex.withSchema(dataSchema).table(name) : knex(name));
  // Where the rows lie: without an order, pages need not follow each other.
  const query: Knex.QueryBuilder = table();
  const { offset, limit } = range;
  const found = z.array(z.record(z.string(), z.unknown())).parse(
    await query
      .orderByRaw(isPostgres ? 'ctid' : 'rowid')
      .offset(offset)
      .limit(limit),
  );
  const columns = Object.keys(await table().columnInfo());
  const items = found.map((row) =>
    Object.fromEntries(Object.entries(row).map(([key, value]) => [key, valueOf(value)])),
  );
  return { columns, items, total: rows };
}

export function createPackageReads(knex: Knex): PackageReads {
  const dialect = dialectOf(knex);
  return {
    dialect,
    prepare: (sql) => (dialect === 'postgres' ? preparePostgres : prepareSqlite)(knex, sql),
    tables: () => readTables(knex),
    packages: () => readPackages(knex),
    rowCounts: (tables) => countRows(knex, tables),
    eventRows: async (instance, event, range) => {
      const workTable = await workTableOf(knex, instance, event);
      return workTable && masked(knex, instance, await readEventRows(knex, workTable, range));
    },
  };
}
