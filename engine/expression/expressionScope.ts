import type { Json, Variables } from '../model/json.ts';

/** What an expression may see (semantics.md 6); instants are milliseconds here and timestamps inside. */
export interface ExpressionScope {
  /** `now`: fixed when the task is first executed. */
  readonly nowMs: number;
  /** `vars`: what travelled with the consumed events. */
  readonly vars: Variables;
  readonly instance: {
    readonly id?: string;
    readonly inputs: Variables;
    readonly vars: Variables;
    readonly startedAtMs?: number;
  };
  readonly task?: {
    readonly id?: string;
    readonly activity?: string;
    readonly attempt?: number;
    readonly vars?: Variables;
  };
  readonly workflow: { readonly name?: string; readonly vars: Variables };
  readonly firing?: { readonly dueAtMs: number; readonly startedAtMs: number; readonly reason: string };
  /** Names that one kind adds, such as the `item` of a `forEach`. */
  readonly extra?: Variables;
  /** `option("Name")`. */
  readonly option: (name: string) => Json | undefined;
  /** `active("activityId")`: whether the activity has a live task in this instance. */
  readonly active: (activity: string) => boolean;
}

/** The names that every expression knows, with the members of those that are not free; `vars` and its like are free. */
export const scopeNames: ReadonlyMap<string, readonly string[] | 'value' | 'free'> = new Map<
  string,
  readonly string[] | 'value' | 'free'
>([
  ['now', 'value'],
  ['vars', 'free'],
  ['instance', ['id', 'inputs', 'vars', 'startedAt']],
  ['task', ['id', 'activity', 'attempt', 'vars']],
  ['workflow', ['name', 'vars']],
  ['firing', ['dueAt', 'startedAt', 'reason']],
]);
