import { definePublicRoute } from '../../route.ts';
import { idParams } from '../../routeParts.ts';

/** The smallest picture there is: one transparent pixel. */
const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

export const openMessage = definePublicRoute({
  method: 'get',
  path: '/o/{id}',
  tag: 'messages',
  summary: 'Notice that a message was opened',
  params: idParams,
  answers: { 200: null },
  problems: ['not-found', 'too-many-requests'],
  handle: async ({ params, visitor, services }) => {
    await services.operations.messages.open(params.id, visitor);
    // Mail programs show it on pages of other origins.
    const headers = { 'Content-Type': 'image/gif', 'Cross-Origin-Resource-Policy': 'cross-origin' };
    return { status: 200, content: pixel, headers };
  },
});
