import type { Failure } from '../model/failure.ts';
import type { Instance } from '../model/instance.ts';
import { isTooLarge } from '../model/jsonSize.ts';
import type { Input } from './input.ts';
import type { Rejection } from './rejection.ts';

/** Thrown where a task decides to send more than an event may carry: the task fails, the step does not. */
export class TooMuchToCarry extends Error {
  override readonly name = 'TooMuchToCarry';
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** What is asked for with more than an instance or its events may carry is refused. */
export function refuseTooLarge(instance: Instance | undefined, input: Input): Rejection | undefined {
  const refused = (what: string): Rejection => ({ code: 'too-large', message: `${what} would be more than 1 MB.` });
  switch (input.type) {
    case 'begin':
      return isTooLarge(input.inputs) ? refused('The inputs') : undefined;
    case 'setVariables':
      return isTooLarge(instance?.vars ?? {}, input.vars) ? refused('The variables of the instance') : undefined;
    case 'skipTask':
      return isTooLarge(instance?.tasks[input.task]?.vars ?? {}, input.result)
        ? refused('What the task sends on')
        : undefined;
    default:
      return undefined;
  }
}
