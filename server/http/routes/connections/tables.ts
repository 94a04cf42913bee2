import { z } from 'zod';
import { tablesSchema } from '../../../contract/tables.ts';
import { defineRoute } from '../../route.ts';

export const listTables = defineRoute({
  method: 'get',
  path: '/api/connections/{name}/tables',
  tag: 'designing',
  summary: "The tables that SQL can name, with their columns; the engine's own database is `engine`",
  params: z.object({ name: z.string().min(1).max(64) }),
  answers: { 200: tablesSchema },
  problems: ['not-found', 'invalid'],
  handle: async ({ actor, params, services }) => ({
    status: 200,
    body: await services.operations.tables.list(actor, params.name),
  }),
});
