import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { instanceIdSchema } from '../../../engine/model/ids.ts';
import { openEngine, type EngineRun } from '../engineRun.ts';

const nowMs = Date.parse('2026-01-31T01:00:00.000Z');
const dayMs = 86_400_000;

const id = z.coerce.number();
const instant = z.union([z.string(), z.date()]).transform((value) => new Date(value).getTime());
const deliverySchema = z.object({
  delivery_id: id,
  target_group_id: id,
  typology_id: id,
  message_type: z.number(),
  weight: z.number(),
  scheduled_at: instant,
});
const ruleSchema = z.object({
  typology_rule_id: id,
  threshold: z.number(),
  period_days: z.number(),
  message_type: z.number().nullable(),
});
const pairSchema = z.object({ group_id: id, recipient_id: id });
const sentSchema = z.object({ delivery_id: id, recipient_id: id, last_modified_at: instant });
const logSchema = z.object({
  delivery_id: id,
  recipient_id: id,
  weight: z.number(),
  excluded: z.number(),
  typology_rule_id: id.nullable(),
});

/** A planned message, as the oracle sees it. */
interface Planned {
  readonly delivery: z.infer<typeof deliverySchema>;
  readonly recipient: number;
}

/** Whether one of two goes first: the heavier, then the earlier, then the smaller number. */
function goesFirst({ delivery: one }: Planned, { delivery: other }: Planned): boolean {
  if (one.weight !== other.weight) return one.weight > other.weight;
  if (one.scheduled_at !== other.scheduled_at) return one.scheduled_at < other.scheduled_at;
  return one.delivery_id < other.delivery_id;
}

describe('forecasting, by the facts of the catalogue', () => {
  let engine: EngineRun;
  let runs = 0;

  async function run(): Promise<void> {
    runs += 1;
    const instance = instanceIdSchema.parse(`i_forecast${runs}`);
    await engine.ask({ operation: 'runNow', instance, input: {} }, { workflow: 'forecasting' });
    const row = await engine
      .knex<{ id: string; status: string }>('sb_instance')
      .where({ id: instance })
      .first('status');
    expect(row?.status).toBe('finished');
  }

  const read = async <Row>(schema: z.ZodType<Row>, rows: PromiseLike<unknown>): Promise<Row[]> =>
    z.array(schema).parse(await rows);

  const written = () =>
    read(logSchema, engine.knex('nms_forecast_log_rcp').orderBy(['delivery_id', 'recipient_id']).select());

  /** What must be written, from the lists, the logs and the rules alone. */
  async function foreseen(): Promise<z.infer<typeof logSchema>[]> {
    const { knex } = engine;
    const calendar = (
      await read(deliverySchema, knex('nms_delivery').where({ is_provisional: 1, state: 0, delete_status: 0 }).select())
    ).filter((delivery) => delivery.scheduled_at >= nowMs);
    const members = await read(pairSchema, knex('nms_rcp_grp_rel').select());
    const open = new Set(
      (await read(z.object({ recipient_id: id }), knex('nms_recipient').where({ black_list: 0 }))).map(
        (one) => one.recipient_id,
      ),
    );
    const sent = await read(sentSchema, knex('nms_broad_log_rcp').where({ status: 1 }).select());
    const channels = new Map(
      (await read(z.object({ delivery_id: id, message_type: z.number() }), knex('nms_delivery').select())).map(
        (one) => [one.delivery_id, one.message_type],
      ),
    );
    const rules = await read(
      ruleSchema,
      knex('nms_typology_rule').where({ kind: 'pressure', active: 1 }).orderBy('typology_rule_id'),
    );
    const planned: Planned[] = calendar.flatMap((delivery) => {
      const list = members.filter((one) => one.group_id === delivery.target_group_id).map((one) => one.recipient_id);
      return [...new Set(list)].filter((one) => open.has(one)).map((recipient) => ({ delivery, recipient }));
    });
    const breaks = (message: Planned, rule: z.infer<typeof ruleSchema>): boolean => {
      const periodMs = rule.period_days * dayMs;
      const concerns = (delivery: number): boolean =>
        rule.message_type === null || channels.get(delivery) === rule.message_type;
      if (!concerns(message.delivery.delivery_id)) return false;
      const already = sent.filter(
        (one) =>
          one.recipient_id === message.recipient &&
          concerns(one.delivery_id) &&
          one.last_modified_at >= nowMs - periodMs &&
          one.last_modified_at <= nowMs,
      );
      const heavier = planned.filter(
        (one) =>
          one.recipient === message.recipient &&
          concerns(one.delivery.delivery_id) &&
          Math.abs(one.delivery.scheduled_at - message.delivery.scheduled_at) < periodMs &&
          goesFirst(one, message),
      );
      return already.length + heavier.length >= rule.threshold;
    };
    return planned
      .map((message) => {
        const rule = rules.find((one) => breaks(message, one));
        return {
          delivery_id: message.delivery.delivery_id,
          recipient_id: message.recipient,
          weight: message.delivery.weight,
          excluded: rule ? 1 : 0,
          typology_rule_id: rule?.typology_rule_id ?? null,
        };
      })
      .sort((one, other) => one.delivery_id - other.delivery_id || one.recipient_id - other.recipient_id);
  }

  beforeAll(async () => {
    engine = await openEngine(nowMs, 0.02, { workflows: ['forecasting'] });
  }, 120_000);
  afterAll(() => engine.close());

  it('writes the forecast logs that the oracle foresees, kept and left out, and a second run changes nothing', async () => {
    const expected = await foreseen();
    expect(new Set(expected.map(({ excluded }) => excluded))).toEqual(new Set([0, 1]));
    await run();
    expect(await written()).toEqual(expected);
    await run();
    expect(await written()).toEqual(expected);
  });

  it('follows the calendar, the lists and the weights of the next day', async () => {
    const { knex } = engine;
    const [first, second, third] = [...new Set((await written()).map((log) => log.delivery_id))];
    await knex('nms_delivery').where({ delivery_id: first }).update({ is_provisional: 0 });
    await knex('nms_delivery').where({ delivery_id: second }).update({ weight: 9 });
    await knex('nms_delivery')
      .where({ delivery_id: third })
      .update({ scheduled_at: new Date(nowMs - 1).toISOString() });
    const [member] = await read(
      z.object({ rcp_grp_rel_id: id }),
      knex('nms_rcp_grp_rel').where({ group_id: 1 }).limit(1),
    );
    await knex('nms_rcp_grp_rel')
      .where({ ...member })
      .delete();
    const expected = await foreseen();
    await run();
    expect(await written()).toEqual(expected);
    expect(expected.some((log) => log.delivery_id === first || log.delivery_id === third)).toBe(false);
  });

  it('counts for a rule of one channel what that channel sends and plans, for a rule without one all', async () => {
    const { knex } = engine;
    const [, other] = [...new Set((await written()).map((log) => log.delivery_id))];
    await knex('nms_delivery').where({ delivery_id: other }).update({ message_type: 1 });
    const sms = await foreseen();
    await run();
    expect(await written()).toEqual(sms);
    await knex('nms_typology_rule').where({ typology_rule_id: 2 }).update({ message_type: null });
    const all = await foreseen();
    expect(all).not.toEqual(sms);
    await run();
    expect(await written()).toEqual(all);
  });

  it('prepares for each active pressure rule the messages of its period', async () => {
    const rules = await engine
      .knex('nms_pressure_count')
      .distinct('typology_rule_id')
      .orderBy('typology_rule_id')
      .pluck('typology_rule_id');
    expect(rules.map(Number)).toEqual([1, 2]);
  });

  it('makes the lines of capacity of thirty days from the schedule of the rule, and counts what is kept on them', async () => {
    const tomorrow = await engine
      .knex('nms_delivery')
      .where({ delivery_id: (await written())[0]?.delivery_id })
      .update({ scheduled_at: '2026-02-01T09:00:00.000Z' });
    expect(tomorrow).toBe(1);
    await run();
    const lines = await read(
      z.object({ volume_line_id: id, starts_at: instant, ends_at: instant, capacity: z.number() }),
      engine.knex('nms_volume_line').orderBy('starts_at').select(),
    );
    expect(lines).toHaveLength(31);
    expect(lines[1]).toMatchObject({
      starts_at: Date.parse('2026-02-01T08:00:00Z'),
      ends_at: Date.parse('2026-02-01T12:00:00Z'),
      capacity: 500,
    });
    const consumed = await read(
      z.object({ volume_line_id: id, delivery_id: id, messages: z.number() }),
      engine.knex('nms_volume_consumed').select('volume_line_id', 'delivery_id', 'messages'),
    );
    const [first] = await written();
    const kept = (await written()).filter((log) => log.delivery_id === first?.delivery_id && log.excluded === 0);
    expect(kept.length).toBeGreaterThan(0);
    expect(consumed).toEqual([
      { volume_line_id: lines[1]?.volume_line_id, delivery_id: first?.delivery_id, messages: kept.length },
    ]);
  });
});
