import type { RandomActivity, RandomArrow, RandomGraph } from '../properties/randomGraph.ts';

/** `a2:default > a3`, and so on; what is not named works. */
function drawn(drawing: string, named: Readonly<Record<string, RandomActivity>>): RandomGraph {
  const arrows = drawing.split(', ').map((part): RandomArrow => {
    const [from = '', outlet = '', to = ''] = part.split(/:| > /);
    return { from, outlet, to };
  });
  const names = new Set(arrows.flatMap(({ from, to }) => [from, to]));
  const activities = Object.fromEntries([...names].map((name) => [name, named[name] ?? { type: 'work' }]));
  return { drawing, arrows, activities, definition: { onError: 'pause', maxRounds: 12, consecutiveErrors: 0 } };
}

/** What chance draws too seldom, and few of whose runs are plain. */
export const drawnGraphs: readonly RandomGraph[] = [
  // The branches that meet come from different rounds of a loop, the later round's by the arrow that is listed first.
  drawn(
    'a9:default > a0, a0:default > a0, a0:default > a2, a0:error > a1, a1:default > a3, a2:default > a3, a3:default > a4',
    {
      a1: { type: 'pass' },
      a3: { type: 'join' },
    },
  ),
  // One that is held, or was, is older than those of its group that are in the queue.
  drawn('a0:default > a1, a0:default > a2, a0:default > a3, a1:default > a4, a2:default > a4, a3:default > a4', {
    a1: { type: 'work', execution: 'hold', mutexGroup: 'one' },
    a2: { type: 'work', mutexGroup: 'one' },
    a3: { type: 'work', mutexGroup: 'one', onError: 'pause' },
    a4: { type: 'join' },
  }),
  // A loop of several who are asked, who may answer while nothing moves, and whose time may be over then.
  drawn('a0:default > a1, a0:default > a2, a0:default > a3, a1:late > a3, a2:default > a3, a3:default > a1', {
    a1: {
      type: 'approval',
      group: 'askers',
      title: 'May it?',
      choices: [{ outlet: 'late', label: 'No' }],
      multiple: true,
      timeout: '1200000ms',
    },
    a2: { type: 'signal', complete: false, timeout: '1500000ms' },
    a3: { type: 'work', retry: { attempts: 2, delay: '60000ms' } },
  }),
];
