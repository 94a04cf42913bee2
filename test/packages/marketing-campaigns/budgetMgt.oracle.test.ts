import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { id, oracleRun } from '../oracleRun.ts';

const nowMs = Date.parse('2026-01-31T10:15:00.000Z');

const cost = z.number().nullable();
const reference = id.nullable();
const costed = { provisional_cost: cost, computed_cost: cost, real_cost: cost };
const structureSchema = z.object({
  cost_structure_id: id,
  cost_type_id: id,
  kind: z.string(),
  amount: z.number().nullable(),
  batch_size: z.number().nullable(),
});
const thresholdSchema = z.object({ cost_structure_id: id, up_to: z.number().nullable(), amount: z.number() });
const deliverySchema = z.object({
  operation_delivery_id: id,
  operation_id: id,
  cost_type_id: reference,
  stage: z.string(),
  targeted: z.number().nullable(),
  ...costed,
});
const taskSchema = z.object({
  task_id: id,
  operation_id: reference,
  cost_type_id: reference,
  status: z.string(),
  days: z.number(),
  ...costed,
});
const operationSchema = z.object({
  operation_id: id,
  program_id: reference,
  status: z.string(),
  is_model: z.number(),
  budget_id: reference,
  budget_status: z.string(),
  commitment: z.string(),
  ...costed,
});
const programSchema = z.object({ program_id: id, plan_id: id, ...costed });
const planSchema = z.object({ plan_id: id, ...costed });
const budgetSchema = z.object({
  budget_id: id,
  planned_total: z.number(),
  reserved_total: z.number(),
  committed_total: z.number(),
});
const lineSchema = z.object({
  budget_id: reference,
  operation_id: id,
  operation_delivery_id: reference,
  task_id: reference,
  quantity: z.number(),
  computed_cost: z.number(),
  real_cost: cost,
  commitment: z.string(),
  posted_at: z.unknown().transform((value) => value !== null),
});
type Operation = z.infer<typeof operationSchema>;
type Line = z.infer<typeof lineSchema>;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const sumOrNothing = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : sum(known);
};
const cents = (value: number | null): number | null => (value === null ? null : Math.round(value * 100) / 100);
const isOver = ({ status }: Operation): boolean => status === 'finished' || status === 'cancelled';
const entered = ({
  real_cost: real,
  computed_cost: computed,
  provisional_cost: foreseen,
}: Omit<z.infer<typeof planSchema>, 'plan_id'>) => real ?? computed ?? foreseen;

describe('budgetMgt, by the facts of the catalogue', () => {
  const { engine, run, read, counts } = oracleRun('budgetMgt', nowMs);
  const table = <Row>(schema: z.ZodType<Row>, name: string) => read(schema, engine().knex(name).orderBy(1).select());
  const deliveries = () => table(deliverySchema, 'nms_operation_delivery');
  const tasks = () => table(taskSchema, 'nms_task');
  const operations = () => table(operationSchema, 'nms_operation');
  const lines = () =>
    read(
      lineSchema,
      engine().knex('nms_expense_line').orderBy('operation_delivery_id').orderBy('task_id').orderBy('expense_line_id'),
    );

  /** Cost structures on a quantity: fixed, linear by message or batch, linear and constant by threshold, daily. */
  async function pricing() {
    const structures = await table(structureSchema, 'nms_cost_structure');
    const thresholds = await table(thresholdSchema, 'nms_cost_threshold');
    const band = (structure: number, quantity: number): number =>
      thresholds
        .filter((one) => one.cost_structure_id === structure && (one.up_to ?? Infinity) >= quantity)
        .sort((one, other) => (one.up_to ?? Infinity) - (other.up_to ?? Infinity))[0]?.amount ?? 0;
    const price = ({ cost_structure_id: own, kind, amount, batch_size: size }: z.infer<typeof structureSchema>) =>
      ({
        fixed: () => amount ?? 0,
        linear: (quantity: number) => (amount ?? 0) * quantity,
        batch: (quantity: number) => (amount ?? 0) * Math.ceil(quantity / (size ?? 1)),
        linearThreshold: (quantity: number) => band(own, quantity) * quantity,
        constantThreshold: (quantity: number) => band(own, quantity),
        daily: (quantity: number) => (amount ?? 0) * quantity,
      })[z.enum(['fixed', 'linear', 'batch', 'linearThreshold', 'constantThreshold', 'daily']).parse(kind)];
    return (type: number | null, quantity: number, kinds: (kind: string) => boolean): number | null =>
      sumOrNothing(
        structures.filter((one) => one.cost_type_id === type && kinds(one.kind)).map((one) => price(one)(quantity)),
      );
  }

  /** The expense lines that the facts ask for, from deliveries, tasks and campaigns alone. */
  async function foreseenLines(): Promise<readonly Line[]> {
    const price = await pricing();
    const campaigns = new Map((await operations()).map((one) => [one.operation_id, one]));
    const lineOf = (
      operation: number | null,
      part: Pick<Line, 'operation_delivery_id' | 'task_id' | 'quantity' | 'real_cost'>,
      costs: { readonly computed: number | null; readonly foreseen: number | null; readonly isFinished: boolean },
    ): readonly Line[] => {
      const campaign = campaigns.get(operation ?? 0);
      if (!campaign || campaign.is_model === 1) return [];
      const computed = costs.computed ?? (isOver(campaign) ? null : costs.foreseen);
      if (computed === null && part.real_cost === null) return [];
      return [
        {
          ...part,
          budget_id: campaign.budget_status === 'edited' ? null : campaign.budget_id,
          operation_id: campaign.operation_id,
          computed_cost: computed ?? 0,
          commitment: campaign.commitment,
          posted_at: campaign.budget_status === 'approved' && costs.isFinished,
        },
      ];
    };
    const ofDeliveries = (await deliveries()).flatMap((delivery) => {
      const { targeted, operation_delivery_id: own, real_cost } = delivery;
      const computed = targeted === null ? null : price(delivery.cost_type_id, targeted, (kind) => kind !== 'daily');
      const part = { operation_delivery_id: own, task_id: null, quantity: targeted ?? 0, real_cost };
      const costs = { computed, foreseen: delivery.provisional_cost, isFinished: delivery.stage === 'finished' };
      return lineOf(delivery.operation_id, part, costs);
    });
    const ofTasks = (await tasks()).flatMap((task) => {
      const isFinished = task.status === 'finished';
      const ofDays = (kind: string): boolean => kind === 'daily' || kind === 'fixed';
      const computed = isFinished ? price(task.cost_type_id, task.days, ofDays) : null;
      const foreseen = task.status === 'cancelled' ? null : task.provisional_cost;
      const part = {
        operation_delivery_id: null,
        task_id: task.task_id,
        quantity: task.days,
        real_cost: task.real_cost,
      };
      return lineOf(task.operation_id, part, { computed, foreseen, isFinished });
    });
    return [...ofDeliveries, ...ofTasks];
  }

  const rounded = (all: readonly Line[]) =>
    all
      .map((line) => ({ ...line, computed_cost: cents(line.computed_cost) }))
      .toSorted(
        (one, other) =>
          (one.operation_delivery_id ?? 0) - (other.operation_delivery_id ?? 0) ||
          (one.task_id ?? 0) - (other.task_id ?? 0),
      );

  /** Everything that must be as the facts say after a run. */
  async function judge(): Promise<void> {
    const foreseen = await foreseenLines();
    const found = await lines();
    const byHand = found.filter((one) => one.operation_delivery_id === null && one.task_id === null);
    expect(rounded(found.filter((one) => !byHand.includes(one)))).toEqual(rounded(foreseen));
    const all = [...foreseen, ...byHand];
    const campaigns = await operations();
    const costOf = (campaign: Operation): number | null => {
      if (campaign.status === 'edited' && campaign.provisional_cost !== null) return campaign.provisional_cost;
      const own = all.filter((line) => line.operation_id === campaign.operation_id);
      const total = sumOrNothing(own.map((line) => line.real_cost ?? line.computed_cost));
      return total ?? (isOver(campaign) ? 0 : null);
    };
    const real = campaigns.filter((one) => one.is_model === 0);
    expect(real.map((one) => cents(one.computed_cost))).toEqual(real.map((one) => cents(costOf(one))));
    const programs = await table(programSchema, 'nms_program');
    expect(programs.map((one) => cents(one.computed_cost))).toEqual(
      programs.map((program) =>
        cents(sumOrNothing(real.filter((one) => one.program_id === program.program_id).map(entered))),
      ),
    );
    const plans = await table(planSchema, 'nms_plan');
    expect(plans.map((one) => cents(one.computed_cost))).toEqual(
      plans.map((plan) => cents(sumOrNothing(programs.filter((one) => one.plan_id === plan.plan_id).map(entered)))),
    );
    const charged = (budget: number, commitment: string): number =>
      sumOrNothing(
        real
          .filter((one) => one.budget_id === budget && one.budget_status !== 'edited' && one.commitment === commitment)
          .map(entered),
      ) ?? 0;
    for (const { budget_id: budget, ...totals } of await table(budgetSchema, 'nms_budget')) {
      expect(totals.planned_total).toBeCloseTo(charged(budget, 'planned'), 2);
      expect(totals.reserved_total).toBeCloseTo(charged(budget, 'reserved'), 2);
      expect(totals.committed_total).toBeCloseTo(charged(budget, 'committed'), 2);
    }
  }

  it('computes lines, campaigns, programs, plans and budgets as the oracle foresees, and a second run changes nothing', async () => {
    expect(await run()).toBe(2);
    // What is left of each budget is shown.
    expect(await counts()).toMatchObject({ totals: 2 });
    await judge();
    const before = await lines();
    expect(before.some((line) => line.posted_at)).toBe(true);
    expect(before.some((line) => line.real_cost !== null)).toBe(true);
    await run();
    expect(await lines()).toEqual(before);
    await judge();
  });

  it('prices a message by the band of all of them, a batch as begun, and a constant threshold once', async () => {
    const { knex } = engine();
    const prices = async (costType: number, targets: readonly number[]): Promise<(number | null)[]> => {
      const found: (number | null)[] = [];
      for (const targeted of targets) {
        const change = { cost_type_id: costType, targeted };
        await knex('nms_operation_delivery').where({ operation_delivery_id: 6 }).update(change);
        await run();
        await judge();
        found.push(cents((await deliveries()).find((one) => one.operation_delivery_id === 6)?.computed_cost ?? null));
      }
      return found;
    };
    expect(await prices(4, [100, 101, 1_000, 1_001])).toEqual([13, 12.12, 120, 110.11]);
    expect(await prices(3, [50, 51])).toEqual([12, 24]);
    expect(await prices(5, [500, 501])).toEqual([400, 900]);
    expect(await prices(1, [7])).toEqual([250]);
  }, 60_000);

  it('takes what was entered before what is computed, on a delivery, a task, a campaign and a program', async () => {
    const { knex } = engine();
    await knex('nms_operation_delivery').where({ operation_delivery_id: 6 }).update({ real_cost: 77.5 });
    await knex('nms_task').where({ task_id: 10 }).update({ status: 'finished', real_cost: 88.25 });
    await knex('nms_operation').where({ operation_id: 2 }).update({ real_cost: 5_000 });
    await run();
    await judge();
    await knex('nms_operation').where({ operation_id: 2 }).update({ real_cost: null });
    await knex('nms_program').where({ program_id: 1 }).update({ real_cost: 9_999 });
    await run();
    await judge();
    const [plan] = await table(planSchema, 'nms_plan');
    expect(plan?.computed_cost).toBeGreaterThanOrEqual(9_999);
  });

  it.each(['finished', 'cancelled'])(
    'costs nothing what is %s without having cost anything, whatever was foreseen',
    async (status) => {
      const { knex } = engine();
      const operation = {
        kind: 'standard',
        is_model: 0,
        provisional_cost: 1_000,
        budget_id: 1,
        budget_status: 'defined',
      };
      const when = new Date(nowMs).toISOString();
      const dates = { starts_at: when, ends_at: when, last_modified_at: when };
      const totals = async () => read(budgetSchema, knex('nms_budget').where({ budget_id: 1 }));
      const before = await totals();
      const own = { name: `over_${status}`, label: status, program_id: 1, commitment: 'planned', status };
      await knex('nms_operation').insert({ ...operation, ...dates, ...own });
      await run();
      await judge();
      expect(await totals()).toEqual(before);
      const [over] = await read(operationSchema, knex('nms_operation').where({ name: own.name }));
      expect(over?.computed_cost).toBe(0);
    },
  );

  it('follows the statuses of campaigns, budgets, deliveries and tasks, and keeps what somebody entered as a line', async () => {
    const { knex } = engine();
    await knex('nms_expense_line').insert({
      operation_id: 1,
      label: 'Entered',
      computed_cost: 0,
      real_cost: 12.5,
      computed_at: new Date(nowMs).toISOString(),
    });
    await knex('nms_operation').where({ operation_id: 1 }).update({ status: 'cancelled', commitment: 'reserved' });
    await knex('nms_operation').where({ operation_id: 4 }).update({ budget_status: 'defined', provisional_cost: null });
    await knex('nms_operation').where({ operation_id: 2 }).update({ budget_status: 'approved' });
    await knex('nms_operation_delivery').where({ operation_delivery_id: 7 }).update({ stage: 'finished' });
    await knex('nms_operation_delivery').where({ operation_delivery_id: 9 }).update({ targeted: null });
    await knex('nms_task').where({ task_id: 1 }).update({ status: 'cancelled' });
    await run();
    await judge();
    const byHand = (await lines()).filter((one) => one.operation_delivery_id === null && one.task_id === null);
    expect(byHand).toHaveLength(1);
    await knex('nms_operation').where({ operation_id: 2 }).update({ budget_status: 'edited' });
    await knex('nms_operation_delivery').where({ operation_delivery_id: 7 }).update({ stage: 'started' });
    await run();
    const posted = (await lines()).find((one) => one.operation_delivery_id === 7);
    expect(posted?.posted_at).toBe(true);
    expect(posted?.budget_id).toBeNull();
  });
});
