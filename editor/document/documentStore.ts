import type { Kinds } from '../../engine/activity/kind.ts';
import { applyCommand } from './applyCommand.ts';
import type { Command, CommandAnswer } from './command.ts';
import type { DefinitionDraft } from './definitionDraft.ts';
import { emptySelection, isSameSelection, type Selection } from './selection.ts';
import { pushEdit, sealStack, takeSteps, type Undoable } from './undoStack.ts';

/** A document as it is edited. Immutable: every change gives a new one, so identity tells whether something changed. */
export interface WorkflowDocument {
  readonly definition: DefinitionDraft;
  readonly selection: Selection;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Grows with every change of the definition, undo and redo included. */
  readonly revision: number;
}

/** Holds one document for `useSyncExternalStore`. */
export interface DocumentStore {
  readonly kinds: Kinds;
  readonly getSnapshot: () => WorkflowDocument;
  readonly subscribe: (listener: () => void) => () => void;
  /** `mergeKey`: commands of one key that follow each other are one step of undo (typing in a field). */
  readonly dispatch: (command: Command, mergeKey?: string) => CommandAnswer;
  readonly select: (selection: Selection) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  /** Ends merging: the next command is a step of undo of its own. */
  readonly seal: () => void;
}

/** All that a store holds: the document and the ways back and forth from it. */
interface Memory {
  readonly document: WorkflowDocument;
  readonly undo: readonly Undoable[];
  readonly redo: readonly Undoable[];
}

function remember(
  memory: Memory,
  change: Omit<Memory, 'document'>,
  definition: DefinitionDraft,
  selection: Selection,
): Memory {
  const { revision } = memory.document;
  const document = {
    definition,
    selection,
    canUndo: change.undo.length > 0,
    canRedo: change.redo.length > 0,
    revision: definition === memory.document.definition ? revision : revision + 1,
  };
  return { ...change, document };
}

function run(
  memory: Memory,
  kinds: Kinds,
  command: Command,
  mergeKey?: string,
): { memory: Memory; answer: CommandAnswer } {
  const { definition, selection } = memory.document;
  const answer = applyCommand(definition, kinds, command);
  if ('refusal' in answer) return { memory, answer: { done: false, refusal: answer.refusal } };
  const after = answer.selection ?? selection;
  if (answer.edit.steps.length === 0) return { memory, answer: { done: true } };
  const item = { before: selection, after, ...(mergeKey !== undefined && { mergeKey }) };
  const undo = pushEdit(memory.undo, answer.edit, item);
  return { memory: remember(memory, { undo, redo: [] }, answer.edit.definition, after), answer: { done: true } };
}

function undo(memory: Memory): Memory {
  const top = memory.undo.at(-1);
  if (!top) return memory;
  const definition = takeSteps(memory.document.definition, top.inverse);
  const { mergeKey: _mergeKey, ...sealed } = top;
  return remember(
    memory,
    { undo: sealStack(memory.undo.slice(0, -1)), redo: [...memory.redo, sealed] },
    definition,
    top.before,
  );
}

function redo(memory: Memory): Memory {
  const top = memory.redo.at(-1);
  if (!top) return memory;
  const definition = takeSteps(memory.document.definition, top.steps);
  return remember(memory, { undo: [...memory.undo, top], redo: memory.redo.slice(0, -1) }, definition, top.after);
}

function select(memory: Memory, selection: Selection): Memory {
  const { document } = memory;
  if (isSameSelection(document.selection, selection)) return memory;
  return { ...memory, undo: sealStack(memory.undo), document: { ...document, selection } };
}

const begin = (definition: DefinitionDraft): Memory => ({
  document: { definition, selection: emptySelection, canUndo: false, canRedo: false, revision: 0 },
  undo: [],
  redo: [],
});

/** Opens a definition for editing. */
export function createDocumentStore(definition: DefinitionDraft, kinds: Kinds): DocumentStore {
  let memory = begin(definition);
  const listeners = new Set<() => void>();
  const keep = (next: Memory) => {
    const isNews = next.document !== memory.document;
    memory = next;
    if (isNews) for (const listener of [...listeners]) listener();
  };
  return {
    kinds,
    getSnapshot: () => memory.document,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispatch: (command, mergeKey) => {
      const { memory: next, answer } = run(memory, kinds, command, mergeKey);
      keep(next);
      return answer;
    },
    select: (selection) => keep(select(memory, selection)),
    undo: () => keep(undo(memory)),
    redo: () => keep(redo(memory)),
    seal: () => keep({ ...memory, undo: sealStack(memory.undo) }),
  };
}
