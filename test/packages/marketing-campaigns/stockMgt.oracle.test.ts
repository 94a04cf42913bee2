import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { id, instant, oracleRun } from '../oracleRun.ts';

const nowMs = Date.parse('2026-01-31T10:30:00.000Z');
const dayMs = 86_400_000;
const ago = (days: number): string => new Date(nowMs - days * dayMs).toISOString();

const lineSchema = z.object({
  stock_line_id: id,
  label: z.string(),
  initial_quantity: z.number(),
  consumed: z.number(),
  in_stock: z.number(),
  alert_level: z.number(),
  alert_since: instant.nullable(),
  alerted_at: instant.nullable(),
});
const orderSchema = z.object({
  stock_order_line_id: id,
  stock_line_id: id,
  quantity: z.number(),
  delivery_at: instant,
  delivered_at: instant.nullable(),
});
const movementSchema = z.object({
  stock_line_id: id,
  quantity: z.number(),
  stock_order_line_id: id.nullable(),
  operation_id: id.nullable(),
  operation_delivery_id: id.nullable(),
});
const usedSchema = z.object({
  operation_delivery_id: id,
  operation_id: id,
  targeted: z.number().nullable(),
  stage: z.string(),
  stock_line_id: id.nullable(),
  stock_units: z.number(),
});

describe('stockMgt, by the facts of the catalogue', () => {
  const { engine, run, runWithoutMail, read, mails } = oracleRun('stockMgt', nowMs);
  const stockLines = () => read(lineSchema, engine().knex('nms_stock_line').orderBy('stock_line_id'));
  const orders = () => read(orderSchema, engine().knex('nms_stock_order_line').orderBy('stock_order_line_id'));
  const movements = () =>
    read(
      movementSchema,
      engine().knex('nms_stock_movement').orderBy('stock_order_line_id').orderBy('operation_delivery_id'),
    );
  const used = () =>
    read(
      usedSchema,
      engine()
        .knex('nms_operation_delivery')
        .join('nms_cost_type', 'nms_cost_type.cost_type_id', 'nms_operation_delivery.cost_type_id')
        .orderBy('operation_delivery_id')
        .select('operation_delivery_id', 'operation_id', 'targeted', 'stage', 'stock_line_id', 'stock_units'),
    );

  /** Who is told of a line: the members of the group of its stock who have an address. */
  const toldOf = async (line: number): Promise<readonly string[]> =>
    z
      .array(z.string())
      .parse(
        await engine()
          .knex('nms_stock_line')
          .join('nms_stock', 'nms_stock.stock_id', 'nms_stock_line.stock_id')
          .join('xtk_operator_group_rel', 'xtk_operator_group_rel.operator_group_id', 'nms_stock.operator_group_id')
          .join('xtk_operator', 'xtk_operator.operator_id', 'xtk_operator_group_rel.operator_id')
          .where({ stock_line_id: line, disabled: 0 })
          .whereNotNull('email')
          .pluck('email'),
      );

  /** Everything that must be as the facts say after a run, and who was told. */
  async function judge(before: readonly z.infer<typeof lineSchema>[]): Promise<void> {
    const allOrders = await orders();
    for (const order of allOrders) expect(order.delivered_at !== null).toBe(order.delivery_at <= nowMs);
    const taken = (await used()).flatMap((one) => {
      const targeted = one.targeted ?? 0;
      if (one.stock_line_id === null || targeted === 0 || !['started', 'finished'].includes(one.stage)) return [];
      return [{ ...one, stock_line_id: one.stock_line_id, quantity: -Math.ceil(targeted * one.stock_units) }];
    });
    const byOrder = allOrders.filter((order) => order.delivered_at !== null);
    const tracked = (await movements()).map(({ stock_line_id: line, quantity, ...why }) => ({
      line,
      quantity,
      ...why,
    }));
    expect(tracked).toHaveLength(byOrder.length + taken.length);
    for (const { stock_line_id: line, quantity, stock_order_line_id } of byOrder)
      expect(tracked).toContainEqual({
        line,
        quantity,
        stock_order_line_id,
        operation_id: null,
        operation_delivery_id: null,
      });
    for (const { stock_line_id: line, quantity, operation_id, operation_delivery_id } of taken)
      expect(tracked).toContainEqual({
        line,
        quantity,
        stock_order_line_id: null,
        operation_id,
        operation_delivery_id,
      });
    const expectedMails: { to: readonly string[]; title: string }[] = [];
    for (const line of await stockLines()) {
      const own = (one: { readonly stock_line_id: number }): boolean => one.stock_line_id === line.stock_line_id;
      const consumed = -taken.filter(own).reduce((total, { quantity }) => total + quantity, 0) + 0;
      const delivered = byOrder.filter(own).reduce((total, { quantity }) => total + quantity, 0);
      const inStock = line.initial_quantity - consumed + delivered;
      expect(line).toMatchObject({ consumed, in_stock: inStock });
      const isLow = inStock <= line.alert_level;
      expect(line.alert_since !== null).toBe(isLow);
      const addresses = await toldOf(line.stock_line_id);
      const isNews = before.find(own)?.alerted_at === null;
      expect(line.alerted_at !== null).toBe(isLow && (addresses.length > 0 || !isNews));
      if (isLow && isNews)
        expectedMails.push(...addresses.map((to) => ({ to: [to], title: `${line.label}: ${String(inStock)} left` })));
    }
    expect(await mails()).toEqual(expectedMails);
  }

  const runAndJudge = async (): Promise<void> => {
    const before = await stockLines();
    await run();
    await judge(before);
  };

  it('delivers orders, takes what deliveries use and tells of what runs low, and a second run changes nothing', async () => {
    await runAndJudge();
    expect((await mails()).length).toBeGreaterThan(0);
    expect((await movements()).some(({ operation_delivery_id: taken }) => taken !== null)).toBe(true);
    const after = [await stockLines(), await movements(), await orders()];
    await runAndJudge();
    expect([await stockLines(), await movements(), await orders()]).toEqual(after);
    expect(await mails()).toEqual([]);
  });

  it('takes when a delivery is started, by the units of its cost type, and anew when its targets change', async () => {
    const { knex } = engine();
    await knex('nms_cost_type').where({ cost_type_id: 3 }).update({ stock_units: 0.3 });
    const change = { stage: 'started', targeted: 101, cost_type_id: 3 };
    await knex('nms_operation_delivery').where({ operation_delivery_id: 8 }).update(change);
    await runAndJudge();
    const taken = (await movements()).find((one) => one.operation_delivery_id === 8);
    expect(taken?.quantity).toBe(-31);
    await knex('nms_operation_delivery').where({ operation_delivery_id: 8 }).update({ targeted: 100 });
    await runAndJudge();
    await knex('nms_operation_delivery').where({ operation_delivery_id: 8 }).update({ cost_type_id: 2 });
    await runAndJudge();
    await knex('nms_operation_delivery').where({ operation_delivery_id: 8 }).update({ stage: 'edited' });
    await runAndJudge();
  });

  it('ends an alert when an order has come, and tells anew when the line runs low again', async () => {
    const { knex } = engine();
    await knex('nms_stock_order_line')
      .where({ stock_order_line_id: 3 })
      .update({ delivery_at: ago(0) });
    await runAndJudge();
    const catalogues = async () => (await stockLines()).find((one) => one.stock_line_id === 2);
    expect(await catalogues()).toMatchObject({ alert_since: null, alerted_at: null });
    const level = (await catalogues())?.in_stock ?? 0;
    await knex('nms_stock_line')
      .where({ stock_line_id: 2 })
      .update({ alert_level: level - 1 });
    await runAndJudge();
    expect(await mails()).toEqual([]);
    await knex('nms_stock_line').where({ stock_line_id: 2 }).update({ alert_level: level });
    await runAndJudge();
    expect(await mails()).toHaveLength(1);
  });

  it('keeps an alert until somebody can be told', async () => {
    const { knex } = engine();
    await knex('xtk_operator').where({ name: 'elin' }).update({ disabled: 1 });
    await knex('nms_stock_line').where({ stock_line_id: 1 }).update({ alert_level: 1_000_000 });
    await runAndJudge();
    expect(await mails()).toEqual([]);
    await knex('xtk_operator').where({ name: 'silent' }).update({ email: 'silent@shop.example.org' });
    await runAndJudge();
    expect((await mails()).map(({ to }) => to)).toEqual([['silent@shop.example.org']]);
  });

  it('keeps an alert until a mail can be sent', async () => {
    await engine().knex('nms_stock_line').where({ stock_line_id: 1 }).update({ alerted_at: null });
    await runWithoutMail();
    await runAndJudge();
    expect((await mails()).map(({ to }) => to)).toEqual([['silent@shop.example.org']]);
  });
});
