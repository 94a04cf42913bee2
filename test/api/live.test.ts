import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Heartbeat, SummaryMessage } from '../../server/contract/stream.ts';
import { signIn } from '../support/apiClient.ts';
import type { ApiClient } from '../support/apiClient.ts';
import { createHistories } from './support/histories.ts';
import type { Histories } from './support/histories.ts';
import { connectWatcher } from './support/liveWatcher.ts';
import type { LiveWatcher, WatcherOptions } from './support/liveWatcher.ts';
import { startWeb } from './support/startWeb.ts';
import type { TestWeb } from './support/startWeb.ts';
import { twoSteps, waitThenEnd } from './support/workflows.ts';
import { until } from './support/until.ts';

const upTo = (last: number, first = 1): number[] =>
  Array.from({ length: last - first + 1 }, (_each, index) => first + index);

describe('watching an instance', () => {
  let web: TestWeb;
  let admin: ApiClient;
  let histories: Histories;
  const open: LiveWatcher[] = [];

  beforeAll(async () => {
    web = await startWeb({ worker: false });
    admin = await signIn(web.url);
    histories = createHistories(web.engine, web.link);
    await admin.post('/api/workflows', twoSteps('watched', { folder: 'Shop' }));
  });
  afterAll(async () => {
    for (const watcher of open) watcher.close();
    await web.close();
  });

  const connect = async (options: Partial<WatcherOptions> = {}): Promise<LiveWatcher> => {
    const watcher = await connectWatcher(web.url, { cookie: admin.cookie, ...options });
    open.push(watcher);
    return watcher;
  };
  const got = (watcher: LiveWatcher, count: number) =>
    until(
      async () => watcher.seqs(),
      (seqs) => seqs.length >= count,
    );

  it('begins with a snapshot and goes on with every entry, in order, none missing, none twice', async () => {
    await histories.begin('ordered');
    await histories.add('ordered', 9);
    const watcher = await connect();
    const answer = await watcher.watch({ instance: 'ordered' });
    expect(answer).toMatchObject({
      status: 'snapshot',
      view: { instance: 'ordered', workflow: 'watched', status: 'running', seq: 10 },
    });
    for (const count of [1, 3, 1, 5, 2]) await histories.add('ordered', count);
    expect(await got(watcher, 12)).toEqual(upTo(22, 11));
  });

  it('gets each entry once when it comes back and names its last one', async () => {
    await histories.begin('returning');
    const first = await connect();
    await first.watch({ instance: 'returning' });
    await histories.add('returning', 5);
    await got(first, 5);
    first.close();
    await histories.add('returning', 1_700);
    const second = await connect();
    const answer = await second.watch({ instance: 'returning', after: 6 });
    if (answer.status !== 'entries') expect.fail(answer.status);
    await histories.add('returning', 4);
    const missed = answer.entries.map(({ seq }) => seq);
    await got(second, 1_704 - missed.length);
    expect([...first.seqs(), ...missed, ...second.seqs()]).toEqual(upTo(1_710, 2));
  });

  it('begins anew where the number is from another history, and says what is unknown', async () => {
    await histories.begin('short');
    const watcher = await connect();
    expect(await watcher.watch({ instance: 'short', after: 40 })).toMatchObject({
      status: 'snapshot',
      view: { seq: 1 },
    });
    expect(await watcher.watch({ instance: 'short', after: 1 })).toMatchObject({
      status: 'entries',
      entries: [],
      seq: 1,
    });
    expect(await watcher.watch({ instance: 'nobody' })).toMatchObject({
      status: 'refused',
      problem: { code: 'not-found' },
    });
    expect(await watcher.client.emitWithAck('watch', { instance: 7 } as never)).toMatchObject({
      status: 'refused',
      problem: { code: 'invalid' },
    });
  });

  it('sends a client that acknowledges slowly one batch at a time, and then all that it missed together', async () => {
    await histories.begin('slow');
    const waiting: (() => void)[] = [];
    const slow = await connect({ onBatch: (acknowledge) => waiting.push(acknowledge) });
    const quick = await connect();
    await slow.watch({ instance: 'slow' });
    await quick.watch({ instance: 'slow' });
    await histories.add('slow', 1);
    await got(slow, 1);
    waiting.shift()?.();
    await histories.add('slow', 1);
    await got(slow, 2);
    for (const _each of upTo(20)) await histories.add('slow', 10);
    await got(quick, 202);
    expect(slow.batches).toHaveLength(2);
    waiting.shift()?.();
    expect(await got(slow, 202)).toEqual(upTo(203, 2));
    expect(slow.batches).toHaveLength(3);
  });

  it('serves a client that never acknowledges as fast as its connection takes it', async () => {
    await histories.begin('silent');
    const silent = await connect({ onBatch: () => undefined });
    await silent.watch({ instance: 'silent' });
    for (const _each of upTo(3)) await histories.add('silent', 600);
    expect(await got(silent, 1_800)).toEqual(upTo(1_801, 2));
  });

  it('gets at most twenty batches a second', async () => {
    await histories.begin('busy');
    const watcher = await connect();
    await watcher.watch({ instance: 'busy' });
    const fromMs = performance.now();
    for (const _each of upTo(100)) await histories.add('busy', 1);
    expect(await got(watcher, 100)).toEqual(upTo(101, 2));
    const seconds = (performance.now() - fromMs) / 1_000;
    expect(watcher.batches.length).toBeLessThanOrEqual(Math.ceil(seconds * 20) + 1);
  });

  it('finds what the worker did not tell of with the next heartbeat', async () => {
    await histories.begin('untold');
    const watcher = await connect();
    await watcher.watch({ instance: 'untold' });
    await histories.add('untold', 3, false);
    expect(await got(watcher, 3)).toEqual(upTo(4, 2));
  });

  it('hears nothing more of what it watches no longer', async () => {
    await histories.begin('left');
    await histories.begin('kept');
    const watcher = await connect();
    await watcher.watch({ instance: 'left' });
    await watcher.watch({ instance: 'kept' });
    await watcher.client.emitWithAck('unwatch', { instance: 'left' });
    await histories.add('left', 2);
    await histories.add('kept', 2);
    await got(watcher, 2);
    expect(watcher.batches.map(({ instance }) => instance)).toEqual(['kept']);
  });

  it('passes progress on without a number', async () => {
    await histories.begin('progressing');
    const watcher = await connect();
    await watcher.watch({ instance: 'progressing' });
    const heard = new Promise((resolve) => watcher.client.once('progress', resolve));
    const progress = { instance: 'progressing', task: 't1', activity: 'begin', progress: { rounds: 2, rows: 2_000 } };
    web.link.tell({ type: 'progress', ...progress });
    expect(await heard).toEqual(progress);
  });

  it('tells lists what changed, of the folder that they show', async () => {
    const watcher = await connect();
    const summaries: SummaryMessage[] = [];
    watcher.client.on('summary', (message) => summaries.push(message));
    expect(await watcher.watch({ workflows: { folder: 'Shop' } })).toMatchObject({ status: 'watching' });
    await histories.begin('elsewhere', 'unknown');
    await histories.begin('listed');
    await until(
      async () => summaries,
      ({ length }) => length > 0,
    );
    expect(summaries).toMatchObject([
      { workflow: 'watched', status: 'draft', instance: { id: 'listed', status: 'running' } },
    ]);
  });

  it('gets heartbeats that say how the worker is', async () => {
    const watcher = await connect();
    web.link.become('busy');
    const heartbeats: Heartbeat[] = [];
    watcher.client.on('heartbeat', (heartbeat) => heartbeats.push(heartbeat));
    await until(
      async () => heartbeats,
      ({ length }) => length > 0,
    );
    expect(heartbeats[0]).toMatchObject({ worker: 'busy' });
    web.link.become('alive');
  });
});

describe('who may connect to the stream', () => {
  let web: TestWeb;
  beforeAll(async () => {
    web = await startWeb({ worker: false });
  });
  afterAll(() => web.close());

  it('is whoever is signed in by cookie or token', async () => {
    const { cookie, post } = await signIn(web.url);
    const { token } = (await post('/api/tokens', { label: 'watcher' })).body as { token: string };
    for (const credential of [{ cookie }, { token }]) (await connectWatcher(web.url, credential)).close();
    await expect(connectWatcher(web.url, {})).rejects.toMatchObject({
      data: { status: 401, code: 'not-authenticated' },
    });
    await expect(connectWatcher(web.url, { token: 'made up' })).rejects.toMatchObject({ message: 'not-authenticated' });
  });

  it('is no page of a stranger', async () => {
    const { cookie } = await signIn(web.url);
    await expect(connectWatcher(web.url, { cookie, origin: 'https://strange.example' })).rejects.toThrow();
    (await connectWatcher(web.url, { cookie, origin: web.url })).close();
  });

  it('is nobody whose session has ended', async () => {
    const admin = await signIn(web.url);
    const watcher = await connectWatcher(web.url, { cookie: admin.cookie });
    const closed = new Promise((resolve) => watcher.client.once('closed', resolve));
    const gone = new Promise((resolve) => watcher.client.once('disconnect', resolve));
    await admin.send('DELETE', '/api/session');
    expect(await closed).toMatchObject({ problem: { code: 'not-authenticated' } });
    expect(await gone).toBe('io server disconnect');
  });
});

describe('watching what really runs', () => {
  it('shows each activity as it comes, folded the same as the whole history', async () => {
    const web = await startWeb();
    const admin = await signIn(web.url);
    await admin.post('/api/workflows', waitThenEnd('running'));
    const { id } = (await admin.post('/api/workflows/running/instances')).body as { id: string };
    const watcher = await connectWatcher(web.url, { cookie: admin.cookie });
    const answer = await watcher.watch({ instance: id });
    if (answer.status !== 'snapshot') expect.fail(answer.status);
    await admin.post('/api/signals/go', { instance: id });
    const history = await until(
      () => admin.get(`/api/instances/${id}/history`),
      ({ body }) =>
        (body as { items: { type: string; status?: string }[] }).items.some(({ status }) => status === 'finished'),
    );
    const { total } = history.body as { total: number };
    await until(
      async () => watcher.seqs(),
      (seqs) => seqs.at(-1) === total,
    );
    expect(watcher.seqs()).toEqual(upTo(total, answer.view.seq + 1));
    watcher.close();
    const late = await connectWatcher(web.url, { cookie: admin.cookie });
    expect(await late.watch({ instance: id })).toMatchObject({
      view: {
        status: 'finished',
        tasks: {},
        activities: {
          begin: { status: 'done' },
          go: { status: 'done', counts: { done: 1 } },
          done: { status: 'done' },
        },
        transitions: { 'begin:default:go': { count: 1 }, 'go:default:done': { count: 1 } },
      },
    });
    late.close();
    await web.close();
  });
});
