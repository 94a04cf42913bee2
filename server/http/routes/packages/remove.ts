import { z } from 'zod';
import { packageSchema, removalSchema, removeBodySchema } from '../../../contract/packages.ts';
import { defineRoute } from '../../route.ts';
import { packageParams } from '../../routeParts.ts';

export const removePackage = defineRoute({
  method: 'post',
  path: '/api/packages/{name}/remove',
  tag: 'administration',
  summary: 'Remove a package: a dry run says what would go, removing takes its confirmation',
  description:
    'Its instances are stopped unconditionally and its workflows go; what ran stays in the history. Its data is kept unless `data` is `drop`. One that another installed package needs is refused.',
  params: packageParams,
  body: removeBodySchema,
  answers: { 200: z.union([removalSchema, packageSchema]) },
  problems: ['not-found', 'state-conflict', 'unavailable', 'invalid', 'malformed'],
  handle: async ({ actor, params: { name }, body, services: { operations } }) => ({
    status: 200,
    body: body.dryRun
      ? await operations.packages.plan(actor, { name, data: body.data })
      : await operations.packages.remove(actor, { ...body, name }),
  }),
});
