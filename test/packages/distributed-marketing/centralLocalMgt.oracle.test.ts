import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { instanceIdSchema } from '../../../engine/model/ids.ts';
import { id, instant, oracleRun } from '../oracleRun.ts';

const nowMs = Date.parse('2026-01-31T10:00:00.000Z');
const dayMs = 86_400_000;
const ago = (days: number): string => new Date(nowMs - days * dayMs).toISOString();

const packageSchema = z.object({
  campaign_package_id: id,
  label: z.string(),
  kind: z.string(),
  status: z.string(),
  reference_operation_id: id,
  reviewer_id: id.nullable(),
  submitted_at: instant.nullable(),
  review_deadline_at: instant.nullable(),
  review_reminder_at: instant.nullable(),
  review_reminder_days: z.number().nullable(),
  available_at: instant,
  order_deadline_at: instant.nullable(),
  published_at: instant.nullable(),
  cancelled_at: instant.nullable(),
  cancel_done_at: instant.nullable(),
});
const orderSchema = z.object({
  campaign_order_id: id,
  campaign_package_id: id,
  org_entity_id: id,
  status: z.string(),
  ordered_at: instant,
  reviewed_at: instant.nullable(),
  reviewer_id: id.nullable(),
  comment: z.string().nullable(),
  operation_id: id.nullable(),
});
const operationSchema = z.object({
  operation_id: id,
  name: z.string(),
  label: z.string(),
  status: z.string(),
  is_model: z.number(),
  template_id: id.nullable(),
  parent_id: id.nullable(),
  manager_id: id.nullable(),
  starts_at: instant,
  ends_at: instant,
});
const entitySchema = z.object({ org_entity_id: id, label: z.string(), notification_group_id: id });
const noticeSchema = z.object({
  campaign_package_id: id,
  campaign_order_id: id.nullable(),
  kind: z.string(),
  org_entity_id: id.nullable(),
  sent_at: instant,
});
const operatorSchema = z.object({ operator_id: id, email: z.string().nullable(), disabled: z.number() });
const memberSchema = z.object({ operator_group_id: id, operator_id: id });
const namedSchema = z.object({ campaign_package_id: id, org_entity_id: id });
const partSchema = z.object({ operation_id: id, operation_delivery_id: id, kind: z.string(), stage: z.string() });
const itemSchema = z.object({ operation_delivery_id: id, item: z.string(), status: z.string() });
type Notice = Omit<z.infer<typeof noticeSchema>, 'sent_at'>;
type CampaignPackage = z.infer<typeof packageSchema>;
type Order = z.infer<typeof orderSchema>;

const same = (one: Notice): string =>
  [one.campaign_package_id, one.campaign_order_id, one.org_entity_id, one.kind].join();
const ownCampaign = (kind: string): boolean => kind === 'local' || kind === 'collaborativeByCampaign';

describe('centralLocalMgt, by the facts of the catalogue', () => {
  const { engine, run, runWithoutMail, read, mails } = oracleRun('centralLocalMgt', nowMs);
  const table = <Row>(schema: z.ZodType<Row>, name: string) => read(schema, engine().knex(name).orderBy(1).select());
  const orders = () => table(orderSchema, 'nms_campaign_order');
  const operations = () => table(operationSchema, 'nms_operation');
  const packages = () => table(packageSchema, 'nms_campaign_package');
  const notices = () => table(noticeSchema, 'nms_campaign_notice');

  function byId<Row>(rows: readonly Row[], key: (row: Row) => number): (wanted: number) => Row {
    const found = new Map(rows.map((row) => [key(row), row]));
    return (wanted) => {
      const row = found.get(wanted);
      if (row === undefined) throw new TypeError(`there is no row ${String(wanted)}`);
      return row;
    };
  }

  /** The order as it is after a run, without the number of a campaign that is made only then. */
  function judged(order: Order, own: CampaignPackage): Pick<Order, 'status' | 'comment'> {
    const isOpen = order.operation_id === null;
    const isCancelled = own.status === 'cancelled' && (own.cancelled_at ?? 1) > (own.cancel_done_at ?? 0);
    if (isCancelled && own.kind !== 'local' && order.status !== 'refused')
      return { status: 'cancelled', comment: order.comment };
    const isLate = own.order_deadline_at !== null && order.ordered_at > own.order_deadline_at;
    if (isOpen && isLate && ['ordered', 'approved'].includes(order.status))
      return { status: 'refused', comment: 'Ordered after the deadline.' };
    const wasOnList =
      own.kind === 'local' && own.status === 'cancelled' && order.ordered_at <= (own.cancelled_at ?? nowMs);
    const isDue = (own.status === 'published' || wasOnList) && own.available_at <= nowMs;
    if (isOpen && order.status === 'approved' && isDue) return { status: 'created', comment: order.comment };
    return { status: order.status, comment: order.comment };
  }

  /** What is told, and to whom, when a run has done its other work. */
  async function news(before: readonly z.infer<typeof noticeSchema>[]) {
    const operators = await table(operatorSchema, 'xtk_operator');
    const members = await table(memberSchema, 'xtk_operator_group_rel');
    const entities = await table(entitySchema, 'nms_org_entity');
    const named = await table(namedSchema, 'nms_campaign_package_entity');
    const operationOf = byId(await operations(), (one) => one.operation_id);
    const entityOf = byId(entities, (one) => one.org_entity_id);
    const all = await packages();
    const packageOf = byId(all, (one) => one.campaign_package_id);
    const addresses = (chosen: readonly (number | null)[]): readonly string[] =>
      operators.flatMap(({ operator_id: own, email, disabled }) =>
        chosen.includes(own) && disabled === 0 && email !== null ? [email] : [],
      );
    const ofEntity = (entity: number): readonly string[] => {
      const group = entityOf(entity).notification_group_id;
      return addresses(members.filter((one) => one.operator_group_id === group).map((one) => one.operator_id));
    };
    const managerOf = (own: CampaignPackage) => operationOf(own.reference_operation_id).manager_id;
    const told: { notice: Notice; to: readonly string[]; title: string }[] = [];
    const tell = (notice: Notice, to: readonly string[], title: string, sinceMs: number | null): void => {
      const isKnown = before.some((one) => same(one) === same(notice) && one.sent_at >= (sinceMs ?? 0));
      if (!isKnown && to.length > 0) told.push({ notice, to, title });
    };
    for (const own of all) {
      const { campaign_package_id: campaignPackage, status, label } = own;
      const listed = named.filter((one) => one.campaign_package_id === campaignPackage).map((one) => one.org_entity_id);
      const audience = listed.length > 0 ? listed : entities.map((one) => one.org_entity_id);
      for (const entity of audience) {
        const notice = { campaign_package_id: campaignPackage, campaign_order_id: null, org_entity_id: entity };
        const isOver = own.order_deadline_at !== null && own.order_deadline_at <= nowMs;
        if (status === 'published')
          tell({ ...notice, kind: 'published' }, ofEntity(entity), `${label} can be ordered`, own.published_at);
        if (status === 'published' && isOver)
          tell(
            { ...notice, kind: 'deadline' },
            ofEntity(entity),
            `${label} can no longer be ordered`,
            own.order_deadline_at,
          );
        if (status === 'cancelled' && own.kind !== 'local')
          tell({ ...notice, kind: 'cancelled' }, ofEntity(entity), `${label} was cancelled`, own.cancelled_at);
      }
      const notice = { campaign_package_id: campaignPackage, campaign_order_id: null, org_entity_id: null };
      const reviewers = addresses([own.reviewer_id ?? managerOf(own)]);
      const after = (own.submitted_at ?? 0) + (own.review_reminder_days ?? Infinity) * dayMs;
      if (status === 'pendingApproval') {
        const dates = [own.review_reminder_at ?? 0, after].filter((date) => date >= (own.submitted_at ?? 0));
        tell({ ...notice, kind: 'review' }, reviewers, `Package to review: ${label}`, own.submitted_at);
        if (Math.min(...dates) <= nowMs)
          tell(
            { ...notice, kind: 'reviewReminder' },
            reviewers,
            `Reminder, package to review: ${label}`,
            own.submitted_at,
          );
      }
    }
    for (const order of await orders()) {
      const own = packageOf(order.campaign_package_id);
      const { campaign_order_id: number, org_entity_id: entity, campaign_package_id: campaignPackage } = order;
      const notice = { campaign_package_id: campaignPackage, campaign_order_id: number, org_entity_id: entity };
      const about = `${own.label} for ${entityOf(entity).label}`;
      if (order.status === 'ordered') {
        const reviewer = order.reviewer_id ?? own.reviewer_id ?? managerOf(own);
        tell({ ...notice, kind: 'toApprove' }, addresses([reviewer]), `Order to approve: ${about}`, order.ordered_at);
      }
      if (order.status === 'refused')
        tell({ ...notice, kind: 'refused' }, ofEntity(entity), `Order refused: ${about}`, order.reviewed_at);
      if (order.status === 'created')
        tell({ ...notice, kind: 'created' }, ofEntity(entity), `Campaign ready: ${about}`, order.ordered_at);
    }
    return told;
  }

  async function runAndJudge(): Promise<void> {
    const [ordersBefore, noticesBefore, packagesBefore] = [await orders(), await notices(), await packages()];
    const known = new Set((await operations()).map((one) => one.operation_id));
    const packageOf = byId(packagesBefore, (one) => one.campaign_package_id);
    await run();
    const after = await orders();
    expect(after.map(({ status, comment }) => ({ status, comment }))).toEqual(
      ordersBefore.map((one) => judged(one, packageOf(one.campaign_package_id))),
    );
    const operationOf = byId(await operations(), (one) => one.operation_id);
    for (const [
      index,
      { status, operation_id: made, campaign_package_id: own, org_entity_id: entity },
    ] of after.entries()) {
      if (status !== 'created' || ordersBefore[index]?.status === 'created') continue;
      const { kind, reference_operation_id: reference } = packageOf(own);
      const campaign = operationOf(made ?? 0);
      if (!ownCampaign(kind)) expect(made).toBe(reference);
      else
        expect(campaign).toMatchObject({
          template_id: reference,
          is_model: 0,
          parent_id: kind === 'local' ? null : reference,
          label: `${operationOf(reference).label} (${entity === 1 ? 'North' : 'South'})`,
        });
    }
    // Nothing was made that no order asked for.
    const made = (await operations()).filter((one) => !known.has(one.operation_id));
    expect(made.every((one) => after.some((order) => order.operation_id === one.operation_id))).toBe(true);
    const foreseen = await news(noticesBefore);
    const sorted = (all: readonly string[]): string[] => [...all].sort();
    expect(sorted((await mails()).map(({ to, title }) => `${to.join()} ${title}`))).toEqual(
      sorted(foreseen.flatMap(({ to, title }) => to.map((one) => `${one} ${title}`))),
    );
    expect((await notices()).length).toBe(noticesBefore.length + foreseen.length);
  }

  const change = (name: string, key: object, changed: object) => engine().knex(name).where(key).update(changed);

  it('makes campaigns, refuses, cancels and tells as the oracle foresees on the demo data, and a second run changes nothing', async () => {
    await runAndJudge();
    expect(new Set((await notices()).map(({ kind }) => kind))).toEqual(
      new Set(['published', 'deadline', 'review', 'reviewReminder', 'toApprove', 'refused', 'created', 'cancelled']),
    );
    const after = [await orders(), await operations(), await notices(), await packages()];
    await runAndJudge();
    expect([await orders(), await operations(), await notices(), await packages()]).toEqual(after);
    expect(await mails()).toEqual([]);
  });

  it('sends a refusal back with its comment', async () => {
    const texts = await engine()
      .knex('sb_mail')
      .where('title', 'like', 'Order refused:%')
      .orderBy('id')
      .pluck('message');
    expect(texts.some((text: string) => text.includes('Too far from the shop.'))).toBe(true);
    expect(texts.some((text: string) => text.includes('Ordered after the deadline.'))).toBe(true);
  });

  it('copies the deliveries of the reference campaign with content and approvals, and its tasks at their distance', async () => {
    const [order] = await orders();
    const campaign = order?.operation_id ?? 0;
    const parts = await table(partSchema, 'nms_operation_delivery');
    const copies = parts.filter((one) => one.operation_id === campaign);
    expect(copies.map(({ kind, stage }) => [kind, stage])).toEqual([['email', 'edited']]);
    const items = (await table(itemSchema, 'nms_approval')).filter(
      (one) => one.operation_delivery_id === copies[0]?.operation_delivery_id,
    );
    expect(items.map(({ item, status }) => `${item} ${status}`).sort()).toEqual(['content needed', 'target needed']);
    const contents = await engine()
      .knex('nms_delivery_content')
      .join('nms_delivery', 'nms_delivery.delivery_id', 'nms_delivery_content.delivery_id')
      .where({ operation_id: campaign })
      .select('label', 'subject', 'state');
    expect(contents).toEqual([{ label: 'Invitation', subject: 'Invitation: news from the shop', state: 0 }]);
    const tasks = await read(
      z.object({ operation_id: id, label: z.string(), status: z.string(), starts_at: instant }),
      engine().knex('nms_task').where({ label: 'Print the posters' }).orderBy('task_id'),
    );
    expect(tasks.map(({ operation_id: own, status }) => [own, status])).toContainEqual([campaign, 'scheduled']);
    expect(new Set(tasks.map(({ starts_at: begins }) => begins)).size).toBe(1);
  });

  it('keeps one campaign for each entity of a collaborative package by campaign in step with its parent', async () => {
    const { knex } = engine();
    const children = async () => (await operations()).filter((one) => one.parent_id === 10);
    expect((await children()).map(({ name }) => name).sort()).toEqual(['collaborative_north', 'collaborative_south']);
    await knex('nms_campaign_order').insert({
      campaign_package_id: 4,
      org_entity_id: 1,
      status: 'approved',
      ordered_by_id: 8,
      ordered_at: ago(0.1),
    });
    await change('nms_operation', { operation_id: 10 }, { status: 'planned', starts_at: ago(-3), ends_at: ago(-4) });
    await runAndJudge();
    expect((await children()).map(({ status, starts_at: begins }) => [status, begins])).toEqual([
      ['planned', nowMs + 3 * dayMs],
      ['planned', nowMs + 3 * dayMs],
    ]);
    const local = (await operations()).find((one) => one.template_id === 9);
    expect(local).toMatchObject({ status: 'edited', parent_id: null });
  });

  it('makes nothing before the date of availability, and tells reviewers whoever is named', async () => {
    expect((await orders()).find((one) => one.campaign_order_id === 8)).toMatchObject({ status: 'approved' });
    await change('nms_campaign_package', { campaign_package_id: 7 }, { available_at: ago(0) });
    await change(
      'nms_campaign_package',
      { campaign_package_id: 1 },
      {
        status: 'pendingApproval',
        submitted_at: null,
        review_deadline_at: null,
        reviewer_id: null,
        review_reminder_at: ago(0),
      },
    );
    await runAndJudge();
    expect((await orders()).find((one) => one.campaign_order_id === 8)).toMatchObject({ status: 'created' });
    expect((await packages())[0]).toMatchObject({ submitted_at: nowMs, review_deadline_at: nowMs + 3 * dayMs });
  });

  it('makes what was ordered of a local package before it was cancelled, and nothing that was ordered since', async () => {
    const order = { campaign_package_id: 6, org_entity_id: 1, status: 'approved', ordered_by_id: 8 };
    await engine()
      .knex('nms_campaign_order')
      .insert([
        { ...order, campaign_order_id: 601, ordered_at: ago(0.1) },
        { ...order, campaign_order_id: 602, ordered_at: ago(0.05) },
      ]);
    await runAndJudge();
    const own = (await orders()).filter((one) => one.campaign_package_id === 6);
    expect(own.map(({ status }) => status)).toEqual(['created', 'approved']);
  });

  it('tells of what was submitted, ordered, refused, published or called off again, once each time', async () => {
    await engine()
      .knex('nms_campaign_notice')
      .update({ sent_at: ago(6) });
    const again = { submitted_at: ago(4), review_deadline_at: ago(5), review_reminder_at: ago(5.5) };
    await change('nms_campaign_package', { campaign_package_id: 3 }, { ...again, review_reminder_days: 3 });
    await change('nms_campaign_order', { campaign_order_id: 2 }, { ordered_at: ago(1) });
    await change('nms_campaign_order', { campaign_order_id: 3 }, { ordered_at: ago(2), reviewed_at: ago(1) });
    await change('nms_campaign_order', { campaign_order_id: 7 }, { status: 'ordered', ordered_at: ago(8) });
    await change('nms_campaign_package', { campaign_package_id: 5 }, { cancelled_at: ago(1), cancel_done_at: ago(7) });
    await change('nms_campaign_package', { campaign_package_id: 7 }, { published_at: ago(1) });
    await runAndJudge();
    const titles = (await mails()).map(({ title }) => title);
    for (const title of [
      'Package to review: To be reviewed',
      'Reminder, package to review: To be reviewed',
      'Order to approve: Shop opening for South',
      'Order refused: Deadline today for North',
      'Joint, cancelled was cancelled',
      'Available in three days can be ordered',
    ])
      expect(titles).toContain(title);
    expect((await packages()).find((one) => one.campaign_package_id === 3)?.review_deadline_at).toBe(nowMs - dayMs);
    expect((await orders()).find((one) => one.campaign_order_id === 7)?.status).toBe('cancelled');
    await runAndJudge();
    expect(await mails()).toEqual([]);
  });

  it('is not held up by a mail server that is down: the next run tells what is new', async () => {
    await change('nms_campaign_order', { campaign_order_id: 2 }, { ordered_at: ago(0) });
    await engine()
      .knex('nms_campaign_notice')
      .where({ campaign_order_id: 2 })
      .update({ sent_at: ago(1) });
    await runWithoutMail();
    await runAndJudge();
    expect((await mails()).map(({ title }) => title)).toContain('Order to approve: Shop opening for South');
  });

  it('stops workflows and deliveries of a collaborative package that is cancelled, and nothing of a local one', async () => {
    const { knex } = engine();
    const waiting = {
      name: 'localWork',
      label: 'Local work',
      category: 'campaign',
      activities: { begin: { type: 'start' }, never: { type: 'signal', name: 'never' }, done: { type: 'end' } },
      transitions: [
        { from: 'begin', to: 'never' },
        { from: 'never', to: 'done' },
      ],
    };
    await engine().publish(waiting);
    const instance = instanceIdSchema.parse('i_localWork');
    await engine().ask({ operation: 'runNow', instance, input: {} }, { workflow: 'localWork' });
    const child = (await operations()).find((one) => one.name === 'collaborative_north')?.operation_id ?? 0;
    const job = { operation_id: child, kind: 'workflow', planned_at: ago(1) };
    await knex('nms_operation_job').insert([
      { ...job, status: 'running', instance },
      { ...job, status: 'waiting', instance: null },
      { ...job, status: 'done', instance: null },
    ]);
    await change('nms_campaign_package', { campaign_package_id: 4 }, { status: 'cancelled' });
    await change('nms_campaign_package', { campaign_package_id: 2 }, { status: 'cancelled' });
    const delivery = { label: 'Joint', operation_id: child, state: 55, created_at: ago(1), last_modified_at: ago(1) };
    await knex('nms_delivery').insert({ delivery_id: 990_001, ...delivery });
    await knex('nms_operation_delivery').insert({ operation_id: child, delivery_id: 990_001, kind: 'email' });
    await runAndJudge();
    expect((await operations()).filter((one) => one.operation_id === 10 || one.parent_id === 10)).toMatchObject([
      { status: 'cancelled' },
      { status: 'cancelled' },
      { status: 'cancelled' },
    ]);
    const jobs: unknown[] = await knex('nms_operation_job')
      .where({ operation_id: child })
      .orderBy('operation_job_id')
      .pluck('status');
    expect(jobs).toEqual(['failed', 'failed', 'done']);
    expect(await knex('nms_delivery').where({ delivery_id: 990_001 }).first('state')).toEqual({ state: 85 });
    const stopped = await knex<{ id: string; status: string }>('sb_instance').where({ id: instance }).first('status');
    expect(stopped).toEqual({ status: 'stopped' });
    const local = await orders();
    expect(local.filter((one) => one.campaign_package_id === 2).map(({ status }) => status)).toEqual([
      'refused',
      'refused',
    ]);
    expect((await operations()).find((one) => one.operation_id === 9)).toMatchObject({ status: 'edited' });
    expect(
      (await packages()).filter((one) => one.cancel_done_at === nowMs).map((one) => one.campaign_package_id),
    ).toEqual([2, 4, 5, 6]);
  });
});
