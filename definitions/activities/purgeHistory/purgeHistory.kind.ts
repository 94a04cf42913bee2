import { z } from 'zod';
import { defineKind } from '../../../engine/activity/kind.ts';
import type { PurgeTarget } from '../../../engine/activity/executor.ts';
import type { Problem } from '../../../engine/model/problem.ts';
import { expressionSchema } from '../../../engine/activity/sqlFields.ts';

/** What may be purged, with the words that the form and the card show. */
const targets = {
  journal: 'journals',
  tasks: 'tasks',
  events: 'events',
  instances: 'instances that ended',
  logins: 'logins',
  audit: 'the audit trail',
  sessions: 'expired sessions',
} as const satisfies Readonly<Record<PurgeTarget, string>>;

const schema = z.strictObject({
  what: z
    .enum(['journal', 'tasks', 'events', 'instances', 'logins', 'audit', 'sessions'])
    .meta({ title: 'Purge', description: 'Which of the engine’s own records go.', widget: 'choice', choices: targets }),
  olderThan: expressionSchema.optional().meta({
    title: 'Older than',
    description:
      'An expression giving a duration, a number of days or a timestamp. Left empty: each workflow’s own history days, ' +
      'or for sessions all that have expired. Logins and the audit trail belong to no workflow and need it.',
    widget: 'expression',
  }),
});
export type PurgeHistoryConfig = z.infer<typeof schema>;

/** What no workflow's history days speak of: without an age all of it would go. */
export const needsAge = ({ what, olderThan }: PurgeHistoryConfig): boolean =>
  olderThan === undefined && (what === 'audit' || what === 'logins');

const ageMissing: Omit<Problem, 'activity'> = {
  code: 'config-invalid',
  level: 'error',
  pointer: '/olderThan',
  message: 'Logins and the audit trail are purged only with an age: without one all of them would go.',
  hint: "Write how long they are kept, such as duration('180d').",
};

export const purgeHistoryKind = defineKind({
  name: 'purgeHistory',
  group: 'control',
  label: 'Purge history',
  summary: 'Deletes the engine’s own records that are older than they are kept.',
  schema,
  initial: { what: 'journal' },
  inbound: 'allowed',
  canFail: true,
  outlets: () => [{ name: 'default' }],
  describe: ({ what, olderThan }) => `${targets[what]}${olderThan ? ` older than ${olderThan}` : ''}`,
  expressions: ({ olderThan }) => (olderThan === undefined ? [] : [{ pointer: '/olderThan', source: olderThan }]),
  sets: () => ['recordCount'],
  problems: (config) => (needsAge(config) ? [ageMissing] : []),
  behaviour: { does: 'work', performs: () => 'transaction' },
});
