import type { SqlSession } from './executor.ts';

const questions: Readonly<Record<SqlSession['dialect'], string>> = {
  sqlite: 'SELECT name FROM pragma_table_info(:table) ORDER BY cid',
  // By way of the search path, as the table is found when a statement names it.
  postgres:
    'SELECT attname AS name FROM pg_attribute WHERE attrelid = to_regclass(CAST(:table AS text)) ' +
    'AND attnum > 0 AND NOT attisdropped ORDER BY attnum',
};

/** The names of a table's columns in their order; none where there is no such table. */
export async function tableColumns(sql: SqlSession, table: string): Promise<readonly string[]> {
  const named = sql.dialect === 'postgres' ? sql.quote(table) : table;
  const rows = await sql.all(questions[sql.dialect], { table: named });
  return rows.flatMap(({ name }) => (typeof name === 'string' ? [name] : []));
}
