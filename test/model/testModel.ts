import { conditions, type RandomActivity } from '../properties/randomGraph.ts';
import type { ModelTask } from './modelState.ts';

/** What a condition of a random branch says; undefined: it names a variable that nobody has set. */
function holds(condition: string, { vars }: ModelTask, tasks: readonly ModelTask[]): boolean | undefined {
  if (condition === conditions.isSet) return 'y' in vars;
  if (condition === conditions.isActive) return tasks.some(({ activity }) => activity === 'a3');
  return 'x' in vars ? Number(vars['x']) > 2 : undefined;
}

/** The ways that a test takes; undefined: a condition fails. */
export function waysOf(
  { branches = [], mode, default: otherwise }: RandomActivity,
  task: ModelTask,
  tasks: readonly ModelTask[],
): readonly string[] | undefined {
  const found: string[] = [];
  for (const { outlet, condition } of branches) {
    const answer = holds(condition, task, tasks);
    if (answer === undefined) return undefined;
    if (answer) found.push(outlet);
    if (answer && mode !== 'all') break;
  }
  return found.length === 0 && otherwise !== undefined ? [otherwise] : found;
}
