import type { Knex } from 'knex';
import { z } from 'zod';
import { dataSchema, dialectOf } from '../../server/database/dialect.ts';
import { patternOf } from '../../server/packages/tablePattern.ts';
import { manifests } from './shippedPackages.ts';

/** What stands in the tables of an installation: the rows of each, as text and in order. */
export type Contents = Readonly<Record<string, readonly string[]>>;

/** Columns that no two runs fill alike, with the reason; their values are blotted out wherever they stand. */
const byChance: Readonly<Record<string, string>> = {
  token: 'the secret part of an address in a message is drawn by chance',
  file_token: 'the secret part of the address of a file is drawn by chance',
  database_bytes: 'how much room the tables take on the disk is for the database to say',
};

/** Columns that tell of the way and not of what it led to, with the reason. */
const ofTheWay: Readonly<Record<string, string>> = {
  sending_by: 'the attempt that sent a message: what a worker left is another attempt',
};

const rowsSchema = z.array(z.record(z.string(), z.unknown()));
const mailColumns = ['instance', 'to', 'group_name', 'title', 'message', 'status'];
const instanceColumns = ['id', 'workflow', 'status'];

/** The tables that packages own, by name or by a pattern: the latter come and go. */
const owned = manifests.flatMap(({ owns }) => owns).map(patternOf);
const workTable = 'wkf_';

/** What an engine keeps of instances that are not over; ids and instants of tasks are its own. */
const underWay: Readonly<Record<string, readonly string[]>> = {
  sb_work_table: ['instance', 'task'],
  sb_ready: ['instance'],
  sb_timer: ['instance', 'name', 'due_at_ms'],
  sb_subscription: ['instance', 'signal', 'key'],
  sb_child: ['instance', 'item', 'child'],
  sb_notice: ['instance', 'at_ms'],
  sb_reminder: ['instance', 'title'],
  sb_signal_outcome: ['name', 'status'],
};

async function standingTables(knex: Knex): Promise<ReadonlySet<string>> {
  const names: unknown =
    dialectOf(knex) === 'postgres'
      ? await knex('pg_tables').where({ schemaname: dataSchema }).pluck('tablename')
      : await knex('sqlite_master').where({ type: 'table' }).pluck('name');
  return new Set(z.array(z.string()).parse(names));
}

/** Reads what packages keep, what was mailed, the options, how the instances stand, and what they wait for. */
export async function readContents(knex: Knex): Promise<Contents> {
  const secrets = new Set<string>();
  const read = async (query: PromiseLike<unknown>): Promise<readonly string[]> => {
    const rows = rowsSchema.parse(await query);
    for (const name of Object.keys(byChance)) for (const { [name]: value } of rows) secrets.add(String(value));
    return rows.map((row) => JSON.stringify({ ...row, ...blots(row) }));
  };
  const contents: Record<string, readonly string[]> = {};
  const standing = await standingTables(knex);
  const kept = [...standing].filter(
    (table) => owned.some((pattern) => pattern.test(table)) || table.startsWith(workTable),
  );
  // A table without rows is there, too.
  contents['tables'] = kept;
  for (const table of kept) contents[table] = await read(knex(table).select());
  contents['xtk_option'] = await read(knex('xtk_option').select());
  contents['sb_mail'] = await read(knex('sb_mail').select(mailColumns));
  contents['sb_instance'] = await read(knex('sb_instance').select(instanceColumns));
  for (const [table, columns] of Object.entries(underWay)) contents[table] = await read(knex(table).select(columns));
  return Object.fromEntries(
    Object.entries(contents).map(([table, rows]) => [table, rows.map((row) => blotted(row, secrets)).sort()]),
  );
}

/** Text stands for a number that is by chance, so that it can be blotted out. */
const blots = (row: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(row).flatMap(([name, value]): [string, string][] => {
      if (ofTheWay[name] !== undefined && typeof value === 'string') return [[name, '(some)']];
      return byChance[name] !== undefined && typeof value === 'number' ? [[name, String(value)]] : [];
    }),
  );

function blotted(row: string, secrets: ReadonlySet<string>): string {
  if (secrets.size === 0) return row;
  return row.replaceAll(/[\w-]{7,}/g, (word) => (secrets.has(word) ? '(by chance)' : word));
}

/** Rows of the one that the other has not, table by table; those alike are left out. */
export function rowsBeyond(one: Contents, other: Contents): Contents {
  const differing = Object.entries(one).map(([table, rows]): [string, readonly string[]] => {
    const left = new Map<string, number>();
    for (const row of other[table] ?? []) left.set(row, (left.get(row) ?? 0) + 1);
    const beyond = rows.filter((row) => {
      const count = left.get(row) ?? 0;
      left.set(row, count - 1);
      return count <= 0;
    });
    return [table, beyond];
  });
  return Object.fromEntries(differing.filter(([, rows]) => rows.length > 0));
}
