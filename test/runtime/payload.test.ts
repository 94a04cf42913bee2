import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../engine/memory/virtualClock.ts';
import { instanceIdSchema } from '../../engine/model/ids.ts';
import { RunnerBench } from '../support/runnerBench.ts';
import { onEveryStore, type CreateStore } from '../support/runnerStores.ts';
import { dawnMs } from '../support/shell.ts';

const payload = {
  properties: { amount: { type: 'integer' }, shop: { type: 'string' }, currency: { type: 'string', default: 'EUR' } },
  required: ['amount', 'shop'],
};
const asks = {
  activities: { a: 'pass', s: { type: 'signal', name: 'paid', payload }, e: { type: 'end', result: 'vars' } },
};
const fitting = { amount: 3, shop: 'main' };
const taken = { ...fitting, currency: 'EUR' };

function describePayloads(name: string, create: CreateStore): void {
  describe(`the payload of signals ${name}`, () => {
    let bench: RunnerBench;
    beforeEach(async () => {
      const clock = new VirtualClock(dawnMs);
      bench = new RunnerBench(await create(clock), clock);
    });
    afterEach(() => bench.close());

    const send = async (vars: object, rest: object = {}) => {
      bench.signal('paid', { vars: { ...vars }, ...rest });
      await bench.rest();
    };
    const warnings = async (id?: string) =>
      (await bench.history(id)).flatMap((entry) =>
        entry.type === 'journal' && entry.level === 'warning' ? [entry] : [],
      );
    const waiting = async () => {
      bench.publish('a > s, s > e', asks).ask({ operation: 'startWorkflow' });
      await bench.rest();
    };

    it('[F41] a signal that does not fit is not taken; the journal of what waits says all that is wrong', async () => {
      await waiting();
      await send({ amount: 'three' });
      expect(await bench.told()).toBe('running: s waiting');
      expect(await warnings()).toMatchObject([
        { code: 'signal-unfit', text: expect.stringMatching(/"paid" .* "s": amount: .*; shop: /) },
      ]);
      expect(await bench.runtime.store.undeliveredSignals('paid', 0)).toHaveLength(1);
    });

    it('[F41] the next one that fits is taken, with the defaults of the payload', async () => {
      await waiting();
      await send({ shop: 'main' });
      await send(fitting);
      expect((await bench.instance()).result).toEqual(taken);
      expect(await bench.runtime.store.undeliveredSignals('paid', 0)).toHaveLength(1);
    });

    it('[F41] of two tasks that wait the one takes it that it fits', async () => {
      await waiting();
      const anything = { type: 'signal', name: 'paid' };
      bench.publish('a > s, s > e', {
        activities: { ...asks.activities, s: anything },
        definition: { overlap: 'allow' },
      });
      bench.ask({ operation: 'runNow', instance: instanceIdSchema.parse('two'), input: {} });
      await bench.rest();
      await send({ amount: 'three' });
      expect([await bench.told(), (await bench.instance('two')).result]).toEqual([
        'running: s waiting',
        { amount: 'three' },
      ]);
      expect(await bench.runtime.store.undeliveredSignals('paid', 0)).toEqual([]);
    });

    it('[F41] of those that came early the first that fits is taken, and one line tells of the others', async () => {
      await send({ amount: 'one' });
      await send({ amount: 'two' });
      await send(fitting);
      await waiting();
      expect((await bench.instance()).result).toEqual(taken);
      expect(await warnings()).toHaveLength(1);
    });

    it('[F41] a paused instance keeps what fits alone', async () => {
      await waiting();
      bench.ask({ operation: 'pause' }, { instance: 'i1' });
      await bench.rest();
      await send({ amount: 'three' });
      await send(fitting);
      expect(await warnings()).toHaveLength(1);
      bench.ask({ operation: 'resume' }, { instance: 'i1' });
      await bench.rest();
      expect((await bench.instance()).result).toEqual(taken);
    });

    it('[F42] an entry begins no instance with what does not fit: a skipped firing says why, once', async () => {
      bench.publish('s > e', asks).ask({ operation: 'startWorkflow' });
      await send({ amount: 'three' });
      expect(await bench.firings()).toEqual([expect.stringMatching(/^skipped .*amount: .*; shop: /)]);
      bench.ask({ operation: 'holdSchedule' });
      bench.ask({ operation: 'releaseSchedule' });
      await send(fitting);
      expect(await bench.firings()).toHaveLength(1);
      expect((await bench.instance()).result).toEqual(taken);
    });

    it('[F42] what was kept begins its instance when a newer version asks for less', async () => {
      bench.publish('s > e', asks).ask({ operation: 'startWorkflow' });
      await send({ amount: 'three' });
      bench.publish('s > e', { activities: { ...asks.activities, s: { type: 'signal', name: 'paid' } } });
      await send({}, { instance: 'nobody' });
      expect((await bench.instance()).result).toEqual({ amount: 'three' });
    });
  });
}

onEveryStore(describePayloads);
