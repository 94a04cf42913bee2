import { useMemo, type RefObject } from 'react';
import type { DocumentStore } from '../document/documentStore.ts';
import { positionOf } from '../document/definitionDraft.ts';
import type { PickerRequest } from './canvasActions.tsx';
import { openOutlet, type Editing } from './editing.ts';
import { cardSize } from './geometry.ts';
import type { CanvasView } from './useCanvasView.ts';

interface AddingNeeds {
  readonly store: DocumentStore | undefined;
  readonly editing: Editing | undefined;
  readonly root: RefObject<HTMLDivElement | null>;
  readonly openPicker: (request: PickerRequest) => void;
  readonly view: CanvasView;
}

interface Adding {
  /** Opens the list of kinds, wired to what is selected. */
  readonly openAdd: () => void;
  readonly addKind: (kind: string) => void;
}

/** What a new activity is wired to: the one that is selected, where something may follow it. */
function afterSelected(store: DocumentStore): PickerRequest['after'] {
  const { selection } = store.getSnapshot();
  const [activity, ...others] = selection.activities;
  const outlet = activity === undefined || others.length > 0 ? undefined : openOutlet(store, activity);
  return activity === undefined || outlet === undefined ? undefined : { activity, outlet };
}

/** Where the list opens: beside the selected card, else in the middle. */
function placeOfList(
  store: DocumentStore,
  after: PickerRequest['after'],
  { root, view }: AddingNeeds,
): { x: number; y: number } {
  const draft = after && store.getSnapshot().definition.activities[after.activity];
  if (!draft) {
    const pane = root.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 800, 600);
    return { x: pane.left + pane.width / 2 - 160, y: pane.top + pane.height / 4 };
  }
  const [x, y] = positionOf(draft);
  return view.toWindow({ x: x + cardSize.width + 32, y });
}

/**
 * Adding by keyboard and from the palette: behind the selected activity, else where one looks.
 * @returns how to open the list, and how to add at once
 */
export function useAdding(needs: AddingNeeds): Adding {
  const { store, editing, root, openPicker, view } = needs;
  return useMemo(
    () => ({
      openAdd: () => {
        if (!store) return;
        const after = afterSelected(store);
        const at = placeOfList(store, after, { store, editing, root, openPicker, view });
        openPicker({ at, ...(after && { after }) });
      },
      addKind: (name) => {
        const kind = store?.kinds.get(name);
        if (!store || !editing || !kind) return;
        const after = kind.inbound === 'never' ? undefined : afterSelected(store);
        editing.pick(kind, { at: { x: 0, y: 0 }, ...(after && { after }) }, view.middle());
        const added = store.getSnapshot().selection.activities[0];
        if (added !== undefined) requestAnimationFrame(() => view.reveal(added));
      },
    }),
    [store, editing, root, openPicker, view],
  );
}
