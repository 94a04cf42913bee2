import { ExecutorFailure } from './executor.ts';
import type { Failure } from '../model/failure.ts';

/**
 * What is known of a mail that failed. `refused`: it never will be taken; `notSent`: it was not taken now; `unknown`: nobody
 * answered after it was on its way, so it may have been taken.
 */
export type MailFate = 'refused' | 'notSent' | 'unknown';

/** Why a mail was not taken, with what is known of it. */
export class MailFailure extends ExecutorFailure {
  readonly fate: MailFate;
  /** What the server answered, as `550 5.1.1`; absent where it did not. */
  readonly reply: string | undefined;
  constructor(
    failure: Failure,
    { fate, reply, cause }: { fate: MailFate; reply?: string | undefined; cause?: unknown },
  ) {
    super(failure, { cause });
    this.fate = fate;
    this.reply = reply;
  }
}
