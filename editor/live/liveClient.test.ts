import { describe, expect, test } from 'vitest';
import type { InstanceView } from '../../server/contract/instanceView.ts';
import type { WatchAnswer } from '../../server/contract/stream.ts';
import { createLiveClient } from './liveClient.ts';
import type { Wire } from './wire.ts';

const view: InstanceView = {
  instance: 'i1',
  workflow: 'cleanup',
  version: 1,
  severity: 'normal',
  status: 'running',
  pauseCauses: [],
  startedAtMs: 0,
  activities: {},
  transitions: {},
  tasks: {},
  seq: 3,
};
const lines = (...seqs: number[]) =>
  seqs.map((seq) => ({ seq, atMs: seq, type: 'journal' as const, level: 'info' as const, text: 'x' }));

/** A server whose history is as long as it is told, and that can be heard or not. */
const givenServer = () => {
  const listeners = new Map<string, (message: unknown) => void>();
  const asked: unknown[] = [];
  const server = { last: 3 };
  const answer = (message: unknown): WatchAnswer => {
    const after = (message as { after?: number }).after;
    if (after === undefined) return { status: 'snapshot', protocol: 1, view: { ...view, seq: server.last } };
    const missed = Array.from({ length: server.last - after }, (_, index) => after + 1 + index);
    return { status: 'entries', protocol: 1, entries: lines(...missed), seq: server.last };
  };
  const wire: Wire = {
    on: (event, listener) => void listeners.set(event, listener),
    ask: async (_event, message) => {
      asked.push(message);
      return answer(message);
    },
    emit: () => undefined,
    open: () => undefined,
    close: () => undefined,
  };
  const say = (event: string, message?: unknown): void => listeners.get(event)?.(message);
  return { wire, say, asked, server };
};

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the live client', () => {
  test('a message that is dropped is noticed at the next and asked for', async () => {
    const { wire, say, asked, server } = givenServer();
    const client = createLiveClient(wire);
    client.instances.begin('i1');
    await settled();
    say('history', { instance: 'i1', entries: lines(4) });
    // 5 and 6 are dropped.
    server.last = 7;
    say('history', { instance: 'i1', entries: lines(7) });
    await settled();
    const { watched } = client.instances.of('i1').getSnapshot();
    expect(asked.at(-1)).toEqual({ instance: 'i1', after: 4 });
    expect(watched?.entries.map(({ seq }) => seq)).toEqual([4, 5, 6, 7]);
  });

  test('after a reconnect it names the last entry that it has, and gets the rest once', async () => {
    const { wire, say, asked, server } = givenServer();
    const client = createLiveClient(wire);
    client.instances.begin('i1');
    await settled();
    say('disconnect');
    expect(client.line.getSnapshot().connection).toBe('reconnecting');
    server.last = 5;
    say('connect');
    say('history', { instance: 'i1', entries: lines(5) });
    await settled();
    expect(asked.at(-1)).toEqual({ instance: 'i1', after: 3 });
    expect(
      client.instances
        .of('i1')
        .getSnapshot()
        .watched?.entries.map(({ seq }) => seq),
    ).toEqual([4, 5]);
    expect(client.line.getSnapshot().connection).toBe('live');
  });

  test('a message that cannot be read makes the page out of date, rather than its picture old', async () => {
    const { wire, say } = givenServer();
    const client = createLiveClient(wire);
    client.instances.begin('i1');
    await settled();
    say('history', { instance: 'i1', entries: [{ seq: 4, atMs: 4, type: 'of a later release' }] });
    expect(client.line.getSnapshot().outdated).toBe(true);
  });

  test('a server of another protocol makes the page out of date', async () => {
    const { wire, say } = givenServer();
    const client = createLiveClient({ ...wire, ask: async () => ({ status: 'snapshot', protocol: 2, view }) });
    client.instances.begin('i1');
    await settled();
    say('heartbeat', { at: '2026-01-01T00:00:00.000Z', worker: 'gone' });
    expect(client.line.getSnapshot()).toMatchObject({ outdated: true, worker: 'gone' });
  });
});
