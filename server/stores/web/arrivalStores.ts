import type { Knex } from 'knex';
import { jsonRecordSchema } from '../../../engine/model/json.ts';
import { requestPayloadSchema } from '../../contract/requestPayloads.ts';
import type { RequestRecord, RequestStore, SignalStore, StoredSignal } from '../../operations/ports/inbox.ts';
import type { PackageRowStore } from '../../operations/ports/packageRows.ts';
import { containing, contains, pageOf } from './paging.ts';

interface RequestRow {
  position: number;
  id: string;
  operation: string;
  workflow: string | null;
  instance: string | null;
  task: string | null;
  payload: string;
  by: string;
  requested_at: string;
}

const requestOf = (row: RequestRow): RequestRecord => ({
  id: row.id,
  workflow: row.workflow,
  instance: row.instance,
  task: row.task,
  payload: requestPayloadSchema.parse(JSON.parse(row.payload)),
  by: row.by,
  requestedAt: row.requested_at,
});

/** How many parameters a statement has at most, with room to spare. */
const namedAtOnce = 500;

export function createRequestStore(knex: Knex): RequestStore {
  const requests = () => knex<RequestRow>('sb_request');
  return {
    find: async (id) => {
      const row = await requests().where({ id }).first();
      return row && requestOf(row);
    },
    add: async ({ id, workflow, instance, task, payload, by, requestedAt }) => {
      await requests().insert({
        id,
        operation: payload.operation,
        workflow,
        instance,
        task,
        payload: JSON.stringify(payload),
        by,
        requested_at: requestedAt,
      });
    },
    newestOf: async (about, limit) =>
      (await requests().where(about).orderBy('position', 'desc').limit(limit)).map(requestOf),
    dealingsWith: async (instances) => {
      const found: RequestRow[] = [];
      for (let at = 0; at < instances.length; at += namedAtOnce) {
        const some = instances.slice(at, at + namedAtOnce);
        found.push(
          ...(await requests()
            .whereIn('instance', some)
            .whereIn('operation', ['acknowledge', 'handOver', 'restart'])
            .orderBy('position')),
        );
      }
      return found.map(requestOf);
    },
    purge: async ({ before, upTo }) =>
      requests().where('requested_at', '<', before).where('position', '<=', upTo).delete(),
  };
}

interface SignalRow {
  position: number;
  id: string;
  name: string;
  key: string | null;
  instance: string | null;
  vars: string;
  by: string;
  // SQLite has no booleans.
  starts_technical: boolean | number;
  received_at: string;
}

const signalOf = (row: SignalRow): StoredSignal => ({
  position: row.position,
  id: row.id,
  name: row.name,
  key: row.key,
  instance: row.instance,
  vars: jsonRecordSchema.parse(JSON.parse(row.vars)),
  by: row.by,
  startsTechnical: Boolean(row.starts_technical),
  receivedAt: row.received_at,
});

export function createSignalStore(knex: Knex): SignalStore {
  const signals = () => knex<SignalRow>('sb_signal');
  return {
    find: async (name, id) => {
      const row = await signals().where({ name, id }).first();
      return row && signalOf(row);
    },
    add: async ({ id, name, key, instance, vars, by, startsTechnical, receivedAt }) => {
      const sent = { by, starts_technical: startsTechnical, received_at: receivedAt };
      await signals().insert({ id, name, key, instance, vars: JSON.stringify(vars), ...sent });
    },
    remove: async (name, id) => {
      await signals().where({ name, id }).delete();
    },
    at: async (positions) =>
      (
        await signals()
          .whereIn('position', [...positions])
          .orderBy('position', 'desc')
      ).map(signalOf),
    withId: async (id) => (await signals().where({ id }).orderBy('position').limit(100)).map(signalOf),
    list: async ({ name, q }, range) => {
      const found = name === undefined ? signals() : signals().where({ name });
      if (q !== undefined && q !== '') {
        const like = ['name', 'key', 'id'].map((column) => contains(knex, column)).join(' OR ');
        void found.whereRaw(
          `(${like})`,
          Array.from({ length: 3 }, () => containing(q)),
        );
      }
      const page = await pageOf<SignalRow>(found, range, [{ column: 'position', order: 'desc' }]);
      return { items: page.items.map(signalOf), total: page.total };
    },
    purge: async ({ before, upTo }) =>
      signals().where('received_at', '<', before).where('position', '<=', upTo).delete(),
  };
}

export const createPackageRowStore = (knex: Knex): PackageRowStore => ({
  add: async ({ table, row, match, key = null, receivedAt }) => {
    const written = { content: JSON.stringify(row), match: match === undefined ? null : JSON.stringify(match) };
    await knex('sb_package_row').insert({ target: table, ...written, key, received_at: receivedAt });
  },
  known: async (table, keys) => {
    const found: unknown[] = await knex('sb_package_row')
      .where({ target: table })
      .whereIn('key', [...keys])
      .pluck('key');
    return found.map(String);
  },
  purge: (upTo) => knex('sb_package_row').where('position', '<=', upTo).delete(),
});
