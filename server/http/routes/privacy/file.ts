import { z } from 'zod';
import { defineRoute } from '../../route.ts';

export const getPrivacyFile = defineRoute({
  method: 'get',
  path: '/api/privacy/files/{token}',
  tag: 'privacy',
  summary: 'What was collected about a person, as XML',
  description: 'The address stands in the request. When the file has been purged, there is none.',
  params: z.object({ token: z.string().min(1).max(200) }),
  answers: { 200: null },
  problems: ['not-found'],
  handle: async ({ actor, params, services }) => ({
    status: 200,
    content: await services.operations.privacy.file(actor, params.token),
    headers: {
      'Content-Type': 'application/xml; charset=utf-8',
      'Content-Disposition': 'attachment; filename="privacy-request.xml"',
    },
  }),
});
