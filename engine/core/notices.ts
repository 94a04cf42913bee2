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
