import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { nothingSent } from '../nothingSent.ts';
import { id, instant, oracleRun } from '../oracleRun.ts';

const nowMs = Date.parse('2026-01-31T10:03:00.000Z');
const dayMs = 86_400_000;
const ago = (days: number): string => new Date(nowMs - days * dayMs).toISOString();

const reference = id.nullable();
const deliverySchema = z.object({
  operation_delivery_id: id,
  operation_id: id,
  delivery_id: id,
  kind: z.enum(['email', 'mobile', 'directMail', 'external']),
  stage: z.string(),
  notices: z.number(),
  confirmed_at: instant.nullable(),
  supplier_service_id: reference,
  cost_type_id: reference,
  post_instance: z.string().nullable(),
  post_message: z.string().nullable(),
  post_started_at: instant.nullable(),
});
const approvalSchema = z.object({
  approval_id: id,
  operation_delivery_id: id,
  item: z.string(),
  status: z.string(),
  reviewer_id: reference,
  reviewer_group_id: reference,
  submitted_at: instant.nullable(),
  deadline_at: instant.nullable(),
  notified_at: instant.nullable(),
});
const reminderSchema = z.object({ approval_id: id, due_at: instant, sent_at: instant.nullable() });
const operationSchema = z.object({
  operation_id: id,
  is_model: z.number(),
  status: z.string(),
  notices: z.number(),
  manager_id: reference,
});
const operatorSchema = z.object({ operator_id: id, email: z.string().nullable(), disabled: z.number() });
const memberSchema = z.object({ operator_group_id: id, operator_id: id });
const sendingSchema = z.object({ delivery_id: id, label: z.string(), state: z.number(), delete_status: z.number() });
type Delivery = z.infer<typeof deliverySchema>;
type Approval = z.infer<typeof approvalSchema>;

/** The workflow that a provider names. */
const carrier = {
  name: 'carryCalls',
  label: 'Carry the calls',
  category: 'campaign',
  activities: { begin: { type: 'start' }, done: { type: 'end', result: 'instance.inputs' } },
  transitions: [{ from: 'begin', to: 'done' }],
};

describe('deliveryMgt, by the facts of the catalogue', () => {
  const { engine, run, runWithoutMail, read, mails, last } = oracleRun('deliveryMgt', nowMs, {
    executors: nothingSent,
  });
  const table = <Row>(schema: z.ZodType<Row>, name: string) => read(schema, engine().knex(name).orderBy(1).select());

  /** All that the oracle looks at. */
  async function look() {
    const operations = new Map((await table(operationSchema, 'nms_operation')).map((one) => [one.operation_id, one]));
    const campaignOf = ({ operation_id: operation }: Delivery) => {
      const found = operations.get(operation);
      if (!found) throw new TypeError(`there is no campaign ${String(operation)}`);
      return found;
    };
    return {
      campaignOf,
      deliveries: await table(deliverySchema, 'nms_operation_delivery'),
      approvals: await table(approvalSchema, 'nms_approval'),
      reminders: await read(reminderSchema, engine().knex('nms_approval_reminder').orderBy('approval_reminder_id')),
      operators: await table(operatorSchema, 'xtk_operator'),
      members: await table(memberSchema, 'xtk_operator_group_rel'),
      sending: new Map((await table(sendingSchema, 'nms_delivery')).map((one) => [one.delivery_id, one])),
    };
  }
  type Seen = Awaited<ReturnType<typeof look>>;

  const isLive = (seen: Seen, delivery: Delivery): boolean => {
    const { is_model: isModel, status } = seen.campaignOf(delivery);
    return isModel === 0 && status !== 'finished' && status !== 'cancelled';
  };
  const ofDelivery = (seen: Seen, { operation_delivery_id: own }: Delivery): readonly Approval[] => {
    const all = seen.approvals.filter((one) => one.operation_delivery_id === own);
    // The budget is approved only where the target is.
    return all.filter(({ item }) => item !== 'budget' || all.some((one) => one.item === 'target'));
  };

  /** The approvals as they are once what is due was submitted: three days, unless a deadline is set that is to come. */
  function submitted(seen: Seen): Seen {
    const asked = new Set(
      seen.deliveries.flatMap((delivery) =>
        isLive(seen, delivery)
          ? ofDelivery(seen, delivery)
              .filter(({ status }) => status === 'needed')
              .filter(({ item }) => delivery.stage === (item === 'extraction' ? 'fileToApprove' : 'targeted'))
              .map((one) => one.approval_id)
          : [],
      ),
    );
    const approvals = seen.approvals.map((one) =>
      asked.has(one.approval_id)
        ? {
            ...one,
            status: 'pending',
            submitted_at: nowMs,
            notified_at: null,
            deadline_at: one.deadline_at !== null && one.deadline_at > nowMs ? one.deadline_at : nowMs + 3 * dayMs,
          }
        : one,
    );
    return { ...seen, approvals };
  }

  /** Whom an approval is asked of, where anybody may be told. */
  function reviewersOf(seen: Seen, approval: Approval): readonly string[] {
    const delivery = seen.deliveries.find((one) => one.operation_delivery_id === approval.operation_delivery_id);
    if (!delivery || approval.status !== 'pending' || !isLive(seen, delivery)) return [];
    const { notices, manager_id: manager } = seen.campaignOf(delivery);
    if (notices === 0 || delivery.notices === 0) return [];
    const group = seen.members.filter((one) => one.operator_group_id === approval.reviewer_group_id);
    const named = [approval.reviewer_id, ...group.map((one) => one.operator_id)].filter((one) => one !== null);
    const isNamed = approval.reviewer_id !== null || approval.reviewer_group_id !== null;
    const chosen = new Set(isNamed ? named : [manager]);
    return seen.operators.flatMap(({ operator_id: operator, email, disabled }) =>
      chosen.has(operator) && disabled === 0 && email !== null ? [email] : [],
    );
  }

  const titleOf = (seen: Seen, { operation_delivery_id: own, item }: Approval): string => {
    const delivery = seen.deliveries.find((one) => one.operation_delivery_id === own);
    return `${item} of ${seen.sending.get(delivery?.delivery_id ?? 0)?.label ?? ''}`;
  };

  /** What is mailed, and which approvals and reminders are noted as told. */
  function told(seen: Seen) {
    const asked = seen.approvals.filter((one) => one.notified_at === null && reviewersOf(seen, one).length > 0);
    const isDue = ({ due_at: due, sent_at: sent }: z.infer<typeof reminderSchema>): boolean =>
      sent === null && due <= nowMs;
    const reminded = seen.approvals.filter(
      (one) =>
        reviewersOf(seen, one).length > 0 &&
        seen.reminders.some((reminder) => reminder.approval_id === one.approval_id && isDue(reminder)),
    );
    const mailsFor = (all: readonly Approval[], words: string) =>
      all.flatMap((one) =>
        reviewersOf(seen, one).map((to) => ({ to: [to], title: `${words}: ${titleOf(seen, one)}` })),
      );
    return {
      mails: [...mailsFor(asked, 'To approve'), ...mailsFor(reminded, 'Reminder')],
      asked: new Set(asked.map((one) => one.approval_id)),
      reminded: new Set(reminded.map((one) => one.approval_id)),
      isDue,
    };
  }

  /** The stage that a delivery has come to, and the state of what is sent. */
  function goesOnTo(seen: Seen, delivery: Delivery): { readonly stage: string; readonly state: number } {
    const sending = seen.sending.get(delivery.delivery_id);
    const state = sending?.state ?? 0;
    const isMail = delivery.kind === 'email' || delivery.kind === 'mobile';
    const hasAll = (isMeant: (item: string) => boolean): boolean =>
      ofDelivery(seen, delivery).every(({ item, status }) => !isMeant(item) || status === 'accepted');
    const started = { stage: 'started', state: state < 51 ? (isMail ? 51 : 55) : state };
    const before = hasAll((item) => item !== 'extraction');
    if (delivery.stage === 'started' && isMail && state === 95) return { stage: 'finished', state };
    if (!isLive(seen, delivery) || sending?.delete_status !== 0) return { stage: delivery.stage, state };
    switch (delivery.kind) {
      case 'external':
        return delivery.stage === 'targeted' && before ? started : { stage: delivery.stage, state };
      case 'directMail':
        if (delivery.stage === 'targeted' && before) return { stage: 'pendingExtraction', state };
        return delivery.stage === 'fileToApprove' && hasAll(() => true) ? started : { stage: delivery.stage, state };
      default: {
        const waits = delivery.stage === 'pendingConfirmation' || (delivery.stage === 'targeted' && before);
        if (!waits) return { stage: delivery.stage, state };
        return delivery.confirmed_at !== null && before ? started : { stage: 'pendingConfirmation', state };
      }
    }
  }

  async function runAndJudge(): Promise<Seen> {
    const seen = submitted(await look());
    const foreseen = told(seen);
    await run();
    const after = await look();
    const sorted = (all: readonly { readonly to: readonly string[]; readonly title: string }[]): string[] =>
      all.map(({ to, title }) => `${to.join()} ${title}`).sort();
    expect(sorted(await mails())).toEqual(sorted(foreseen.mails));
    expect(after.approvals).toEqual(
      seen.approvals.map((one) => (foreseen.asked.has(one.approval_id) ? { ...one, notified_at: nowMs } : one)),
    );
    expect(after.reminders).toEqual(
      seen.reminders.map((one) =>
        foreseen.reminded.has(one.approval_id) && foreseen.isDue(one) ? { ...one, sent_at: nowMs } : one,
      ),
    );
    expect(
      after.deliveries.map(({ stage, delivery_id: own }) => ({ stage, state: after.sending.get(own)?.state })),
    ).toEqual(seen.deliveries.map((one) => goesOnTo(seen, one)));
    return after;
  }

  const change = (own: number, changed: object) =>
    engine().knex('nms_operation_delivery').where({ operation_delivery_id: own }).update(changed);
  const stageOf = (seen: Seen, own: number) => seen.deliveries.find((one) => one.operation_delivery_id === own)?.stage;

  it('asks, reminds and starts as the oracle foresees on the demo data, and a second run changes nothing', async () => {
    const first = await runAndJudge();
    expect((await mails()).map(({ title }) => title.split(':')[0])).toEqual(
      expect.arrayContaining(['To approve', 'Reminder']),
    );
    expect(new Set(first.deliveries.map(({ stage }) => stage))).toEqual(
      new Set([
        'edited',
        'targeted',
        'pendingConfirmation',
        'pendingExtraction',
        'fileToApprove',
        'started',
        'finished',
      ]),
    );
    const rows = ({ deliveries, approvals, reminders, sending }: Seen) => ({
      deliveries,
      approvals,
      reminders,
      sending,
    });
    expect(rows(await runAndJudge())).toEqual(rows(first));
    expect(await mails()).toEqual([]);
  });

  it('submits what is needed when its stage has come, for three days or until the deadline that is set', async () => {
    const { knex } = engine();
    await change(12, { stage: 'targeted', targeted: 50 });
    const needed = { status: 'needed', operation_delivery_id: 12 };
    await knex('nms_approval').insert([
      { ...needed, item: 'content', deadline_at: ago(-9) },
      { ...needed, item: 'proof', reviewer_group_id: 2 },
      { ...needed, item: 'budget' },
      { ...needed, operation_delivery_id: 6, item: 'extraction' },
    ]);
    const after = await runAndJudge();
    const own = after.approvals.filter((one) => one.operation_delivery_id === 12);
    expect(own.map(({ item, deadline_at: deadline }) => [item, deadline])).toEqual([
      ['target', nowMs + 3 * dayMs],
      ['content', nowMs + 9 * dayMs],
      ['proof', nowMs + 3 * dayMs],
      ['budget', nowMs + 3 * dayMs],
    ]);
    expect(after.approvals.find((one) => one.item === 'extraction' && one.operation_delivery_id === 6)?.status).toBe(
      'needed',
    );
    await change(6, { stage: 'fileToApprove' });
    const later = await runAndJudge();
    expect(later.approvals.find((one) => one.item === 'extraction' && one.operation_delivery_id === 6)?.status).toBe(
      'pending',
    );
  });

  it('asks again, with a new deadline, for what is submitted again', async () => {
    const { knex } = engine();
    const again = { status: 'needed', submitted_at: ago(9), deadline_at: ago(6), notified_at: ago(9) };
    await knex('nms_approval').where({ operation_delivery_id: 12, item: 'proof' }).update(again);
    const after = await runAndJudge();
    expect((await mails()).map(({ title }) => title.split(' of ')[0])).toContain('To approve: proof');
    const proof = after.approvals.find((one) => one.operation_delivery_id === 12 && one.item === 'proof');
    expect(proof).toMatchObject({ status: 'pending', notified_at: nowMs, deadline_at: nowMs + 3 * dayMs });
  });

  it('goes on while no mail can be sent, and asks and reminds when one can', async () => {
    const { knex } = engine();
    const own = { operation_delivery_id: 12, item: 'proof' };
    await knex('nms_approval').where(own).update({ notified_at: null });
    const [proof] = await read(approvalSchema, knex('nms_approval').where(own));
    await knex('nms_approval_reminder').insert({ approval_id: proof?.approval_id, due_at: ago(1) });
    await runWithoutMail();
    await runAndJudge();
    expect((await mails()).map(({ title }) => title.split(' of ')[0])).toEqual(
      expect.arrayContaining(['To approve: proof', 'Reminder: proof']),
    );
  });

  it('lets no delivery wait for a budget without a target, and none start without each approval', async () => {
    const { knex } = engine();
    const own = knex('nms_approval').where({ operation_delivery_id: 3 }).select('approval_id');
    await knex('nms_approval_reminder').whereIn('approval_id', own).delete();
    await knex('nms_approval').where({ operation_delivery_id: 3 }).delete();
    await knex('nms_approval').insert({ operation_delivery_id: 3, item: 'budget', status: 'needed' });
    expect(stageOf(await runAndJudge(), 3)).toBe('pendingConfirmation');
    const proof = await knex('nms_approval').insert({ operation_delivery_id: 3, item: 'proof', status: 'refused' });
    expect(proof).toBeDefined();
    await change(3, { confirmed_at: ago(0) });
    expect(stageOf(await runAndJudge(), 3)).toBe('pendingConfirmation');
    await knex('nms_approval').where({ operation_delivery_id: 3, item: 'proof' }).update({ status: 'accepted' });
    expect(stageOf(await runAndJudge(), 3)).toBe('started');
  });

  it('mails nothing where notices are switched off for the campaign or the delivery, and starts all the same', async () => {
    const { knex } = engine();
    await knex('nms_approval').where({ operation_delivery_id: 12 }).update({ status: 'pending', notified_at: null });
    await change(12, { notices: 0 });
    await runAndJudge();
    expect(await mails()).toEqual([]);
    await change(12, { notices: 1 });
    await knex('nms_operation').where({ operation_id: 4 }).update({ notices: 0 });
    await runAndJudge();
    expect(await mails()).toEqual([]);
    await knex('nms_approval').where({ operation_delivery_id: 12 }).update({ status: 'accepted' });
    expect(stageOf(await runAndJudge(), 12)).toBe('pendingConfirmation');
    await knex('nms_operation').where({ operation_id: 4 }).update({ status: 'cancelled' });
    await change(12, { confirmed_at: ago(0) });
    expect(stageOf(await runAndJudge(), 12)).toBe('pendingConfirmation');
  });

  it('says in the request what runs low in the stock, and reminds once of what was missed', async () => {
    const { knex } = engine();
    await knex('nms_stock_line')
      .where({ stock_line_id: 2 })
      .update({ alert_since: ago(1), in_stock: 5 });
    await knex('nms_approval').where({ operation_delivery_id: 8, item: 'extraction' }).update({ notified_at: null });
    const [approval] = await read(
      approvalSchema,
      knex('nms_approval').where({ operation_delivery_id: 8, item: 'extraction' }),
    );
    await knex('nms_approval_reminder').where({ approval_id: approval?.approval_id }).update({ sent_at: null });
    await knex('nms_approval_reminder').insert({ approval_id: approval?.approval_id, due_at: ago(1) });
    await runAndJudge();
    const mailed = knex('sb_mail')
      .where({ instance: last() })
      .where('title', 'like', '%extraction of Letter to approve');
    const texts = z.array(z.string()).parse(await mailed.pluck('message'));
    expect(texts.length).toBeGreaterThan(1);
    expect(texts.filter((text) => !text.includes('Catalogues runs low: 5 left.'))).toEqual([]);
  });

  it('begins the post-processing of an external delivery once, and tries again while there is no such workflow', async () => {
    const { knex } = engine();
    await knex('nms_supplier_service').where({ supplier_service_id: 2 }).update({ post_workflow: 'carryCalls' });
    const external = async () => (await look()).deliveries.find((one) => one.operation_delivery_id === 9);
    await run();
    expect(await external()).toMatchObject({ post_instance: null, post_started_at: null });
    expect((await external())?.post_message).toContain('there is no workflow “carryCalls”');
    await engine().publish(carrier);
    await run();
    const begun = await external();
    expect(begun).toMatchObject({ post_message: null, post_started_at: nowMs });
    await run();
    expect(await external()).toEqual(begun);
    const children = await read(
      z.object({ id: z.string(), status: z.string(), state: z.string() }),
      knex('sb_instance').where({ workflow: 'carryCalls' }),
    );
    expect(children).toHaveLength(1);
    expect(children[0]).toMatchObject({ id: begun?.post_instance, status: 'finished' });
    expect(JSON.parse(children[0]?.state ?? '')).toMatchObject({
      result: { delivery: begun?.delivery_id, label: 'Calls of the agency' },
    });
  });

  it('finishes a mail in its campaign when it was sent', async () => {
    const seen = await look();
    const mail = seen.deliveries.find((one) => one.operation_delivery_id === 2);
    expect(mail?.stage).toBe('started');
    await engine().knex('nms_delivery').where({ delivery_id: mail?.delivery_id }).update({ state: 95 });
    expect(stageOf(await runAndJudge(), 2)).toBe('finished');
  });
});
