import { z } from 'zod';
import { privacyRequestSchema } from '../../../contract/privacy.ts';
import { defineRoute } from '../../route.ts';
import { idParams } from '../../routeParts.ts';

export const confirmPrivacy = defineRoute({
  method: 'post',
  path: '/api/privacy/requests/{id}/confirm',
  tag: 'privacy',
  summary: 'Confirm a deletion that waits for it',
  description: 'Answers with the request as it was; the workflow of the package deletes.',
  params: idParams,
  body: z.strictObject({}),
  answers: { 202: privacyRequestSchema },
  problems: ['invalid', 'malformed', 'not-found', 'state-conflict'],
  handle: async ({ actor, params, services }) => ({
    status: 202,
    body: await services.operations.privacy.confirm(actor, params.id),
  }),
});
