import { defineRoute } from '../../route.ts';

export const getMetrics = defineRoute({
  method: 'get',
  path: '/metrics',
  tag: 'health',
  summary: 'What is measured, for Prometheus',
  description: 'The text format 0.0.4. Every name is explained in docs/operating.md.',
  answers: { 200: null },
  problems: [],
  handle: async ({ actor, services }) => ({
    status: 200,
    content: await services.metricsText(await services.operations.metrics.figures(actor)),
    headers: { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' },
  }),
});
