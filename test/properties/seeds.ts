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

const samples = new Map<string, readonly unknown[]>();

/** The cases of a seed, drawn once for each arbitrary; `name` is the arbitrary's. */
function sampleOf<Case>(name: string, arbitrary: fc.Arbitrary<Case>, seed: number, numRuns: number): readonly Case[] {
  const key = `${name} ${String(seed)}`;
  const known = samples.get(key) ?? fc.sample(arbitrary, { seed, numRuns });
  samples.set(key, known);
  // What is kept under a name is what its arbitrary drew.
  return known as readonly Case[];
}

/** As `checkWithSeeds`, for several properties of the same cases: these are drawn once. */
export function checkSamples<Case>(name: string, arbitrary: fc.Arbitrary<Case>, holds: (value: Case) => void): void {
  const seeds = [...fixedSeeds, fresh];
  const numRuns = Math.ceil(ofProperties.cases / seeds.length);
  for (const seed of seeds) {
    try {
      for (const one of sampleOf(name, arbitrary, seed, numRuns)) holds(one);
    } catch (error) {
      // Drawn again, so that it is made as small as it can be.
      fc.assert(fc.property(arbitrary, holds), { seed, numRuns });
      throw error;
    }
  }
  noteTried(ofProperties.called, numRuns * seeds.length);
}
