import cronstrue from 'cronstrue';
import { z } from 'zod';
import { defineKind } from '../../../engine/activity/kind.ts';
import { durationSchema } from '../../../engine/model/duration.ts';
import type { Variables } from '../../../engine/model/json.ts';
import type { Problem } from '../../../engine/model/problem.ts';
import { parseSchedule } from '../../../engine/time/schedule.ts';

const writtenTime = z.string().trim().min(1);

const schema = z.strictObject({
  cron: z.string().trim().min(1).optional().meta({
    title: 'Cron',
    description:
      'Minute, hour, day, month and weekday: 0 4 * * * is every day at 04:00. Six fields begin with seconds.',
    widget: 'cron',
  }),
  every: durationSchema.optional().meta({
    title: 'Every',
    description: 'Instead of cron: the time between two firings, e.g. 15m.',
    widget: 'duration',
  }),
  at: z
    .union([writtenTime, z.array(writtenTime).min(1)])
    .optional()
    .meta({
      title: 'At',
      description: 'Instead of cron: one or several times, 2026-01-31T04:00:00Z or 2026-01-31T04:00 in the time zone.',
      widget: 'strings',
    }),
  validFrom: writtenTime.optional().meta({
    title: 'Valid from',
    description: 'No firing before.',
    widget: 'instant',
  }),
  validUntil: writtenTime.optional().meta({
    title: 'Valid until',
    description: 'No firing after.',
    widget: 'instant',
  }),
  maxRuns: z.int().min(1).optional().meta({
    title: 'Runs at most',
    description: 'After so many firings it is done.',
    widget: 'number',
  }),
  jitter: durationSchema.optional().meta({
    title: 'Jitter',
    description: 'Each firing is put off by up to so much.',
    widget: 'duration',
  }),
  gap: z
    .enum(['next', 'skip'])
    .default('next')
    .meta({
      title: 'Where the clocks go forward',
      description: 'What happens to a time that the clocks leave out.',
      widget: 'choice',
      choices: { next: 'at the first instant after', skip: 'not at all' },
    }),
  repeated: z
    .enum(['first', 'both'])
    .default('first')
    .meta({
      title: 'Where the clocks go back',
      description: 'What happens to a time that the clocks show twice.',
      widget: 'choice',
      choices: { first: 'only the first time', both: 'both times' },
    }),
  overlap: z
    .enum(['skip', 'queue', 'allow'])
    .optional()
    .meta({
      title: 'Overlap',
      description: 'What happens while an instance is unfinished. Left empty, the workflow decides.',
      widget: 'choice',
      choices: { skip: 'skip the firing', queue: 'keep the newest waiting', allow: 'begin another' },
    }),
  catchUp: z
    .enum(['last', 'all', 'none'])
    .default('last')
    .meta({
      title: 'After downtime',
      description: 'Which missed firings are made up for.',
      widget: 'choice',
      choices: { last: 'the last one', all: 'all, one after another', none: 'none' },
    }),
});
type SchedulerConfig = z.infer<typeof schema>;

function problems(config: SchedulerConfig): readonly Omit<Problem, 'activity'>[] {
  const parsed = parseSchedule(config);
  if (parsed.ok) return [];
  return parsed.faults.map(({ field, message, hint }) => ({
    code: 'schedule-invalid',
    level: 'error',
    pointer: `/${field}`,
    message,
    hint,
  }));
}

function describe({ cron, every, at }: SchedulerConfig): string {
  if (cron !== undefined)
    return cronstrue.toString(cron, { use24HourTimeFormat: true, throwExceptionOnParseError: false, verbose: false });
  if (every !== undefined) return `Every ${every}`;
  return at === undefined ? 'No time is set' : `At ${[at].flat().join(', ')}`;
}

/** The fields that are filled in. */
function given(config: SchedulerConfig): Variables {
  return Object.fromEntries(
    Object.entries(config).flatMap(([field, value]) => (value === undefined ? [] : [[field, value]])),
  );
}

export const schedulerKind = defineKind({
  name: 'scheduler',
  group: 'flow',
  label: 'Scheduler',
  summary: 'Begins an instance at set times.',
  schema,
  initial: { cron: '0 4 * * *' },
  inbound: 'never',
  canFail: false,
  outlets: () => [{ name: 'default' }],
  describe,
  trigger: (config) => ({ type: 'schedule', schedule: given(config) }),
  problems,
  behaviour: { does: 'decide', decide: () => ({ outlets: [{ outlet: 'default' }] }) },
});
