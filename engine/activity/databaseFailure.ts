import type { FailureCause } from '../model/failure.ts';
import { ExecutorFailure } from './executor.ts';

interface Sorted {
  readonly cause: FailureCause;
  readonly hint: string;
}

const again: Sorted = { cause: 'transient', hint: 'Try again, or give the activity a retry.' };

/** What the codes of SQLite, PostgreSQL and the network mean for a task, first match first. */
const sorts: readonly (readonly [RegExp, Sorted])[] = [
  [
    /^(SQLITE_(BUSY|LOCKED|PROTOCOL)|40001|40P01|55P03)/,
    { cause: 'transient', hint: 'Something else held the rows: try again, or give the activity a retry.' },
  ],
  [
    /^(08...|57P0[123]|53300|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH)/,
    { ...again, hint: 'The database could not be reached: see that it runs, then try again.' },
  ],
  [
    /^(SQLITE_FULL|SQLITE_IOERR|53...)/,
    { ...again, hint: 'The database has no room or no memory left: free some, then try again.' },
  ],
  [
    /^(SQLITE_INTERRUPT|57014)/,
    { cause: 'timeout', hint: 'The statement took too long: do less at a time, or allow more.' },
  ],
  [
    /^(SQLITE_CONSTRAINT|23...)/,
    {
      cause: 'data',
      hint: 'A row breaks a rule of its table: mend the rows, or leave such rows out of the statement.',
    },
  ],
  [
    /^(SQLITE_AUTH|42501)/,
    {
      cause: 'config',
      hint: 'SQL of a definition may not touch this: name another table, or use the kind made for it.',
    },
  ],
  [
    /^(42P01|42703|42883)/,
    { cause: 'data', hint: 'Check the names, and that the package that has this table is installed.' },
  ],
];

const missing = /no such (table|column|function)/;

function sortOf(code: string, message: string): Sorted {
  const found = sorts.find(([pattern]) => pattern.test(code));
  if (found) return found[1];
  if (missing.test(message))
    return { cause: 'data', hint: 'Check the names, and that the package that has this table is installed.' };
  return { cause: 'data', hint: 'Try the statement in the preview: it names the place.' };
}

/** The code of a database's error; anything else is none. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Turns an error of the database into a failure with a cause and a hint; what is none stays what it is. */
export function databaseFailure(error: unknown): unknown {
  const code = codeOf(error);
  if (code === undefined || !(error instanceof Error) || error instanceof ExecutorFailure) return error;
  return new ExecutorFailure({ ...sortOf(code, error.message), message: error.message }, { cause: error });
}
