import type { Problem } from '../../engine/model/problem.ts';
import type { FieldError, ProblemDetails, ProblemType } from '../contract/problemDetails.ts';
import type { Right } from '../contract/rights.ts';
import { problemCatalogue } from './problemCatalogue.ts';

/** What a refusal may say beyond its sentence. */
export interface RefusalFacts {
  readonly right?: Right;
  readonly state?: string;
  readonly current?: unknown;
  readonly errors?: readonly FieldError[];
}

/** What was asked is refused; thrown by use cases, translated by one middleware (style.md, Errors). */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code: ProblemType;
  readonly facts: RefusalFacts;
  constructor(code: ProblemType, message: string, facts: RefusalFacts = {}, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.facts = facts;
  }
}

/** Nothing of that name or id is known. */
export const notFound = (what: string, id: string): RequestError =>
  new RequestError('not-found', `There is no ${what} "${id}".`);

/** The status does not allow it; it is named. */
export const stateConflict = (state: string, detail: string): RequestError =>
  new RequestError('state-conflict', detail, { state });

/** What was sent has faults: all of them. */
export const invalid = (errors: readonly FieldError[]): RequestError =>
  new RequestError('invalid', `${errors.length === 1 ? 'One fault' : `${errors.length} faults`} in what was sent.`, {
    errors,
  });

/** A definition has faults that refuse it; warnings come along. */
export const invalidDefinition = (problems: readonly Problem[]): RequestError =>
  invalid(
    problems.map(({ code, level, pointer, activity, message, hint }) => ({
      code,
      level,
      pointer,
      message,
      hint,
      ...(activity === undefined ? {} : { activity }),
    })),
  );

/** The body of an answer that refuses (RFC 9457). */
export function problemDetailsOf(error: RequestError): ProblemDetails {
  const { status, title, remedy } = problemCatalogue[error.code];
  const { right, state, current, errors } = error.facts;
  return {
    type: `/problems/${error.code}`,
    title,
    status,
    detail: error.message === '' ? remedy : `${error.message} ${remedy}`,
    code: error.code,
    ...(right === undefined ? {} : { right }),
    ...(state === undefined ? {} : { state }),
    ...(current === undefined ? {} : { current }),
    ...(errors === undefined ? {} : { errors: [...errors] }),
  };
}
