import { definePublicRoute } from '../../route.ts';
import { idParams } from '../../routeParts.ts';

/** A message is strange content on our own origin: it runs nothing, and is no part of us. */
const policy = [
  "default-src 'none'",
  'img-src http: https: data:',
  'font-src http: https: data:',
  "style-src 'unsafe-inline' http: https:",
  "frame-ancestors 'none'",
  'sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation',
].join('; ');

export const showMessage = definePublicRoute({
  method: 'get',
  path: '/m/{id}',
  tag: 'messages',
  summary: 'A message as a page',
  params: idParams,
  answers: { 200: null },
  problems: ['not-found', 'too-many-requests'],
  handle: async ({ params, visitor, services }) => ({
    status: 200,
    content: await services.operations.messages.page(params.id, visitor),
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policy,
      'Referrer-Policy': 'no-referrer',
      'X-Robots-Tag': 'noindex',
    },
  }),
});
