import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../engine/memory/virtualClock.ts';
import { RunnerBench } from '../support/runnerBench.ts';
import { onEveryStore, type CreateStore } from '../support/runnerStores.ts';
import { dawnMs } from '../support/shell.ts';

const hourMs = 3_600_000;

function describeReminders(name: string, create: CreateStore): void {
  describe(`supervisors ${name}`, () => {
    let bench: RunnerBench;
    beforeEach(async () => {
      const clock = new VirtualClock(dawnMs);
      bench = new RunnerBench(await create(clock), clock);
    });
    afterEach(() => bench.close());

    type Severity = 'normal' | 'production' | 'critical';
    const broken = async (severity: Severity, onError: 'pause' | 'abort' = 'pause'): Promise<void> => {
      const definition = { severity, onError, supervisors: 'night' } as const;
      bench.publish('a > b', { definition }).breakNext('a', 9);
      bench.ask({ operation: 'startWorkflow' });
      await bench.rest();
    };
    const told = async (): Promise<number> => (await bench.mails()).length;

    it.each(['normal', 'production'] as const)(
      '[I17] are told once that an instance of %s severity has paused',
      async (severity) => {
        await broken(severity);
        await bench.passTime(5 * hourMs);
        expect(await bench.mails()).toEqual(['drawn is paused']);
      },
    );

    it('[I17] are told hourly of a critical one, until it is acknowledged', async () => {
      await broken('critical');
      expect(await told()).toBe(1);
      await bench.passTime(hourMs - 1);
      expect(await told()).toBe(1);
      await bench.passTime(1);
      expect(await told()).toBe(2);
      await bench.passTime(2 * hourMs);
      expect(await bench.mails()).toEqual(Array(4).fill('drawn is paused'));
      bench.ask({ operation: 'acknowledge' }, { instance: 'i1' });
      await bench.passTime(5 * hourMs);
      expect([await told(), await bench.told()]).toEqual([4, 'paused: a failed']);
      expect((await bench.history()).at(-1)).toMatchObject({ code: 'acknowledged', by: 'anna' });
    });

    it('[I17] are told hourly of a critical one that failed, too', async () => {
      await broken('critical', 'abort');
      await bench.passTime(2 * hourMs);
      expect(await bench.mails()).toEqual(Array(3).fill('drawn is failed'));
      bench.ask({ operation: 'acknowledge' }, { instance: 'i1' });
      await bench.passTime(2 * hourMs);
      expect(await told()).toBe(3);
    });

    it.each(['resume', 'stop', 'kill'] as const)(
      '[I17] are told no more after a %s, and anew when it happens again',
      async (operation) => {
        await broken('critical');
        bench.ask({ operation }, { instance: 'i1' });
        await bench.rest();
        // A resume executes the task again, which fails again: that is news.
        const after = operation === 'resume' ? 2 : 1;
        expect(await told()).toBe(after);
        await bench.passTime(hourMs);
        expect(await told()).toBe(operation === 'resume' ? after + 1 : after);
      },
    );

    it('[I17] are told once after downtime, not for every hour of it', async () => {
      await broken('critical');
      bench.clock.advanceBy(10 * hourMs);
      await bench.rest();
      expect(await told()).toBe(2);
      await bench.passTime(hourMs);
      expect(await told()).toBe(3);
    });

    it('[I17] are told when the program cannot go on with an instance', async () => {
      bench.publish('a > b').derailNext('a');
      bench.ask({ operation: 'startWorkflow' });
      await bench.rest();
      expect([await bench.told(), await bench.mails()]).toEqual(['failed', ['drawn is failed']]);
    });
  });
}

onEveryStore(describeReminders);
