import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { executors } from '../../../definitions/registry/executors.generated.ts';
import { ExecutorFailure, type AnyExecutor } from '../../../engine/activity/executor.ts';
import type { Outside } from '../../../engine/activity/outside.ts';
import { invariant } from '../../../engine/invariant.ts';
import { instanceIdSchema } from '../../../engine/model/ids.ts';
import { createFileStore } from '../../../server/outside/fileStore.ts';
import { id, instant, oracleRun } from '../oracleRun.ts';

const nowMs = Date.parse('2026-01-31T10:00:00.000Z');
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const ago = (days: number): string => new Date(nowMs - days * dayMs).toISOString();
const folder = mkdtempSync(path.join(os.tmpdir(), 'signalbox-extractions-'));
const files = createFileStore(folder);
/** A folder whose disk is full for one of the files. */
const fragile: Outside['files'] = {
  ...files,
  writeCsv: async (writing, batches) => {
    if (writing.path.endsWith('full.csv'))
      throw new ExecutorFailure({ cause: 'transient', message: 'The disk is full.' });
    await files.writeCsv(writing, batches);
  },
};
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The run breaks down when it has begun workflows and not noted it yet. */
const breakdown = { isComing: false };
const noting = executors.get('sqlCode');
const breaking: AnyExecutor = {
  kind: 'sqlCode',
  execute: async (task) => {
    if (breakdown.isComing && JSON.stringify(task.config).includes('b.refusal'))
      throw new ExecutorFailure({ cause: 'transient', message: 'The database went away.' });
    invariant(noting, 'SQL is executed');
    return noting.execute(task);
  },
};

const jobSchema = z.object({
  operation_job_id: id,
  operation_id: id,
  kind: z.string(),
  subject_id: id.nullable(),
  workflow: z.string().nullable(),
  status: z.string(),
  priority: z.number(),
  severity: z.number(),
  low_activity: z.number(),
  planned_at: instant,
  start_planning_at: instant.nullable(),
  force_approval: z.number(),
  started_at: instant.nullable(),
  message: z.string().nullable(),
  instance: z.string().nullable(),
  launched_by: z.string().nullable(),
});
const operationSchema = z.object({
  operation_id: id,
  name: z.string(),
  label: z.string(),
  status: z.string(),
  kind: z.string(),
  is_model: z.number(),
  template_id: id.nullable(),
  workflow: z.string().nullable(),
  create_ahead_days: z.number(),
  starts_at: instant,
  ends_at: instant,
});
const dateSchema = z.object({
  operation_occurrence_id: id,
  operation_id: id,
  planned_at: instant,
  to_start: z.number(),
  to_approve: z.number(),
  number: z.number().nullable(),
  created_label: z.string().nullable(),
  created_operation_id: id.nullable(),
  created_at: instant.nullable(),
  started_at: instant.nullable(),
});
const partSchema = z.object({
  operation_delivery_id: id,
  operation_id: id,
  delivery_id: id,
  stage: z.string(),
  targeted: z.number().nullable(),
  file_name: z.string().nullable(),
});
const pairSchema = z.object({ group_id: id, recipient_id: id });
type Job = z.infer<typeof jobSchema>;

/** What campaigns start: it waits until somebody lets it go on. */
const newsletter = {
  name: 'weeklyNewsletter',
  label: 'Weekly newsletter',
  category: 'campaign',
  overlap: 'allow',
  activities: { begin: { type: 'start' }, wait: { type: 'wait', for: '1h' }, done: { type: 'end' } },
  transitions: [
    { from: 'begin', to: 'wait' },
    { from: 'wait', to: 'done' },
  ],
};

describe('operationMgt, by the facts of the catalogue', () => {
  const { engine, run, read, last } = oracleRun('operationMgt', nowMs, {
    outside: { files: fragile },
    executors: new Map([...executors, ['sqlCode', breaking]]),
  });
  const table = <Row>(schema: z.ZodType<Row>, name: string) => read(schema, engine().knex(name).orderBy(1).select());
  const jobs = () => table(jobSchema, 'nms_operation_job');
  const dates = () => table(dateSchema, 'nms_operation_occurrence');
  const operations = () => table(operationSchema, 'nms_operation');
  const parts = () => table(partSchema, 'nms_operation_delivery');
  const option = (name: string, value: string, type = 'integer') =>
    engine()
      .knex('xtk_option')
      .insert({ name: `NmsOperation_${name}`, data_type: type, value })
      .onConflict('name')
      .merge();
  const isLive = ({ is_model: isModel, status }: z.infer<typeof operationSchema>): boolean =>
    isModel === 0 && status !== 'finished' && status !== 'cancelled';
  const jobOf = async (own: number): Promise<Job> => {
    const found = (await jobs()).find((one) => one.operation_job_id === own);
    if (!found) throw new TypeError(`there is no job ${String(own)}`);
    return found;
  };

  /** How many the list of a delivery has, but for the denylisted and those that arbitration left out. */
  async function targetsOf(delivery: number): Promise<number> {
    const { knex } = engine();
    const [own] = await read(z.object({ target_group_id: id }), knex('nms_delivery').where({ delivery_id: delivery }));
    const members = await read(pairSchema, knex('nms_rcp_grp_rel').where({ group_id: own?.target_group_id }));
    const recipient = z.object({ recipient_id: id });
    const open = new Set(
      (await read(recipient, knex('nms_recipient').where({ black_list: 0 }))).map((one) => one.recipient_id),
    );
    const left = await read(recipient, knex('nms_forecast_log_rcp').where({ delivery_id: delivery, excluded: 1 }));
    for (const one of left) open.delete(one.recipient_id);
    return new Set(members.map((one) => one.recipient_id).filter((one) => open.has(one))).size;
  }

  /** The last forecast leaves so many of a delivery's list out, and keeps another. */
  async function leaveOut(delivery: number, count: number): Promise<void> {
    const { knex } = engine();
    const list = knex('nms_delivery').where({ delivery_id: delivery }).select('target_group_id');
    const members = knex('nms_rcp_grp_rel').whereIn('group_id', list).select('recipient_id');
    const open = knex('nms_recipient').where({ black_list: 0 }).whereIn('recipient_id', members);
    const chosen = await read(z.object({ recipient_id: id }), open.orderBy('recipient_id').limit(count + 1));
    const when = { planned_at: ago(0), computed_at: ago(0) };
    for (const [index, one] of chosen.entries())
      await knex('nms_forecast_log_rcp')
        .insert({ delivery_id: delivery, ...one, weight: 5, excluded: index < count ? 1 : 0, ...when })
        .onConflict(['delivery_id', 'recipient_id'])
        .merge();
  }

  interface Limits {
    readonly limit: number;
    readonly windowDays: number;
    readonly isLow: boolean;
    readonly isInRange: boolean;
  }
  const usual: Limits = { limit: 10, windowDays: 7, isLow: false, isInRange: true };

  /** The jobs that a run launches, in their order, of those that wait before it; planned ones come to them. */
  async function launched(
    before: readonly Job[],
    planned: readonly Job[],
    { limit, windowDays, isLow, isInRange }: Limits,
  ): Promise<readonly number[]> {
    const live = new Set((await operations()).filter(isLive).map((one) => one.operation_id));
    const counts = (job: Job): boolean =>
      job.status === 'running' &&
      !(['targeting', 'extraction'].includes(job.kind) && (job.started_at ?? 0) < nowMs - windowDays * dayMs);
    const free = limit - before.filter(counts).length;
    const mayGo = (job: Job): boolean =>
      live.has(job.operation_id) &&
      job.planned_at <= nowMs &&
      ['waiting', 'startAsSoonAsPossible'].includes(job.status) &&
      (job.low_activity === 0 || isLow) &&
      (!['targeting', 'extraction'].includes(job.kind) || isInRange);
    return [...before, ...planned]
      .filter(mayGo)
      .sort(
        (one, other) =>
          other.priority - one.priority ||
          other.severity - one.severity ||
          one.planned_at - other.planned_at ||
          one.operation_job_id - other.operation_job_id,
      )
      .slice(0, Math.max(0, free))
      .map((one) => one.operation_job_id);
  }

  /** Runs, and compares which jobs were launched and which stayed, with what the oracle foresees. */
  async function runAndJudge(limits: Limits = usual): Promise<void> {
    const [before, datesBefore, partsBefore] = [await jobs(), await dates(), await parts()];
    const known = new Map(before.map((one) => [one.operation_job_id, one]));
    await run();
    const after = await jobs();
    // What was planned in this run waited as the others did.
    const planned = after
      .filter((one) => !known.has(one.operation_job_id))
      .map((one) => ({ ...one, status: one.status === 'held' ? 'held' : 'waiting' }));
    const waiting = await leftBehind(before);
    const foreseen = await launched(stillRunning(waiting, after), planned, limits);
    const isNew = (job: Job): boolean =>
      job.started_at === nowMs && known.get(job.operation_job_id)?.started_at !== nowMs;
    expect(
      after
        .filter(isNew)
        .map((one) => one.operation_job_id)
        .sort((one, other) => one - other),
    ).toEqual([...foreseen].sort((one, other) => one - other));
    await judgeDates(datesBefore);
    await judgeTargets(partsBefore, after.filter(isNew));
  }

  /** What was launched by a run that is over, and noted no more, waits again. */
  async function leftBehind(before: readonly Job[]): Promise<readonly Job[]> {
    const over = new Set(
      (await engine().knex('sb_instance').whereIn('status', ['finished', 'failed', 'stopped']).pluck('id')).map(String),
    );
    return before.map((one) =>
      one.status === 'running' && one.instance === null && over.has(one.launched_by ?? '')
        ? { ...one, status: 'startAsSoonAsPossible' }
        : one,
    );
  }

  /** What a run finds ended is noted before it launches anything. */
  const stillRunning = (before: readonly Job[], after: readonly Job[]): readonly Job[] =>
    before.map((one) => {
      const now = after.find((job) => job.operation_job_id === one.operation_job_id);
      return one.status === 'running' && now !== undefined ? { ...one, status: now.status } : one;
    });

  async function judgeDates(before: readonly z.infer<typeof dateSchema>[]): Promise<void> {
    const all = await operations();
    const campaignOf = (wanted: number | null) => all.find((one) => one.operation_id === wanted);
    for (const [index, date] of (await dates()).entries()) {
      const former = before[index];
      const campaign = campaignOf(date.operation_id);
      if (!former || !campaign || former.created_at !== null) continue;
      const aheadMs = campaign.kind === 'recurring' ? campaign.create_ahead_days * dayMs : 0;
      const isDue = isLive(campaign) && date.planned_at <= nowMs + aheadMs;
      expect(date.created_at).toBe(isDue ? nowMs : null);
      if (!isDue) continue;
      const numbers = before.filter((one) => one.operation_id === date.operation_id).map((one) => one.number ?? 0);
      const earlier = before.filter(
        (one) => one.operation_id === date.operation_id && one.created_at === null && one.planned_at <= date.planned_at,
      );
      const number = Math.max(...numbers) + earlier.length;
      const template = campaign.kind === 'recurring' ? campaign : campaignOf(campaign.template_id);
      expect(date).toMatchObject({ number, created_label: `${template?.label ?? ''} #${String(number)}` });
      const made = campaignOf(date.created_operation_id);
      if (campaign.kind === 'recurring') {
        const own = (await jobs()).filter(
          (one) => one.start_planning_at === date.planned_at && one.operation_id === campaign.operation_id,
        );
        expect(own).toHaveLength(1);
        expect(own[0]).toMatchObject({
          kind: 'workflow',
          workflow: campaign.workflow,
          force_approval: date.to_approve,
        });
        expect(own[0]?.status === 'held').toBe(date.to_start === 0);
      } else
        expect(made).toMatchObject({
          label: date.created_label,
          status: date.to_start === 1 ? 'inProgress' : 'planned',
          is_model: 0,
          starts_at: date.planned_at,
          ends_at: date.planned_at + 2_592_000_000,
        });
    }
  }

  async function judgeTargets(before: readonly z.infer<typeof partSchema>[], done: readonly Job[]): Promise<void> {
    const targeting = done.filter((one) => one.kind === 'targeting');
    for (const part of await parts()) {
      const former = before.find((one) => one.delivery_id === part.delivery_id);
      const job = targeting.find(
        (one) => one.subject_id === part.delivery_id && one.operation_id === part.operation_id,
      );
      if (job && (former === undefined || former.stage === 'edited')) {
        expect(part).toMatchObject({ stage: 'targeted', targeted: await targetsOf(part.delivery_id) });
        expect(job.status).toBe('done');
      } else if (former && part.stage !== 'fileToApprove')
        expect([part.stage, part.targeted]).toEqual([former.stage, former.targeted]);
    }
  }

  it('launches, makes and counts as the oracle foresees on the demo data; a second run launches the surplus', async () => {
    await runAndJudge();
    const first = await jobs();
    expect(first.filter((one) => one.status === 'startAsSoonAsPossible')).not.toEqual([]);
    expect(first.filter((one) => one.status === 'running')).toHaveLength(1);
    await runAndJudge();
    const waiting = (await jobs()).filter((one) => one.status === 'startAsSoonAsPossible');
    expect(waiting).toEqual([]);
    const after = [await jobs(), await dates(), await operations(), await parts()];
    await run();
    expect([await jobs(), await dates(), await operations(), await parts()]).toEqual(after);
  });

  it('gives a periodic campaign the deliveries of its template, with the approvals that its line asks for', async () => {
    const { knex } = engine();
    const made = (await dates()).find((one) => one.created_operation_id !== null);
    const own = (await parts()).filter((one) => one.operation_id === made?.created_operation_id);
    expect(own.map(({ stage }) => stage)).toEqual(['targeted']);
    const [template] = (await operations()).filter((one) => one.name === 'periodicTemplate');
    const original = await read(
      z.object({ operation_delivery_id: id }),
      knex('nms_operation_delivery').where({ operation_id: template?.operation_id }),
    );
    await knex('nms_approval')
      .where(original[0] ?? {})
      .delete();
    await knex('nms_task').insert({
      operation_id: template?.operation_id,
      label: 'Proof',
      starts_at: template && new Date(template.starts_at + hourMs).toISOString(),
      ends_at: ago(-30),
      last_modified_at: ago(0),
    });
    await knex('nms_operation_occurrence').insert({
      operation_id: made?.operation_id,
      planned_at: ago(0.01),
      to_start: 0,
      to_approve: 1,
    });
    await runAndJudge();
    const newest = (await dates()).at(-1);
    const [copy] = (await parts()).filter((one) => one.operation_id === newest?.created_operation_id);
    expect(copy).toMatchObject({ stage: 'edited' });
    const items: unknown[] = await knex('nms_approval')
      .where({ operation_delivery_id: copy?.operation_delivery_id })
      .pluck('item');
    expect(items.sort()).toEqual(['content', 'target']);
    const tasks = await read(
      z.object({ starts_at: instant }),
      knex('nms_task').where({ operation_id: newest?.created_operation_id }),
    );
    expect(tasks.map((task) => Math.abs(task.starts_at - ((newest?.planned_at ?? 0) + hourMs)) < 1_000)).toEqual([
      true,
    ]);
  });

  it('starts workflows with what they are to know, looks after them, and says what cannot be started', async () => {
    const { knex } = engine();
    expect(await jobOf(13)).toMatchObject({ status: 'failed', message: expect.stringContaining('springOffers') });
    expect(await jobOf(12)).toMatchObject({ status: 'failed', message: 'It names no workflow that does it.' });
    await engine().publish(newsletter);
    const recurring = { operation_id: 5, planned_at: ago(0), to_start: 1, to_approve: 1 };
    await knex('nms_operation_occurrence').insert(recurring);
    await runAndJudge();
    const begun = (await jobs()).filter((one) => one.workflow === 'weeklyNewsletter' && one.instance !== null);
    expect(begun).toHaveLength(1);
    const [job] = begun;
    expect(job).toMatchObject({ status: 'running', force_approval: 1 });
    const [instance] = await read(z.object({ state: z.string() }), knex('sb_instance').where({ id: job?.instance }));
    expect(JSON.parse(instance?.state ?? '')).toMatchObject({
      inputs: { operation: 5, forceApproval: true, startPlanningDate: expect.stringContaining('2026-01-31') },
    });
    expect((await dates()).filter((one) => one.started_at === nowMs && one.operation_id === 5)).toHaveLength(1);
    await runAndJudge();
    expect(await jobOf(job?.operation_job_id ?? 0)).toEqual(job);
    await engine().ask({ operation: 'runPending' }, { instance: instanceIdSchema.parse(job?.instance) });
    await runAndJudge();
    expect(await jobOf(job?.operation_job_id ?? 0)).toMatchObject({ status: 'done' });
  });

  it('says that the workflow of a job was stopped', async () => {
    const { knex } = engine();
    const job = {
      operation_id: 5,
      kind: 'workflow',
      workflow: 'weeklyNewsletter',
      status: 'waiting',
      planned_at: ago(0.1),
    };
    await knex('nms_operation_job').insert({ operation_job_id: 901, ...job });
    await runAndJudge();
    await engine().ask({ operation: 'kill' }, { instance: instanceIdSchema.parse((await jobOf(901)).instance) });
    await runAndJudge();
    expect(await jobOf(901)).toMatchObject({ status: 'failed', message: 'Its workflow is stopped.' });
  });

  it('launches again what a run that was stopped left behind, and begins its workflow once', async () => {
    const { knex } = engine();
    const job = { operation_id: 5, status: 'waiting', planned_at: ago(0.1) };
    await knex('nms_operation_job').insert([
      { operation_job_id: 903, ...job, kind: 'workflow', workflow: 'weeklyNewsletter' },
      { operation_job_id: 904, ...job, kind: 'simulation' },
    ]);
    const newsletters = () => knex('sb_instance').where({ workflow: 'weeklyNewsletter' }).pluck('id');
    const before = (await newsletters()).length;
    const stopped = instanceIdSchema.parse('i_stoppedRun');
    breakdown.isComing = true;
    await engine().ask({ operation: 'runNow', instance: stopped, input: {} }, { workflow: 'operationMgt' });
    breakdown.isComing = false;
    const ofRun = async () => (await jobs()).filter((one) => one.launched_by === stopped);
    const left = { status: 'running', instance: null, started_at: nowMs };
    expect(await ofRun()).toMatchObject([left, left]);
    await engine().ask({ operation: 'kill' }, { instance: stopped });
    await knex('nms_operation_job')
      .where({ launched_by: stopped })
      .update({ started_at: ago(0.01) });
    await runAndJudge();
    expect(await ofRun()).toEqual([]);
    expect((await newsletters()).length).toBe(before + 1);
    expect(await jobOf(904)).toMatchObject({ status: 'failed', message: 'It names no workflow that does it.' });
    expect(await jobOf(903)).toMatchObject({ status: 'running', instance: expect.any(String) });
    await engine().ask({ operation: 'kill' }, { instance: instanceIdSchema.parse((await jobOf(903)).instance) });
    await run();
    expect(await jobOf(903)).toMatchObject({ status: 'failed' });
  });

  it('extracts the file of direct mail that waits for it, and goes on where one cannot be written', async () => {
    const { knex } = engine();
    const waits = (own: number, file: string | null) =>
      knex('nms_operation_delivery')
        .where({ operation_delivery_id: own })
        .update({ stage: 'pendingExtraction', file_name: file });
    for (const [own, file] of [
      [6, '../out.csv'],
      [7, 'full.csv'],
      [8, null],
    ] as const)
      await waits(own, file);
    await leaveOut((await parts()).find((one) => one.operation_delivery_id === 8)?.delivery_id ?? 0, 2);
    const job = { operation_id: 2, kind: 'extraction', subject_id: 1, status: 'waiting', planned_at: ago(1) };
    await knex('nms_operation_job').insert({ operation_job_id: 902, ...job });
    await run();
    const all = await parts();
    const [outside, full, good] = [6, 7, 8].map((own) => all.find((one) => one.operation_delivery_id === own));
    expect([outside?.stage, full?.stage]).toEqual(['pendingExtraction', 'pendingExtraction']);
    const name = `delivery${String(good?.delivery_id)}.csv`;
    expect(good).toMatchObject({ stage: 'fileToApprove', file_name: name });
    const lines = readFileSync(path.join(folder, 'extractions', name), 'utf8')
      .trim()
      .split('\n');
    expect(lines[0]).toBe('recipient_id;first_name;last_name;email');
    expect(lines).toHaveLength(1 + (await targetsOf(good?.delivery_id ?? 0)));
    const extractions = async () => {
      const found = (await jobs()).filter((one) => one.kind === 'extraction');
      return found.map(({ subject_id: subject, status, message }) => [subject, status, message]).sort();
    };
    expect(await extractions()).toEqual(
      [
        [1, 'failed', expect.stringContaining('Its delivery is not in the campaign')],
        [outside?.delivery_id, 'failed', expect.stringContaining('a name for it that is none')],
        [full?.delivery_id, 'failed', 'The disk is full.'],
        [good?.delivery_id, 'done', `extractions/${name}`],
      ].sort(),
    );
    const after = await extractions();
    await run();
    expect(await extractions()).toEqual(after);
  });

  it('keeps to its limit, to priority and severity, and does not count what has been in preparation for too long', async () => {
    const { knex } = engine();
    const job = { operation_id: 1, kind: 'hypothesis', status: 'waiting', planned_at: ago(0.1) };
    const rows = [
      { priority: 1, severity: 0 },
      { priority: 2, severity: 0 },
      { priority: 1, severity: 2 },
      { priority: 0, severity: 2 },
    ];
    await knex('nms_operation_job').insert(
      rows.map((row, index) => ({ operation_job_id: 910 + index, ...job, ...row })),
    );
    await option('LimitConcurrency', '2');
    await runAndJudge({ ...usual, limit: 2 });
    const started = async () =>
      (await jobs())
        .filter((one) => one.operation_job_id >= 910 && one.status === 'failed')
        .map((one) => one.operation_job_id);
    expect(await started()).toEqual([911]);
    await knex('nms_operation_job')
      .where({ status: 'running' })
      .update({ started_at: ago(2) });
    await option('DeliveryPreparationWindow', '1');
    await runAndJudge({ ...usual, limit: 2, windowDays: 1 });
    expect(await started()).toEqual([910, 911, 912]);
    await knex('nms_operation').where({ operation_id: 1 }).update({ status: 'cancelled' });
    await runAndJudge({ ...usual, limit: 2, windowDays: 1 });
    await knex('nms_operation').where({ operation_id: 1 }).update({ status: 'inProgress' });
    await runAndJudge({ ...usual, limit: 2, windowDays: 1 });
    expect(await started()).toEqual([910, 911, 912, 913]);
    await knex('xtk_option').delete();
  });

  it('lets a job for low activity, and targeting where a range is set, wait for their window', async () => {
    const { knex } = engine();
    const job = { operation_id: 1, status: 'waiting', planned_at: ago(0.1) };
    await knex('nms_operation_job').insert([
      { operation_job_id: 920, ...job, kind: 'hypothesis', low_activity: 1 },
      { operation_job_id: 921, ...job, kind: 'targeting', subject_id: 1, low_activity: 0 },
    ]);
    await option('TimeRange', '22:00-06:00', 'text');
    await runAndJudge({ ...usual, isInRange: false });
    expect([(await jobOf(920)).status, (await jobOf(921)).status]).toEqual(['waiting', 'waiting']);
    await option('TimeRange', '09:00-11:00', 'text');
    await option('LowActivityWindow', '23:00-10:00', 'text');
    await runAndJudge();
    expect([(await jobOf(920)).status, (await jobOf(921)).status]).toEqual(['waiting', 'failed']);
    await option('LowActivityWindow', '23:00-10:01', 'text');
    await runAndJudge({ ...usual, isLow: true });
    expect((await jobOf(920)).status).toBe('failed');
    await knex('xtk_option').delete();
  });

  it('tells in its journal what it did, where that is asked for alone', async () => {
    const { knex } = engine();
    const told = async (): Promise<string[]> => {
      const entries = await read(
        z.object({ entry: z.string() }),
        knex('sb_history').where({ instance: last(), type: 'journal' }),
      );
      return entries.map(({ entry }) => entry).filter((entry) => entry.includes('Job '));
    };
    const job = { operation_id: 1, kind: 'simulation', status: 'waiting', planned_at: ago(0.1) };
    await knex('nms_operation_job').insert({ operation_job_id: 930, ...job });
    await run();
    expect(await told()).toEqual([]);
    await option('OperationMgtDebug', '1');
    await knex('nms_operation_job').insert({ operation_job_id: 931, ...job });
    await run();
    expect((await told()).some((line) => line.includes('Job 931 (simulation) of Spring offers: failed.'))).toBe(true);
  });
});
