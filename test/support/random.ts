import { randomInt } from 'node:crypto';

/** A seed that nobody has chosen, printed so that a failure can be repeated with `TEST_SEED`. */
export function freshSeed(what: string): number {
  const given = process.env['TEST_SEED'];
  const seed = given === undefined ? randomInt(2 ** 31) : Number(given);
  process.stdout.write(`${what}: seed ${String(seed)}\n`);
  return seed;
}

/** Chance that can be repeated. */
export interface Random {
  /** A whole number from 0 on, below a limit. */
  readonly below: (limit: number) => number;
}

/** Chance that a seed repeats (mulberry32). */
export function createRandom(seed: number): Random {
  const state = { value: seed >>> 0 };
  const next = (): number => {
    state.value = (state.value + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state.value ^ (state.value >>> 15), state.value | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { below: (limit) => Math.floor(next() * limit) };
}
