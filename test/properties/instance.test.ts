import fc from 'fast-check';
import { expect, it } from 'vitest';
import { advance, type Advanced } from '../../engine/core/advance.ts';
import { replay } from '../../engine/core/evolve.ts';
import { entrySchema, type Entry } from '../../engine/model/entry.ts';
import { instanceSchema } from '../../engine/model/instance.ts';
import type { Task } from '../../engine/model/task.ts';
import { runToEnd, type Shell, type Turn } from '../support/shell.ts';
import { checkWithSeeds } from './seeds.ts';
import { randomGraph, type RandomGraph } from './randomGraph.ts';
import { checkRuns, randomRun, randomRuns } from './randomRun.ts';

type Step = Turn & { readonly advance: Advanced };
const steps = (shell: Shell): Step[] => shell.turns.filter((turn): turn is Step => turn.advance.status === 'advanced');
const ofType = <Type extends Entry['type']>(entries: readonly Entry[], type: Type) =>
  entries.filter((entry): entry is Extract<Entry, { type: Type }> => entry.type === type);
const isOver = (status: string | undefined): boolean =>
  status === 'stopped' || status === 'finished' || status === 'failed';

// Caught: failing.ts, retryLater changing `step.draft.lastNumber` beside its facts.
it('[D1] replaying the entries gives the instance', () => {
  checkRuns((shell) => {
    expect(replay(shell.entries)).toStrictEqual(shell.instance);
  });
});

// Caught: step.ts, `seq` counted from the step's own entries instead of the draft's.
it('[D1] the history is numbered without a gap, by every step from where the last one ended', () => {
  checkRuns((shell) => {
    const { entries, instance } = shell;
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1));
    expect(instance.seq).toBe(entries.length);
  });
});
// Caught: evolve.ts, openDraft that shares `tasks` with the instance it was given.
it('[D2] a step leaves the instance that it was given as it was, and gives the same again', () => {
  checkWithSeeds(randomRuns, ([graph, choices]) => {
    const shell = randomRun(graph, choices.slice(0, 20));
    const before = JSON.stringify(shell.instance);
    for (const { input } of shell.turns.slice(1)) {
      expect(advance(shell.world, shell.instance, input)).toEqual(advance(shell.world, shell.instance, input));
      expect(JSON.stringify(shell.instance)).toBe(before);
    }
  });
});
// Caught: failing.ts, a retry delay without a limit (Infinity); routing.ts, `inherited: undefined` on an event.
it('[D2] an instance and its entries survive JSON and are what their schemas say', () => {
  checkRuns((shell) => {
    const { instance, entries } = shell;
    // A clone is made of plain objects, as what comes from JSON is.
    expect(instanceSchema.parse(JSON.parse(JSON.stringify(instance)))).toStrictEqual(structuredClone(instance));
    expect(entries.map((entry) => entrySchema.parse(JSON.parse(JSON.stringify(entry))))).toStrictEqual(entries);
  });
});
// Caught: evolve.ts, `eventDropped` that leaves the event where it waited.
it('[F17] no event is consumed twice, and none that was dropped is consumed', () => {
  checkRuns((shell) => {
    const { entries } = shell;
    const consumed = ofType(entries, 'taskCreated').flatMap((entry) => entry.consumed);
    const dropped = ofType(entries, 'eventDropped').map(({ event }) => event);
    const gone = [...consumed, ...dropped];
    expect(gone).toEqual([...new Set(gone)]);
    const created = new Set(ofType(entries, 'eventCreated').map(({ event }) => event.id));
    expect(gone.filter((event) => !created.has(event))).toEqual([]);
  });
});
// Caught: status.ts, conclude that finishes while events wait.
it('[F17] every event of an instance that finished was consumed or dropped', () => {
  checkRuns((shell) => {
    const { entries, instance } = shell;
    if (instance.status !== 'finished') return;
    const created = ofType(entries, 'eventCreated').map(({ event }) => event.id);
    const gone = new Set([
      ...ofType(entries, 'taskCreated').flatMap((entry) => entry.consumed),
      ...ofType(entries, 'eventDropped').map(({ event }) => event),
    ]);
    expect(created.filter((event) => !gone.has(event))).toEqual([]);
  });
});
// Caught: evolve.ts, `taskEnded` that keeps a cancelled task.
it('[T9] a task that ended stays ended: nothing is told of it any more', () => {
  checkRuns((shell) => {
    const { entries } = shell;
    const ended = new Set<string>();
    for (const entry of entries) {
      if (entry.type === 'journal') continue;
      if ('task' in entry && typeof entry.task === 'string') expect(ended.has(entry.task)).toBe(false);
      if (entry.type === 'taskEnded') ended.add(entry.task);
    }
  });
});
// Caught: control.ts, kill that leaves the tasks; evolve.ts, an end that keeps the events.
it('[I3] an instance that ended stays ended, holds nothing and asks for nothing', () => {
  checkRuns((shell) => {
    for (const { before, advance: advanced } of steps(shell)) {
      if (isOver(before?.status)) expect([advanced.instance.status, advanced.commands]).toEqual([before?.status, []]);
    }
    if (isOver(shell.instance.status)) {
      expect([shell.live(), Object.keys(shell.instance.events), shell.queue]).toEqual([[], [], []]);
      expect([shell.timers, shell.subscriptions.size]).toEqual([[], 0]);
    }
  });
});
// Caught: reports.ts, startTask without asking for the instance's status; failing.ts, beginPausing without `unqueue`.
it('[I4] an instance that does not run starts no task and has none in the queue that could', () => {
  checkRuns((shell) => {
    for (const { before, advance: advanced } of steps(shell)) {
      if (before?.status !== 'running') {
        expect(advanced.instance.status !== 'running' ? ofType(advanced.entries, 'taskStarted') : []).toEqual([]);
      }
    }
    const startable = shell.queue.filter((task) => shell.instance.tasks[task]?.status !== 'running');
    expect(shell.instance.status === 'running' ? [] : startable).toEqual([]);
  });
});

/** The tasks that may start, or have: whose mutex group, where they have one, lets them go before its others. */
function mayMove(shell: Shell): Task[] {
  const groupOf = ({ activity }: Task) => shell.graph.activities.get(activity)?.common.mutexGroup;
  const isUnderWay = ({ status }: Task) => status === 'running' || status === 'waiting' || status === 'retrying';
  const live = shell.live();
  return live.filter((task) => {
    const group = groupOf(task);
    const members = live.filter((other) => group !== undefined && groupOf(other) === group);
    const first = members.find(isUnderWay) ?? members.find(({ status }) => status === 'pending') ?? task;
    return isUnderWay(task) || (task.status === 'pending' && first === task);
  });
}

// The shell refuses a second "queue" of what is queued (shell.ts), so that a run alone is half of this property.
// Caught: goingOn.ts, release that forgets the pending tasks.
it('[T10] every pending task that works and has its turn is in the queue of a running instance, once', () => {
  checkRuns((shell) => {
    if (shell.instance.status !== 'running') return;
    const moving = mayMove(shell).filter(({ status }) => status === 'pending' || status === 'running');
    expect([...shell.queue].sort()).toEqual(moving.map(({ id }) => id).sort());
  });
});
// Caught: turns.ts, a turn for each that is pending; isUnderWay without `waiting`.
it('[T11] of the tasks of a mutex group never two are under way', () => {
  checkRuns((shell, graph) => {
    for (const { advance: advanced } of steps(shell)) {
      const underWay = Object.values(advanced.instance.tasks).filter(
        ({ activity, status }) =>
          graph.activities[activity]?.mutexGroup && ['running', 'waiting', 'retrying'].includes(status),
      );
      expect(underWay.length).toBeLessThanOrEqual(1);
    }
  });
});
// Caught: reports.ts, an attempt that keeps its number when it starts again.
it('[T10] an attempt of a task is started once', () => {
  checkRuns((shell) => {
    const started = ofType(shell.entries, 'taskStarted').map(({ task, attempt }) => `${task} ${attempt}`);
    expect(started).toEqual([...new Set(started)]);
  });
});
// Caught: completion.ts, releaseTask without `clearTimers`, and without `unsubscribe`.
it('[T4] what waits has its timer and its subscription, and nobody else has', () => {
  checkRuns((shell) => {
    const timed = shell
      .live()
      .filter(({ status, waitingFor }) => waitingFor?.dueAtMs !== undefined && status !== 'pending');
    const listening = shell.live().filter(({ waitingFor }) => waitingFor?.signal);
    const ofWaits = shell.timers.filter(({ name }) => name === 'due' || name === 'retry');
    expect(ofWaits.map(({ task }) => task).sort()).toEqual(timed.map(({ id }) => id).sort());
    const ofOthers = shell.timers.filter(({ task }) => !(task in shell.instance.tasks));
    expect(ofOthers).toEqual([]);
    expect([...shell.subscriptions.keys()].sort()).toEqual(listening.map(({ id }) => id).sort());
  });
});
// Caught: routing.ts, an event to a join that makes a task at once; joins.ts, a join that asks for the next round.
it('[F8] a join fires at most once a round for each event that its busiest transition had in it', () => {
  checkRuns((shell) => {
    const { entries, graph: compiled } = shell;
    // A tie that was broken went on without a branch on purpose: what comes by it later fires again.
    if (ofType(entries, 'journal').some(({ code }) => code === 'joins-tied')) return;
    const passed = new Map<string, number>();
    const count = (key: string): number => {
      passed.set(key, (passed.get(key) ?? 0) + 1);
      return passed.get(key) ?? 0;
    };
    const busiest = new Map<string, number>();
    for (const { event } of ofType(entries, 'eventCreated')) {
      const round = `${event.to} ${event.rounds[event.to] ?? 0}`;
      busiest.set(round, Math.max(busiest.get(round) ?? 0, count(`${round} ${event.from} ${event.outlet}`)));
    }
    const fired = new Map<string, number>();
    for (const { task } of ofType(entries, 'taskCreated')) {
      if (!compiled.activities.get(task.activity)?.kind.gathers || compiled.inbound(task.activity).length === 0)
        continue;
      const round = `${task.activity} ${task.rounds[task.activity] ?? 0}`;
      fired.set(round, (fired.get(round) ?? 0) + 1);
    }
    for (const [round, times] of fired) expect(times).toBeLessThanOrEqual(busiest.get(round) ?? 0);
  });
});
const waitsForAll = (graph: RandomGraph, activity: string): boolean =>
  graph.activities[activity]?.type === 'join' && graph.activities[activity].mode === undefined;

// Caught: joins.ts, isComplete that never waits.
it('[F6] a join that went on without a branch was right: nothing of that round comes by it afterwards', () => {
  checkRuns((shell, graph) => {
    const { entries, graph: compiled } = shell;
    if (ofType(entries, 'journal').some(({ code }) => code === 'joins-tied')) return;
    const passed = new Map<string, string>();
    const closed = new Set<string>();
    for (const entry of entries) {
      if (entry.type === 'eventCreated') {
        const { id, from, outlet, to, rounds } = entry.event;
        passed.set(id, `${from}:${outlet}`);
        expect(closed).not.toContain(`${to} ${rounds[to] ?? 0} ${from}:${outlet}`);
      }
      if (entry.type !== 'taskCreated' || !waitsForAll(graph, entry.task.activity)) continue;
      const { activity, rounds } = entry.task;
      const came = new Set(entry.consumed.map((event) => passed.get(event)));
      for (const { from, outlet } of compiled.inbound(activity)) {
        if (!came.has(`${from}:${outlet}`)) closed.add(`${activity} ${rounds[activity] ?? 0} ${from}:${outlet}`);
      }
    }
  });
});
// Caught: reports.ts, `late` that does not compare the attempt.
it('[T3] a result of an attempt that is over is refused', () => {
  checkRuns((shell) => {
    for (const { input, before, advance: answer } of shell.turns) {
      if (input.type !== 'taskDone' && input.type !== 'taskFailed') continue;
      if (before?.tasks[input.task]?.attempt !== input.attempt) expect(answer.status).toBe('rejected');
    }
  });
});
// Caught: reports.ts, `early` that accepts any timer.
it('[F14] no wait and no retry ends before its time', () => {
  checkRuns((shell) => {
    for (const { input, before, advance: advanced } of steps(shell)) {
      if (input.type !== 'timer' || (input.name !== 'due' && input.name !== 'retry')) continue;
      expect(before?.tasks[input.task]?.waitingFor?.dueAtMs).toBeLessThanOrEqual(advanced.entries[0]?.atMs ?? 0);
    }
  });
});
// Caught: completion.ts, cancelOthers that cancels nobody.
it('[F10] an end that stops the others leaves nothing alive', () => {
  checkRuns((shell, graph) => {
    for (const { advance: advanced } of steps(shell)) {
      const ended = ofType(advanced.entries, 'taskEnded').filter(({ status }) => status === 'done');
      if (ended.some(({ activity }) => graph.activities[activity]?.stopOthers)) {
        expect([advanced.instance.status, advanced.instance.tasks]).toEqual(['finished', {}]);
      }
    }
  });
});

// Caught: joins.ts, fireJoins without breakTie (a tie waits for ever); settle.ts, runsAway without maxRounds (a hang).
// Few extra arrows and few rounds: a loop that doubles its tasks at each round ends too, but not within a test.
it('[F12] every run ends: left to itself an instance comes to rest', () => {
  checkWithSeeds(fc.tuple(randomGraph({ arrows: 2, maxRounds: 3 }), fc.nat(4)), ([graph, broken]) => {
    const shell = randomRun(graph, []);
    const failing = { cause: 'data', message: 'it broke' } as const;
    runToEnd(shell, ({ activity, attempt, progress }) =>
      activity === `a${broken}` && attempt < 2 ? failing : progress || attempt > 1 ? {} : { roundRows: 1 },
    );
    const waits = shell.live().some(({ status }) => status === 'held' || status === 'waiting' || status === 'failed');
    expect(isOver(shell.instance.status) || waits).toBe(true);
  });
});
