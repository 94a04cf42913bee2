/** What can be done to a task without further words. */
export type Doing = 'start' | 'round' | 'yield' | 'lose' | 'late' | 'run';
/** Why a worker says that a task failed. */
export type Failing = 'fail' | 'misconfigure' | 'exceed' | 'giveUp';

/** What can happen to a task: `task` is its place among those of the instance, `value` what it brings. */
export type OfTask =
  | { readonly does: Doing | Failing; readonly task: number }
  | { readonly does: 'done' | 'signal' | 'skip'; readonly task: number; readonly value: number }
  | { readonly does: 'answer'; readonly task: number; readonly by: 'ann' | 'ben'; readonly choice: string }
  | { readonly does: 'childBegins' | 'childCannot'; readonly task: number; readonly item: number }
  | { readonly does: 'childEnds'; readonly task: number; readonly item: number; readonly how: ChildEnd };

/** How a child ends: with a number, or badly. */
export type ChildEnd = number | 'failed' | 'stopped';

/** What can happen to an instance. */
export type Happening =
  | OfTask
  | { readonly does: 'pass'; readonly durationMs: number }
  | { readonly does: 'pause' | 'lift'; readonly cause: 'own' | 'workflow' | 'parent' }
  | { readonly does: 'resume'; readonly causes: readonly string[] }
  | { readonly does: 'hold' | 'release'; readonly activity: string }
  | { readonly does: 'runPending' | 'stop' | 'kill' };

/** Who is asked by the approvals of random graphs. */
export const asked = ['ann', 'ben'] as const;

/** What a signal brings: to a task that waits for children items, to others a variable. */
export function signalVars(value: number): Record<string, number | number[] | boolean> {
  switch (value) {
    case 0:
      return { items: [8, 9] };
    case 1:
      return { item: 8 };
    case 2:
      return { close: true };
    case 3:
      return { items: [8], close: true };
    default:
      return { x: value };
  }
}
