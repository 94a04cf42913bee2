import { ExecutorFailure } from './executor.ts';
import type { Outside } from './outside.ts';

async function nothing(): Promise<never> {
  throw new ExecutorFailure({
    cause: 'config',
    message: 'Nothing outside of the database can be reached here.',
    hint: 'Run the workflow on a server.',
  });
}

/** Where nothing is outside: every call fails. */
export const nothingOutside: Outside = {
  scripts: { run: nothing, fault: async () => undefined },
  http: { send: nothing },
  files: { readCsv: () => ({ [Symbol.asyncIterator]: () => ({ next: nothing }) }), writeCsv: nothing },
  mail: { sends: true, send: nothing },
  publicUrl: 'http://localhost',
};
