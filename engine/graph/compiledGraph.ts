import type { AnyKind } from '../activity/kind.ts';
import type { Activity, Definition, Transition } from '../model/definition.ts';
import type { ActivityId, Outlet } from '../model/ids.ts';

/** An activity with its kind and its parsed configuration. */
export interface GraphActivity {
  readonly id: ActivityId;
  readonly kind: AnyKind;
  /** The kind's own fields, as its schema gave them. */
  readonly config: unknown;
  /** The fields that every activity may carry. */
  readonly common: Activity;
}

/** A transition with its outlet named. */
export interface GraphTransition extends Transition {
  readonly outlet: Outlet;
  /** Its place in the definition: on a clash of variables the one listed last wins. */
  readonly index: number;
}

/** A definition, indexed once for the interpreter (`compileGraph`). */
export interface CompiledGraph {
  readonly definition: Definition;
  readonly activities: ReadonlyMap<ActivityId, GraphActivity>;
  /** Activities where an instance can begin: no inbound transition. */
  readonly entries: readonly ActivityId[];
  inbound: (activity: ActivityId) => readonly GraphTransition[];
  outbound: (activity: ActivityId, outlet: Outlet) => readonly GraphTransition[];
  /** The outlets that transitions leave by. */
  connected: (activity: ActivityId) => readonly Outlet[];
  /** Whether the activity lies on a cycle. */
  isOnCycle: (activity: ActivityId) => boolean;
  /**
   * Whether a path leads from one activity to another without passing `avoiding` or a disabled activity in between;
   * an activity reaches itself.
   */
  canReach: (from: ActivityId, to: ActivityId, avoiding: ActivityId, disabled: ReadonlySet<ActivityId>) => boolean;
}
