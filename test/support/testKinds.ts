import { z } from 'zod';
import { defineKind, type AnyKind, type Kinds } from '../../engine/activity/kind.ts';
import { activityIdSchema } from '../../engine/model/ids.ts';
import { durationSchema, parseDuration } from '../../engine/model/duration.ts';
import { kinds as realKinds } from '../../definitions/registry/kinds.generated.ts';

const anyOutlet = [{ name: 'default' }];

/** What every kind of these shares: it may stand anywhere and offers nothing but its main outlet. */
const plain = {
  group: 'control',
  summary: 'Only for tests.',
  inbound: 'allowed',
  canFail: true,
  outlets: () => anyOutlet,
  describe: () => 'only for tests',
} as const;

const work = defineKind({
  ...plain,
  name: 'work',
  label: 'Work',
  schema: z.strictObject({ mark: z.string().optional() }),
  scripts: () => [{ pointer: '/mark', code: 'return {};' }],
  behaviour: { does: 'work', performs: () => 'outside' },
});

const call = defineKind({
  ...plain,
  name: 'call',
  label: 'Work that others do',
  schema: z.strictObject({}),
  behaviour: { does: 'work', performs: () => 'outside', asksOthers: () => true },
});

const inStep = defineKind({
  ...plain,
  name: 'inStep',
  label: 'Work inside the step',
  schema: z.strictObject({}),
  behaviour: { does: 'work', performs: () => 'transaction' },
});

const brief = defineKind({
  ...plain,
  name: 'brief',
  label: 'Work that is over at once',
  schema: z.strictObject({}),
  behaviour: { does: 'work', performs: () => 'transaction', brief: () => true },
});

const rounds = defineKind({
  ...plain,
  name: 'rounds',
  label: 'Work in rounds',
  schema: z.strictObject({}),
  behaviour: { does: 'work', performs: () => 'transaction', repeats: () => true },
});

const pass = defineKind({
  ...plain,
  name: 'pass',
  label: 'Pass',
  schema: z.strictObject({ sets: z.record(z.string(), z.string()).default({}) }),
  behaviour: {
    does: 'decide',
    decide: ({ config, evaluate }) => {
      const vars = Object.entries(config.sets).map(([name, source]) => [name, evaluate(source)] as const);
      return { outlets: [{ outlet: 'default', vars: Object.fromEntries(vars) }] };
    },
  },
});

const cancel = defineKind({
  ...plain,
  name: 'cancel',
  label: 'Cancel',
  schema: z.strictObject({ activities: z.array(activityIdSchema) }),
  behaviour: {
    does: 'decide',
    decide: ({ config }) => ({ outlets: [{ outlet: 'default' }], cancel: config.activities }),
  },
});

const either = defineKind({
  ...plain,
  name: 'either',
  label: 'A signal or a time',
  schema: z.strictObject({ signal: z.string(), within: durationSchema, patient: z.boolean().default(false) }),
  outlets: () => [{ name: 'default' }, { name: 'late' }],
  behaviour: {
    does: 'listen',
    listen: ({ config, nowMs }) => ({
      dueAtMs: nowMs + (parseDuration(config.within) ?? 0),
      signal: { name: config.signal },
    }),
    onTimer: ({ config }) => (config.patient ? undefined : { outlets: [{ outlet: 'late' }] }),
    onSignal: (_context, { vars }) => ({ outlets: [{ outlet: 'default', vars }] }),
  },
});

const own: readonly AnyKind[] = [work, call, inStep, brief, rounds, pass, cancel, either];

/** The real kinds, and these few that need no database. */
export const testKinds: Kinds = new Map([...realKinds, ...own.map((kind) => [kind.name, kind] as const)]);
