import type { Json } from '../../engine/model/json.ts';
import type { ActivityDraft, DefinitionDraft, Position } from './definitionDraft.ts';
import type { Fragment } from './fragment.ts';
import type { Selection } from './selection.ts';

/** Where a transition shall run. */
export interface Connection {
  readonly from: string;
  readonly outlet: string;
  readonly to: string;
}

/** What an author does to a document. Every command has an inverse; what it may not do it refuses with a reason. */
export type Command =
  /** Adds an activity; `after` wires it to an outlet, `on` splices it into a transition. */
  | {
      readonly type: 'addActivity';
      readonly activity: ActivityDraft;
      readonly position: Position;
      readonly id?: string;
      readonly after?: { readonly activity: string; readonly outlet: string };
      readonly on?: string;
    }
  /** Removes what is selected; `reconnect` joins what led to a removed activity with what followed it. */
  | { readonly type: 'remove'; readonly selection: Selection; readonly reconnect?: boolean }
  | { readonly type: 'move'; readonly positions: Readonly<Record<string, Position>> }
  | { readonly type: 'rename'; readonly activity: string; readonly to: string }
  /** Sets a common or configuration field of an activity; no value removes it. */
  | { readonly type: 'setField'; readonly activity: string; readonly field: string; readonly value: Json | undefined }
  /** Makes an activity one of another kind, keeping its common fields and its transitions. */
  | { readonly type: 'changeKind'; readonly activity: string; readonly draft: ActivityDraft }
  | ({ readonly type: 'connect' } & Connection)
  | { readonly type: 'disconnect'; readonly transition: string }
  /** Leads a transition elsewhere, or lets it begin elsewhere. */
  | { readonly type: 'redirect'; readonly transition: string; readonly to: Connection }
  /** Puts an activity that exists into the middle of a transition. */
  | { readonly type: 'splice'; readonly activity: string; readonly transition: string; readonly position?: Position }
  | {
      readonly type: 'setTransitionField';
      readonly transition: string;
      readonly field: string;
      readonly value: Json | undefined;
    }
  /** Sets a property of the workflow itself; no value removes it. */
  | { readonly type: 'setProperty'; readonly property: string; readonly value: Json | undefined }
  | { readonly type: 'paste'; readonly fragment: Fragment; readonly position: Position }
  | { readonly type: 'replaceDefinition'; readonly definition: DefinitionDraft };

/** Why a command was refused: a code for a sentence in `canvas.json` (`refusal.<code>`), and what it names. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly params?: Readonly<Record<string, string>>;
}

export type RefusalCode =
  | 'activity-unknown'
  | 'activity-exists'
  | 'name-invalid'
  | 'transition-unknown'
  | 'transition-exists'
  | 'outlet-unknown'
  | 'no-outlets'
  | 'inbound-never'
  | 'property-structural'
  | 'nothing-to-do';

/** What became of a command. */
export type CommandAnswer = { readonly done: true } | { readonly done: false; readonly refusal: Refusal };
