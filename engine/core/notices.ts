import type { Question } from '../model/question.ts';
import type { Control } from './input.ts';
import type { Step } from './step.ts';

/** What is critical is told again and again, until somebody has seen it (semantics.md 10). */
export const reminderMs = 3_600_000;

/** Supervisors are told that the instance needs a person: once, or hourly until acknowledged where it is critical. */
export function tellSupervisors(step: Step, what: 'paused' | 'failed', message: string): void {
  const { workflow, severity } = step.draft;
  step.command({
    type: 'tellSupervisors',
    group: step.world.graph.definition.supervisors ?? '',
    title: `${workflow} is ${what}`,
    message,
    ...(severity === 'critical' && { againMs: step.world.nowMs + reminderMs }),
  });
}

/** Somebody has seen it, or has done something about it. */
export function stopReminding(step: Step): void {
  if (step.draft.severity === 'critical') step.command({ type: 'stopReminding' });
}

/** Somebody has seen what happened to the instance. */
export function acknowledge(step: Step): undefined {
  step.record({ type: 'journal', level: 'info', code: 'acknowledged', text: `Acknowledged by ${step.by}.` });
  stopReminding(step);
}

/** Those who are asked are told so, with the way to the instance. */
export function tellAsked(
  step: Step,
  { group, operator, title, message }: Pick<Question, 'group' | 'operator' | 'title' | 'message'>,
): void {
  const path = `/instances/${step.draft.id}`;
  step.command({
    type: 'tellAsked',
    ...(group !== undefined && { group }),
    to: operator === undefined ? [] : [operator],
    title,
    message: message === '' ? path : `${message}\n\n${path}`,
  });
}

/** Somebody else is asked to see to the instance, and told why; who handed it over has seen it. */
export function handOver(step: Step, { to, note }: Extract<Control, { type: 'handOver' }>): undefined {
  const { workflow } = step.draft;
  const whom = 'group' in to ? to.group : to.operator;
  step.record({
    type: 'journal',
    level: 'info',
    code: 'handed-over',
    text: `Handed over to ${whom} by ${step.by}: ${note}`,
  });
  tellAsked(step, {
    ...to,
    title: `${workflow} is handed over to you`,
    message: `${step.by} asks you to see to it: ${note}`,
  });
  stopReminding(step);
}
