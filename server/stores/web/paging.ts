import type { Knex } from 'knex';
import { dialectOf } from '../../database/dialect.ts';
import type { Page, Range } from '../../operations/ports/inbox.ts';

interface Order {
  readonly column: string;
  readonly order: 'asc' | 'desc';
}

/** A part of what a query finds, and how much it finds in all. */
export async function pageOf<Row extends object>(
  query: Knex.QueryBuilder,
  range: Range,
  order: readonly Order[],
): Promise<Page<Row>> {
  const counted: { total?: number }[] = await query.clone().count({ total: '*' });
  // Whoever asks names the row of the table that the query is about; knex cannot know it.
  const items = (await query
    .clone()
    .select('*')
    .orderBy([...order])
    .offset(range.offset)
    .limit(range.limit)) as Row[];
  return { items, total: counted[0]?.total ?? 0 };
}

/** A condition that finds what contains a text, whatever signs it has and however it is spelt; binds one value. */
export const contains = (knex: Knex, column: string): string =>
  String.raw`${column} ${dialectOf(knex) === 'postgres' ? 'ILIKE' : 'LIKE'} ? ESCAPE '\'`;

/** The value for it. */
export const containing = (text: string): string => `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
