import { definePublicRoute } from '../../route.ts';
import { idParams } from '../../routeParts.ts';

export const followLink = definePublicRoute({
  method: 'get',
  path: '/r/{id}',
  tag: 'messages',
  summary: 'Follow a link of a message',
  description:
    'Leads to an address that stands in a delivery, and to no other. The visit is noted, unless only the head is asked for or a program looks ahead.',
  params: idParams,
  answers: { 302: null },
  problems: ['not-found', 'too-many-requests'],
  handle: async ({ params, visitor, services }) => ({
    status: 302,
    headers: {
      Location: await services.operations.messages.follow(params.id, visitor),
      'Referrer-Policy': 'no-referrer',
    },
  }),
});
