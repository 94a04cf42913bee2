import { wantedOf } from './childrenModel.ts';
import type { Doing, Failing, Happening } from './happening.ts';
import type { InstanceModel } from './instanceModel.ts';
import type { ModelTask } from './modelState.ts';

const causes = ['own', 'workflow', 'parent'] as const;
const everyCause = [...causes, 'error', 'quota'];
const minuteMs = 60_000;

/** Words that a worker may say, as often as they are here. */
type Word = Doing | Failing | 'done';
const works: readonly Word[] = ['done', 'done', 'done', 'done', 'done', 'fail', 'round', 'yield', 'lose', 'exceed'];
const reports: readonly Word[] = [
  ...(['start', 'done', 'fail', 'misconfigure', 'exceed', 'giveUp', 'round', 'yield', 'lose', 'lose', 'late'] as const),
];

const said = (does: Word, task: number, value: number): Happening =>
  does === 'done' ? { does, task, value } : { does, task };

/** The items that a task's children may be for, those of others too. */
const itemsOf = ({ children }: ModelTask): readonly number[] =>
  children ? [...new Set([...children.live, ...children.again, children.next, children.next + 1])] : [];

/** What may become of a task's children. */
function ofChildren({ flow }: InstanceModel, task: ModelTask, choice: number): Happening[] {
  const { children } = task;
  if (!children) return [];
  const place = flow.tasks.indexOf(task);
  const ends = [...children.live].flatMap((item): Happening[] => [
    { does: 'childEnds', task: place, item, how: choice % 5 },
    { does: 'childEnds', task: place, item, how: choice % 7 === 0 ? 'failed' : choice % 5 },
    ...(choice % 11 === 0 ? [{ does: 'childEnds', task: place, item, how: 'stopped' } as const] : []),
  ]);
  const [next] = wantedOf(flow.activity(task.activity), children);
  const begins: Happening[] =
    next === undefined || task.status !== 'waiting' || flow.status !== 'running'
      ? []
      : [
          { does: 'childBegins', task: place, item: next },
          { does: choice % 13 === 0 ? 'childCannot' : 'childBegins', task: place, item: next },
        ];
  return [...begins, ...ends];
}

/** What workers, senders and those who are asked do to a task. */
function likelyFor(model: InstanceModel, task: ModelTask, choice: number): Happening[] {
  const { flow } = model;
  const place = flow.tasks.indexOf(task);
  const value = choice % 5;
  // What has killed its worker is likely to do it again.
  if (task.status === 'running')
    return (task.deaths > 0 ? (['lose', 'lose', 'done'] as const) : works).map((does) => said(does, place, value));
  const children = ofChildren(model, task, choice);
  if (task.listens)
    return [
      ...children,
      flow.activity(task.activity).type === 'approval'
        ? { does: 'answer', task: place, by: choice % 2 === 0 ? 'ann' : 'ben', choice: 'late' }
        : { does: 'signal', task: place, value },
    ];
  const starts = task.status === 'pending' && flow.status === 'running' && flow.hasTurn(task);
  const start: Happening = { does: 'start', task: place };
  if (starts) return task.deaths > 0 ? [start, start, start] : [start];
  return children;
}

/** Of a mutex group whose turn has been given and not taken, an older task comes back. */
function comingBack({ flow }: InstanceModel): Happening[] {
  const groupOf = ({ activity }: ModelTask) => flow.activity(activity).mutexGroup;
  return flow.tasks.flatMap((task, place): Happening[] => {
    const isContested = flow.tasks.some(
      (other) => other.status === 'pending' && other.looked && groupOf(task) && groupOf(other) === groupOf(task),
    );
    if (task.status !== 'held' || !isContested) return [];
    return [
      { does: 'run', task: place },
      { does: 'release', activity: task.activity },
    ];
  });
}

/** What brings an instance on: workers work, time passes, signals come, somebody resumes what is paused. */
function likely(model: InstanceModel, choice: number): Happening[] {
  const { flow } = model;
  const waits = flow.tasks.some(({ dueAtMs, leftMs }) => dueAtMs !== undefined || leftMs !== undefined);
  const longer = choice % 5 === 0 ? 8 * 60 : 20;
  return [
    ...flow.tasks.flatMap((task) => likelyFor(model, task, choice)),
    ...comingBack(model),
    ...(waits ? [{ does: 'pass', durationMs: longer * minuteMs } as const] : []),
    ...(flow.status === 'paused' ? [{ does: 'resume', causes: everyCause } as const] : []),
  ];
}

/** What operators ask, sensible or not. */
function asked({ flow }: InstanceModel, choice: number): Happening[] {
  const cause = causes[choice % causes.length] ?? 'own';
  const someActivity = `a${String(choice % 10)}`;
  const activities = [someActivity, ...flow.tasks.map(({ activity }) => activity), ...flow.holds];
  const ends = choice % 4 === 0 ? (['stop', 'stop', 'stop', 'kill'] as const).map((does) => ({ does })) : [];
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
        { does: 'skip', task, value: choice % 5 },
      ];
      return status === 'failed' || status === 'held' ? [...both, ...both] : both;
    }),
    ...ends,
  ];
}

/** What workers and programs may report, of this moment or of one that is over. */
function reported(model: InstanceModel, choice: number): Happening[] {
  const { tasks } = model.flow;
  const value = choice % 5;
  const ofAny = [...tasks.keys(), 99].flatMap((task): Happening[] => [
    ...reports.map((does) => said(does, task, value)),
    { does: 'signal', task, value },
    { does: 'answer', task, by: 'ann', choice: value === 0 ? 'nothing' : 'late' },
  ]);
  const ofFamilies = tasks.flatMap((task, place) =>
    itemsOf(task).flatMap((item): Happening[] => [
      { does: 'childBegins', task: place, item },
      { does: 'childCannot', task: place, item },
      { does: 'childEnds', task: place, item, how: choice % 3 === 0 ? 'failed' : value },
    ]),
  );
  return [...ofAny, ...ofFamilies];
}

/** What a number makes of what may happen now. */
export function happeningOf(model: InstanceModel, number: number): Happening {
  const what = number % 6;
  const which = Math.floor(number / 6) % 1_000;
  const how = Math.floor(number / 6_000);
  const probable = what < 4 ? likely(model, how) : [];
  const unlikely = what === 4 ? reported(model, how) : asked(model, how);
  const happenings = probable.length > 0 ? probable : unlikely;
  return happenings[which % happenings.length] ?? { does: 'runPending' };
}
