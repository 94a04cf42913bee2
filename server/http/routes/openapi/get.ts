import { z } from 'zod';
import { definePublicRoute } from '../../route.ts';

export const getOpenApi = definePublicRoute({
  method: 'get',
  path: '/api/openapi.json',
  tag: 'documentation',
  summary: 'This document: OpenAPI 3.1, made of the schemas that validate the calls',
  answers: { 200: z.looseObject({ openapi: z.literal('3.1.0') }) },
  problems: [],
  handle: async ({ services }) => ({ status: 200, body: services.openApi() }),
});
