import { describe, expect, it } from 'vitest';
import { instanceMachine, stepInstance } from './instance.machine.ts';
import { stepTask, taskMachine } from './task.machine.ts';
import { stepWorkflow, workflowMachine } from './workflow.machine.ts';

/** A life cycle as a table: a line a status, `event>next` for what it accepts; everything else is refused. */
type Table = Readonly<Record<string, string>>;

const instances: Table = {
  running: 'pause>pausing stop>stopping kill>stopped finish>finished fail>failed',
  pausing: 'drained>paused resume>running stop>stopping kill>stopped finish>finished fail>failed',
  paused: 'resume>running stop>stopping kill>stopped finish>finished fail>failed',
  stopping: 'stopped>stopped kill>stopped',
  stopped: '',
  finished: '',
  failed: '',
};

const tasks: Table = {
  pending: 'start>running wait>waiting hold>held complete>done fail>failed cancel>cancelled skip>skipped',
  running: 'complete>done fail>failed retry>retrying lose>pending again>pending cancel>cancelled',
  waiting: 'complete>done fail>failed cancel>cancelled skip>skipped again>pending',
  retrying: 'again>pending fail>failed cancel>cancelled skip>skipped',
  held: 'release>pending cancel>cancelled skip>skipped',
  failed: 'again>pending cancel>cancelled skip>skipped',
  done: '',
  cancelled: '',
  skipped: '',
};

const workflows: Table = {
  draft: 'start>started',
  started: 'pause>paused stop>stopped',
  paused: 'resume>started stop>stopped',
  stopped: 'start>started',
};

const lifeCycles = [
  { name: '[I1] an instance', table: instances, machine: instanceMachine, step: stepInstance as Step },
  { name: '[T1] a task', table: tasks, machine: taskMachine, step: stepTask as Step },
  { name: '[S1] a workflow', table: workflows, machine: workflowMachine, step: stepWorkflow as Step },
];
type Step = (status: string, event: string) => string | undefined;

const accepted = (line: string): ReadonlyMap<string, string> =>
  // Each word of the table is "event>next".
  new Map(
    line
      .split(' ')
      .filter(Boolean)
      .map((word) => word.split('>') as [string, string]),
  );

const rows = lifeCycles.flatMap(({ name, table, step }) => {
  const events = [...new Set(Object.values(table).flatMap((line) => [...accepted(line).keys()]))];
  return Object.entries(table).flatMap(([status, line]) =>
    events.map((event) => ({ name, status, event, next: accepted(line).get(event), step })),
  );
});

describe('life cycles', () => {
  it.each(rows.filter(({ next }) => next !== undefined))(
    '$name that is $status becomes $next at $event',
    ({ status, event, next, step }) => {
      expect(step(status, event)).toBe(next);
    },
  );

  it.each(rows.filter(({ next }) => next === undefined))(
    '$name that is $status refuses $event',
    ({ status, event, step }) => {
      expect(step(status, event)).toBeUndefined();
    },
  );

  it.each(lifeCycles)('$name has a table that names every status of its machine', ({ machine, table }) => {
    expect(Object.keys(machine.states)).toEqual(Object.keys(table));
  });

  it.each(lifeCycles)('$name has a table that names every event of its machine', ({ machine, table }) => {
    const named = new Set(Object.values(table).flatMap((line) => [...accepted(line).keys()]));
    expect(new Set<string>(machine.events)).toEqual(named);
  });
});
