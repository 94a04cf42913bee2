import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fieldOf, startOperated } from './support/operated.ts';
import type { Operated } from './support/operated.ts';
import { until } from './support/until.ts';

let site: Operated;
beforeAll(async () => {
  site = await startOperated();
}, 30_000);
afterEach(() => site.door.openAll());
afterAll(() => site.close());

const applied = async (location: string, body: object = {}) => {
  const outcome = await site.outcomeOf(await site.admin.post(location, body));
  expect(outcome.body).toMatchObject({ status: 'applied' });
};
const refusal = async (location: string, body: object = {}) =>
  (await site.outcomeOf(await site.admin.post(location, body))).body;
const statusOfRequest = (location: string, status: string) =>
  until(
    () => site.admin.get(location),
    (answer) => fieldOf(answer, 'status') === status,
  );
const taskStatus = async (instance: string, activity: string): Promise<unknown> =>
  fieldOf(await site.admin.get(`${instance}/tasks?activity=${activity}`), 'items');
/** The last task of an activity gets a status. */
const becomes = async (instance: string, activity: string, status: string) =>
  expect(
    await until(
      () => taskStatus(instance, activity),
      (tasks) => (tasks as { status: string }[]).at(-1)?.status === status,
    ),
  ).toMatchObject([{ status }]);

describe('pause', () => {
  it('is accepted while a call is in flight, and applied when it has ended; its result is kept', async () => {
    const instance = await site.settledIn('heedful');
    const asked = (await site.admin.post(`${instance}/pause`)).headers.get('location') ?? '';
    expect((await statusOfRequest(asked, 'accepted')).body).toMatchObject({ status: 'accepted', settledAt: null });
    expect((await site.admin.get(instance)).body).toMatchObject({ status: 'pausing', inFlight: 1 });
    site.answer('heedful', instance);
    await site.reach(instance, 'paused');
    expect((await statusOfRequest(asked, 'applied')).body).toMatchObject({ settledAt: expect.any(String) });
    await becomes(instance, 'call', 'done');
  });

  it('that was applied stays so while a later one is being worked towards', async () => {
    const instance = await site.settledIn('heedful');
    const pause = async () => (await site.admin.post(`${instance}/pause`)).headers.get('location') ?? '';
    const first = await pause();
    await statusOfRequest(first, 'accepted');
    await applied(`${instance}/resume`);
    const second = await pause();
    expect((await statusOfRequest(second, 'accepted')).body).toMatchObject({ status: 'accepted' });
    expect((await site.admin.get(first)).body).toMatchObject({ status: 'applied' });
  });

  it('until a time is over then, and goes on by itself', async () => {
    const instance = await site.settledIn('quick');
    const untilTime = new Date(Date.now() + 1_500).toISOString();
    await applied(`${instance}/pause`, { reason: 'lunch', until: untilTime });
    const cause = { kind: 'own', by: 'admin', reason: 'lunch', untilMs: Date.parse(untilTime) };
    expect((await site.admin.get(instance)).body).toMatchObject({ status: 'paused', pauseCauses: [cause] });
    await site.reach(instance, 'running');
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(untilTime));
  });

  it('keeps signals for the resume', async () => {
    const instance = await site.settledIn('quick');
    await applied(`${instance}/pause`);
    await site.admin.post('/api/signals/go', { instance: instance.split('/').at(-1), vars: { paid: true } });
    await applied(`${instance}/resume`);
    await becomes(instance, 'go', 'done');
  });
});

describe('resume', () => {
  it('is refused while the pause of its workflow remains, and names who did that', async () => {
    const instance = await site.settledIn('quick');
    await applied(`${instance}/pause`, { reason: 'lunch' });
    await applied('/api/workflows/quick/start');
    await applied('/api/workflows/quick/pause');
    expect(await refusal(`${instance}/resume`)).toMatchObject({
      status: 'refused',
      code: 'pause-cause-remains',
      reason: 'Something else holds the instance: workflow (admin).',
    });
    await applied('/api/workflows/quick/resume');
    expect((await site.admin.get(instance)).body).toMatchObject({ status: 'paused', pauseCauses: [{ kind: 'own' }] });
    await applied(`${instance}/resume`);
    await site.reach(instance, 'running');
    await applied('/api/workflows/quick/stop');
  });
});

describe('stop and unconditional stop', () => {
  it('a stop cancels the call that is in flight, and is applied when that has ended', async () => {
    const instance = await site.settledIn('heedful');
    const asked = (await site.admin.post(`${instance}/stop`)).headers.get('location') ?? '';
    await site.reach(instance, 'stopped');
    expect((await statusOfRequest(asked, 'applied')).body).toMatchObject({ status: 'applied' });
    await becomes(instance, 'call', 'cancelled');
  });

  it('a stop of what hears of nothing stays accepted, until the unconditional one discards the late result', async () => {
    const instance = await site.settledIn('deaf');
    const asked = (await site.admin.post(`${instance}/stop`)).headers.get('location') ?? '';
    expect((await statusOfRequest(asked, 'accepted')).body).toMatchObject({ status: 'accepted' });
    await applied(`${instance}/kill`, { reason: 'stuck' });
    const stopped = (await site.admin.get(instance)).body;
    expect(stopped).toMatchObject({ status: 'stopped', inFlight: 0 });
    expect((await site.admin.get(asked)).body).toMatchObject({ status: 'applied' });
    site.answer('deaf', instance);
    // The worker takes one thing after another: when another instance has begun, it has taken the late result.
    await site.settledIn('quick');
    expect((await site.admin.get(instance)).body).toEqual(stopped);
  });
});

describe('restart', () => {
  it('stops what runs, and begins a new instance with the same input', async () => {
    const begun = await site.admin.post('/api/workflows/quick/instances', { input: { shop: 'main' } });
    const instance = begun.headers.get('location') ?? '';
    const asked = await site.admin.post(`${instance}/restart`);
    expect((await site.outcomeOf(asked)).body).toMatchObject({ status: 'applied' });
    await site.reach(instance, 'stopped');
    const again = `/api/instances/${String(fieldOf(asked, 'newInstance'))}`;
    expect((await site.admin.get(again)).body).toMatchObject({
      status: 'running',
      state: { inputs: { shop: 'main' } },
    });
  });
});

describe('run now', () => {
  it('ends all waits and releases what is held, and leaves alone what waits for a signal', async () => {
    const instance = await site.settledIn('quick');
    await applied(`${instance}/run-now`);
    await becomes(instance, 'later', 'done');
    await becomes(instance, 'checked', 'done');
    await becomes(instance, 'go', 'waiting');
    expect(await refusal(`${instance}/run-now`)).toMatchObject({ code: 'nothing-to-run' });
  });

  it('ends one wait, or releases one held task', async () => {
    const instance = await site.settledIn('quick');
    await applied(`${instance}/run-now`, { task: await site.taskOf(instance, 'later') });
    await becomes(instance, 'later', 'done');
    await becomes(instance, 'checked', 'held');
    await applied(`/api/tasks/${await site.taskOf(instance, 'checked')}/run`);
    await becomes(instance, 'checked', 'done');
    expect(await refusal(`/api/tasks/${await site.taskOf(instance, 'go')}/run`)).toMatchObject({
      code: 'task-refuses',
      reason: expect.stringContaining('is waiting: there is nothing to run'),
    });
  });

  it('says of a wait in a paused instance that it goes on with that', async () => {
    const instance = await site.settledIn('quick');
    await applied(`${instance}/pause`);
    const task = await site.taskOf(instance, 'later');
    expect(await refusal(`/api/tasks/${task}/run`)).toMatchObject({ reason: expect.stringContaining('paused') });
    await applied(`/api/tasks/${await site.taskOf(instance, 'checked')}/run`);
    await becomes(instance, 'checked', 'pending');
  });
});

describe('skip, hold and the variables', () => {
  const broken = {
    name: 'broken',
    activities: {
      sum: { type: 'query', sql: 'SELECT CAST(:none AS INTEGER) AS none', params: { none: 'instance.inputs.none' } },
      next: { type: 'end', result: 'has(vars.total) ? vars.total : 0' },
    },
    transitions: [{ from: 'sum', to: 'next' }],
  };

  it('a failed task is skipped with a result and a reason, which the journal tells', async () => {
    expect((await site.admin.post('/api/workflows', broken)).body).toMatchObject({ version: 1 });
    const instance = await site.begin('broken');
    await site.reach(instance, 'paused');
    await becomes(instance, 'sum', 'failed');
    const skipping = { result: { total: 5 }, reason: 'counted by hand' };
    await applied(`/api/tasks/${await site.taskOf(instance, 'sum')}/skip`, skipping);
    await site.reach(instance, 'finished');
    expect((await site.admin.get(instance)).body).toMatchObject({ result: 5 });
    const journal = await site.admin.get(`${instance}/journal?q=counted`);
    expect(journal.body).toMatchObject({ items: [{ level: 'warning', text: 'Skipped by admin: counted by hand' }] });
  });

  it('held and waiting tasks are skipped, one in flight is not', async () => {
    const instance = await site.settledIn('heedful');
    for (const activity of ['go', 'later', 'checked']) {
      await applied(`/api/tasks/${await site.taskOf(instance, activity)}/skip`, { reason: 'known' });
      await becomes(instance, activity, 'skipped');
    }
    const call = `/api/tasks/${await site.taskOf(instance, 'call')}/skip`;
    expect(await refusal(call, { reason: 'known' })).toMatchObject({ code: 'task-refuses' });
    site.answer('heedful', instance);
    await site.reach(instance, 'finished');
  });

  it('a breakpoint holds an activity of one instance until it is released', async () => {
    const steps = {
      name: 'stepwise',
      overlap: 'allow',
      activities: { begin: { type: 'start' }, go: { type: 'signal' }, after: { type: 'end' } },
      transitions: [
        { from: 'begin', to: 'go' },
        { from: 'go', to: 'after' },
      ],
    };
    await site.admin.post('/api/workflows', steps);
    const [one, other] = [await site.begin('stepwise'), await site.begin('stepwise')];
    for (const instance of [one, other]) await becomes(instance, 'go', 'waiting');
    await applied(`${one}/hold`, { activity: 'after' });
    await site.admin.post('/api/signals/go', { vars: {} });
    await site.reach(other, 'finished');
    await becomes(one, 'after', 'held');
    await applied(`${one}/release`, { activity: 'after' });
    await site.reach(one, 'finished');
  });

  it('variables change while it is paused, and stay so after the resume', async () => {
    const instance = await site.settledIn('quick');
    await applied(`${instance}/pause`);
    const patched = await site.admin.send('PATCH', `${instance}/variables`, { vars: { limit: 2 } });
    expect((await site.outcomeOf(patched)).body).toMatchObject({ status: 'applied' });
    await applied(`${instance}/resume`);
    expect((await site.admin.get(`${instance}/variables`)).body).toMatchObject({ vars: { limit: 2 } });
  });
});

describe('asking again under the same key', () => {
  it('answers the same, of an instance and of a task, and asks once', async () => {
    const instance = await site.settledIn('quick');
    const key = { 'idempotency-key': `pause ${instance}` };
    const pause = () => site.admin.send('POST', `${instance}/pause`, { reason: 'once' }, key);
    const first = await pause();
    await site.outcomeOf(first);
    await applied(`${instance}/resume`);
    const second = await pause();
    expect([second.status, second.body, second.headers.get('location')]).toEqual([
      ...[first.status, first.body, first.headers.get('location')],
    ]);
    expect(await site.statusOf(instance)).toBe('running');
    const skip = `/api/tasks/${await site.taskOf(instance, 'go')}/skip`;
    const skipKey = { 'idempotency-key': `skip ${instance}` };
    const asked = () => site.admin.send('POST', skip, { reason: 'once' }, skipKey);
    const skipped = await asked();
    expect((await site.outcomeOf(skipped)).body).toMatchObject({ status: 'applied' });
    expect((await asked()).body).toEqual(skipped.body);
  });
});
