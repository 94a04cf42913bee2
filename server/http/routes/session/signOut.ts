import { defineRoute } from '../../route.ts';

export const signOut = defineRoute({
  method: 'delete',
  path: '/api/session',
  tag: 'session',
  summary: 'Sign out',
  answers: { 204: null },
  problems: [],
  handle: async ({ identified, services }) => {
    await services.access.signOut(identified.credential);
    return { status: 204, cookie: null };
  },
});
