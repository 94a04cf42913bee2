import { journalListSchema, journalQuerySchema } from '../../../contract/instances.ts';
import { answerPage } from '../../../operations/paging.ts';
import { defineRoute } from '../../route.ts';
import { idParams } from '../../routeParts.ts';

export const listJournal = defineRoute({
  method: 'get',
  path: '/api/instances/{id}/journal',
  tag: 'instances',
  summary: 'The readable lines of its history',
  description:
    'What happened, in plain English: `type` and `params` are what another language tells it from. `q` looks in lines of the type `journal`, which definitions and the engine worded; the complete record is `/history`.',
  params: idParams,
  query: journalQuerySchema,
  answers: { 200: journalListSchema },
  problems: ['not-found', 'invalid'],
  handle: async ({ actor, params, query, services }) => ({
    status: 200,
    body: answerPage(await services.operations.instances.journal(actor, params.id, query), query),
  }),
});
