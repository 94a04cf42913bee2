import { useCallback, type KeyboardEvent } from 'react';
import type { DefinitionDraft } from '../document/definitionDraft.ts';
import type { DocumentStore } from '../document/documentStore.ts';
import { emptySelection, selectActivities, type Selection } from '../document/selection.ts';
import { canvasKey, type CanvasKey } from './canvasKeys.ts';
import type { CanvasShape } from './canvasShape.ts';
import type { Editing } from './editing.ts';
import { walk, type Direction } from './walk.ts';

/** What keys act upon. */
export interface KeyTargets {
  readonly definition: DefinitionDraft;
  readonly shape: CanvasShape;
  readonly selection: Selection;
  readonly store: DocumentStore | undefined;
  readonly editing: Editing | undefined;
  readonly select: (selection: Selection) => void;
  readonly reveal: (activity: string) => void;
  readonly open: (activity: string) => void;
  readonly rename: (activity: string) => void;
  readonly add: () => void;
  readonly fit: () => void;
  readonly tidy: () => void;
}

const isTyping = (event: KeyboardEvent) =>
  event.target instanceof HTMLElement &&
  event.target.closest('input, textarea, select, [contenteditable], [role="dialog"]') !== null;

/** Enter and the arrows on a button belong to the button. */
const isOnButton = (event: KeyboardEvent) =>
  event.target instanceof HTMLElement && event.target.closest('button, a') !== null;

function go(direction: Direction, targets: KeyTargets): void {
  const next = walk(targets.definition, targets.shape, targets.selection.activities.at(-1), direction);
  if (next === undefined) return;
  targets.select(selectActivities(next));
  targets.reveal(next);
}

const watchActions: Readonly<Partial<Record<CanvasKey, (targets: KeyTargets) => void>>> = {
  left: (targets) => go('left', targets),
  right: (targets) => go('right', targets),
  up: (targets) => go('up', targets),
  down: (targets) => go('down', targets),
  fit: (targets) => targets.fit(),
  nothing: (targets) => targets.select(emptySelection),
  open: ({ selection, open }) => selection.activities.slice(0, 1).forEach(open),
};

const drawActions: Readonly<Partial<Record<CanvasKey, (targets: KeyTargets) => void>>> = {
  add: (targets) => targets.add(),
  rename: ({ selection, rename }) => selection.activities.slice(0, 1).forEach(rename),
  remove: ({ editing }) => editing?.removeSelected(false),
  removeAndReconnect: ({ editing }) => editing?.removeSelected(true),
  undo: ({ store }) => store?.undo(),
  redo: ({ store }) => store?.redo(),
  selectAll: ({ definition, select }) => select(selectActivities(...Object.keys(definition.activities))),
  duplicate: ({ editing }) => editing?.duplicateSelected(),
  off: ({ editing, selection }) => editing?.toggleExecution(selection.activities, 'disabled'),
  hold: ({ editing, selection }) => editing?.toggleExecution(selection.activities, 'hold'),
  tidy: (targets) => targets.tidy(),
};

/**
 * The keys of the canvas (ux.md, Everywhere).
 * @returns the handler for the canvas' element
 */
export function useCanvasKeys(targets: KeyTargets): (event: KeyboardEvent) => void {
  return useCallback(
    (event) => {
      if (isTyping(event)) return;
      const key = canvasKey(event, targets.editing !== undefined);
      if (key === undefined || (isOnButton(event) && (key === 'open' || key === 'add'))) return;
      const act = watchActions[key] ?? drawActions[key];
      if (!act) return;
      event.preventDefault();
      event.stopPropagation();
      act(targets);
    },
    [targets],
  );
}
