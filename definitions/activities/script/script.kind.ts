import { z } from 'zod';
import { optionalPrimarySchema, primaryUse } from '../../../engine/activity/columnFields.ts';
import { defineKind } from '../../../engine/activity/kind.ts';
import { durationSchema, parseDuration } from '../../../engine/model/duration.ts';
import type { Problem } from '../../../engine/model/problem.ts';

const longestMs = 60_000;

const schema = z.strictObject({
  script: z.string().trim().min(1, 'write the script').max(100_000, 'a script has 100,000 characters at most').meta({
    title: 'Script',
    description:
      'JavaScript that reads vars, instance, rows and now, and returns an object: its fields become variables.',
    widget: 'multiline',
  }),
  primary: optionalPrimarySchema.meta({
    title: 'Rows of',
    description: 'The activity whose rows the script reads, where several work tables come in.',
    widget: 'text',
  }),
  rows: z.int().min(0).max(10_000, 'a script reads 10,000 rows at most').default(100).meta({
    title: 'Rows',
    description: 'How many of the rows that come in the script reads at most.',
    widget: 'number',
  }),
  timeLimit: durationSchema
    .default('5s')
    .meta({ title: 'Time', description: 'How long it may take: 60s at most.', widget: 'duration' }),
});
export type ScriptConfig = z.infer<typeof schema>;

/** How long the script may take. */
export const timeLimitMs = ({ timeLimit }: Pick<ScriptConfig, 'timeLimit'>): number =>
  Math.min(parseDuration(timeLimit) ?? longestMs, longestMs);

function problems({ timeLimit }: ScriptConfig): readonly Omit<Problem, 'activity'>[] {
  const ms = parseDuration(timeLimit) ?? 0;
  if (ms > 0 && ms <= longestMs) return [];
  return [
    {
      code: 'config-invalid',
      level: 'error',
      pointer: '/timeLimit',
      message: `a script may take from a millisecond to 60s, not ${timeLimit}`,
      hint: 'Do less in the script: rows are for SQL.',
    },
  ];
}

export const scriptKind = defineKind({
  name: 'script',
  group: 'control',
  label: 'Script',
  summary: 'Computes variables with JavaScript that can reach nothing else.',
  schema,
  initial: { script: 'return {};' },
  inbound: 'allowed',
  canFail: true,
  outlets: () => [{ name: 'default' }],
  describe: ({ script }) => script.replaceAll(/\s+/g, ' '),
  reads: primaryUse,
  scripts: ({ script }) => [{ pointer: '/script', code: script }],
  sets: () => ['*'],
  problems,
  behaviour: { does: 'work', performs: () => 'outside' },
});
