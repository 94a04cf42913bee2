import { z } from 'zod';
import { operatorNameSchema, workflowNameSchema } from '../../engine/model/ids.ts';
import { requestSchema } from '../contract/requests.ts';
import type { Request } from '../contract/requests.ts';
import type { ProblemType } from '../contract/problemDetails.ts';
import type { Answer } from './route.ts';

/** `{name}` of a workflow. */
export const workflowParams = z.object({ name: workflowNameSchema });
/** `{id}` of an instance, a task or a request. */
export const idParams = z.object({ id: z.string().min(1).max(200) });
/** `{name}` of an operator. */
export const operatorParams = z.object({ name: operatorNameSchema });

/** `{name}` of a package. */
export const packageParams = z.object({ name: z.string().min(1).max(64) });

/** `{name}` of a group. */
export const groupParams = z.object({ name: z.string().min(1).max(128) });

/** What is asked of a worker is answered when it is stored, with the address where its outcome can be read. */
export const accepted = (request: Request): Answer => ({
  status: 202,
  body: request,
  headers: { Location: `/api/requests/${request.id}` },
});

/** What an address that asks something of a worker answers. */
export const acceptedAnswers = { 202: requestSchema } as const;
export const requestProblems: readonly ProblemType[] = ['not-found', 'state-conflict', 'invalid', 'malformed'];

/** The revision or version that an answer shows, for `If-Match`. */
export const entityTag = (revision: number): { ETag: string } => ({ ETag: `"${revision}"` });
