import { z } from 'zod';
import { RequestError } from '../../../operations/requestError.ts';
import { definePublicRoute } from '../../route.ts';

export const healthReady = definePublicRoute({
  method: 'get',
  path: '/health/ready',
  tag: 'health',
  summary: 'A worker is there and takes work; 503 until then',
  answers: { 200: z.object({ status: z.literal('ready'), worker: z.enum(['alive', 'busy']) }) },
  problems: ['unavailable'],
  handle: async ({ services }) => {
    const worker = services.workerStatus();
    if (worker === 'gone') throw new RequestError('unavailable', 'No worker is ready yet.');
    return { status: 200, body: { status: 'ready', worker } };
  },
});
