import type { Happening, InstanceModel } from './instanceModel.ts';

const causes = ['own', 'workflow', 'parent'] as const;
const reports = ['start', 'done', 'fail', 'round', 'yield', 'lose', 'lose', 'late', 'signal'] as const;

const works = ['done', 'done', 'done', 'fail', 'round', 'yield'] as const;
const dies = ['done', 'start', 'lose', 'start', 'lose'] as const;

/** What brings an instance on: workers work, time passes, signals come, somebody resumes what is paused. */
function likely({ flow }: InstanceModel): Happening[] {
  const ofTasksNow = flow.tasks.flatMap((task, place): Happening[] => {
    // What has killed its worker is likely to do it again.
    if (task.status === 'running' || (task.status === 'pending' && task.deaths > 0))
      return (task.deaths > 0 ? dies : works).map((does) => ({ does, task: place }));
    if (task.listens) return [{ does: 'signal', task: place }];
    const starts = task.status === 'pending' && flow.status === 'running' && flow.hasTurn(task);
    return starts ? [{ does: 'start', task: place }] : [];
  });
  const waits = flow.tasks.some(({ dueAtMs, leftMs }) => dueAtMs !== undefined || leftMs !== undefined);
  return [
    ...ofTasksNow,
    ...(waits ? [{ does: 'pass', durationMs: 20 * 60_000 } as const] : []),
    ...(flow.status === 'paused' ? [{ does: 'resume', causes: [...causes, 'error'] } as const] : []),
  ];
}

/** What operators ask, sensible or not. */
function asked({ flow }: InstanceModel, choice: number): Happening[] {
  const cause = causes[choice % causes.length] ?? 'own';
  const someActivity = `a${String(choice % 10)}`;
  const activities = [someActivity, ...flow.tasks.map(({ activity }) => activity), ...flow.holds];
  const ends = choice % 4 === 0 ? (['stop', 'stop', 'kill'] as const).map((does) => ({ does })) : [];
  return [
    { does: 'pause', cause },
    { does: 'pause', cause },
    { does: 'lift', cause },
    { does: 'resume', causes: ['own', 'error', 'quota'] },
    { does: 'runPending' },
    ...activities.map((activity): Happening => ({ does: 'hold', activity })),
    ...activities.map((activity): Happening => ({ does: 'release', activity })),
    ...flow.tasks.flatMap(({ status }, task): Happening[] => {
      const both: Happening[] = [
        { does: 'run', task },
        { does: 'skip', task },
      ];
      return status === 'failed' || status === 'held' ? [...both, ...both] : both;
    }),
    ...ends,
  ];
}

/** What workers and programs may report, of this moment or of one that is over. */
const reported = ({ flow }: InstanceModel): Happening[] =>
  [...flow.tasks.keys(), 99].flatMap((task) => reports.map((does) => ({ does, task })));

/** What a number makes of what may happen now. */
export function happeningOf(model: InstanceModel, choice: number): Happening {
  const what = choice % 6;
  const probable = what < 4 ? likely(model) : [];
  const unlikely = what === 4 ? reported(model) : asked(model, choice);
  const happenings = probable.length > 0 ? probable : unlikely;
  return happenings[Math.floor(choice / 6) % happenings.length] ?? { does: 'runPending' };
}
