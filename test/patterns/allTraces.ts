import type { Outcome } from '../../engine/activity/executor.ts';
import { givenInstance, works, type Given } from '../support/givenInstance.ts';

/** What an activity gives when it is executed, the first time or again. */
export type Gives = (activity: string, execution: number) => Outcome;

export interface Drawn extends Given {
  readonly drawing: string;
  readonly gives?: Gives;
}

/** What can be executed after a trace. */
function pendingAfter({ drawing, gives = () => ({}), ...given }: Drawn, trace: readonly string[]): readonly string[] {
  const executed: string[] = [];
  const acts = trace.map((activity) => {
    const execution = executed.push(activity) - 1;
    const before = executed.slice(0, execution).filter((other) => other === activity).length;
    return works(activity, gives(activity, before + 1));
  });
  const { shell } = givenInstance(drawing, given).and(...acts);
  return [...new Set(shell.live().map(({ activity }) => activity))].sort();
}

/** Every order in which the activities of an instance can be executed to its end: what is not among them cannot be. */
export function allTraces(drawn: Drawn, trace: readonly string[] = []): readonly string[] {
  const pending = pendingAfter(drawn, trace);
  if (pending.length === 0) return [trace.join(' ')];
  return pending.flatMap((activity) => allTraces(drawn, [...trace, activity]));
}
