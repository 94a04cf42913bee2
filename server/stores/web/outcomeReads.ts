import type { Knex } from 'knex';
import { z } from 'zod';
import { jsonSchema } from '../../../engine/model/json.ts';
import type { EngineReader, RequestOutcome, SignalAge, SignalOutcome } from '../../operations/ports/engineReader.ts';
import { pageOf } from './paging.ts';

interface OutcomeRow {
  id: string;
  status: string;
  code: string | null;
  reason: string | null;
  instance: string | null;
  settled_at_ms: number;
}

interface SignalOutcomeRow {
  position: number;
  name: string;
  status: string;
  delivered_to: string;
  settled_at_ms: number;
}

const outcomeStatus = z.enum(['accepted', 'applied', 'refused']);
const signalStatus = z.enum(['delivered', 'undelivered', 'expired']);

const outcomeOf = (row: OutcomeRow): RequestOutcome => ({
  id: row.id,
  status: outcomeStatus.parse(row.status),
  code: row.code,
  reason: row.reason,
  instance: row.instance,
  settledAtMs: row.settled_at_ms,
});

/** What nobody took in time is not said to have expired by anybody: its age says so. */
const signalOutcomeOf = (row: SignalOutcomeRow, { expiredBeforeMs }: SignalAge): SignalOutcome => ({
  position: row.position,
  status:
    row.status === 'undelivered' && row.settled_at_ms < expiredBeforeMs ? 'expired' : signalStatus.parse(row.status),
  deliveredTo: z.array(z.string()).parse(JSON.parse(row.delivered_to)),
});

type OutcomeReads = Pick<
  EngineReader,
  'requestOutcome' | 'signalOutcomes' | 'signalsWith' | 'takenOver' | 'webCommands'
>;

export function createOutcomeReads(knex: Knex): OutcomeReads {
  return {
    requestOutcome: async (id) => {
      const row = await knex<OutcomeRow>('sb_request_outcome').where({ id }).first();
      return row && outcomeOf(row);
    },
    signalOutcomes: async (positions, age) => {
      const rows = await knex<SignalOutcomeRow>('sb_signal_outcome').whereIn('position', [...positions]);
      return new Map(rows.map((row) => [row.position, signalOutcomeOf(row, age)]));
    },
    signalsWith: async ({ status, ...age }, range) => {
      const query = knex('sb_signal_outcome').where({ status: status === 'delivered' ? status : 'undelivered' });
      if (status !== 'delivered')
        void query.where('settled_at_ms', status === 'expired' ? '<' : '>=', age.expiredBeforeMs);
      const page = await pageOf<SignalOutcomeRow>(query, range, [{ column: 'position', order: 'desc' }]);
      return { items: page.items.map((row) => signalOutcomeOf(row, age)), total: page.total };
    },
    takenOver: async () => {
      const rows = await knex<{ source: string; position: number }>('sb_inbox_position');
      const upTo = (source: string): number => rows.find((row) => row.source === source)?.position ?? 0;
      return { requests: upTo('requests'), signals: upTo('signals'), packageRows: upTo('packageRows') };
    },
    webCommands: async (after, limit) => {
      const commands = knex<{ id: number; type: string; payload: string }>('sb_web_command');
      const rows = await commands.where('id', '>', after).orderBy('id').limit(limit).select('id', 'type', 'payload');
      return rows.map(({ id, type, payload }) => ({ id, type, payload: jsonSchema.parse(JSON.parse(payload)) }));
    },
  };
}
