import { fork } from 'node:child_process';
import { z } from 'zod';
import { sqlAnswerSchema, type SqlAnswer, type SqlOrder } from '../contract/designing.ts';
import type { WorkerDatabase } from './workerSettings.ts';

/** What tries a statement. */
export interface SqlTrialOptions {
  /** The built program. */
  readonly program: string;
  readonly database: WorkerDatabase;
  readonly environment?: Readonly<Record<string, string>>;
}

/** PostgreSQL ends a statement itself after this time. */
export const sqlTrialMs = 5_000;
const startMs = 20_000;
const graceMs = 1_000;
const memoryMb = 256;

const messageSchema = z.union([z.literal('ready'), z.object({ answer: sqlAnswerSchema })]);

const tooLong: SqlAnswer = {
  ended: 'refused',
  message: `The statement took longer than ${String(sqlTrialMs / 1_000)} s and was ended.`,
  hint: 'Ask for less, or let a task do it.',
};
const died: SqlAnswer = { ended: 'refused', message: 'The statement needed too much memory.', hint: 'Ask for less.' };

/**
 * Tries statements in processes of their own: SQLite leaves a statement only when it is through with it, and a process
 * can be ended before.
 */
export const createSqlTrials =
  ({ program, database, environment }: SqlTrialOptions) =>
  (order: SqlOrder): Promise<SqlAnswer> => {
    const child = fork(program, [JSON.stringify(database)], {
      stdio: ['ignore', 'inherit', 'ignore', 'ipc'],
      env: { ...process.env, ...environment },
      execArgv: [`--max-old-space-size=${String(memoryMb)}`],
    });
    return new Promise((resolve) => {
      const end = (answer: SqlAnswer): void => {
        clearTimeout(timer);
        child.kill('SIGKILL');
        resolve(answer);
      };
      const tooLate = (): void => {
        end(tooLong);
      };
      let timer = setTimeout(tooLate, startMs);
      child.on('message', (message) => {
        const said = messageSchema.parse(message);
        if (said !== 'ready') {
          end(said.answer);
          return;
        }
        clearTimeout(timer);
        timer = setTimeout(tooLate, sqlTrialMs + (database.dialect === 'postgres' ? graceMs : 0));
        child.send(order);
      });
      child.once('exit', () => {
        end(died);
      });
    });
  };
