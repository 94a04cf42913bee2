import { z } from 'zod';
import { problemDetailsSchema } from '../contract/problemDetails.ts';
import type { ProblemType } from '../contract/problemDetails.ts';
import { problemCatalogue } from '../operations/problemCatalogue.ts';
import { createComponents } from './openApiComponents.ts';
import type { Components } from './openApiComponents.ts';
import type { Route } from './route.ts';

type Json = Record<string, unknown>;

/** What stands in the path, the query and the headers of a call. */
function parametersOf(route: Route, components: Components): Json[] {
  const listed = (schema: z.ZodObject | undefined, place: 'path' | 'query'): Json[] =>
    Object.entries(schema?.shape ?? {}).map(([name, field]) => ({
      name,
      in: place,
      required: place === 'path' || !z.safeParse(field, undefined).success,
      schema: components.inline(field),
    }));
  const header = (name: string, description: string): Json => ({
    name,
    in: 'header',
    description,
    schema: { type: 'string' },
  });
  return [
    ...listed(route.params, 'path'),
    ...listed(route.query, 'query'),
    ...(route.takesIfMatch === undefined
      ? []
      : [header('If-Match', `The ${route.takesIfMatch} that was changed: "3".`)]),
    ...(route.method === 'post' && route.access === 'signedIn'
      ? [header('Idempotency-Key', 'The same key and body get the same answer, and are done once.')]
      : []),
  ];
}

/** Refusals share an HTTP status: each is named with its code. */
function problemAnswers(problems: readonly ProblemType[]): Json {
  const byStatus = new Map<number, ProblemType[]>();
  for (const code of new Set(problems)) {
    const { status } = problemCatalogue[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDetails' } } };
  const described = (codes: readonly ProblemType[]): string =>
    codes.map((code) => `\`${code}\`: ${problemCatalogue[code].title}. ${problemCatalogue[code].remedy}`).join('\n\n');
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [status, { description: described(codes), content }]),
  );
}

/** What any call may meet. */
const whenever: readonly ProblemType[] = ['unavailable', 'no-room', 'unexpected'];

function answersOf(id: string, route: Route, components: Components): Json {
  const given = Object.entries(route.answers).map(([status, schema]): [string, Json] => {
    const description = route.summary;
    if (schema === null) return [status, { description }];
    const named = components.named(`${id}${status}`, schema, 'output');
    return [status, { description, content: { 'application/json': { schema: named } } }];
  });
  return { ...Object.fromEntries<Json>(given), ...problemAnswers([...route.problems, ...whenever]) };
}

function operationOf(id: string, route: Route, components: Components): Json {
  const body = route.body && components.named(`${id}Body`, route.body, 'input');
  return {
    operationId: id,
    tags: [route.tag],
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    parameters: parametersOf(route, components),
    ...(body === undefined ? {} : { requestBody: { content: { 'application/json': { schema: body } } } }),
    responses: answersOf(id, route, components),
    security: route.access === 'public' ? [] : [{ session: [] }, { token: [] }],
  };
}

/** The OpenAPI 3.1 document, made of the same schemas that validate the calls. */
export function describeRoutes(routes: Readonly<Record<string, Route>>, version: string): object {
  const components = createComponents();
  components.name('ProblemDetails', problemDetailsSchema, 'output');
  const paths: Record<string, Json> = {};
  for (const [id, route] of Object.entries(routes)) {
    paths[route.path] = { ...paths[route.path], [route.method]: operationOf(id, route, components) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Signalbox',
      version,
      description: 'Watch, operate and design workflows.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: components.schemas(),
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'signalbox_session' },
        token: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}
