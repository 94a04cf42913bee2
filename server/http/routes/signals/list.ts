import { signalListSchema, signalQuerySchema } from '../../../contract/signals.ts';
import { answerPage } from '../../../operations/paging.ts';
import { defineRoute } from '../../route.ts';

export const listSignals = defineRoute({
  method: 'get',
  path: '/api/signals',
  tag: 'signals',
  summary: 'Signals, newest first, and what became of them',
  query: signalQuerySchema,
  answers: { 200: signalListSchema },
  problems: ['invalid'],
  handle: async ({ actor, query, services }) => ({
    status: 200,
    body: answerPage(await services.operations.signals.list(actor, query), query),
  }),
});
