import { reasonBodySchema } from '../../../contract/requests.ts';
import type { WorkflowOperation } from '../../../operations/lifeCycle.ts';
import { defineRoute } from '../../route.ts';
import type { Route } from '../../route.ts';
import { accepted, acceptedAnswers, requestProblems, workflowParams } from '../../routeParts.ts';

/** An address that asks something of a workflow as a whole: they differ in the word alone. */
export const lifeCycleRoute = (word: string, operation: WorkflowOperation, summary: string): Route =>
  defineRoute({
    method: 'post',
    path: `/api/workflows/{name}/${word}`,
    tag: word === 'hold' || word === 'release' ? 'schedules' : 'workflows',
    summary,
    params: workflowParams,
    body: reasonBodySchema,
    answers: acceptedAnswers,
    problems: requestProblems,
    handle: async ({ actor, params, body, services }) => {
      const asking = { operation, workflow: params.name, reason: body.reason };
      return accepted(await services.operations.lifeCycle.ask(actor, asking));
    },
  });
