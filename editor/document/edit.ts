import type { Json } from '../../engine/model/json.ts';
import type { DefinitionDraft, TransitionDraft } from './definitionDraft.ts';
import { takeStep, type Step } from './step.ts';

/** Steps taken together from a definition, and the steps that lead back, in their order. */
export interface Edit {
  readonly definition: DefinitionDraft;
  readonly steps: readonly Step[];
  readonly inverse: readonly Step[];
}

/** An edit in which nothing happened yet. */
export const beginEdit = (definition: DefinitionDraft): Edit => ({ definition, steps: [], inverse: [] });

/** Goes on with an edit. */
export function perform(edit: Edit, ...steps: readonly Step[]): Edit {
  return steps.reduce<Edit>((before, step) => {
    const { definition, inverse } = takeStep(before.definition, step);
    return { definition, steps: [...before.steps, step], inverse: [inverse, ...before.inverse] };
  }, edit);
}

/** Puts an activity behind the others, or in the place of the one that has its id. */
export const putActivity = (id: string, activity: Json): Step => ({
  does: 'setKey',
  in: ['activities'],
  key: id,
  value: activity,
});

/** Sets a member of an object, or drops it where there is no value. */
export function setMember(edit: Edit, path: readonly string[], key: string, value: Json | undefined): Edit {
  if (value !== undefined) return perform(edit, { does: 'setKey', in: path, key, value });
  return hasMember(edit.definition, path, key) ? perform(edit, { does: 'dropKey', in: path, key }) : edit;
}

function hasMember(definition: DefinitionDraft, path: readonly string[], key: string): boolean {
  const owner = path.reduce<Json | undefined>((value, name) => memberOf(value, name), definition);
  return memberOf(owner, key) !== undefined;
}

function memberOf(value: Json | undefined, name: string): Json | undefined {
  if (Array.isArray(value)) return value[Number(name)];
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Adds transitions behind the others. */
export function addTransitions(edit: Edit, ...transitions: readonly TransitionDraft[]): Edit {
  if (transitions.length === 0) return edit;
  const at = edit.definition.transitions.length;
  return perform(edit, { does: 'splice', in: ['transitions'], at, remove: 0, insert: transitions });
}

/** Removes the transitions that meet a condition. */
export function removeTransitions(edit: Edit, isMeant: (transition: TransitionDraft) => boolean): Edit {
  const at = edit.definition.transitions.findLastIndex(isMeant);
  if (at < 0) return edit;
  return removeTransitions(perform(edit, { does: 'splice', in: ['transitions'], at, remove: 1, insert: [] }), isMeant);
}

/** A transition with its outlet left out where it is the main one (definition-format.md). */
export function transitionOf(from: string, outlet: string, to: string): TransitionDraft {
  return outlet === 'default' ? { from, to } : { from, outlet, to };
}
