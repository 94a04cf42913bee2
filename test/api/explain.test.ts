import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instanceDetailSchema, type InstanceDetail } from '../../server/contract/instances.ts';
import { explanationSchema, type Cause, type CauseCode, type Clearing } from '../../server/contract/explanation.ts';
import { startOperated, type Operated } from './support/operated.ts';
import { until } from '../support/until.ts';

const noTable = { type: 'sqlCode', script: 'DELETE FROM nms_nowhere' };
const question = { group: 'workflowSupervisors', title: 'Send it?', choices: [{ outlet: 'yes', label: 'Yes' }] };

/** Workflows whose instances stand still, each for its own reason: what stands behind the entry. */
const standing: Readonly<Record<string, object>> = {
  waits: { type: 'wait', for: '1d' },
  listens: { type: 'signal', name: 'loaded', correlate: "'7'" },
  asks: { type: 'approval', ...question },
  breaks: noTable,
  retries: { ...noTable, retry: { attempts: 3, delay: '1d' } },
  aborts: { ...noTable, onError: 'abort' },
  holds: { type: 'end', execution: 'hold' },
  parent: { type: 'subWorkflow', workflow: 'waits' },
  collects: { type: 'subWorkflow', workflow: 'waits', forEach: '[]', more: 'further' },
};

const definitionOf = (name: string, go: object) => ({
  name,
  overlap: 'allow',
  activities: { begin: { type: 'start' }, go },
  transitions: [{ from: 'begin', to: 'go' }],
});

describe('the explanation of what does not move', () => {
  let site: Operated;
  beforeAll(async () => {
    site = await startOperated();
    for (const [name, go] of Object.entries(standing)) {
      const created = await site.admin.post('/api/workflows', definitionOf(name, go));
      expect([name, created.status, created.body]).toMatchObject([name, 201, {}]);
    }
  }, 60_000);
  afterAll(() => site.close());

  const detail = async (instance: string): Promise<InstanceDetail> =>
    instanceDetailSchema.parse((await site.admin.get(instance)).body);
  const causes = async (instance: string): Promise<readonly Cause[]> =>
    explanationSchema.parse((await site.admin.get(`${instance}/explain`)).body).causes;
  const cause = (instance: string, code: CauseCode): Promise<Cause> =>
    until(`the cause ${code}`, async () => (await causes(instance)).find((one) => one.code === code));

  /** Asks for what clears a cause, as its button does; of an instance to look at, for what clears it there. */
  const press = async (clearing: Clearing | null): Promise<void> => {
    if (!clearing) return;
    const { admin } = site;
    const asked = (() => {
      switch (clearing.does) {
        case 'resume':
        case 'kill':
        case 'restart':
          return admin.post(`/api/instances/${clearing.instance}/${clearing.does}`);
        case 'startWorkflow':
          return admin.post(`/api/workflows/${clearing.workflow}/start`);
        case 'releaseSchedule':
          return admin.post(`/api/workflows/${clearing.workflow}/release`);
        case 'resumeWorkflow':
          return admin.post(`/api/workflows/${clearing.workflow}/resume`);
        case 'runNow':
          return admin.post(`/api/instances/${clearing.instance}/run-now`, { task: clearing.task });
        case 'answer':
          return admin.post(`/api/tasks/${clearing.task}/answer`, { choice: 'yes' });
        case 'signal':
          return admin.post(`/api/signals/${clearing.name}`, {
            instance: clearing.instance,
            ...(clearing.key !== null && { key: clearing.key }),
            vars: { close: true },
          });
        default:
          return undefined;
      }
    })();
    if (clearing.does === 'open') {
      const [first] = await causes(`/api/instances/${clearing.instance}`);
      if (first?.clearing) await press(first.clearing);
      return;
    }
    expect((await asked)?.status).toBe(202);
  };

  const moved = (instance: string, since: number): Promise<true> =>
    until(`${instance} moves`, async () => (await detail(instance)).seq > since || undefined);

  const cleared = async (instance: string, code: CauseCode): Promise<Cause> => {
    const found = await cause(instance, code);
    const { seq } = await detail(instance);
    expect(found.clearing).not.toBeNull();
    if (found.clearing) await press(found.clearing);
    await moved(instance, seq);
    return found;
  };

  const ask = async (path: string, body = {}): Promise<void> => {
    expect((await site.outcomeOf(await site.admin.post(path, body))).body).toMatchObject({ status: 'applied' });
  };

  it('[Q1] names what its tasks wait for, and what is named lets it go on', async () => {
    const named: readonly (readonly [string, CauseCode])[] = [
      ['waits', 'due'],
      ['listens', 'signal'],
      ['asks', 'question'],
      ['retries', 'retry'],
      ['holds', 'held'],
      ['collects', 'more-items'],
    ];
    for (const [workflow, code] of named) {
      const found = await cleared(await site.begin(workflow), code);
      expect([workflow, found.activity, found.since]).toEqual([workflow, 'go', expect.any(String)]);
    }
  });

  it('[Q1] names the error that paused it with its task, and it is executed again', async () => {
    const instance = await site.begin('breaks');
    const failed = await cause(instance, 'task-failed');
    expect(failed.text).toContain('nms_nowhere');
    const found = await cleared(instance, 'paused-by-error');
    expect(found.clearing).toMatchObject({ does: 'resume' });
  });

  it('[Q1] names who paused it, why and until when, and whose pause it is', async () => {
    const own = await site.begin('waits');
    await ask(`${own}/pause`, { reason: 'the server is moved', until: '2099-01-01T00:00:00.000Z' });
    const found = await cleared(own, 'paused');
    expect(found).toMatchObject({ by: 'admin', text: expect.stringContaining('the server is moved') });
    await site.reach(own, 'running');

    const workflow = '/api/workflows/holds';
    await ask(`${workflow}/start`);
    const other = await site.begin('holds');
    await cause(other, 'held');
    await ask(`${workflow}/pause`);
    await cleared(other, 'paused-by-workflow');
    await site.reach(other, 'running');
  });

  it('[Q1] leads from an instance that waits to its child, and from a child to what paused it', async () => {
    const parent = await site.begin('parent');
    const waits = await cause(parent, 'children');
    expect(waits.clearing).toMatchObject({ does: 'open' });
    const child = waits.clearing?.does === 'open' ? `/api/instances/${waits.clearing.instance}` : '';
    await ask(`${parent}/pause`);
    expect((await cause(child, 'paused-by-parent')).clearing).toEqual({
      does: 'open',
      instance: parent.split('/').at(-1),
    });
    await ask(`${parent}/resume`);
    await until('the child goes on', async () => (await causes(child))[0]?.code === 'due' || undefined);
    await cleared(parent, 'children');
    await site.reach(parent, 'finished');
    expect((await cause(parent, 'finished')).clearing).toBeNull();
  });

  it('[Q1] offers to begin again what has ended badly', async () => {
    const failed = await site.begin('aborts');
    expect((await cause(failed, 'failed')).clearing).toMatchObject({ does: 'restart' });
    const stopped = await site.begin('waits');
    await ask(`${stopped}/stop`);
    const found = await cause(stopped, 'stopped');
    expect(found.clearing).toMatchObject({ does: 'restart' });
    if (found.clearing) await press(found.clearing);
  });

  it('[Q3] names why a workflow begins nothing, and what lets it', async () => {
    const workflow = '/api/workflows/scheduled';
    const scheduled = {
      name: 'scheduled',
      activities: { at: { type: 'scheduler', every: '1h' }, go: { type: 'wait', for: '1d' } },
      transitions: [{ from: 'at', to: 'go' }],
    };
    expect((await site.admin.post('/api/workflows', scheduled)).status).toBe(201);
    const codes = async () => (await causes(workflow)).map(({ code }) => code);
    expect(await codes()).toEqual(['not-started']);
    await press((await cause(workflow, 'not-started')).clearing);
    await cause(workflow, 'next-firing');
    await ask(`${workflow}/hold`);
    await press((await cause(workflow, 'schedule-held')).clearing);
    await until('its schedules are released', async () => !(await codes()).includes('schedule-held') || undefined);
    const instance = await site.begin('scheduled');
    expect((await cause(workflow, 'unfinished')).clearing).toEqual({
      does: 'open',
      instance: instance.split('/').at(-1),
    });
    expect((await site.admin.get('/api/workflows/none/explain')).status).toBe(404);
  });

  it('[Q2] tells that no worker is there', async () => {
    const instance = await site.begin('waits');
    await cause(instance, 'due');
    site.web.link.become('gone');
    const explained = explanationSchema.parse((await site.admin.get(`${instance}/explain`)).body);
    expect([explained.moves, explained.causes[0]?.code]).toEqual([false, 'worker-gone']);
    site.web.link.become('alive');
  });

  it('[Q2] is nobody’s for an instance that there is not', async () => {
    expect((await site.admin.get('/api/instances/none/explain')).status).toBe(404);
  });
});
