import { bulkBodySchema, selectionSchema } from '../../../contract/bulk.ts';
import { defineRoute } from '../../route.ts';
import { requestProblems } from '../../routeParts.ts';

export const askBulk = defineRoute({
  method: 'post',
  path: '/api/bulk',
  tag: 'instances',
  summary: 'Ask the same of many instances: a dry run first, then its selection',
  description:
    'A dry run answers 200 with a selection: each instance, and whether it would be refused. Applying the selection answers 202; instances that have changed since are judged anew. `GET /api/bulk/{id}` tells the results.',
  body: bulkBodySchema,
  answers: { 200: selectionSchema, 202: selectionSchema },
  problems: requestProblems,
  handle: async ({ actor, body, services }) => {
    if (body.dryRun) return { status: 200, body: await services.operations.bulk.select(actor, body) };
    const { selection } = body;
    const headers = { Location: `/api/bulk/${selection}` };
    return { status: 202, body: await services.operations.bulk.apply(actor, selection), headers };
  },
});
