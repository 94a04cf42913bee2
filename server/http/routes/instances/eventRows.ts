import { z } from 'zod';
import { rowsSchema } from '../../../contract/instances.ts';
import { pageQuerySchema } from '../../../contract/lists.ts';
import { defineRoute } from '../../route.ts';
import { idParams } from '../../routeParts.ts';

export const listEventRows = defineRoute({
  method: 'get',
  path: '/api/instances/{id}/events/{event}/rows',
  tag: 'instances',
  summary: "The rows of an event's work table, while they are kept",
  params: idParams.extend({ event: z.string().min(1).max(200) }),
  query: pageQuerySchema,
  answers: { 200: rowsSchema },
  problems: ['not-found', 'invalid'],
  handle: async ({ actor, params, query, services }) => ({
    status: 200,
    body: await services.operations.instances.eventRows(actor, params, query),
  }),
});
