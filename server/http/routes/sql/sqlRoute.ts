import type { z } from 'zod';
import { sqlBodySchema, type SqlBody } from '../../../contract/designing.ts';
import type { Actor } from '../../../operations/actor.ts';
import type { Operations } from '../../../operations/operations.ts';
import { defineRoute, type Route } from '../../route.ts';

/** What is asked of a statement that is being written. */
interface SqlAsking {
  readonly what: 'preview' | 'explain';
  readonly summary: string;
  readonly answer: z.ZodType;
  readonly ask: (designing: Operations['designing'], actor: Actor, body: SqlBody) => Promise<unknown>;
}

/** A route that tries a statement. */
export const sqlRoute = ({ what, summary, answer, ask }: SqlAsking): Route =>
  defineRoute({
    method: 'post',
    path: `/api/sql/${what}`,
    tag: 'designing',
    summary,
    body: sqlBodySchema,
    answers: { 200: answer },
    problems: ['not-found', 'invalid', 'malformed', 'too-large', 'state-conflict', 'unavailable'],
    handle: async ({ actor, body, services }) => ({
      status: 200,
      body: await ask(services.operations.designing, actor, body),
    }),
  });
