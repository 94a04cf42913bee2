import fc from 'fast-check';
import { extent, noteTried } from '../support/extent.ts';
import { freshSeed } from '../support/random.ts';

/** Seeds that never change, so that a failure of today can be run again tomorrow. */
const fixedSeeds = [1, 20_260_131, 424_242];

const fresh = freshSeed('properties');

/** How many cases there are in all, and what they are called in the totals. */
export interface Extent {
  readonly cases: number;
  readonly called: string;
}

const ofProperties: Extent = { cases: extent.propertyCases, called: 'cases of properties' };

/** Checks a property with every fixed seed and with the fresh one. */
export function checkWithSeeds<Case>(
  arbitrary: fc.Arbitrary<Case>,
  holds: (value: Case) => void,
  { cases, called }: Extent = ofProperties,
): void {
  const seeds = [...fixedSeeds, fresh];
  const numRuns = Math.ceil(cases / seeds.length);
  for (const seed of seeds) fc.assert(fc.property(arbitrary, holds), { seed, numRuns });
  noteTried(called, numRuns * seeds.length);
}
