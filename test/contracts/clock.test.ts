import { vi } from 'vitest';
import { VirtualClock } from '../../engine/memory/virtualClock.ts';
import { createClock } from '../../server/processes/systemClock.ts';
import { dawnMs } from '../support/shell.ts';
import { describeClock } from './clock.contract.ts';

describeClock('in memory', () => {
  const clock = new VirtualClock(dawnMs);
  return { clock, passTime: clock.advanceBy, close: () => undefined };
});

describeClock('of the machine', () => {
  vi.useFakeTimers({ now: dawnMs });
  return {
    clock: createClock(),
    passTime: (durationMs) => void vi.advanceTimersByTime(durationMs),
    close: () => void vi.useRealTimers(),
  };
});
