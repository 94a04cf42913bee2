import type { z } from 'zod';
import type { ChildTerms } from '../model/children.ts';
import type { Definition } from '../model/definition.ts';
import type { ActivityId, Outlet, WorkflowName } from '../model/ids.ts';
import type { Level } from '../model/entry.ts';
import type { Json, Variables } from '../model/json.ts';
import type { Problem } from '../model/problem.ts';
import type { AnswerMark, Question } from '../model/question.ts';
import type { Task } from '../model/task.ts';
import type { WorkTable } from '../model/workTable.ts';

/** The shelves of the palette. */
export type KindGroup = 'flow' | 'data' | 'control' | 'outside';

/** A way out that an activity offers; `error` is added to every kind that can fail. */
export interface OutletSpec {
  readonly name: string;
  readonly label?: string;
}

/** An expression in a configuration: where it stands and which names it may use beyond the usual. */
export interface ExpressionUse {
  /** JSON pointer below the activity, e.g. `/params/since`. */
  readonly pointer: string;
  readonly source: string;
  /** `template`: text with `{{ expression }}` parts. */
  readonly form?: 'expression' | 'template';
  readonly extraNames?: readonly string[];
}

/** SQL in a configuration: the texts by database, their parameters and declared tables. */
export interface SqlUse {
  readonly pointer: string;
  readonly texts: Readonly<Partial<Record<'sqlite' | 'postgres', string>>>;
  readonly params: readonly string[];
  readonly tables: readonly string[];
  readonly transaction: boolean;
  /**
   * `rows`: one statement that gives rows; `effect`: one or several that change something; `value`: no statement, but
   * a part of one that an executor writes: a condition, a value or an order of rows.
   */
  readonly gives: 'rows' | 'effect' | 'value';
}

/** An inbound work table that a configuration names (`primary`). */
export interface WorkTableUse {
  readonly pointer: string;
  readonly name: string;
}

/** A script in a configuration: its syntax is looked at when the definition is saved. */
export interface ScriptUse {
  readonly pointer: string;
  readonly code: string;
}

/** Something outside of the definition that a configuration names: it must be there when the definition is saved. */
export interface NameUse {
  readonly pointer: string;
  readonly what: 'cube' | 'credential';
  readonly name: string;
}

/** A group of operators or an operator that a configuration names. */
export interface PeopleUse {
  readonly pointer: string;
  readonly what: 'group' | 'operator';
  readonly name: string;
}

/** What begins an instance at this activity by itself. */
export type Trigger =
  | { readonly type: 'schedule'; readonly schedule: Readonly<Record<string, Json>> }
  | { readonly type: 'signal'; readonly name: string };

/** A way out that a task takes, with the variables that it adds to the event. */
export interface OutletTaken {
  readonly outlet: string;
  readonly vars?: Variables;
  /** The rows that leave by this outlet, where they are not those of the whole outcome (`split`). */
  readonly workTable?: WorkTable;
}

/** A line for the journal. */
export interface JournalLine {
  readonly level: Level;
  readonly text: string;
  readonly code?: string;
  readonly params?: Variables;
}

/** How a task that decides, or was ended from outside, ends. */
export interface Decision {
  readonly outlets: readonly OutletTaken[];
  readonly journal?: readonly JournalLine[];
  /** The instance's result (`end.result`). */
  readonly result?: Json;
  /** Cancels every other task of the instance (`end.stopOthers`). */
  readonly stopOthers?: boolean;
  /** Cancels the live tasks of these activities (`cancel.activities`). */
  readonly cancel?: readonly ActivityId[];
  /** A listening task fires these outlets and goes on listening (`signal.complete: false`). */
  readonly goesOn?: boolean;
  /** With `goesOn`, from a timer: the instant that the task waits for next. */
  readonly dueAtMs?: number;
}

/** What a kind sees when it decides. */
export interface DecideContext<Config> {
  readonly config: Config;
  readonly task: Task;
  /** `now` of its expressions: when the task was first executed. */
  readonly nowMs: number;
  /** What the clock shows at this step. */
  readonly clockMs: number;
  /** Whose clocks the times of its configuration go by: the activity's, else the workflow's. */
  readonly timeZone: string;
  /** The outlets that transitions leave by. */
  readonly connected: readonly Outlet[];
  /** Evaluates a CEL expression in the task's scope; throws ExpressionFailure, which the core turns into a failed task. */
  readonly evaluate: (source: string, extra?: Variables) => Json;
  /** Renders a text with `{{ expression }}` parts. */
  readonly render: (template: string, extra?: Variables) => string;
}

/** What a listening task waits for: an instant, a signal, or whichever comes first. */
export interface Listening {
  readonly dueAtMs?: number;
  readonly signal?: { readonly name: string; readonly key?: string };
  /** Instead of a signal: what people are asked; their answers come as signals do. */
  readonly question?: Question;
}

/** A signal as a listening kind gets it. */
export interface SignalReceived {
  readonly name: string;
  readonly vars: Variables;
  readonly answer?: AnswerMark | undefined;
}

/** How many branches are enough for a gathering activity, and what becomes of the others of the round. */
export interface Quorum {
  readonly atLeast: number;
  /** `drop`: they go on and what they bring is dropped; `cancel`: what leads only here is cancelled. */
  readonly rest: 'drop' | 'cancel';
}

/** For what a task begins children: once for itself, for each value of a list, or for each row of a work table. */
export type ChildItems =
  | { readonly of: 'itself' }
  | { readonly of: 'list'; readonly values: readonly Json[] }
  | { readonly of: 'rows'; readonly workTable: WorkTable };

/** What a kind does with a task. */
export type Behaviour<Config> =
  /** Decides at once, purely. */
  | { readonly does: 'decide'; decide: (context: DecideContext<Config>) => Decision }
  /** Is performed by an executor; `transaction`: inside the step's transaction on the engine's database, exactly once. */
  | {
      readonly does: 'work';
      performs: (config: Config) => 'transaction' | 'outside';
      /** Is executed again, a transaction a round, until a round touches no row. */
      repeats?: (config: Config) => boolean;
      /** It executes neither SQL nor a script, it asks others and waits: the death of its worker is not its doing. */
      asksOthers?: (config: Config) => boolean;
      /**
       * In a transaction, without SQL, and over at once: nobody needs to see it run, and it may share a commit with steps of
       * other instances.
       */
      brief?: (config: Config) => boolean;
    }
  /** Waits without a worker until a timer or a signal ends it. `undefined` from a callback: goes on waiting. */
  | {
      readonly does: 'listen';
      listen: (context: DecideContext<Config>) => Listening;
      onTimer?: (context: DecideContext<Config>) => Decision | undefined;
      onSignal?: (context: DecideContext<Config>, signal: SignalReceived) => Decision | undefined;
    }
  /** Begins instances of another workflow and waits, without a worker, for what they give. */
  | {
      readonly does: 'delegate';
      terms: (config: Config) => ChildTerms;
      items: (context: DecideContext<Config>) => ChildItems;
      /** The input of one child; its expressions know `item` and `index`. */
      input: (config: Config, evaluate: (source: string) => Json) => Variables;
    };

/**
 * What a kind's folder tells about it; everything else (validation, form, palette, JSON Schema, interpretation)
 * derives from this. `Config` is what the kind's own schema gives; the common fields are not part of it.
 */
export interface ActivityKind<Config = unknown> {
  /** Stable for ever: it is in stored JSON. */
  readonly name: string;
  readonly group: KindGroup;
  readonly label: string;
  readonly summary: string;
  readonly schema: z.ZodType<Config>;
  /** What a freshly drawn activity carries where the schema has no default; `schema` parses it. */
  readonly initial?: Variables;
  /** Whether transitions may lead here: a `never` kind is always an entry. */
  readonly inbound: 'never' | 'allowed' | 'required';
  /** Reads the common field `timeZone`, as what triggers by a schedule does. */
  readonly readsTimeZone?: boolean;
  /** Gathers its inbound events like a join instead of one task an event. */
  readonly gathers?: boolean;
  /** Only asked of kinds that gather; undefined: every branch that can still come is waited for. */
  quorum?: (config: Config) => Quorum | undefined;
  /** Deciding kinds that cannot fail have no `error` outlet. */
  readonly canFail: boolean;
  outlets: (config: Config) => readonly OutletSpec[];
  /** The line under the label on its card: what it does, in few words. */
  describe: (config: Config) => string;
  /** Only asked of entries; `activity` is the default of a signal's name. */
  trigger?: (config: Config, activity: ActivityId) => Trigger | undefined;
  expressions?: (config: Config) => readonly ExpressionUse[];
  sql?: (config: Config) => readonly SqlUse[];
  scripts?: (config: Config) => readonly ScriptUse[];
  /** Inbound work tables that the configuration names beside its SQL. */
  reads?: (config: Config) => readonly WorkTableUse[];
  /** What the configuration names of the packages and of the installation. */
  names?: (config: Config) => readonly NameUse[];
  /** Whom the configuration names: people come and go, so an unknown one is a warning. */
  people?: (config: Config) => readonly PeopleUse[];
  /** The workflows whose instances it begins. */
  calls?: (config: Config) => readonly WorkflowName[];
  /** The JSON Schema of the variables that a signal to it brings: what does not fit is not for it. */
  payload?: (config: Config) => Variables | undefined;
  /** Names that the kind sets in `vars` of its outgoing events; `*` when they depend on data. */
  sets?: (config: Config) => readonly string[];
  /** What only this kind knows to be wrong; pointers are below the activity. */
  problems?: (config: Config, definition: Definition) => readonly Omit<Problem, 'activity'>[];
  readonly behaviour: Behaviour<Config>;
}

/** A kind as the registry holds it: its configuration is what its own schema gives, so it may be forgotten here. */
// The one place where a configuration's type is forgotten: a kind only ever gets back what its own schema parsed.
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- see above
export type AnyKind = ActivityKind<any>;

/** All kinds by name. */
export type Kinds = ReadonlyMap<string, AnyKind>;

/** Helps inference: a kind written with it knows its configuration's type from its schema. */
export function defineKind<Config>(kind: ActivityKind<Config>): ActivityKind<Config> {
  return kind;
}
