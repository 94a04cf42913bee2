import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeRoutes } from '../../server/http/openApi.ts';
import { routeTable } from '../../server/http/routeTable.ts';
import { problemCatalogue } from '../../server/operations/problemCatalogue.ts';
import { problemTypeSchema } from '../../server/contract/problemDetails.ts';
import { startWeb } from './support/startWeb.ts';
import type { TestWeb } from './support/startWeb.ts';

const routes = Object.entries(routeTable);
const ids = Object.keys(routeTable);
const folder = path.resolve(import.meta.dirname, '../../server/http/routes');

/** Files that end so make routes for others, and are none themselves. */
const maker = 'Route.ts';

function files(): string[] {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return found.filter((file) => file.endsWith('.ts') && !file.endsWith(maker));
}

function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => (key === '$ref' ? [String(part)] : references(part)));
}

describe('the table of routes', () => {
  it('holds a route for each file', () => {
    expect(routes).toHaveLength(files().length);
  });

  it.each(ids)('%s declares parameters, answers and problems', (id) => {
    const route = routeTable[id]!;
    const named = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(Object.keys(route.params?.shape ?? {})).toEqual(named);
    expect(Object.keys(route.answers).length).toBeGreaterThan(0);
    expect(Object.keys(route.answers).every((status) => Number(status) < 400)).toBe(true);
    expect(route.body !== undefined).toBe(['post', 'put', 'patch'].includes(route.method));
    if (route.body !== undefined) expect(route.problems).toEqual(expect.arrayContaining(['invalid', 'malformed']));
    if (route.access === 'signedIn')
      expect(route.problems).toEqual(expect.arrayContaining(['not-authenticated', 'forbidden']));
    if (route.takesIfMatch)
      expect(route.problems).toEqual(expect.arrayContaining(['revision-conflict', 'precondition-required']));
    expect(route.summary).not.toBe('');
  });

  it('has one route for each method of an address', () => {
    const places = routes.map(([, { method, path: address }]) => `${method} ${address}`);
    expect(new Set(places).size).toBe(places.length);
  });

  it('knows a status, a title and a remedy for each problem, and each is used', () => {
    const used = new Set([
      ...routes.flatMap(([, { problems }]) => problems),
      'method-not-allowed',
      'unexpected',
      'no-room',
    ]);
    expect([...used].sort()).toEqual([...problemTypeSchema.options].sort());
    for (const { title, remedy } of Object.values(problemCatalogue)) expect([title, remedy]).not.toContain('');
  });
});

describe('the OpenAPI document', () => {
  const document = describeRoutes(routeTable, '1.2.3') as {
    paths: Record<string, Record<string, unknown>>;
    components: { schemas: Record<string, unknown> };
  };

  it.each(ids)('describes %s', (id) => {
    const { method, path: address } = routeTable[id]!;
    expect(document.paths[address]?.[method]).toMatchObject({ operationId: id });
  });

  it('refers only to schemas that it holds', () => {
    const known = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect(references(document).filter((reference) => !known.includes(reference))).toEqual([]);
  });
});

describe('addresses that need nobody signed in', () => {
  let web: TestWeb;
  beforeAll(async () => {
    web = await startWeb({ worker: false });
  });
  afterAll(() => web.close());

  it('answers 401 for every other address', async () => {
    const answers = await Promise.all(
      routes
        .filter(([, { access }]) => access === 'signedIn')
        .map(async ([id, { method, path: address }]) => {
          const sent = await fetch(`${web.url}${address.replaceAll(/\{\w+\}/g, '1')}`, {
            method: method.toUpperCase(),
          });
          return [id, sent.status, sent.headers.get('content-type')];
        }),
    );
    expect(answers.filter(([, status]) => status !== 401)).toEqual([]);
    expect(answers.every(([, , type]) => String(type).startsWith('application/problem+json'))).toBe(true);
  });

  it('serves the document and a page to read it, without a script in the page', async () => {
    expect(await (await fetch(`${web.url}/api/openapi.json`)).json()).toMatchObject({ openapi: '3.1.0' });
    const page = await fetch(`${web.url}/api/docs`);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(await page.text()).not.toMatch(/<script>/);
    expect((await fetch(`${web.url}/api/docs/swagger-ui-bundle.js`)).status).toBe(200);
    expect((await fetch(`${web.url}/api/docs/start.js`)).status).toBe(200);
  });

  it('is ready while there is a worker', async () => {
    expect((await fetch(`${web.url}/health/live`)).status).toBe(200);
    web.link.become('gone');
    expect((await fetch(`${web.url}/health/ready`)).status).toBe(503);
    web.link.become('busy');
    expect(await (await fetch(`${web.url}/health/ready`)).json()).toEqual({ status: 'ready', worker: 'busy' });
  });
});
