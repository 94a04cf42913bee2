import { sessionSchema } from '../../../contract/session.ts';
import { defineRoute } from '../../route.ts';

export const getSession = defineRoute({
  method: 'get',
  path: '/api/session',
  tag: 'session',
  summary: 'Who is signed in, and what they may do',
  answers: { 200: sessionSchema },
  problems: [],
  handle: async ({ identified }) => ({ status: 200, body: identified.session }),
});
