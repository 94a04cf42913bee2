import { z } from 'zod';
import { jsonSchema } from '../../../../engine/model/json.ts';
import { validationSchema } from '../../../contract/workflows.ts';
import { defineRoute } from '../../route.ts';
import { workflowParams } from '../../routeParts.ts';

/** `{definition}`, or the definition itself. */
const bodySchema = z.looseObject({ definition: jsonSchema.optional() });

export const validateWorkflow = defineRoute({
  method: 'post',
  path: '/api/workflows/{name}/validate',
  tag: 'workflows',
  summary: 'All problems of a definition; nothing is saved',
  params: workflowParams,
  body: bodySchema,
  answers: { 200: validationSchema },
  problems: ['invalid', 'malformed', 'too-large'],
  handle: async ({ actor, params, body, services }) => {
    const definition = body.definition ?? jsonSchema.parse(body);
    const { problems } = await services.operations.versions.validate(actor, params.name, definition);
    return { status: 200, body: { problems } };
  },
});
