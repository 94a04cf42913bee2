import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { operators } from '../../../definitions/packages/demoData/people.ts';
import { ExecutorFailure } from '../../../engine/activity/executor.ts';
import type { Mail } from '../../../engine/activity/outside.ts';
import { openEngine, type EngineRun } from '../engineRun.ts';
import { runsOf } from '../workflowRun.ts';

const nowMs = Date.parse('2026-01-31T04:00:00.000Z');
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const iso = (ms: number): string => new Date(ms).toISOString();

const id = z.coerce.number();
const ms = z
  .union([z.string(), z.date()])
  .nullable()
  .transform((value) => (value === null ? null : new Date(value).getTime()));
const taskSchema = z.object({
  task_id: id,
  label: z.string(),
  kind: z.string(),
  status: z.string(),
  manager_id: id.nullable(),
  reviewer_id: id.nullable(),
  late_operator_id: id.nullable(),
  needs_approval: z.number(),
  late: z.number(),
  starts_at: ms,
  ends_at: ms,
  initial_notice_at: ms,
  initial_notice_hours: z.number().nullable(),
  reminder_at: ms,
  closed_at: ms,
  review_deadline_at: ms,
  review: z.string().nullable(),
  finished_at: ms,
});
type Task = z.infer<typeof taskSchema>;
const operatorSchema = z.object({ operator_id: id, email: z.string().nullable(), disabled: z.number() });
const noticeSchema = z.object({ task_id: id, kind: z.string(), due_at: ms, sent_at: ms });

const words: Readonly<Record<string, string>> = {
  start: 'Begins',
  initial: 'To come',
  reminder: 'Ends soon',
  late: 'Late',
  review: 'To be reviewed',
  reviewReminder: 'Still to be reviewed',
  rejected: 'Rejected',
  finished: 'Finished',
};

/** A notice that has to be sent. */
interface Notice {
  readonly kind: string;
  readonly dueMs: number;
}

const isOpen = ({ status }: Task): boolean => status !== 'finished' && status !== 'cancelled';
const isReached = (at: number | null, atMs: number): at is number => at !== null && at <= atMs;

/** How a task moves on at an instant, fact by fact, and what is told of it. */
function moved(task: Task, atMs: number): { readonly task: Task; readonly notices: readonly Notice[] } {
  const notices: Notice[] = [];
  const next = { ...task };
  const isNotification = task.kind === 'notification';
  const { starts_at: startsAt, ends_at: endsAt } = task;
  if (task.status === 'scheduled' && isReached(startsAt, atMs)) {
    notices.push({ kind: 'start', dueMs: startsAt });
    if (!isNotification) next.status = 'inProgress';
  }
  if (
    !isNotification &&
    ['scheduled', 'inProgress', 'rejected'].includes(next.status) &&
    isReached(task.closed_at, atMs)
  ) {
    const closedAt = task.closed_at;
    notices.push({ kind: task.needs_approval === 1 ? 'review' : 'finished', dueMs: closedAt });
    if (task.needs_approval === 1) {
      const own = task.review_deadline_at;
      Object.assign(next, { status: 'pendingApproval', review: null });
      next.review_deadline_at = own !== null && own > closedAt ? own : closedAt + 3 * dayMs;
    } else Object.assign(next, { status: 'finished', finished_at: closedAt });
  }
  if (next.status === 'pendingApproval' && next.review !== null) {
    notices.push({ kind: next.review === 'accepted' ? 'finished' : 'rejected', dueMs: task.closed_at ?? atMs });
    if (next.review === 'accepted') Object.assign(next, { status: 'finished', finished_at: atMs });
    else Object.assign(next, { status: 'rejected', closed_at: null, review: null, review_deadline_at: null });
  }
  if (isNotification && task.status === 'inProgress' && isReached(endsAt, atMs))
    Object.assign(next, { status: 'finished', finished_at: atMs });
  next.late = isOpen(next) && endsAt !== null && endsAt < atMs ? 1 : 0;
  if (next.late === 1 && task.late_operator_id !== null && endsAt !== null)
    notices.push({ kind: 'late', dueMs: endsAt });
  const before = task.initial_notice_hours;
  const first = task.initial_notice_at ?? (before === null || startsAt === null ? null : startsAt - before * hourMs);
  if (next.status === 'scheduled' && isReached(first, atMs)) notices.push({ kind: 'initial', dueMs: first });
  if (
    ['scheduled', 'inProgress', 'rejected'].includes(next.status) &&
    isReached(task.reminder_at, atMs) &&
    (endsAt ?? 0) > atMs
  )
    notices.push({ kind: 'reminder', dueMs: task.reminder_at });
  const remindAt = next.review_deadline_at === null ? null : next.review_deadline_at - dayMs;
  if (next.status === 'pendingApproval' && isReached(remindAt, atMs))
    notices.push({ kind: 'reviewReminder', dueMs: remindAt });
  // It is in progress as soon as it is mailed.
  if (isNotification && task.status === 'scheduled' && isReached(startsAt, atMs)) next.status = 'inProgress';
  return { task: next, notices };
}

describe('taskMgt, by the facts of the catalogue', () => {
  let engine: EngineRun;
  let clockMs = nowMs;
  const mails: Mail[] = [];
  const server = { isDown: false };
  const send = async (mail: Mail): Promise<void> => {
    if (server.isDown) throw new ExecutorFailure({ cause: 'transient', message: 'The mail server is down.' });
    mails.push(mail);
  };
  const run = runsOf(() => engine, 'taskMgt');

  const read = async <Row>(schema: z.ZodType<Row>, table: string, key: string): Promise<Row[]> =>
    z.array(schema).parse(await engine.knex(table).orderBy(key).select());
  const tasks = () => read(taskSchema, 'nms_task', 'task_id');
  const taskOf = async (number: number) => (await tasks()).find((task) => task.task_id === number);
  const notices = () => read(noticeSchema, 'nms_task_notice', 'task_notice_id');
  const change = async (number: number, changed: object) =>
    engine.knex('nms_task').where({ task_id: number }).update(changed);

  /** Whom a notice goes to. */
  async function recipients(task: Task, kind: string): Promise<readonly string[]> {
    const participants = (
      await read(z.object({ task_id: id, operator_id: id }), 'nms_task_operator', 'task_operator_id')
    )
      .filter((one) => one.task_id === task.task_id)
      .map((one) => one.operator_id);
    const to: (number | null)[] = ['review', 'reviewReminder'].includes(kind)
      ? [task.reviewer_id ?? task.manager_id]
      : kind === 'late'
        ? [task.late_operator_id]
        : [task.manager_id, ...participants, ...(kind === 'finished' ? [task.reviewer_id] : [])];
    return (await read(operatorSchema, 'xtk_operator', 'operator_id'))
      .filter((one) => to.includes(one.operator_id) && one.disabled === 0 && one.email !== null)
      .map((one) => one.email ?? '');
  }

  /** Puts the clock there, runs, and expects the statuses and mails that the oracle foresees. */
  async function expectAt(atMs: number): Promise<void> {
    const before = await tasks();
    const sent = new Set((await notices()).map((one) => `${one.task_id} ${one.kind} ${one.due_at}`));
    const expected = before.map((task) => moved(task, atMs));
    const letters: string[] = [];
    for (const { task, notices: due } of expected)
      for (const { kind, dueMs } of due)
        if (!sent.has(`${task.task_id} ${kind} ${dueMs}`))
          for (const to of await recipients(task, kind)) letters.push(`${to} ${words[kind] ?? ''}: ${task.label}`);
    mails.length = 0;
    if (atMs === clockMs) await run();
    else await engine.until(atMs);
    clockMs = atMs;
    expect(await tasks()).toEqual(expected.map(({ task }) => task));
    expect(mails.map(({ to, subject }) => `${to.join()} ${subject}`).toSorted()).toEqual(letters.toSorted());
    expect((await notices()).filter((one) => one.sent_at === null)).toEqual([]);
  }

  beforeAll(async () => {
    engine = await openEngine(nowMs, 0.003, {
      workflows: ['taskMgt'],
      outside: { mail: { sends: true, send } },
    });
    const { knex } = engine;
    const task = {
      label: 'At the limit',
      kind: 'task',
      status: 'scheduled',
      needs_approval: 0,
      manager_id: operators.anna,
      starts_at: iso(nowMs),
      ends_at: iso(nowMs + 2 * dayMs),
      last_modified_at: iso(nowMs - dayMs),
    };
    await knex('nms_task').insert([
      { ...task, task_id: 901 },
      { ...task, task_id: 902, label: 'A millisecond later', starts_at: iso(nowMs + 1) },
      {
        ...task,
        task_id: 903,
        label: 'Ends now',
        status: 'inProgress',
        ends_at: iso(nowMs),
        late_operator_id: operators.elin,
      },
      { ...task, task_id: 904, label: 'No reviewer', status: 'inProgress', closed_at: iso(nowMs), needs_approval: 1 },
      { ...task, task_id: 905, label: 'Nobody can be told', manager_id: operators.silent },
      { ...task, task_id: 906, label: 'Notification without approval', kind: 'notification', needs_approval: 1 },
      {
        ...task,
        task_id: 907,
        label: 'A deadline of its own',
        status: 'inProgress',
        closed_at: iso(nowMs),
        needs_approval: 1,
        reviewer_id: operators.dae,
        review_deadline_at: iso(nowMs + 5 * dayMs),
      },
    ]);
  }, 120_000);
  afterAll(() => engine.close());

  it('moves each task of the first day, tells whom it concerns, and a second run does nothing more', async () => {
    await expectAt(nowMs);
    expect(mails.length).toBeGreaterThan(15);
    expect(new Set(mails.map(({ subject }) => subject.split(':')[0]))).toEqual(new Set(Object.values(words)));
    await expectAt(nowMs);
    expect(mails).toEqual([]);
    expect((await taskOf(906))?.status).toBe('inProgress');
    expect((await taskOf(905))?.status).toBe('inProgress');
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])('goes on as the oracle foresees after %i days', async (days) => {
    await expectAt(nowMs + days * dayMs + 1);
  });

  it('lets a rejected task begin again: closed anew it is reviewed anew', async () => {
    expect(await taskOf(8)).toMatchObject({ status: 'rejected', closed_at: null, review: null });
    await change(8, { closed_at: iso(clockMs) });
    await expectAt(clockMs + dayMs);
    expect(await taskOf(8)).toMatchObject({ status: 'pendingApproval' });
    await change(8, { review: 'refused' });
    await expectAt(clockMs + dayMs);
    await change(8, { closed_at: iso(clockMs) });
    await expectAt(clockMs + dayMs);
    await change(8, { review: 'accepted' });
    await expectAt(clockMs + dayMs);
    expect(await taskOf(8)).toMatchObject({ status: 'finished', late: 0 });
    expect(mails.map(({ subject }) => subject)).toContain('Finished: Rejected');
  });

  it('is late no longer when its end is moved on, and leaves cancelled tasks alone', async () => {
    await change(5, { ends_at: iso(clockMs + 30 * dayMs), status: 'inProgress', late: 1 });
    await change(4, { status: 'cancelled' });
    await expectAt(clockMs + dayMs);
    expect(await taskOf(5)).toMatchObject({ late: 0 });
    expect(await taskOf(4)).toMatchObject({ status: 'cancelled', late: 0 });
  });

  it('sends the first notice so long before the start as a template says', async () => {
    const startsAt = clockMs + 10 * dayMs;
    await change(16, {
      status: 'scheduled',
      starts_at: iso(startsAt),
      ends_at: iso(startsAt + dayMs),
      initial_notice_hours: 72,
    });
    await expectAt(startsAt - 73 * hourMs);
    expect(mails.filter(({ subject }) => subject.startsWith('To come'))).toEqual([]);
    await expectAt(startsAt - 72 * hourMs);
    expect(mails.filter(({ subject }) => subject.startsWith('To come'))).not.toEqual([]);
  });

  it('is judged by its review, though it never said when it was closed', async () => {
    await change(9, { status: 'pendingApproval', closed_at: null, review: 'refused' });
    await expectAt(clockMs);
    expect(await taskOf(9)).toMatchObject({ status: 'rejected' });
  });

  it('moves on while the mail server is down, and the notices go with a later run', async () => {
    await change(8, { status: 'inProgress', closed_at: iso(clockMs), needs_approval: 0 });
    mails.length = 0;
    server.isDown = true;
    await engine.liveUntil(clockMs + hourMs);
    expect(await taskOf(8)).toMatchObject({ status: 'finished' });
    expect((await notices()).filter((one) => one.sent_at === null)).not.toEqual([]);
    server.isDown = false;
    clockMs += 2 * hourMs;
    await engine.liveUntil(clockMs);
    expect(mails.map(({ subject }) => subject)).toContain('Finished: Rejected');
    expect((await notices()).filter((one) => one.sent_at === null)).toEqual([]);
    expect(await engine.knex('sb_instance').whereNot({ status: 'finished' })).toEqual([]);
  });
});
