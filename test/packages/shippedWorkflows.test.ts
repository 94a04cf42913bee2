import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { inAllLanguagesSchema } from '../../definitions/packages/catalogueEntry.ts';
import { kinds } from '../../definitions/registry/kinds.generated.ts';
import { crossings } from '../../editor/canvas/picture.ts';
import { readDraft } from '../../editor/document/definitionDraft.ts';
import type { SqlUse } from '../../engine/activity/kind.ts';
import { kindFieldsOf } from '../../engine/graph/splitActivity.ts';
import { validateDefinition } from '../../engine/graph/validateDefinition.ts';
import { invariant } from '../../engine/invariant.ts';
import type { Activity, Definition } from '../../engine/model/definition.ts';
import { sqlProblems } from '../../engine/sql/sqlProblems.ts';
import { validationOfPackages } from '../../server/packages/manifests.ts';
import { catalogueFiles } from '../support/cataloguePage.ts';
import { overlappingCards } from './layout.ts';
import { shippedWorkflows } from './shippedPackages.ts';

const docs = path.resolve(import.meta.dirname, '../../docs');
const sqlLinesMax = 40;

const isWhole = (text: unknown): boolean => inAllLanguagesSchema.safeParse(text).success;

function sqlOf({ type, ...fields }: Activity): readonly SqlUse[] {
  const kind = kinds.get(type);
  return kind?.sql?.(kind.schema.parse(kindFieldsOf(fields))) ?? [];
}

const sqlIn = ({ activities }: Definition) =>
  Object.entries(activities).flatMap(([id, activity]) =>
    sqlOf(activity).flatMap((use) => Object.values(use.texts).map((text) => ({ id, text, use }))),
  );

interface Drawn {
  readonly activities: Readonly<Record<string, Activity>>;
  readonly transitions: readonly { readonly from: string; readonly to: string }[];
}

/** The activities that begin an instance by themselves. */
const entriesOf = ({ activities, transitions }: Drawn): readonly Activity[] =>
  Object.entries(activities).flatMap(([id, activity]) => (transitions.some(({ to }) => to === id) ? [] : [activity]));

/** What stands of an activity's label more than once, or not in every language. */
function labelFaults({ activities }: Definition): readonly string[] {
  const labels = Object.entries(activities).map(([id, { label }]) => ({ id, label }));
  const partly = labels.filter(({ label }) => !isWhole(label));
  const texts = labels.map(({ id, label }) => ({ id, text: JSON.stringify(label) }));
  const twice = texts.filter(({ text }, index) => texts.findIndex((one) => one.text === text) !== index);
  return [...partly.map(({ id }) => `${id}: not in five languages`), ...twice.map(({ id }) => `${id}: alike`)];
}

describe.each(shippedWorkflows)('the shipped workflow $name', ({ name, package: owner, entry, definition, file }) => {
  it('is called, and lies, as the catalogue says, with its label and description in five languages', () => {
    const { label, folder, severity } = entry;
    expect(definition).toMatchObject({ name, label, folder, severity, package: owner, category: 'technical' });
    expect(isWhole(definition.description)).toBe(true);
    expect(definition.supervisors).toBeDefined();
  });

  it('labels each activity, each by another text', () => {
    expect(labelFaults(definition)).toEqual([]);
  });

  it('begins by the trigger of the catalogue, and says so where that is proposed', () => {
    const { kind, cron, documented } = entry.trigger;
    const entries = entriesOf(definition);
    const begins = kind === 'signal' ? { type: 'signal' } : { type: 'scheduler', cron };
    expect(entries).toContainEqual(expect.objectContaining(begins));
    const comments = entries.map(({ comment = '' }) => comment).join(' ');
    expect(/\bproposed\b/i.test(comments)).toBe(!documented);
  });

  it('shows every fact of the catalogue by activities that it has, or says where else', () => {
    const known = new Set(Object.keys(definition.activities));
    const shown = entry.facts.flatMap(({ activities }) => activities);
    expect(shown.filter((id) => !known.has(id))).toEqual([]);
    const hidden = entry.facts.filter(
      ({ activities, elsewhere }) => activities.length === 0 && elsewhere === undefined,
    );
    expect(hidden.map(({ fact }) => fact)).toEqual([]);
  });

  it('is missed, each activity of it, by these tests when it is deleted', () => {
    const shown = new Set<string>(entry.facts.flatMap(({ activities }) => activities));
    const entryType = entry.trigger.kind === 'signal' ? 'signal' : 'scheduler';
    const drawn: Drawn = definition;
    const unmissed = Object.keys(drawn.activities).filter((id) => {
      const { [id]: _deleted, ...activities } = drawn.activities;
      const transitions = drawn.transitions.filter(({ from, to }) => from !== id && to !== id);
      const without = { ...definition, activities, transitions };
      const { problems } = validateDefinition(without, kinds, validationOfPackages);
      const isMissed = shown.has(id) || problems.length > 0;
      return !isMissed && entriesOf(without).some(({ type }) => type === entryType);
    });
    expect(unmissed).toEqual([]);
  });

  it('has at most 40 lines of SQL an activity, and none that definitions may not use', () => {
    const long = sqlIn(definition).filter(({ text }) => text.split('\n').length > sqlLinesMax);
    expect(long.map(({ id }) => id)).toEqual([]);
    expect(
      sqlIn(definition).flatMap(({ id, text, use }) =>
        sqlProblems(text, use).map(({ message }) => `${id}: ${message}`),
      ),
    ).toEqual([]);
  });

  it('is drawn so that no card lies on another and no transition passes through one', () => {
    const read = readDraft(file);
    invariant('draft' in read, `${name} can be drawn`);
    expect(overlappingCards(definition)).toEqual([]);
    expect(crossings(read.draft, kinds)).toEqual([]);
  });

  it('has no problem, not even a warning', () => {
    expect(validateDefinition(file, kinds, validationOfPackages).problems).toEqual([]);
  });
});

describe('the catalogue in docs', () => {
  it('is up to date: npm run catalogue writes it', async () => {
    const stale: string[] = [];
    for (const { file, text } of catalogueFiles()) {
      const place = path.join(docs, file);
      const formatted = file.endsWith('.svg')
        ? text
        : await format(text, { ...(await resolveConfig(place)), filepath: place });
      if (!existsSync(place) || readFileSync(place, 'utf8') !== formatted) stale.push(file);
    }
    expect(stale).toEqual([]);
  });

  it('has a picture of each shipped workflow, and of no other', () => {
    expect(readdirSync(path.join(docs, 'catalogue')).sort()).toEqual(
      shippedWorkflows.map(({ name }) => `${name}.svg`).sort(),
    );
  });
});
