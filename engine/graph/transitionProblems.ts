import { errorOutlet } from '../model/ids.ts';
import type { Problem } from '../model/problem.ts';
import type { DraftActivity, DraftGraph } from './draftGraph.ts';
import { didYouMean } from './nearest.ts';
import { pointerTo } from './pointer.ts';
import type { SalvagedTransition } from './salvage.ts';

/** The outlets of an activity, `error` among them; undefined where its configuration is faulty. */
function outletsOf({ kind, config }: DraftActivity): readonly string[] | undefined {
  if (!kind || !config) return undefined;
  const own = kind.outlets(config.value).map(({ name }) => name);
  return kind.canFail ? [...own, errorOutlet] : own;
}

const arrow = ({ from, outlet, to }: SalvagedTransition): string => `${from} (${outlet}) to ${to}`;

/** Comparing one name with all others takes its time: whoever has hundreds of these mends them in another way. */
const comparedMost = 50;

function dangling(graph: DraftGraph): Problem[] {
  const ends = graph.allTransitions.flatMap((transition) =>
    (['from', 'to'] as const).filter((end) => !graph.written.has(transition[end])).map((end) => ({ transition, end })),
  );
  return ends.map(({ transition, end }, index): Problem => {
    const id = transition[end];
    const other = transition[end === 'from' ? 'to' : 'from'];
    const known = index < comparedMost ? [...graph.written] : [];
    return {
      code: 'transition-dangling',
      level: 'error',
      pointer: pointerTo('transitions', transition.index, end),
      // The end that exists is where the editor can show it.
      ...(graph.written.has(other) && { activity: other }),
      message: `there is no activity "${id}"`,
      hint: didYouMean(id, known, 'Draw the transition between activities that exist.'),
    };
  });
}

function duplicates(graph: DraftGraph): Problem[] {
  const seen = new Set<string>();
  return graph.allTransitions.flatMap((transition): Problem[] => {
    const { from, outlet, to, index } = transition;
    const key = [from, outlet, to].join(' ');
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    const message = `the transition from ${arrow(transition)} is there twice`;
    return [
      {
        code: 'transition-duplicate',
        level: 'error',
        pointer: pointerTo('transitions', index),
        activity: from,
        message,
        hint: 'Remove one of the two.',
      },
    ];
  });
}

function outletProblems(graph: DraftGraph): Problem[] {
  return graph.transitions.flatMap((transition): Problem[] => {
    const { from, outlet, index } = transition;
    const activity = graph.activities.get(from);
    const outlets = activity && outletsOf(activity);
    if (!activity || !outlets || outlets.includes(outlet)) return [];
    const place = { level: 'error', activity: from } as const;
    if (outlets.length === 0) {
      const message = `nothing can follow "${from}": it is of kind ${activity.common.type}`;
      return [
        {
          code: 'outbound-forbidden',
          ...place,
          pointer: pointerTo('transitions', index),
          message,
          hint: 'Remove the transition.',
        },
      ];
    }
    const message = `"${from}" has no outlet "${outlet}"`;
    const pointer = pointerTo('transitions', index, 'outlet');
    return [
      {
        code: 'outlet-unknown',
        ...place,
        pointer,
        message,
        hint: didYouMean(outlet, outlets, 'Leave by an outlet that it has.'),
      },
    ];
  });
}

function inboundProblems(graph: DraftGraph): Problem[] {
  return graph.transitions.flatMap(({ to, index }): Problem[] => {
    const kind = graph.activities.get(to)?.kind;
    if (kind?.inbound !== 'never') return [];
    const message = `"${to}" is of kind ${kind.name}, where an instance begins: nothing can lead to it`;
    return [
      {
        code: 'entry-has-inbound',
        level: 'error',
        pointer: pointerTo('transitions', index, 'to'),
        activity: to,
        message,
        hint: 'Lead the transition to the activity that follows it.',
      },
    ];
  });
}

function unterminated(graph: DraftGraph): Problem[] {
  return [...graph.activities.values()].flatMap((activity) => {
    const left = new Set<string>(graph.outbound(activity.id).map(({ outlet }) => outlet));
    const open = (outletsOf(activity) ?? []).filter((outlet) => outlet !== errorOutlet && !left.has(outlet));
    return open.map((outlet): Problem => ({
      code: 'transition-unterminated',
      level: 'warning',
      pointer: pointerTo('activities', activity.id),
      activity: activity.id,
      message: `the outlet "${outlet}" of "${activity.id}" leads nowhere: the branch ends there`,
      hint: 'Lead it to the next activity, or to an end to say that it is meant.',
    }));
  });
}

/** What is wrong with the transitions of a definition. */
export function transitionProblems(graph: DraftGraph): readonly Problem[] {
  return [
    ...dangling(graph),
    ...duplicates(graph),
    ...outletProblems(graph),
    ...inboundProblems(graph),
    ...unterminated(graph),
  ];
}
