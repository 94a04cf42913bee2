import { operatorBodySchema, operatorSchema } from '../../../contract/operators.ts';
import { defineRoute } from '../../route.ts';

export const addOperator = defineRoute({
  method: 'post',
  path: '/api/operators',
  tag: 'administration',
  summary: 'A new operator with a role and a password',
  body: operatorBodySchema,
  answers: { 201: operatorSchema },
  problems: ['state-conflict', 'invalid', 'malformed'],
  handle: async ({ actor, body, services }) => {
    const operator = await services.operations.operators.add(actor, body);
    return { status: 201, body: operator };
  },
});
