import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { InstanceStatus } from '../../engine/model/instance.ts';
import type { ApiAnswer } from '../support/apiClient.ts';
import { fieldOf, startOperated } from './support/operated.ts';
import type { Operated } from './support/operated.ts';

/** Comes to its end at once: well, or not. */
const over = (name: string, go: object) => ({
  name,
  overlap: 'allow',
  activities: { begin: { type: 'start' }, go, later: { type: 'end' }, checked: { type: 'end' } },
  transitions: ['later', 'checked', 'go'].map((to) => ({ from: 'begin', to })),
});
const failing = { type: 'test', branches: [{ outlet: 'yes', condition: 'instance.inputs.none' }], onError: 'abort' };

let site: Operated;
beforeAll(async () => {
  site = await startOperated();
  await site.admin.post('/api/workflows', over('finished', { type: 'end' }));
  await site.admin.post('/api/workflows', over('failed', failing));
}, 30_000);
afterEach(() => site.door.openAll());
afterAll(() => site.close());

/** In which an instance is when something is asked of it: `busy` runs, with a call in flight. */
const situations = {
  running: () => site.settledIn('quick'),
  busy: () => site.settledIn('deaf'),
  pausing: () => turned('deaf', 'pause', 'pausing'),
  paused: () => turned('quick', 'pause', 'paused'),
  stopping: () => turned('deaf', 'stop', 'stopping'),
  stopped: () => once('stopped', () => turned('quick', 'kill', 'stopped')),
  finished: () => once('finished', () => ended('finished')),
  failed: () => once('failed', () => ended('failed')),
} satisfies Record<string, () => Promise<string>>;

/** What has ended stays as it is: one of each is enough. */
const known = new Map<string, Promise<string>>();

function once(status: InstanceStatus, make: () => Promise<string>): Promise<string> {
  const instance = known.get(status) ?? make();
  known.set(status, instance);
  return instance;
}

async function turned(workflow: 'quick' | 'deaf', request: string, status: InstanceStatus): Promise<string> {
  const instance = await site.settledIn(workflow);
  await site.outcomeOf(await site.admin.post(`${instance}/${request}`));
  await site.reach(instance, status);
  return instance;
}

async function ended(status: 'finished' | 'failed'): Promise<string> {
  const instance = await site.begin(status);
  await site.reach(instance, status);
  return instance;
}

/** What can be asked of an instance, or of a task of it. */
const requests = {
  pause: (instance) => site.admin.post(`${instance}/pause`, { reason: 'lunch' }),
  resume: (instance) => site.admin.post(`${instance}/resume`),
  stop: (instance) => site.admin.post(`${instance}/stop`),
  'unconditional stop': (instance) => site.admin.post(`${instance}/kill`),
  restart: (instance) => site.admin.post(`${instance}/restart`),
  'run now: all': (instance) => site.admin.post(`${instance}/run-now`),
  'run now: one': async (instance) => site.admin.post(`/api/tasks/${await site.taskOf(instance, 'later')}/run`),
  skip: async (instance) =>
    site.admin.post(`/api/tasks/${await site.taskOf(instance, 'go')}/skip`, {
      result: { by: 'hand' },
      reason: 'known',
    }),
  hold: (instance) => site.admin.post(`${instance}/hold`, { activity: 'go' }),
  release: (instance) => site.admin.post(`${instance}/release`, { activity: 'checked' }),
  variables: (instance) => site.admin.send('PATCH', `${instance}/variables`, { vars: { limit: 2 } }),
} satisfies Record<string, (instance: string) => Promise<ApiAnswer>>;

/** How the request came out, and the status of the instance after it; a refusal with its code, or its HTTP status. */
async function effectOf(instance: string, asked: ApiAnswer): Promise<string> {
  if (asked.status !== 202) return `${String(asked.status)} ${String(fieldOf(asked, 'state'))}`;
  const outcome = await site.outcomeOf(asked);
  if (fieldOf(outcome, 'status') === 'refused') return `refused ${String(fieldOf(outcome, 'code'))}`;
  return `${String(fieldOf(outcome, 'status'))} ${String(await site.statusOf(instance))}`;
}

type Situation = keyof typeof situations;
const columns: readonly Situation[] = [
  ...(['running', 'busy', 'pausing', 'paused'] as const),
  ...(['stopping', 'stopped', 'finished', 'failed'] as const),
];

/** The effects in the order of the columns; where an instance has ended each is refused alike. */
const table: Readonly<Record<keyof typeof requests, readonly string[]>> = {
  pause: ['applied paused', 'accepted pausing', 'refused instance-refuses', 'refused instance-refuses', '409 stopping'],
  resume: ['409 running', '409 running', 'applied running', 'applied running', '409 stopping'],
  stop: ['applied stopped', 'accepted stopping', 'accepted stopping', 'applied stopped', '409 stopping'],
  'unconditional stop': Array<string>(5).fill('applied stopped'),
  restart: [
    ...['applied stopped', 'applied stopping', 'applied stopping', 'applied stopped', 'applied stopping'],
    ...['applied stopped', 'applied finished', 'applied failed'],
  ],
  'run now: all': ['applied running', 'applied running', '409 pausing', '409 paused', '409 stopping'],
  'run now: one': [
    ...['applied running', 'applied running', 'refused task-refuses', 'refused task-refuses', '409 cancelled'],
    ...['409 cancelled', '409 done', '409 done'],
  ],
  skip: [
    ...['applied running', 'applied running', 'applied pausing', 'applied paused', '409 cancelled'],
    ...['409 cancelled', '409 done', '409 failed'],
  ],
  hold: ['applied running', 'applied running', 'applied pausing', 'applied paused', '409 stopping'],
  release: ['applied running', 'applied running', 'applied pausing', 'applied paused', '409 stopping'],
  variables: ['409 running', '409 running', '409 pausing', 'applied paused', '409 stopping'],
};
const endedAlike = ['409 stopped', '409 finished', '409 failed'];

// A record's keys are those of its type.
const rows = (Object.keys(table) as (keyof typeof requests)[]).flatMap((request) =>
  columns.map((situation, column) => ({
    request,
    situation,
    effect: (table[request].length > 5 ? table[request] : [...table[request], ...endedAlike])[column],
  })),
);

describe('what is asked of an instance', () => {
  it.each(rows)('$request, while it is $situation: $effect', async ({ request, situation, effect }) => {
    const instance = await situations[situation]();
    expect(await effectOf(instance, await requests[request](instance))).toBe(effect);
  });
});
