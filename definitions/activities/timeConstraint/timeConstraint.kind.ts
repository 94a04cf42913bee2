import { z } from 'zod';
import { defineKind, type DecideContext, type Decision } from '../../../engine/activity/kind.ts';
import { isOpenAt, nextOpening, weekdays } from '../../../engine/time/windows.ts';

const time = (latest: RegExp) => z.string().regex(latest, 'a time is written 08:00');
const clockTime = /^([01]\d|2[0-3]):[0-5]\d$/;
const endTime = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/;

const windowSchema = z.strictObject({
  days: z.array(z.enum(weekdays)).default([]).meta({
    title: 'Days',
    description: 'The days on which it begins: monday, tuesday, ... None: every day.',
    widget: 'strings',
    choices: weekdays,
  }),
  from: time(clockTime).default('00:00').meta({
    title: 'From',
    description: 'When it begins, e.g. 08:00.',
    widget: 'text',
  }),
  to: time(endTime).default('24:00').meta({
    title: 'To',
    description: 'When it ends, e.g. 18:00; a time that is not after its beginning is one of the next day.',
    widget: 'text',
  }),
});

const schema = z.strictObject({
  windows: z.array(windowSchema).min(1).meta({
    title: 'Windows',
    description: 'When events pass: [{"days": ["monday", "tuesday"], "from": "08:00", "to": "18:00"}].',
    widget: 'json',
  }),
  outside: z
    .enum(['retry', 'drop'])
    .default('retry')
    .meta({
      title: 'Outside the windows',
      description: 'What becomes of an event that comes at another time.',
      widget: 'choice',
      choices: { retry: 'it waits for the next window', drop: 'it ends here' },
    }),
});
type TimeConstraintConfig = z.infer<typeof schema>;
type Context = DecideContext<TimeConstraintConfig>;

const passes: Decision = { outlets: [{ outlet: 'default' }] };
const ends: Decision = {
  outlets: [],
  journal: [{ level: 'info', code: 'outside-windows', text: 'It came outside the windows: the branch ends here.' }],
};

/** When to look again; now where nothing is to be waited for. */
function lookAgainMs({ config, clockMs, timeZone }: Context): number {
  if (config.outside === 'drop' || isOpenAt(config.windows, clockMs, timeZone)) return clockMs;
  return nextOpening(config.windows, clockMs, timeZone) ?? clockMs;
}

function look(context: Context): Decision {
  const { config, task, clockMs, timeZone } = context;
  const endedByHand = task.waitingFor?.dueAtMs !== undefined && task.waitingFor.dueAtMs > clockMs;
  if (endedByHand || isOpenAt(config.windows, clockMs, timeZone)) return passes;
  // The instance was paused while the window was open.
  return config.outside === 'drop' ? ends : { outlets: [], goesOn: true, dueAtMs: lookAgainMs(context) };
}

export const timeConstraintKind = defineKind({
  name: 'timeConstraint',
  group: 'flow',
  label: 'Time constraint',
  summary: 'Lets events pass within time windows; others wait for the next one, or end here.',
  schema,
  initial: { windows: [{ days: weekdays.slice(1, 6), from: '08:00', to: '18:00' }] },
  inbound: 'required',
  readsTimeZone: true,
  canFail: false,
  outlets: () => [{ name: 'default' }],
  describe: ({ windows }) => windows.map(({ from, to }) => `${from}–${to}`).join(', '),
  behaviour: { does: 'listen', listen: (context) => ({ dueAtMs: lookAgainMs(context) }), onTimer: look },
});
