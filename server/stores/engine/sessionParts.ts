import { Buffer } from 'node:buffer';
import type { Knex } from 'knex';
import { z } from 'zod';
import type { Json } from '../../../engine/model/json.ts';
import type { ServiceScope } from '../../../engine/ports/engineStore.ts';

/** What belongs to a session beyond its connection. */
export interface SessionScope {
  readonly scope: ServiceScope;
  /** How many rows an instance may keep in work tables at a time; absent or 0: as many as there are. */
  readonly workRows?: number | undefined;
  /** Tables that definition SQL may name through `tables`, by the patterns of the packages' manifests. */
  readonly mayName: (table: string) => boolean;
}

/** PostgreSQL cuts names at 63 bytes; the number at the end must survive. */
const longestBase = 56;

/** `wkf_<instance>_<n>`: unique, and telling whose it is. */
export async function freeName(knex: Knex, { instance, task }: ServiceScope): Promise<string> {
  const whole = `wkf_${instance.id}_${task.slice(task.lastIndexOf('.t') + 2)}`.replaceAll(/[^A-Za-z0-9_]/g, '_');
  const base = whole.slice(0, longestBase);
  const known: unknown[] = [];
  // A table that has gone may have left its first rows in the history: its name stays its own.
  for (const table of ['sb_work_table', 'sb_work_rows'])
    known.push(...z.array(z.string()).parse(await knex(table).where('name', 'like', `${base}%`).pluck('name')));
  const taken = new Set(known);
  for (let number = 0; ; number += 1) {
    const name = number === 0 ? base : `${base}_${String(number)}`;
    if (!taken.has(name)) return name;
  }
}

/** Remembers a work table, so that it goes when its instance goes. */
export async function noteWorkTable(
  knex: Knex,
  { instance, task, nowMs }: ServiceScope,
  { name, recordCount }: { readonly name: string; readonly recordCount: number },
): Promise<void> {
  const owner = { instance: instance.id, task };
  await knex('sb_work_table').insert({ name, ...owner, record_count: recordCount, created_at_ms: nowMs });
}

/** Blobs travel as text (semantics.md 6). */
export const blobText = (value: Uint8Array): Json => Buffer.from(value).toString('base64');
