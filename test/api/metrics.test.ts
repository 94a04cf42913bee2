import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { putMail } from '../../server/stores/engine/mailRows.ts';
import { signIn, type ApiClient } from '../support/apiClient.ts';
import { until } from '../support/until.ts';
import { startWeb, type TestWeb } from './support/startWeb.ts';

const password = 'a long enough password';
const asBrowser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const flow = (name: string, middle: object) => ({
  name,
  severity: 'production',
  activities: { begin: { type: 'start' }, middle, done: { type: 'end' } },
  transitions: [
    { from: 'begin', to: 'middle' },
    { from: 'middle', to: 'done' },
  ],
});

interface Measuring {
  readonly token: string;
  readonly text: () => Promise<string>;
  /** The value of a metric with all of its labels, as it is written. */
  readonly value: (sample: string) => Promise<number | undefined>;
}

const sampleIn = (text: string, sample: string): number | undefined => {
  const line = text.split('\n').find((each) => each.startsWith(`${sample} `));
  return line === undefined ? undefined : Number(line.slice(sample.length + 1));
};

async function measuring(web: TestWeb, client: ApiClient): Promise<Measuring> {
  const { token } = z.object({ token: z.string() }).parse((await client.post('/api/tokens', { label: 'scrape' })).body);
  const text = async () => {
    const answer = await fetch(`${web.url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ]);
    return answer.text();
  };
  return { token, text, value: async (sample) => sampleIn(await text(), sample) };
}

/** The names of what is written, without what histograms add. */
const namesIn = (text: string): ReadonlySet<string> =>
  new Set(
    [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name = '', type]) =>
      type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    ),
  );

describe.each(['sqlite', 'postgres'] as const)('metrics of what a worker does, on %s', (database) => {
  let web: TestWeb;
  let admin: ApiClient;
  let metrics: Measuring;

  const run = async (workflow: string): Promise<string> => {
    const answer = await admin.post(`/api/workflows/${workflow}/instances`);
    return answer.headers.get('location')?.split('/').at(-1) ?? '';
  };
  const comesTo = (instance: string, status: string) =>
    until(status, async () => {
      const { body } = await admin.get(`/api/instances/${instance}`);
      return z.object({ status: z.string() }).parse(body).status === status || undefined;
    });

  beforeAll(async () => {
    web = await startWeb({ database });
    admin = await signIn(web.url);
    metrics = await measuring(web, admin);
    await metrics.text();
  }, 120_000);
  afterAll(() => web.close());

  it('counts what has ended, and how long tasks took by kind, once the worker tells', async () => {
    await admin.post('/api/workflows', flow('short', { type: 'fork' }));
    await comesTo(await run('short'), 'finished');
    await web.tellMeasures();
    const text = await metrics.text();
    expect(sampleIn(text, 'signalbox_instances_begun_total{severity="production"}')).toBe(1);
    expect(sampleIn(text, 'signalbox_instances_ended_total{status="finished",severity="production"}')).toBe(1);
    expect(sampleIn(text, 'signalbox_instances_ended_total{status="failed",severity="critical"}')).toBe(0);
    for (const kind of ['start', 'fork', 'end']) {
      const labels = `kind="${kind}",status="done"`;
      expect(sampleIn(text, `signalbox_task_duration_seconds_count{${labels}}`)).toBe(1);
      expect(sampleIn(text, `signalbox_task_duration_seconds_bucket{${labels},le="+Inf"}`)).toBe(1);
    }
    await web.tellMeasures();
    expect(await metrics.value('signalbox_instances_begun_total{severity="production"}')).toBe(1);
  });

  it('shows what waits, and what failed by its cause', async () => {
    await admin.post('/api/workflows', flow('patient', { type: 'wait', for: '1d' }));
    await admin.post('/api/workflows', flow('broken', { type: 'sqlCode', script: 'DELETE FROM nowhere_log' }));
    await run('patient');
    await until('the wait', async () =>
      (await metrics.value('signalbox_tasks{status="waiting"}')) === 1 ? true : undefined,
    );
    expect(await metrics.value('signalbox_instances{status="running",severity="production"}')).toBe(1);
    expect(await metrics.value('signalbox_timer_lag_seconds')).toBe(0);
    expect(await metrics.value('signalbox_queue_tasks')).toBe(0);
    await comesTo(await run('broken'), 'paused');
    await web.tellMeasures();
    const text = await metrics.text();
    expect(text).toMatch(/^signalbox_task_failures_total\{kind="sqlCode",cause="\w+"\} 1$/m);
    expect(sampleIn(text, 'signalbox_tasks{status="failed"}')).toBe(1);
    expect(sampleIn(text, 'signalbox_instances{status="paused",severity="production"}')).toBe(1);
  });

  it('counts mails since it was first asked, and one that is sent later once more, but never less', async () => {
    const mail = { to: ['anna@example.org'], group: undefined, title: 'a', message: '' };
    await putMail(web.engine, { ...mail, status: 'refused' }, 1);
    await putMail(web.engine, { ...mail, status: 'kept' }, 1);
    expect(await metrics.value('signalbox_mails_total{status="refused"}')).toBe(1);
    await web.engine('sb_mail').where({ status: 'refused' }).update({ status: 'sent' });
    expect(await metrics.value('signalbox_mails_total{status="sent"}')).toBe(1);
    expect(await metrics.value('signalbox_mails_total{status="refused"}')).toBe(1);
  });

  it('tells how the worker is, and how often one came up', async () => {
    expect(await metrics.value('signalbox_workers{status="alive"}')).toBe(1);
    web.link.become('gone');
    web.link.restarted();
    expect(await metrics.value('signalbox_workers{status="gone"}')).toBe(1);
    expect(await metrics.value('signalbox_worker_starts_total')).toBe(2);
    expect(await metrics.value('signalbox_worker_silence_seconds')).toBe(0.25);
    web.link.become('alive');
  });
});

describe.each(['sqlite', 'postgres'] as const)('metrics of what no worker takes, on %s', (database) => {
  let web: TestWeb;
  let admin: ApiClient;
  let metrics: Measuring;
  let files: string;
  const agoMs = 600_000;

  const put = async (id: string, status: string, rank: number) => {
    const atMs = Date.now() - agoMs;
    const severity = ['normal', 'production', 'critical'][rank] ?? '';
    await web.engine('sb_instance').insert({
      ...{ id, workflow: 'late', version: 1, status, severity, severity_rank: rank, started_by: 'admin' },
      ...{ started_at_ms: atMs, seq: 1, state: '{}' },
    });
    const task = { id: `${id}.t1`, instance: id, number: 1, activity: 'begin', attempt: 1, created_at_ms: atMs };
    await web.engine('sb_task').insert({ ...task, status: status === 'running' ? 'pending' : 'waiting' });
    const timer = { instance: id, task: task.id, name: 'due' };
    if (status === 'running')
      await web.engine('sb_ready').insert({ task: task.id, instance: id, order_ms: atMs - rank * 60_000 });
    await web.engine('sb_timer').insert({ ...timer, due_at_ms: status === 'running' ? atMs : atMs - 1_000_000 });
  };

  beforeAll(async () => {
    files = mkdtempSync(path.join(tmpdir(), 'signalbox-editor-'));
    writeFileSync(path.join(files, 'index.html'), '<title>the editor</title>');
    web = await startWeb({ database, worker: false, editorDir: files });
    admin = await signIn(web.url);
    metrics = await measuring(web, admin);
  }, 120_000);
  afterAll(async () => {
    await web.close();
    rmSync(files, { recursive: true, force: true });
  });

  it('says how old the queue is, and by how much timers and firings are late; paused instances count for neither', async () => {
    expect(await metrics.value('signalbox_queue_age_seconds')).toBe(0);
    await put('late', 'running', 2);
    await put('resting', 'paused', 0);
    await web.engine('sb_workflow_state').insert({ workflow: 'late', status: 'started', version: 1, vars: '{}' });
    await web.engine('sb_schedule').insert({ workflow: 'late', activity: 'a', begins_at_ms: Date.now() - agoMs });
    const text = await metrics.text();
    for (const name of ['queue_age', 'timer_lag', 'schedule_lag']) {
      const seconds = sampleIn(text, `signalbox_${name}_seconds`) ?? 0;
      expect(seconds).toBeGreaterThanOrEqual(agoMs / 1_000);
      expect(seconds).toBeLessThan(agoMs / 1_000 + 59);
    }
    expect(sampleIn(text, 'signalbox_instances{status="paused",severity="normal"}')).toBe(1);
    expect(sampleIn(text, 'signalbox_queue_tasks')).toBe(1);
    expect(sampleIn(text, 'signalbox_tasks{status="pending"}')).toBe(1);
  });

  it('says what has come in that no worker has taken over', async () => {
    await admin.post('/api/signals/hello', { id: 'one' });
    expect(await metrics.value('signalbox_inbox_waiting{source="signals"}')).toBe(1);
    expect(await metrics.value('signalbox_inbox_age_seconds{source="signals"}')).toBeGreaterThan(0);
    await web.engine('sb_inbox_position').insert({ source: 'signals', position: 1_000_000 });
    expect(await metrics.value('signalbox_inbox_waiting{source="signals"}')).toBe(0);
  });

  it('shows it to whoever may see instances, and to nobody who has not said who it is', async () => {
    await admin.post('/api/operators', { name: 'sam', role: 'support', password });
    const support = await measuring(web, await signIn(web.url, 'sam', password));
    expect(await support.text()).toContain('process_cpu_seconds_total');
    for (const headers of [{ ...asBrowser }, { ...asBrowser, authorization: 'Bearer nobody' }]) {
      const refused = await fetch(`${web.url}/metrics`, { headers });
      expect(refused.headers.get('content-type')).toContain('application/problem+json');
      expect([refused.status, await refused.json()]).toMatchObject([401, { code: 'not-authenticated' }]);
    }
  });

  it('is no page of the editor, nor is any unknown address beside it or under /api', async () => {
    for (const address of ['/api', '/api/', '/api/nothing', '/api/metrics', '/metrics/more', '/health/nothing']) {
      const answer = await fetch(`${web.url}${address}`, { headers: asBrowser });
      expect([address, answer.status]).toEqual([address, 404]);
      expect(await answer.json()).toMatchObject({ code: 'not-found' });
    }
    expect(await (await fetch(`${web.url}/workflows`, { headers: asBrowser })).text()).toContain('the editor');
  });

  it('has each metric that the dashboard and the documentation name, with a meaning', async () => {
    const text = await metrics.text();
    const named = (file: string) => {
      const found = readFileSync(path.resolve(import.meta.dirname, '../../docs', file), 'utf8');
      return new Set(found.match(/\b(?:signalbox|process|nodejs)_[a-z0-9_]*[a-z0-9]\b/g));
    };
    const known = namesIn(text);
    for (const file of ['grafana/signalbox.json', 'operating.md']) {
      const names = [...named(file)].map((name) => (known.has(`${name}_bucket`) ? `${name}_bucket` : name));
      expect(names.length).toBeGreaterThan(15);
      expect(names.filter((name) => !known.has(name))).toEqual([]);
    }
    for (const [, name, help] of text.matchAll(/^# HELP (\S+) ?(.*)$/gm)) expect([name, help]).not.toContain('');
  });
});
