import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { instanceIdSchema, requestIdSchema, signalIdSchema, workflowNameSchema } from '../../engine/model/ids.ts';
import type { Inbox, InboxRequest, InboxSignal } from '../../engine/ports/inbox.ts';
import { dawnMs } from '../support/shell.ts';

/** An inbox to be tried, with the side that a web process has of it. */
export interface InboxBench {
  readonly inbox: Inbox;
  addRequest: (request: Omit<InboxRequest, 'position'>) => Promise<void>;
  addSignal: (signal: Omit<InboxSignal, 'position'>) => Promise<void>;
  close: () => Promise<void>;
}

const request = (id: string, asked: InboxRequest['asked']): Omit<InboxRequest, 'position'> => ({
  id: requestIdSchema.parse(id),
  by: 'anna',
  asked,
});
const signal = (id: string, rest: Partial<InboxSignal> = {}): Omit<InboxSignal, 'position'> => ({
  id: signalIdSchema.parse(id),
  name: 'paid',
  vars: { amount: 3 },
  by: 'anna',
  startsTechnical: false,
  receivedAtMs: dawnMs,
  ...rest,
});

/** What every inbox must do, whatever it is made of. */
export function describeInbox(name: string, create: () => Promise<InboxBench>): void {
  describe(`the inbox ${name}`, () => {
    let bench: InboxBench;
    beforeEach(async () => {
      bench = await create();
    });
    afterEach(async () => {
      await bench.close();
    });

    it('[D6] gives requests in the order in which they were asked, after a position', async () => {
      await bench.addRequest({
        ...request('r1', { operation: 'startWorkflow' }),
        workflow: workflowNameSchema.parse('drawn'),
      });
      await bench.addRequest({
        ...request('r2', { operation: 'pause', reason: 'a look' }),
        instance: instanceIdSchema.parse('i1'),
      });
      await bench.addRequest(request('r3', { operation: 'stop' }));
      const [first, second, third] = await bench.inbox.requestsAfter(0, 10);
      expect(first).toEqual({
        position: first?.position,
        id: 'r1',
        by: 'anna',
        workflow: 'drawn',
        asked: { operation: 'startWorkflow' },
      });
      expect(second?.asked).toEqual({ operation: 'pause', reason: 'a look' });
      expect(await bench.inbox.requestsAfter(first!.position, 10)).toEqual([second, third]);
      expect(await bench.inbox.requestsAfter(first!.position, 1)).toEqual([second]);
      expect(await bench.inbox.requestsAfter(third!.position, 10)).toEqual([]);
    });

    it('[D6] reading it changes nothing', async () => {
      await bench.addRequest(request('r1', { operation: 'stop' }));
      expect(await bench.inbox.requestsAfter(0, 10)).toEqual(await bench.inbox.requestsAfter(0, 10));
    });

    it('[F16] gives signals in their order, and each by its position', async () => {
      await bench.addSignal(signal('g1'));
      await bench.addSignal(signal('g2', { key: '7', instance: instanceIdSchema.parse('i1'), startsTechnical: true }));
      const [first, second] = await bench.inbox.signalsAfter(0, 10);
      expect(first).toEqual({ ...signal('g1'), position: first?.position });
      expect(second).toMatchObject({ id: 'g2', key: '7', instance: 'i1', startsTechnical: true });
      expect(await bench.inbox.signalsAfter(first!.position, 10)).toEqual([second]);
      expect(await bench.inbox.signal(second!.position)).toEqual(second);
      expect(await bench.inbox.signal(second!.position + 1)).toBeUndefined();
    });
  });
}
