import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { operators } from '../../../definitions/packages/demoData/people.ts';
import type { Mail } from '../../../engine/activity/outside.ts';
import { up as noteMails } from '../../../definitions/packages/marketing-resources/tables/0006_assetMails.ts';
import { openEngine, type EngineRun } from '../engineRun.ts';
import { runsOf } from '../workflowRun.ts';

const nowMs = Date.parse('2026-01-31T04:00:00.000Z');
const now = '2026-01-31T04:00:00.000Z';
const dayMs = 86_400_000;
const iso = (ms: number): string => new Date(ms).toISOString();

const id = z.coerce.number();
const instant = z
  .union([z.string(), z.date()])
  .nullable()
  .transform((value) => (value === null ? null : new Date(value).toISOString()));
const assetSchema = z.object({
  asset_id: id,
  label: z.string(),
  status: z.string(),
  owner_id: id,
  reviewer_id: id.nullable(),
  publishing_reviewer_id: id.nullable(),
  available_at: instant,
  late: z.number(),
  submitted_at: instant,
  reviewed_at: instant,
  publish_requested_at: instant,
  post_workflow: z.string().nullable(),
  post_started_at: instant,
  published_at: instant,
});
type Asset = z.infer<typeof assetSchema>;
const taskSchema = z.object({
  asset_id: id.nullable(),
  kind: z.string(),
  status: z.string(),
  publish: z.number(),
  finished_at: instant,
});
const operatorSchema = z.object({ operator_id: id, email: z.string().nullable(), disabled: z.number() });
const noticeSchema = z.object({ asset_id: id, kind: z.string(), of_at: instant });

/** A notice that is due, and to whom. */
interface Notice {
  readonly kind: string;
  readonly of: string;
  readonly to: number | null;
}
const words: Readonly<Record<string, string>> = {
  submitted: 'To be approved',
  withoutReviewer: 'Cannot be submitted',
  approved: 'Approved',
  rejected: 'Rejected',
  publication: 'Is to be published',
  notBegun: 'Waits for its workflow',
  published: 'Published',
};

const isPast = (at: string | null, limit: string): at is string => at !== null && at <= limit;

/** How a resource moves on at an instant, fact by fact; `begun`: workflows that can be begun. */
function moved(asset: Asset, tasks: readonly z.infer<typeof taskSchema>[], at: string, begun: ReadonlySet<string>) {
  const notices: Notice[] = [];
  const next = { ...asset };
  const { owner_id: owner, reviewer_id: reviewer, publishing_reviewer_id: publisher } = asset;
  const isAsked =
    ['edited', 'rejected'].includes(asset.status) &&
    isPast(asset.submitted_at, at) &&
    (asset.reviewed_at === null || asset.submitted_at > asset.reviewed_at);
  if (isAsked && reviewer === null) {
    notices.push({ kind: 'withoutReviewer', of: asset.submitted_at ?? '', to: owner });
    next.submitted_at = null;
  } else if (isAsked) next.status = 'approvalInProgress';
  if (next.status === 'approvalInProgress' && next.submitted_at !== null)
    notices.push({ kind: 'submitted', of: next.submitted_at, to: reviewer });
  if (asset.reviewed_at !== null && ['approved', 'pendingPublication', 'published', 'rejected'].includes(next.status))
    notices.push({ kind: next.status === 'rejected' ? 'rejected' : 'approved', of: asset.reviewed_at, to: owner });
  const isMade = tasks.some(
    (task) =>
      task.asset_id === asset.asset_id &&
      task.kind === 'creation' &&
      task.publish === 1 &&
      task.status === 'finished' &&
      (asset.publish_requested_at === null || asset.publish_requested_at < (task.finished_at ?? '')),
  );
  if (isMade && !['pendingPublication', 'published'].includes(next.status))
    Object.assign(next, { status: 'approved', publish_requested_at: at });
  const requestedAt = next.publish_requested_at;
  if (next.status === 'approved' && isPast(requestedAt, at) && requestedAt > (next.published_at ?? '')) {
    notices.push({ kind: 'publication', of: requestedAt, to: publisher });
    const isPlain = (next.post_workflow ?? '') === '';
    Object.assign(next, { status: isPlain ? 'published' : 'pendingPublication', post_started_at: null });
    if (isPlain) next.published_at = at;
  }
  if (next.status === 'pendingPublication' && begun.has(next.post_workflow ?? ''))
    Object.assign(next, { status: 'published', published_at: at, post_started_at: at });
  if (next.status === 'pendingPublication')
    notices.push({ kind: 'notBegun', of: next.publish_requested_at ?? '', to: owner });
  next.late = next.status !== 'published' && next.available_at !== null && next.available_at < at ? 1 : 0;
  if (next.status === 'published' && next.published_at === at) notices.push({ kind: 'published', of: at, to: owner });
  return { asset: next, notices };
}

const postWorkflow = {
  name: 'leafletToShops',
  label: { en: 'Leaflet to the shops' },
  category: 'custom',
  inputs: { type: 'object', properties: { asset: { type: 'integer' } } },
  activities: {
    begin: { type: 'start' },
    // It fails: the resource is published all the same.
    print: { type: 'sqlCode', script: 'DELETE FROM shop_that_is_not_there' },
  },
  transitions: [{ from: 'begin', to: 'print' }],
};

describe('assetMgt, by the facts of the catalogue', () => {
  let engine: EngineRun;
  let clockMs = nowMs;
  const mails: Mail[] = [];
  const run = runsOf(() => engine, 'assetMgt');

  const read = async <Row>(schema: z.ZodType<Row>, table: string, key: string): Promise<Row[]> =>
    z.array(schema).parse(await engine.knex(table).orderBy(key).select());
  const assets = () => read(assetSchema, 'nms_asset', 'asset_id');
  const assetOf = async (number: number) => (await assets()).find((asset) => asset.asset_id === number);
  const change = async (number: number, changed: object) =>
    engine.knex('nms_asset').where({ asset_id: number }).update(changed);

  /** Runs it at an instant, and expects the statuses and mails that the oracle foresees. */
  async function expectAt(atMs: number): Promise<void> {
    const at = iso(atMs);
    const before = await assets();
    const tasks = await read(taskSchema, 'nms_task', 'task_id');
    const people = await read(operatorSchema, 'xtk_operator', 'operator_id');
    const filed = await read(noticeSchema, 'nms_asset_notice', 'asset_notice_id');
    const sent = new Set(filed.map((one) => `${one.asset_id} ${one.kind} ${one.of_at}`));
    const expected = before.map((asset) => moved(asset, tasks, at, new Set(['leafletToShops'])));
    const letters = expected.flatMap(({ asset, notices }) =>
      notices
        .filter(({ kind, of }) => !sent.has(`${asset.asset_id} ${kind} ${of}`))
        .flatMap(({ kind, to }) => {
          const email = people.find((one) => one.operator_id === to && one.disabled === 0)?.email ?? null;
          return email === null ? [] : [`${email} ${words[kind] ?? ''}: ${asset.label}`];
        }),
    );
    mails.length = 0;
    if (atMs === clockMs) await run();
    else await engine.until(atMs);
    clockMs = atMs;
    expect(await assets()).toEqual(expected.map(({ asset }) => asset));
    expect(mails.map(({ to, subject }) => `${to.join()} ${subject}`).toSorted()).toEqual(letters.toSorted());
  }

  beforeAll(async () => {
    engine = await openEngine(nowMs, 0.003, {
      workflows: ['assetMgt'],
      outside: { mail: { sends: true, send: async (mail) => void mails.push(mail) } },
    });
    await engine.publish(postWorkflow);
    const asset = { owner_id: operators.anna, last_modified_at: iso(nowMs - dayMs), status: 'edited' };
    const review = { reviewer_id: operators.chloe, publishing_reviewer_id: operators.dae };
    const asked = { status: 'approved', publish_requested_at: now, ...review };
    await engine.knex('nms_asset').insert(
      [
        { label: 'Submitted, with a reviewer', submitted_at: now, ...review },
        { label: 'Reviewed after it was submitted', submitted_at: iso(nowMs - dayMs), reviewed_at: now, ...review },
        { label: 'To be submitted later', submitted_at: iso(nowMs + dayMs), ...review },
        { label: 'With a workflow', post_workflow: 'leafletToShops', ...asked },
        { label: 'With a workflow that is not there', post_workflow: 'nowhere', ...asked },
        { label: 'Published again', published_at: iso(nowMs - dayMs), ...asked },
        { label: 'Asked for, but not approved', publish_requested_at: now, ...review },
        { label: 'Available now', available_at: now },
        { label: 'Available a millisecond ago', available_at: iso(nowMs - 1) },
        { label: 'Published in time', status: 'published', available_at: iso(nowMs - dayMs), late: 1 },
        { label: 'Nobody reads of it', reviewed_at: now, status: 'rejected', owner_id: operators.silent },
      ].map((one, index) => ({
        late: 0,
        reviewer_id: null,
        publishing_reviewer_id: null,
        available_at: null,
        submitted_at: null,
        reviewed_at: null,
        publish_requested_at: null,
        post_workflow: null,
        published_at: null,
        ...asset,
        ...one,
        asset_id: 901 + index,
      })),
    );
  }, 120_000);
  afterAll(() => engine.close());

  it('moves each resource of the first day and tells whom it concerns; a second run does nothing more', async () => {
    await expectAt(nowMs);
    expect(new Set(mails.map(({ subject }) => subject.split(':')[0]))).toEqual(new Set(Object.values(words)));
    expect(await assetOf(8)).toMatchObject({ status: 'edited', submitted_at: null });
    expect(await assetOf(6)).toMatchObject({ status: 'published' });
    await expectAt(nowMs);
    expect(mails).toEqual([]);
  });

  it('publishes what has a workflow of its own when that has begun, however it ends', async () => {
    const begun = z
      .array(z.object({ status: z.string(), state: z.string() }))
      .parse(await engine.knex('sb_instance').where({ workflow: 'leafletToShops' }));
    expect(begun).toHaveLength(1);
    expect(begun[0]?.status).toBe('paused');
    expect(begun[0]?.state).toContain('"asset":904');
    expect(await assetOf(904)).toMatchObject({ status: 'published', post_started_at: now });
  });

  it('leaves a resource pending whose workflow cannot be begun, and tells its owner once', async () => {
    expect(await assetOf(905)).toMatchObject({ status: 'pendingPublication', published_at: null });
    await expectAt(nowMs + 1_200_000);
    expect(mails).toEqual([]);
    await change(905, { post_workflow: 'leafletToShops' });
    await expectAt(nowMs + 3_600_000);
    expect(mails.map(({ subject }) => subject)).toEqual(['Published: With a workflow that is not there']);
    expect(await assetOf(905)).toMatchObject({ status: 'published' });
  });

  it('goes on as people submit, review and publish', async () => {
    await change(901, { status: 'rejected', reviewed_at: iso(clockMs) });
    await expectAt(nowMs + dayMs);
    await change(901, { submitted_at: iso(clockMs) });
    await expectAt(nowMs + 2 * dayMs);
    expect(await assetOf(901)).toMatchObject({ status: 'approvalInProgress' });
    await change(901, { status: 'approved', reviewed_at: iso(clockMs), publish_requested_at: iso(clockMs) });
    await expectAt(nowMs + 3 * dayMs);
    expect(await assetOf(901)).toMatchObject({ status: 'published' });
    await expectAt(nowMs + 11 * dayMs);
    expect(await assetOf(1)).toMatchObject({ late: 1 });
    await change(1, { available_at: iso(nowMs + 40 * dayMs) });
    await expectAt(nowMs + 12 * dayMs);
    expect(await assetOf(1)).toMatchObject({ late: 0 });
  });

  it('mails nothing again of what was told before an upgrade that notes when a notice was mailed', async () => {
    await engine.knex.raw('DROP INDEX nms_asset_notice_mailed');
    await engine.knex.raw('ALTER TABLE nms_asset_notice DROP COLUMN mailed_at');
    await noteMails(engine.knex);
    await engine.knex('sb_mail_once').delete();
    await expectAt(clockMs);
    expect(mails).toEqual([]);
  });

  it('publishes what a creation task made once, and anew when the task is finished anew', async () => {
    await change(6, { status: 'edited' });
    await expectAt(clockMs + dayMs);
    expect(await assetOf(6)).toMatchObject({ status: 'edited' });
    await engine
      .knex('nms_task')
      .where({ asset_id: 6 })
      .update({ finished_at: iso(clockMs) });
    await expectAt(clockMs + dayMs);
    expect(await assetOf(6)).toMatchObject({ status: 'published' });
    for (const other of [{ publish: 0 }, { kind: 'task', publish: 1 }, { kind: 'creation', status: 'inProgress' }]) {
      await change(6, { status: 'edited', publish_requested_at: null });
      await engine.knex('nms_task').where({ asset_id: 6 }).update(other);
      await expectAt(clockMs + dayMs);
      expect(await assetOf(6)).toMatchObject({ status: 'edited' });
    }
  });
});
