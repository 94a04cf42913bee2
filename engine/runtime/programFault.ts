import { StepConflict, StepTakenBack } from '../ports/engineStore.ts';

/** Values, rules of tables, what depends on a thing, names, syntax and limits: PostgreSQL's classes, and what SQLite has for them. */
const refusedForGood = /^((22|23|2B|42|54)[0-9A-Z]{3}$|SQLITE_(CONSTRAINT|MISMATCH|RANGE|TOOBIG))/;

/**
 * Whether the program itself is at fault. What a database, file or network says carries a `code` and is waited out; a
 * conflict of steps, or a step that the database took back, is simply tried again. What the database refuses for what it
 * was given it refuses for ever.
 */
export function isProgramFault(error: unknown): error is Error {
  if (!(error instanceof Error) || error.name === 'KnexTimeoutError') return false;
  if (error instanceof StepConflict || error instanceof StepTakenBack) return false;
  return !('code' in error && typeof error.code === 'string') || refusedForGood.test(error.code);
}
