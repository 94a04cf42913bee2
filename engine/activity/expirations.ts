import { z } from 'zod';
import { invariant } from '../invariant.ts';
import { durationSchema, parseDuration } from '../model/duration.ts';
import { outletSchema } from '../model/ids.ts';
import type { DecideContext, Decision } from './kind.ts';

const expirationSchema = z.strictObject({
  outlet: outletSchema.meta({ title: 'Outlet', description: 'The way out of this expiration.', widget: 'text' }),
  after: durationSchema.meta({
    title: 'After',
    description: 'How long after the task began: 90s, 15m, 2h, 7d.',
    widget: 'duration',
  }),
  complete: z.boolean().default(true).meta({
    title: 'Ends the task',
    description: 'On: the task ends. Off: the outlet fires, as for a reminder, and the task goes on waiting.',
    widget: 'toggle',
  }),
});

/** What happens while a task waits for somebody: each expiration has an outlet of its own. */
export const expirationsSchema = z
  .array(expirationSchema)
  .default([])
  .check(({ value, issues }) => {
    const names: string[] = value.map(({ outlet }) => outlet);
    names.forEach((name, index) => {
      const isFree = name !== 'error' && name !== 'default' && names.indexOf(name) === index;
      if (isFree) return;
      const message = `the outlet ${name} fires for something else: give the expiration one of its own`;
      issues.push({ code: 'custom', input: name, path: [index, 'outlet'], message });
    });
  })
  .meta({
    title: 'Expirations',
    description: 'What fires while nobody answers: [{"outlet": "reminder", "after": "2d", "complete": false}].',
    widget: 'json',
  });
export type Expirations = z.infer<typeof expirationsSchema>;

type Times = Pick<DecideContext<unknown>, 'task' | 'nowMs' | 'clockMs'>;

interface Due {
  readonly outlet: string;
  readonly complete: boolean;
  readonly dueAtMs: number;
}

/** All of them, in the order of their times, counted from when the task began. */
function inOrder(expirations: Expirations, beganMs: number): readonly Due[] {
  const dues = expirations.map(({ outlet, after, complete }) => {
    const afterMs = parseDuration(after);
    invariant(afterMs !== undefined, 'an expiration that was parsed has a duration');
    return { outlet, complete, dueAtMs: beganMs + afterMs };
  });
  return dues.sort((one, other) => one.dueAtMs - other.dueAtMs);
}

/** When the first expiration of a task that begins to wait is due. */
export function firstExpiration(expirations: Expirations, { nowMs }: Times): { readonly dueAtMs?: number } {
  const [first] = inOrder(expirations, nowMs);
  return first ? { dueAtMs: first.dueAtMs } : {};
}

/**
 * What a waiting task does when an expiration is due: all that are fire in their order, up to one that ends the task.
 * @returns undefined where none is due: an operator ends the wait.
 */
export function expire(expirations: Expirations, { task, nowMs, clockMs }: Times): Decision | undefined {
  const fromMs = task.waitingFor?.dueAtMs;
  if (fromMs === undefined || fromMs > clockMs) return undefined;
  const left = inOrder(expirations, nowMs).filter(({ dueAtMs }) => dueAtMs >= fromMs);
  const due = left.filter(({ dueAtMs }) => dueAtMs <= clockMs);
  const last = due.findIndex(({ complete }) => complete);
  const fired = last < 0 ? due : due.slice(0, last + 1);
  const outlets = fired.map(({ outlet }) => ({ outlet }));
  if (last >= 0) return { outlets };
  const next = left.find(({ dueAtMs }) => dueAtMs > clockMs);
  return { outlets, goesOn: true, ...(next && { dueAtMs: next.dueAtMs }) };
}
