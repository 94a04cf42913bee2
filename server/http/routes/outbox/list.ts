import { mailListSchema, mailQuerySchema } from '../../../contract/outbox.ts';
import { answerPage } from '../../../operations/paging.ts';
import { defineRoute } from '../../route.ts';

export const listMails = defineRoute({
  method: 'get',
  path: '/api/outbox',
  tag: 'outbox',
  summary: 'What people were told and mailed, newest first',
  description: '`sends`: whether there is a server that mails are given to (`SIGNALBOX_SMTP_URL`); else they are kept.',
  query: mailQuerySchema,
  answers: { 200: mailListSchema },
  problems: ['invalid'],
  handle: async ({ actor, query, services }) => {
    const { sends, ...page } = await services.operations.outbox.list(actor, query);
    return { status: 200, body: { ...answerPage(page, query), sends } };
  },
});
