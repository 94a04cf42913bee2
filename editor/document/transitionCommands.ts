import type { Kinds } from '../../engine/activity/kind.ts';
import { edited, refused, type Answer } from './answer.ts';
import type { Command } from './command.ts';
import { keyOf, outletOf, type DefinitionDraft, type TransitionDraft } from './definitionDraft.ts';
import { addTransitions, beginEdit, perform, setMember, transitionOf, type Edit } from './edit.ts';
import { canConnect, canSplice, findTransition, mainOutlet } from './rules.ts';
import { selectActivities } from './selection.ts';

type Of<Type extends Command['type']> = Extract<Command, { type: Type }>;

const indexOf = (definition: DefinitionDraft, key: string) =>
  definition.transitions.findIndex((transition) => keyOf(transition) === key);

const unknown = (transition: string): Answer =>
  refused({ refusal: { code: 'transition-unknown', params: { transition } } });

const replaceAt = (edit: Edit, at: number, ...transitions: readonly TransitionDraft[]): Edit =>
  perform(edit, { does: 'splice', in: ['transitions'], at, remove: 1, insert: transitions });

/** Draws a transition. */
export function connect(definition: DefinitionDraft, kinds: Kinds, command: Of<'connect'>): Answer {
  const permission = canConnect(definition, kinds, command);
  if (!permission.allowed) return refused(permission);
  const transition = transitionOf(command.from, command.outlet, command.to);
  return edited(addTransitions(beginEdit(definition), transition), {
    activities: [],
    transitions: [keyOf(transition)],
  });
}

/** Removes a transition. */
export function disconnect(definition: DefinitionDraft, command: Of<'disconnect'>): Answer {
  const at = indexOf(definition, command.transition);
  return at < 0 ? unknown(command.transition) : edited(replaceAt(beginEdit(definition), at));
}

/** Leads a transition elsewhere; its label and the rest stay, its bends do not: they belonged to the old way. */
export function redirect(definition: DefinitionDraft, kinds: Kinds, command: Of<'redirect'>): Answer {
  const at = indexOf(definition, command.transition);
  const old = definition.transitions[at];
  if (!old) return unknown(command.transition);
  const permission = canConnect(definition, kinds, command.to, command.transition);
  if (!permission.allowed) return refused(permission);
  const { from: _from, to: _to, outlet: _outlet, bends: _bends, ...rest } = old;
  const next = { ...transitionOf(command.to.from, command.to.outlet, command.to.to), ...rest };
  return edited(replaceAt(beginEdit(definition), at, next), { activities: [], transitions: [keyOf(next)] });
}

/** Leads a transition through an activity. The first half keeps the transition's label and place in the list. */
export function spliceInto(edit: Edit, kinds: Kinds, activity: string, key: string): Edit {
  const at = indexOf(edit.definition, key);
  const old = edit.definition.transitions[at];
  const onward = mainOutlet(edit.definition, kinds, activity);
  if (!old || onward === undefined) return edit;
  const { to: _to, from: _from, outlet: _outlet, bends: _bends, ...rest } = old;
  const first = { ...transitionOf(old.from, outletOf(old), activity), ...rest };
  return replaceAt(edit, at, first, transitionOf(activity, onward, old.to));
}

/** Puts an unconnected activity into the middle of a transition. */
export function splice(definition: DefinitionDraft, kinds: Kinds, command: Of<'splice'>): Answer {
  const permission = canSplice(definition, kinds, command.activity, command.transition);
  if (!permission.allowed) return refused(permission);
  const begun = beginEdit(definition);
  const moved =
    command.position === undefined
      ? begun
      : setMember(begun, ['activities', command.activity], 'position', [...command.position]);
  return edited(spliceInto(moved, kinds, command.activity, command.transition), selectActivities(command.activity));
}

/** Sets or drops a field of a transition that is no end of it. */
export function setTransitionField(definition: DefinitionDraft, command: Of<'setTransitionField'>): Answer {
  if (!findTransition(definition, command.transition)) return unknown(command.transition);
  if (['from', 'to', 'outlet'].includes(command.field))
    return refused({ refusal: { code: 'property-structural', params: { property: command.field } } });
  const at = String(indexOf(definition, command.transition));
  return edited(setMember(beginEdit(definition), ['transitions', at], command.field, command.value));
}
