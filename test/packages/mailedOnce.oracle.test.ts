import { describe, expect, it } from 'vitest';
import { operatorGroups, operators } from '../../definitions/packages/demoData/people.ts';
import { createMailer } from '../../server/outside/mailer.ts';
import { mailServer } from '../support/mailServer.ts';
import { openEngine, type EngineRun } from './engineRun.ts';
import { nothingSent } from './nothingSent.ts';

const beginMs = Date.parse('2026-01-31T04:00:00.000Z');
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** Within it each schedule is due, those of every ten minutes several times. */
const outageEndsMs = beginMs + 40 * minuteMs;
/** By then each has been due again. */
const lookedAtMs = beginMs + 100 * minuteMs;
/** Then what was told of becomes due again, and is looked at a last time. */
const againMs = lookedAtMs + minuteMs;
const endMs = againMs + 3 * hourMs;
/** So many the mail server takes before it refuses all. */
const takenBefore = 2;

/** A workflow that mails many in one run, and what makes them so many. */
interface Batch {
  readonly workflow: string;
  readonly given?: (engine: EngineRun) => Promise<unknown>;
  /** What makes some of it due again, and whom that reaches. */
  readonly again?: { readonly change: (engine: EngineRun) => Promise<unknown>; readonly reaches: readonly string[] };
}

const at = (ms: number): string => new Date(ms).toISOString();
const shop = (name: string, about: string): string => `${name}@shop.example.org: ${about}`;

const batches: readonly Batch[] = [
  { workflow: 'assetMgt' },
  {
    workflow: 'centralLocalMgt',
    again: {
      change: ({ knex }) =>
        knex('nms_campaign_order')
          .where({ campaign_order_id: 2 })
          .update({ ordered_at: at(againMs) }),
      reaches: [shop('chloe', 'Order to approve: Shop opening for South')],
    },
  },
  {
    workflow: 'deliveryMgt',
    given: ({ knex }) => knex('nms_approval').where({ status: 'pending' }).update({ notified_at: null }),
    again: {
      change: async ({ knex }) => {
        const { approval_id: asked } = await knex('nms_approval').where({ status: 'pending', item: 'content' }).first();
        await knex('nms_approval').where({ approval_id: asked }).update({ status: 'needed' });
        await knex('nms_approval_reminder').insert({ approval_id: asked, due_at: at(againMs) });
      },
      reaches: ['To approve', 'Reminder'].map((what) => shop('anna', `${what}: content of Mail to approve`)),
    },
  },
  {
    workflow: 'stockMgt',
    given: ({ knex }) => {
      const keepers = [operators.anna, operators.bruno, operators.chloe, operators.dae];
      const group = { operator_group_id: operatorGroups.stockKeepers };
      return knex('xtk_operator_group_rel').insert(keepers.map((keeper) => ({ ...group, operator_id: keeper })));
    },
    again: {
      change: async (engine) => {
        const line = engine.knex('nms_stock_line').where({ label: 'Vouchers' });
        await line.clone().increment('initial_quantity', 1_000_000);
        await engine.liveUntil(againMs + hourMs);
        await line.clone().decrement('initial_quantity', 1_000_000);
      },
      reaches: ['anna', 'bruno', 'chloe', 'dae', 'elin'].map((name) => shop(name, 'Vouchers: 700 left')),
    },
  },
  {
    workflow: 'supplierMgt',
    given: ({ knex }) => {
      const of = { supplier_id: 1, recipient_group: 'production' };
      const contacts = ['Q. Quire', 'R. Ream', 'S. Sheet'].map((name, at) => ({
        ...of,
        name,
        email: `${at}@print.example.org`,
      }));
      return knex('nms_supplier_contact').insert(contacts);
    },
  },
  { workflow: 'taskMgt' },
];

/** Whom a mail went to, and what it is about. */
function told(mail: string): string {
  const [head = ''] = mail.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n\r\n');
  const header = (name: string) => new RegExp(`^${name}: (.*)\r?$`, 'm').exec(head)?.[1]?.trim() ?? '';
  return `${header('To')}: ${header('Subject')}`;
}

describe('a workflow whose mails are refused from one on', () => {
  const { mails, state, url } = mailServer();

  /** Lets a workflow live on the demo data, and answers whom it told of what. */
  async function live(
    { workflow, given }: Batch,
    lives: (engine: EngineRun) => Promise<void>,
  ): Promise<readonly string[]> {
    mails.length = 0;
    const mail = createMailer({ url: url(), from: 'box@example.com' });
    const engine = await openEngine(beginMs, 0.02, {
      workflows: [workflow],
      executors: nothingSent,
      outside: { mail },
    });
    try {
      await given?.(engine);
      await lives(engine);
      expect(await engine.knex('sb_instance').whereNot({ status: 'finished' }).select('workflow', 'status')).toEqual(
        [],
      );
      return mails.map(told).toSorted();
    } finally {
      await engine.close();
    }
  }

  it.each(batches)(
    '[A3] tells the others by the next run, and nobody twice: $workflow',
    async (batch) => {
      const expected = await live(batch, (engine) => engine.liveUntil(outageEndsMs));
      expect(expected.length).toBeGreaterThan(takenBefore + 1);

      state.refuse = () => (mails.length < takenBefore ? undefined : 450);
      const reached = await live(batch, async (engine) => {
        await engine.liveUntil(outageEndsMs);
        expect(mails).toHaveLength(takenBefore);
        state.refuse = () => undefined;
        await engine.liveUntil(lookedAtMs);
      });
      expect(reached).toEqual(expected);
    },
    60_000,
  );

  it.each(batches.flatMap(({ again, ...batch }) => (again ? [{ ...batch, ...again }] : [])))(
    '[A3] tells again of what is due again: $workflow',
    async ({ change, reaches, ...batch }) => {
      const reached = await live(batch, async (engine) => {
        await engine.liveUntil(againMs);
        mails.length = 0;
        await change(engine);
        await engine.liveUntil(endMs);
      });
      expect(reached).toEqual(reaches.toSorted());
    },
    60_000,
  );
});
