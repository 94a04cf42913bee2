import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openEngine, type EngineRun } from '../engineRun.ts';
import { instant, numeric, readRows, runWorkflow } from '../runWorkflow.ts';

const nowMs = Date.parse('2026-01-31T05:00:00.000Z');
const workflow = 'agg_nmspropositionrcp_full';

const propositionSchema = z.object({
  channel: z.number(),
  delivery_id: numeric.nullable(),
  offer_id: numeric,
  recipient_id: numeric,
  status: z.string(),
  last_modified_at: instant,
});
const cellSchema = z.object({
  channel: z.number(),
  delivery_id: z.union([z.null(), numeric]),
  offer_id: numeric,
  day: z.string(),
  propositions: numeric,
  recipients: numeric,
  accepted: numeric,
});
type Cell = z.infer<typeof cellSchema>;

const nameOf = (cell: Cell): string => [cell.channel, cell.delivery_id, cell.offer_id, cell.day].join('/');
const inOrder = (cells: readonly Cell[]): Cell[] =>
  cells.toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));

describe('agg_nmspropositionrcp_full, by the facts of the catalogue', () => {
  let engine: EngineRun;

  const cube = async () =>
    inOrder(
      await readRows(
        cellSchema,
        engine
          .knex('nms_cube_proposition_rcp')
          .select('channel', 'delivery_id', 'offer_id', 'day', 'propositions', 'recipients', 'accepted'),
      ),
    );

  /** The propositions by channel, delivery, offer and day, counted by hand. */
  async function foreseen(): Promise<Cell[]> {
    const rows = await readRows(propositionSchema, engine.knex('nms_proposition_rcp').select());
    const cells = new Map<string, { cell: Cell; recipients: Set<number> }>();
    for (const row of rows) {
      const day = new Date(row.last_modified_at).toISOString().slice(0, 10);
      const { channel, delivery_id, offer_id } = row;
      const empty = { channel, delivery_id, offer_id, day, propositions: 0, recipients: 0, accepted: 0 };
      const found = cells.get(nameOf(empty)) ?? { cell: empty, recipients: new Set<number>() };
      found.cell.propositions += 1;
      found.cell.accepted += row.status === 'accepted' ? 1 : 0;
      found.recipients.add(row.recipient_id);
      found.cell.recipients = found.recipients.size;
      cells.set(nameOf(empty), found);
    }
    return inOrder([...cells.values()].map(({ cell }) => cell));
  }

  beforeAll(async () => {
    engine = await openEngine(nowMs, 0.02, { workflows: [workflow] });
  }, 120_000);
  afterAll(() => engine.close());

  it('computes the cube at six, by channel, delivery, offer and date', async () => {
    await engine.knex('nms_proposition_rcp').where('proposition_id', '<=', 20).update({ status: 'accepted' });
    const expected = await foreseen();
    expect(expected.some(({ delivery_id: delivery }) => delivery === null)).toBe(true);
    expect(new Set(expected.map(({ channel }) => channel)).size).toBeGreaterThan(1);
    await engine.until(Date.parse('2026-01-31T05:59:59.999Z'));
    expect(await engine.knex.schema.hasTable('nms_cube_proposition_rcp')).toBe(false);
    await engine.until(Date.parse('2026-01-31T06:00:00.000Z'));
    expect(await cube()).toEqual(expected);
  });

  it('shows reports the state of the run, whatever has changed since', async () => {
    const seen = await cube();
    const status = 'accepted';
    await engine.knex('nms_proposition_rcp').where('proposition_id', '<=', 40).update({ status });
    await engine.knex('nms_proposition_rcp').where('proposition_id', '<=', 3).delete();
    expect(await cube()).toEqual(seen);
    expect(await foreseen()).not.toEqual(seen);
  });

  it('makes the aggregate from nothing: changes that nobody dated, deletions, and groups that were never there', async () => {
    await engine.knex('nms_cube_proposition_rcp').update({ propositions: 1_000_000 });
    const expected = await foreseen();
    const { result, records } = await runWorkflow(engine, workflow);
    expect(await cube()).toEqual(expected);
    expect(records['full']).toBe(expected.length);
    const sum = (of: 'propositions' | 'accepted') => expected.reduce((all, cell) => all + cell[of], 0);
    expect(result).toEqual({
      combinations: expected.length,
      propositions: sum('propositions'),
      accepted: sum('accepted'),
    });
    expect(await runWorkflow(engine, workflow)).toMatchObject({ result, records });
    expect(await cube()).toEqual(expected);
  });
});
