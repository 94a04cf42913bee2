import fc from 'fast-check';
import { freshSeed } from '../support/random.ts';

/** Seeds that never change, so that a failure of today can be run again tomorrow. */
const fixedSeeds = [1, 20_260_131, 424_242];

const fresh = freshSeed('properties');

/** How many cases a seed has; `npm run test:long` asks for more. */
const runsASeed = Number(process.env['SIGNALBOX_PROPERTY_RUNS'] ?? 150);

/** Checks a property with every fixed seed and with the fresh one. */
export function checkWithSeeds<Case>(arbitrary: fc.Arbitrary<Case>, holds: (value: Case) => void): void {
  for (const seed of [...fixedSeeds, fresh]) fc.assert(fc.property(arbitrary, holds), { seed, numRuns: runsASeed });
}
