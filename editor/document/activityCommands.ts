import type { Kinds } from '../../engine/activity/kind.ts';
import type { Json } from '../../engine/model/json.ts';
import { configOf } from './activityReading.ts';
import type { Command } from './command.ts';
import {
  activityIn,
  keyOf,
  outletOf,
  type ActivityDraft,
  type DefinitionDraft,
  type Position,
} from './definitionDraft.ts';
import {
  addTransitions,
  beginEdit,
  perform,
  putActivity,
  removeTransitions,
  setMember,
  transitionOf,
  type Edit,
} from './edit.ts';
import { fitFragment } from './fragment.ts';
import { freshId, renameReferences } from './naming.ts';
import { edited, refused, type Answer } from './answer.ts';
import { canLeave, canRename, canSplice } from './rules.ts';
import { emptySelection, selectActivities } from './selection.ts';
import type { Step } from './step.ts';
import { spliceInto } from './transitionCommands.ts';

type Of<Type extends Command['type']> = Extract<Command, { type: Type }>;

const grid = 8;
const snapped = ([x, y]: Position): Json => [Math.round(x / grid) * grid, Math.round(y / grid) * grid];

/** Adds an activity, alone, behind an outlet or in the middle of a transition. */
export function addActivity(definition: DefinitionDraft, kinds: Kinds, command: Of<'addActivity'>): Answer {
  const id = freshId(command.id ?? command.activity.type, new Set(Object.keys(definition.activities)));
  const { type, ...rest } = command.activity;
  const placed: ActivityDraft = { type, ...rest, position: snapped(command.position) };
  const added = perform(beginEdit(definition), putActivity(id, placed));
  if (command.on !== undefined) {
    const permission = canSplice(added.definition, kinds, id, command.on);
    return permission.allowed
      ? edited(spliceInto(added, kinds, id, command.on), selectActivities(id))
      : refused(permission);
  }
  if (command.after === undefined) return edited(added, selectActivities(id));
  const { activity, outlet } = command.after;
  const permission = canLeave(definition, kinds, activity, outlet);
  if (!permission.allowed) return refused(permission);
  const accepts = kinds.get(type)?.inbound !== 'never';
  if (!accepts) return refused({ refusal: { code: 'inbound-never', params: { activity: id } } });
  return edited(addTransitions(added, transitionOf(activity, outlet, id)), selectActivities(id));
}

/**
 * What led to an activity now leads to what followed it, by the outlets by which it came. What followed its failure is
 * left out: without the activity there is none.
 */
function bridge(edit: Edit, activity: string): Edit {
  const { transitions } = edit.definition;
  const before = transitions.filter(({ from, to }) => to === activity && from !== activity);
  const after = transitions.filter(
    (transition) => transition.from === activity && transition.to !== activity && outletOf(transition) !== 'error',
  );
  const known = new Set(transitions.map(keyOf));
  const bridges = before
    .flatMap((inbound) => after.map((outbound) => transitionOf(inbound.from, outletOf(inbound), outbound.to)))
    .filter((transition) => {
      const isNew = !known.has(keyOf(transition));
      known.add(keyOf(transition));
      return isNew;
    });
  return addTransitions(edit, ...bridges);
}

/** Removes activities with their transitions, and transitions. */
export function remove(definition: DefinitionDraft, command: Of<'remove'>): Answer {
  const gone = [...new Set(command.selection.activities)].filter((id) => activityIn(definition, id));
  const cut = new Set(command.selection.transitions);
  const begun = removeTransitions(beginEdit(definition), (transition) => cut.has(keyOf(transition)));
  const done = gone.reduce((edit, id) => {
    const joined = command.reconnect === true ? bridge(edit, id) : edit;
    const loose = removeTransitions(joined, ({ from, to }) => from === id || to === id);
    return perform(loose, { does: 'dropKey', in: ['activities'], key: id });
  }, begun);
  return edited(done, emptySelection);
}

/** Moves activities; positions snap to the grid. */
export function move(definition: DefinitionDraft, command: Of<'move'>): Answer {
  const steps = Object.entries(command.positions).flatMap(([id, position]): Step[] => {
    const activity = activityIn(definition, id);
    const value = snapped(position);
    if (!activity || JSON.stringify(activity['position']) === JSON.stringify(value)) return [];
    return [{ does: 'setKey', in: ['activities', id], key: 'position', value }];
  });
  return edited(perform(beginEdit(definition), ...steps));
}

/** Renames an activity, in its transitions and wherever others mention it. */
export function rename(definition: DefinitionDraft, command: Of<'rename'>): Answer {
  const { activity, to } = command;
  const permission = canRename(definition, activity, to);
  if (!permission.allowed) return refused(permission);
  if (activity === to) return edited(beginEdit(definition));
  const names = new Map([[activity, to]]);
  const name = (id: string) => names.get(id) ?? id;
  const references = Object.entries(definition.activities).flatMap(([id, draft]): Step[] => {
    const renamed = renameReferences(draft, names);
    return renamed === draft ? [] : [putActivity(id, renamed)];
  });
  const transitions = definition.transitions.flatMap((transition, index): Step[] => {
    if (transition.from !== activity && transition.to !== activity) return [];
    const renamed = { ...transition, from: name(transition.from), to: name(transition.to) };
    return [{ does: 'splice', in: ['transitions'], at: index, remove: 1, insert: [renamed] }];
  });
  const key: Step = { does: 'renameKey', in: ['activities'], key: activity, to };
  return edited(perform(beginEdit(definition), ...references, key, ...transitions), selectActivities(to));
}

/** Sets or drops a field of an activity. */
export function setField(definition: DefinitionDraft, command: Of<'setField'>): Answer {
  const { activity, field, value } = command;
  if (!activityIn(definition, activity))
    return refused({ refusal: { code: 'activity-unknown', params: { activity } } });
  // An activity without a type, or with one that is no text, could not be drawn.
  if (field === 'type') return refused({ refusal: { code: 'property-structural', params: { property: field } } });
  return edited(setMember(beginEdit(definition), ['activities', activity], field, value));
}

/** Replaces kind and configuration, keeps what is common to all activities. */
export function changeKind(definition: DefinitionDraft, command: Of<'changeKind'>): Answer {
  const { activity, draft } = command;
  const old = activityIn(definition, activity);
  if (!old) return refused({ refusal: { code: 'activity-unknown', params: { activity } } });
  const own = configOf(old);
  const common = Object.fromEntries(Object.entries(old).filter(([field]) => !Object.hasOwn(own, field)));
  const next: ActivityDraft = { ...common, ...configOf(draft), type: draft.type };
  return edited(perform(beginEdit(definition), putActivity(activity, next)));
}

/** Adds a fragment under free names. */
export function paste(definition: DefinitionDraft, command: Of<'paste'>): Answer {
  const fragment = fitFragment(command.fragment, definition, command.position);
  const ids = Object.keys(fragment.activities);
  if (ids.length === 0) return refused({ refusal: { code: 'nothing-to-do' } });
  const put = Object.entries(fragment.activities).map(([id, activity]) => putActivity(id, activity));
  const added = perform(beginEdit(definition), ...put);
  return edited(addTransitions(added, ...fragment.transitions), selectActivities(...ids));
}
