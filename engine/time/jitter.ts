import type { Schedule } from './schedule.ts';

/** Scatters a number over 0..1, always the same way (the finaliser of MurmurHash 3). */
function scatter(seed: number): number {
  let bits = Math.trunc(seed) ^ Math.trunc(seed / 2 ** 32);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
}

/** How long after its due time a firing begins: below the schedule's `jitter`, and the same for the same seed. */
export function jitterMs(schedule: Schedule, seed: number): number {
  return Math.floor(scatter(seed) * schedule.jitterMs);
}
