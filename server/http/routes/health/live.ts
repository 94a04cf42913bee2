import { z } from 'zod';
import { definePublicRoute } from '../../route.ts';

export const healthLive = definePublicRoute({
  method: 'get',
  path: '/health/live',
  tag: 'health',
  summary: 'The server answers',
  answers: { 200: z.object({ status: z.literal('live') }) },
  problems: [],
  handle: async () => ({ status: 200, body: { status: 'live' } }),
});
