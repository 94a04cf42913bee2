import { sessionSchema, signInSchema } from '../../../contract/session.ts';
import { definePublicRoute } from '../../route.ts';

export const signIn = definePublicRoute({
  method: 'post',
  path: '/api/session',
  tag: 'session',
  summary: 'Sign in',
  description: 'Sets an HttpOnly, SameSite cookie. Programs use a token instead: `Authorization: Bearer <token>`.',
  body: signInSchema,
  answers: { 200: sessionSchema },
  problems: ['sign-in-failed', 'forbidden', 'invalid', 'malformed', 'too-many-requests'],
  handle: async ({ body, services }) => {
    const { secret, session } = await services.access.signIn(body);
    return { status: 200, body: session, cookie: secret };
  },
});
