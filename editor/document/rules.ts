import type { Kinds } from '../../engine/activity/kind.ts';
import { namePattern } from '../../engine/model/ids.ts';
import { readActivity } from './activityReading.ts';
import type { Connection, Refusal } from './command.ts';
import { activityIn, keyOf, outletOf, type DefinitionDraft, type TransitionDraft } from './definitionDraft.ts';

/** Whether something may be done; where not, the reason that the author is told before letting go. */
export type Permission = { readonly allowed: true } | { readonly allowed: false; readonly refusal: Refusal };

const allowed: Permission = { allowed: true };
const refuse = (code: Refusal['code'], params: Readonly<Record<string, string>> = {}): Permission => ({
  allowed: false,
  refusal: { code, params },
});

/** The transition that a key names. */
export function findTransition(definition: DefinitionDraft, key: string): TransitionDraft | undefined {
  return definition.transitions.find((transition) => keyOf(transition) === key);
}

/** Whether transitions may leave an activity by an outlet. */
export function canLeave(definition: DefinitionDraft, kinds: Kinds, from: string, outlet: string): Permission {
  const activity = activityIn(definition, from);
  if (!activity) return refuse('activity-unknown', { activity: from });
  const { outlets, hasError } = readActivity(activity, kinds);
  if (outlet === 'error' && hasError) return allowed;
  if (outlets.length === 0) return refuse('no-outlets', { activity: from });
  return outlets.some(({ name }) => name === outlet) ? allowed : refuse('outlet-unknown', { activity: from, outlet });
}

/** Whether transitions may lead to an activity. */
export function canEnter(definition: DefinitionDraft, kinds: Kinds, to: string): Permission {
  const activity = activityIn(definition, to);
  if (!activity) return refuse('activity-unknown', { activity: to });
  return readActivity(activity, kinds).acceptsInbound ? allowed : refuse('inbound-never', { activity: to });
}

/** Whether a transition may be drawn. `except` names one that is being led elsewhere and does not stand in the way. */
export function canConnect(definition: DefinitionDraft, kinds: Kinds, wanted: Connection, except?: string): Permission {
  const leave = canLeave(definition, kinds, wanted.from, wanted.outlet);
  if (!leave.allowed) return leave;
  const enter = canEnter(definition, kinds, wanted.to);
  if (!enter.allowed) return enter;
  const exists = definition.transitions.some(
    (transition) =>
      transition.from === wanted.from &&
      transition.to === wanted.to &&
      outletOf(transition) === wanted.outlet &&
      keyOf(transition) !== except,
  );
  return exists ? refuse('transition-exists', { from: wanted.from, to: wanted.to }) : allowed;
}

/** Whether an activity may get a name. */
export function canRename(definition: DefinitionDraft, activity: string, to: string): Permission {
  if (!activityIn(definition, activity)) return refuse('activity-unknown', { activity });
  if (!namePattern.test(to)) return refuse('name-invalid', { name: to });
  if (activityIn(definition, to) && to !== activity) return refuse('activity-exists', { activity: to });
  return allowed;
}

/** The outlet by which an activity goes on when it is spliced into a transition; none where nothing may follow it. */
export function mainOutlet(definition: DefinitionDraft, kinds: Kinds, activity: string): string | undefined {
  const draft = activityIn(definition, activity);
  return draft && readActivity(draft, kinds).outlets[0]?.name;
}

/** Whether an activity may be put into the middle of a transition: it must be unconnected, enterable and go on. */
export function canSplice(definition: DefinitionDraft, kinds: Kinds, activity: string, key: string): Permission {
  const transition = findTransition(definition, key);
  if (!transition) return refuse('transition-unknown', { transition: key });
  const enter = canEnter(definition, kinds, activity);
  if (!enter.allowed) return enter;
  if (mainOutlet(definition, kinds, activity) === undefined) return refuse('no-outlets', { activity });
  const isConnected = definition.transitions.some(({ from, to }) => from === activity || to === activity);
  return isConnected ? refuse('transition-exists', { from: activity, to: activity }) : allowed;
}
