import { backfillBodySchema, backfillPlanSchema } from '../../../contract/schedules.ts';
import { defineRoute } from '../../route.ts';
import { accepted, acceptedAnswers, requestProblems, workflowParams } from '../../routeParts.ts';

export const backfill = defineRoute({
  method: 'post',
  path: '/api/workflows/{name}/backfill',
  tag: 'schedules',
  summary: 'Make up for the firings of a date range, one after another',
  description:
    'A dry run answers 200 with the firings that would begin. Otherwise 202 with the request, whose id is that of the backfill: `GET /api/backfills/{id}` tells how far it has come.',
  params: workflowParams,
  body: backfillBodySchema,
  answers: { 200: backfillPlanSchema, ...acceptedAnswers },
  problems: requestProblems,
  handle: async ({ actor, params, body, services }) => {
    const { backfills } = services.operations;
    if (body.dryRun) return { status: 200, body: await backfills.plan(actor, params.name, body) };
    return accepted(await backfills.start(actor, params.name, body));
  },
});
