import type { AnyKind } from '../../engine/activity/kind.ts';
import { positionOf, type DefinitionDraft, type Position } from '../document/definitionDraft.ts';
import { copyFragment } from '../document/fragment.ts';
import { labelOf, readActivity } from '../document/activityReading.ts';
import type { Command, Refusal } from '../document/command.ts';
import type { DocumentStore } from '../document/documentStore.ts';
import { localizedWith } from '../document/localizedText.ts';
import type { PickerRequest } from './canvasActions.tsx';
import { cardAt, cardGap, cardSize, freePlace } from './geometry.ts';
import { freshActivity, labelledActivity } from './groupKinds.ts';

/** What the canvas does to a document, apart from what the document itself knows. */
export interface Editing {
  readonly run: (command: Command, mergeKey?: string) => boolean;
  /** Names an activity in one language; what it is called in others stays. */
  readonly relabel: (activity: string, language: string, text: string) => void;
  readonly pick: (kind: AnyKind, request: PickerRequest, middle: Position) => void;
  readonly removeSelected: (reconnect: boolean) => void;
  readonly duplicateSelected: () => void;
  readonly toggleExecution: (activities: readonly string[], execution: 'disabled' | 'hold') => void;
}

const placesOf = (definition: DefinitionDraft) =>
  Object.values(definition.activities).map((activity) => cardAt(positionOf(activity)));

/** Where an activity goes that follows another: to its right, where nothing stands. */
function placeAfter(definition: DefinitionDraft, activity: string): Position {
  const before = definition.activities[activity];
  const [x, y] = before ? positionOf(before) : [0, 0];
  return freePlace([x + cardSize.width + cardGap.x, y], placesOf(definition));
}

/** Where an activity goes that is put into a transition: half way, where nothing stands. */
function placeBetween(definition: DefinitionDraft, key: string): Position {
  const [from, , to] = key.split(':');
  const [first, second] = [from, to].map((id) => (id === undefined ? undefined : definition.activities[id]));
  if (!first || !second) return freePlace([0, 0], placesOf(definition));
  const [[x1, y1], [x2, y2]] = [positionOf(first), positionOf(second)];
  return freePlace([(x1 + x2) / 2, (y1 + y2) / 2], placesOf(definition));
}

function placeFor(definition: DefinitionDraft, request: PickerRequest, middle: Position): Position {
  if (request.place) return freePlace(request.place, placesOf(definition));
  if (request.after) return placeAfter(definition, request.after.activity);
  if (request.on !== undefined) return placeBetween(definition, request.on);
  return freePlace([middle[0] - cardSize.width / 2, middle[1] - cardSize.height / 2], placesOf(definition));
}

/** The outlet by which something is added behind an activity: the first that leads nowhere yet, else the main one. */
export function openOutlet(store: DocumentStore, activity: string): string | undefined {
  const { definition } = store.getSnapshot();
  const draft = definition.activities[activity];
  if (!draft) return undefined;
  const { outlets } = readActivity(draft, store.kinds);
  const used = new Set(
    definition.transitions
      .filter(({ from }) => from === activity)
      .map((transition) => transition['outlet'] ?? 'default'),
  );
  return (outlets.find(({ name }) => !used.has(name)) ?? outlets[0])?.name;
}

/** A copy of what is selected, below it. */
function duplicateOf(store: DocumentStore): Command | undefined {
  const { definition, selection } = store.getSnapshot();
  const fragment = copyFragment(definition, selection.activities);
  const places = Object.values(fragment.activities).map(positionOf);
  if (places.length === 0) return undefined;
  const left = Math.min(...places.map(([x]) => x));
  const bottom = Math.max(...places.map(([, y]) => y)) + cardSize.height;
  return { type: 'paste', fragment, position: [left + 32, bottom + 32] };
}

/** A new activity of a kind where a picker asked for one, or the asked activity made one of that kind. */
function pickedKind(store: DocumentStore, kind: AnyKind, request: PickerRequest, middle: Position): Command {
  const { definition } = store.getSnapshot();
  const { change, after, on } = request;
  if (change !== undefined) return { type: 'changeKind', activity: change, draft: freshActivity(kind) };
  const activity = labelledActivity(kind, definition);
  const position = placeFor(definition, request, middle);
  return { type: 'addActivity', activity, position, ...(after && { after }), ...(on !== undefined && { on }) };
}

/** Makes the commands of gestures and keys. */
export function createEditing(store: DocumentStore, refuse: (refusal: Refusal) => void): Editing {
  const run = (command: Command, mergeKey?: string): boolean => {
    const answer = store.dispatch(command, mergeKey);
    if (!answer.done) refuse(answer.refusal);
    return answer.done;
  };
  return {
    run,
    relabel: (activity, language, text) => {
      const draft = store.getSnapshot().definition.activities[activity];
      if (!draft || text === labelOf(activity, draft, language)) return;
      run({ type: 'setField', activity, field: 'label', value: localizedWith(draft['label'], language, text) });
    },
    pick: (kind, request, middle) => void run(pickedKind(store, kind, request, middle)),
    removeSelected: (reconnect) => {
      const { selection } = store.getSnapshot();
      if (selection.activities.length + selection.transitions.length === 0) return;
      run({ type: 'remove', selection, reconnect });
    },
    duplicateSelected: () => {
      const command = duplicateOf(store);
      if (command) run(command);
    },
    toggleExecution: (activities, execution) => {
      const { definition } = store.getSnapshot();
      const isOn = activities.every((id) => definition.activities[id]?.['execution'] === execution);
      const value = isOn ? undefined : execution;
      const mergeKey = `execution ${activities.join(' ')}`;
      for (const activity of activities) run({ type: 'setField', activity, field: 'execution', value }, mergeKey);
      store.seal();
    },
  };
}
