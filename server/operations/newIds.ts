import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from './ports/clock.ts';
import type { Ids } from './ports/ids.ts';

const derivedBytes = 15;
const randomPart = 10;

/** Base32 without signs that look alike, in small letters: fit for addresses and for reading aloud. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const written = (bytes: Uint8Array): string => Array.from(bytes, (byte) => alphabet[byte % 32] ?? '').join('');

/** Ids that begin with the instant they were made at, so they sort by it, and end with 50 bits of chance. */
export const createIds = (clock: Pick<Clock, 'nowMs'>): Ids => ({
  next: () => `${clock.nowMs().toString(32).padStart(9, '0')}${written(randomBytes(randomPart))}`,
  derived: (text) => written(createHash('sha256').update(text).digest().subarray(0, derivedBytes)),
});
