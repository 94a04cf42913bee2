import type { Knex } from 'knex';
import type { KeptMail } from '../../../engine/ports/inbox.ts';
import { storableText } from './storableText.ts';

/** A message for people, before it is a row. */
export interface Mail {
  readonly instance?: string;
  readonly task?: string;
  readonly to?: readonly string[];
  readonly group: string | undefined;
  readonly title: string;
  readonly message: string;
  /** Kept, unless somebody has had to do with it already. */
  readonly status?: KeptMail['status'];
}

/** Keeps a message in the outbox. */
export async function putMail(
  trx: Knex,
  { instance, task, to = [], group, title, message, status = 'kept' }: Mail,
  atMs: number,
): Promise<void> {
  await trx('sb_mail').insert({
    ...(instance !== undefined && { instance }),
    ...(task !== undefined && { task }),
    to: JSON.stringify(to.map(storableText)),
    group_name: group === undefined ? null : storableText(group),
    title: storableText(title),
    message: storableText(message),
    status,
    created_at_ms: atMs,
  });
}
