import type { ErrorRequestHandler, Response } from 'express';
import { z } from 'zod';
import type { Log } from '../operations/ports/log.ts';
import { outageOf, type Outage } from '../database/outage.ts';
import { RequestError, problemDetailsOf } from '../operations/requestError.ts';

/** What body-parser and express say of a call that they cannot read. */
const transportErrorSchema = z.object({ status: z.number(), type: z.string().optional(), message: z.string() });

function translated(error: unknown): RequestError | undefined {
  if (error instanceof RequestError) return error;
  const transport = transportErrorSchema.safeParse(error).data;
  return transport && unreadable(transport, error);
}

function unreadable(
  { status, type, message }: z.infer<typeof transportErrorSchema>,
  error: unknown,
): RequestError | undefined {
  if (status === 413) return new RequestError('too-large', 'At most 10 MB at once.', {}, { cause: error });
  if (type === 'entity.parse.failed')
    return new RequestError('malformed', 'The body is not JSON.', {}, { cause: error });
  if (status === 404) return new RequestError('not-found', 'There is no such file.', {}, { cause: error });
  if (status >= 400 && status < 500) {
    return new RequestError('malformed', message, {}, { cause: error });
  }
  return undefined;
}

/** What is said of a database that does nothing now; the worker waits for it, too. */
const outages: Readonly<Record<Outage, RequestError>> = {
  'no-room': new RequestError('no-room', 'The database cannot store more.'),
  away: new RequestError('unavailable', 'The database cannot be reached.'),
};

/** Sends a refusal as `application/problem+json`. */
export function sendProblem(response: Response, error: RequestError): void {
  const details = problemDetailsOf(error);
  response.status(details.status).type('application/problem+json').send(JSON.stringify(details));
}

/** The one place where errors become answers; what nobody expected is logged and told without details. */
export const createProblemHandler =
  (log: Log): ErrorRequestHandler =>
  (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const known = translated(error);
    const outage = known ? undefined : outageOf(error);
    const facts = { err: error, method: request.method, path: request.path };
    if (outage) log.warn(facts, outages[outage].message);
    else if (!known) log.error(facts, 'an unexpected error');
    sendProblem(response, known ?? (outage ? outages[outage] : new RequestError('unexpected', '')));
  };
