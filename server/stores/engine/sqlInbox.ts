import type { Knex } from 'knex';
import { z } from 'zod';
import {
  instanceIdSchema,
  requestIdSchema,
  signalIdSchema,
  taskIdSchema,
  workflowNameSchema,
} from '../../../engine/model/ids.ts';
import { jsonRecordSchema } from '../../../engine/model/json.ts';
import type { Inbox, InboxRequest, InboxSignal, PackageRow } from '../../../engine/ports/inbox.ts';
import { requestPayloadSchema } from '../../contract/requestPayloads.ts';

const requestRowSchema = z.object({
  position: z.number(),
  id: requestIdSchema,
  workflow: workflowNameSchema.nullable(),
  instance: instanceIdSchema.nullable(),
  task: taskIdSchema.nullable(),
  payload: z.string(),
  by: z.string(),
});

const signalRowSchema = z.object({
  position: z.number(),
  id: signalIdSchema,
  name: z.string(),
  key: z.string().nullable(),
  instance: instanceIdSchema.nullable(),
  vars: z.string(),
  by: z.string(),
  starts_technical: z.coerce.boolean(),
  received_at: z.string(),
});

const packageRowSchema = z.object({
  position: z.number(),
  target: z.string(),
  content: z.string(),
  match: z.string().nullable(),
});

/** Web's file, as a worker reads it: what has been asked, in the order of its positions. */
export function createSqlInbox(reader: Knex): Inbox {
  return {
    requestsAfter: async (position, limit) => {
      const rows: unknown[] = await reader('sb_request')
        .where('position', '>', position)
        .orderBy('position')
        .limit(limit);
      return rows.map(requestOf);
    },
    signalsAfter: async (position, limit) => {
      const rows: unknown[] = await reader('sb_signal')
        .where('position', '>', position)
        .orderBy('position')
        .limit(limit);
      return rows.map(signalOf);
    },
    packageRowsAfter: async (position, limit) => {
      const rows: unknown[] = await reader('sb_package_row')
        .where('position', '>', position)
        .orderBy('position')
        .limit(limit);
      return rows.map(packageRowOf);
    },
    signal: async (position) => {
      const row: unknown = await reader('sb_signal').where({ position }).first();
      return row === undefined ? undefined : signalOf(row);
    },
  };
}

function requestOf(row: unknown): InboxRequest {
  const { position, id, by, workflow, instance, task, payload } = requestRowSchema.parse(row);
  return {
    position,
    id,
    by,
    ...(workflow !== null && { workflow }),
    ...(instance !== null && { instance }),
    ...(task !== null && { task }),
    asked: requestPayloadSchema.parse(JSON.parse(payload)),
  };
}

function packageRowOf(row: unknown): PackageRow {
  const { position, target, content, match } = packageRowSchema.parse(row);
  return {
    position,
    table: target,
    row: jsonRecordSchema.parse(JSON.parse(content)),
    ...(match !== null && { match: jsonRecordSchema.parse(JSON.parse(match)) }),
  };
}

function signalOf(row: unknown): InboxSignal {
  const { position, id, name, key, instance, vars, by, starts_technical, received_at } = signalRowSchema.parse(row);
  return {
    position,
    id,
    name,
    vars: jsonRecordSchema.parse(JSON.parse(vars)),
    by,
    startsTechnical: starts_technical,
    receivedAtMs: Date.parse(received_at),
    ...(key !== null && { key }),
    ...(instance !== null && { instance }),
  };
}
