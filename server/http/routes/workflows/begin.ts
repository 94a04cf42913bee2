import { instanceSummarySchema } from '../../../contract/instances.ts';
import { simulationSchema } from '../../../contract/simulations.ts';
import { beginBodySchema } from '../../../contract/requests.ts';
import { defineRoute } from '../../route.ts';
import { accepted, acceptedAnswers, requestProblems, workflowParams } from '../../routeParts.ts';

export const beginInstance = defineRoute({
  method: 'post',
  path: '/api/workflows/{name}/instances',
  tag: 'instances',
  summary: 'Run now: begin an instance of the newest version',
  description:
    'Answers 201 with the instance, or 202 with the request where no worker took it over within 5 s. With `simulate` it runs to its end first, 10 minutes at most; nothing of it is left, and 200 tells what happened. The report is in this answer alone: it is not kept, and the same `Idempotency-Key` simulates again.',
  params: workflowParams,
  body: beginBodySchema,
  answers: { 200: simulationSchema, 201: instanceSummarySchema, ...acceptedAnswers },
  problems: requestProblems,
  handle: async ({ actor, params, body, services }) => {
    if (body.simulate !== false) {
      const { answers, draft } = body.simulate === true ? { answers: {}, draft: false } : body.simulate;
      const simulating = { workflow: params.name, input: body.input, from: body.from, answers, draft };
      const report = await services.operations.simulations.simulate(actor, simulating);
      return { status: 200, body: report, isForgotten: true };
    }
    const beginning = { workflow: params.name, input: body.input, from: body.from };
    const begun = await services.operations.begin.begin(actor, beginning);
    if (begun.status === 'requested') return accepted(begun.request);
    return { status: 201, body: begun.instance, headers: { Location: `/api/instances/${begun.instance.id}` } };
  },
});
