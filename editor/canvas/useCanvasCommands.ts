import { useImperativeHandle, useMemo, useState, type Ref } from 'react';
import { selectActivities, selectTransition } from '../document/selection.ts';
import { useTextLanguage } from '../i18n/textLanguage.tsx';
import type { CanvasActions } from './canvasActions.tsx';
import type { CanvasHandle } from './canvasHandle.ts';
import { useKindCatalogue } from './kindCatalogue.tsx';
import { useAdding } from './useAdding.ts';
import { useCanvasKeys } from './useCanvasKeys.ts';
import { useClipboard } from './useClipboard.ts';
import { usePaletteDrop } from './usePaletteDrop.ts';
import { useTidyUp } from './useTidyUp.ts';
import type { Touch } from './useTouch.ts';

interface CommandNeeds {
  readonly onOpenActivity: (activity: string) => void;
  readonly handle: Ref<CanvasHandle> | undefined;
}

function useHandle(
  touch: Touch,
  handle: CommandNeeds['handle'],
  parts: Pick<CanvasHandle, 'addKind' | 'tidyUp'>,
): void {
  const { view } = touch;
  const { select } = touch.selecting;
  const { addKind, tidyUp } = parts;
  useImperativeHandle(
    handle,
    () => ({
      fit: view.fit,
      focusActivity: (activity) => {
        select(selectActivities(activity));
        view.centre(activity);
      },
      reveal: view.reveal,
      addKind,
      tidyUp,
    }),
    [view, select, addKind, tidyUp],
  );
}

function useActions(
  { editing, picker, root, selecting }: Touch,
  onOpenActivity: (activity: string) => void,
): CanvasActions {
  const [renaming, setRenaming] = useState<string>();
  const { openPicker } = picker;
  const { select } = selecting;
  const { language } = useTextLanguage();
  return useMemo(
    () => ({
      isEditable: editing !== undefined,
      openPicker,
      openActivity: onOpenActivity,
      setLabel: (activity, label) => editing?.relabel(activity, language, label),
      removeActivity: () => editing?.removeSelected(false),
      duplicate: () => editing?.duplicateSelected(),
      toggleExecution: (activity, execution) => editing?.toggleExecution([activity], execution),
      disconnect: (transition) => void editing?.run({ type: 'disconnect', transition }),
      selectTransition: (transition) => select(selectTransition(transition)),
      renaming,
      setRenaming: (activity) => {
        setRenaming(activity);
        if (activity === undefined) root.current?.focus({ preventScroll: true });
      },
    }),
    [editing, language, openPicker, onOpenActivity, renaming, root, select],
  );
}

/**
 * Everything that can be done on a canvas by keys, clipboard, palette, cards and the page around.
 * @returns the cards' actions and the handlers of the canvas' element
 */
export function useCanvasCommands(touch: Touch, { onOpenActivity, handle }: CommandNeeds) {
  const { sources, store, editing, notice, drawing, view, selecting, target, setTarget } = touch;
  const { kinds } = useKindCatalogue();
  const { toCanvas, middle } = view;
  const drop = usePaletteDrop({ kinds, editing, lines: drawing.lines, target, setTarget, toCanvas });
  const clipboard = useClipboard(store, editing, notice, middle);
  const tidyUp = useTidyUp(store, editing, notice);
  const { openAdd, addKind } = useAdding({
    store,
    editing,
    root: touch.root,
    openPicker: touch.picker.openPicker,
    view,
  });
  const actions = useActions(touch, onOpenActivity);
  useHandle(touch, handle, { addKind, tidyUp });
  const onKeyDown = useCanvasKeys({
    definition: sources.definition,
    shape: drawing.shape,
    selection: sources.selection,
    store,
    editing,
    select: selecting.select,
    reveal: view.reveal,
    open: onOpenActivity,
    rename: actions.setRenaming,
    add: openAdd,
    fit: view.fit,
    tidy: () => void tidyUp(),
  });
  return { actions, addKind, tidyUp, handlers: { onKeyDown, ...clipboard, ...drop } };
}
