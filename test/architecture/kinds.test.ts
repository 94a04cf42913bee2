import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { executors } from '../../definitions/registry/executors.generated.ts';
import { kindFields } from '../../definitions/registry/kindFields.generated.ts';
import { kinds } from '../../definitions/registry/kinds.generated.ts';
import { kindHelp, kindIcons } from '../../definitions/registry/kindTexts.generated.ts';
import { packages } from '../../definitions/registry/packages.generated.ts';
import { widgets, type FieldSchema } from '../../definitions/schema/fieldsSchema.ts';
import type { AnyKind } from '../../engine/activity/kind.ts';
import { validateDefinition } from '../../engine/graph/validateDefinition.ts';
import { activityCommonKeys } from '../../engine/model/definition.ts';
import { namePattern } from '../../engine/model/ids.ts';
import type { Json } from '../../engine/model/json.ts';
import { runWorkflow } from '../support/exampleRun.ts';
import { exampleJson, exampleWorkflow } from '../support/exampleWorkflows.ts';

const named = [...kinds.values()].map((kind) => [kind.name, kind] as const);
const root = path.resolve(import.meta.dirname, '../..');

/** What the instance of a kind's example gives as its result. */
const results: Readonly<Record<string, Json>> = {
  approval: 'nobody answered',
  cancel: 'short',
  dropTables: 0,
  end: 'over',
  deduplication: 'Rome',
  delivery: { sent: 0, kept: 1 },
  enrichment: { id: 2, customer_id: 8, article: 'ink', customer: 'BEN', left_over: 12 },
  exclusion: 'Ben',
  email: { sent: 0, kept: 1, refused: 1 },
  extractFile: 'out/orders.csv: 2',
  http: { orders: 2, first: 'pen' },
  incrementalQuery: 0,
  intersection: 'Ben',
  join: 1,
  loadFile: { orders: 2, first: 'pen; blue', rejected: 1 },
  purgeHistory: 0,
  query: 'one',
  runHistory: { activity: 'start', kind: 'start', status: 'done' },
  script: { total: 12, largest: 'b' },
  signal: 'too late',
  split: 3,
  sqlCode: 3,
  subWorkflow: ['over', 'over', 'over'],
  test: 'some',
  timeConstraint: 'within',
  union: 3,
  updateAggregate: 'full',
  updateData: { inserted: 1, updated: 1 },
  workflowControl: 0,
};

/** What a freshly drawn activity is, parsed. */
const fresh = (kind: AnyKind): unknown => kind.schema.parse(kind.initial ?? {});

/** Every field with the path to it; the fields within lists and groups too. */
function fieldsOf(schema: FieldSchema, place: string): readonly (readonly [string, FieldSchema])[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const here = `${place}/${name}`;
    const items = typeof field.items === 'object' ? fieldsOf(field.items, here) : [];
    return [[here, field] as const, ...fieldsOf(field, here), ...items];
  });
}

/** The fields within a JSON Schema that users write are theirs. */
const isOurs = ([place]: readonly [string, FieldSchema]) => !place.startsWith('/payload/');

describe.each(named)('the kind %s', (name, kind) => {
  it('parses what a freshly drawn activity carries and can tell about it', () => {
    const config = fresh(kind);
    const names = kind.outlets(config).map((outlet) => outlet.name);
    expect(names.filter((outlet) => !namePattern.test(outlet) || outlet === 'error')).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    expect(kind.describe(config)).not.toBe('');
    expect([kind.expressions?.(config), kind.sql?.(config), kind.sets?.(config)]).toBeDefined();
  });

  it('refuses a field that it does not know', () => {
    expect(kind.schema.safeParse({ ...kind.initial, nonsense: 1 }).success).toBe(false);
  });

  it('has no field of its own that every activity has', () => {
    expect(Object.keys(kindFields[name]?.properties ?? {}).filter((field) => activityCommonKeys.has(field))).toEqual(
      [],
    );
  });

  it('gives each field a label, a help and a widget', () => {
    const fields = fieldsOf(kindFields[name] ?? {}, '').filter(isOurs);
    const known: ReadonlySet<string | undefined> = new Set(widgets);
    const lacking = fields.filter(([, field]) => !field.title || !field.description || !known.has(field.widget));
    expect(lacking.map(([place]) => place)).toEqual([]);
  });

  it('names the words of each choice', () => {
    const choices = fieldsOf(kindFields[name] ?? {}, '').filter(([, field]) => field.widget === 'choice');
    for (const [, field] of choices) expect(Object.keys(field.choices ?? {})).toEqual(field.enum);
  });

  it('has a help in English that says when to use it, its fields, its outlets and an example', () => {
    const headings = (kindHelp[name] ?? '').split('\n').filter((line) => line.startsWith('#'));
    expect(headings).toEqual([`# ${kind.label}`, '## When to use it', '## Fields', '## Outlets', '## Example']);
  });

  it('has an icon of the family', () => {
    expect(kindIcons[name]).toContain(
      'width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75"',
    );
  });

  it('works with an executor, or decides, listens or begins instances without one', () => {
    expect(executors.has(name)).toBe(kind.behaviour.does === 'work');
  });

  it('has an example that uses it and has no problem', () => {
    const used = Object.values(exampleWorkflow(name).activities).map(({ type }) => type);
    expect(used).toContain(name);
    expect(validateDefinition(exampleJson(name), kinds).problems).toEqual([]);
  });

  it('has an example that runs to its end', async () => {
    const { status, failure, result, pauseCauses } = await runWorkflow(exampleWorkflow(name));
    expect({ status, failure, pauseCauses }).toEqual({ status: 'finished', failure: undefined, pauseCauses: [] });
    expect(result).toEqual(results[name]);
  });
});

describe('the published JSON Schema of a workflow', () => {
  const text = readFileSync(path.join(root, 'definitions/schema/workflow.schema.json'), 'utf8');
  const schema: z.core.JSONSchema.JSONSchema = JSON.parse(text);
  const published = z.fromJSONSchema(schema);
  const accepts = (workflow: unknown) => published.safeParse(workflow).success;

  it('accepts every example and every workflow of a package', () => {
    const refused = [...kinds.keys()].filter((name) => !accepts(exampleJson(name)));
    const shipped = packages.flatMap(({ workflows }) => workflows);
    expect(refused).toEqual([]);
    expect(shipped.filter(({ definition }) => !accepts(definition)).map(({ name }) => name)).toEqual([]);
  });

  it.each([
    ['an unknown kind', { type: 'teleport' }],
    ['an unknown field of a kind', { type: 'end', resault: '1' }],
    ['a field of the wrong type', { type: 'wait', for: 5 }],
    ['a kind without what it needs', { type: 'sqlCode' }],
  ])('refuses %s', (_, activity) => {
    expect(accepts({ name: 'faulty', activities: { one: activity } })).toBe(false);
  });
});
