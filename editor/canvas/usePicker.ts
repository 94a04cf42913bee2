import { useCallback, useState, type RefObject } from 'react';
import type { AnyKind } from '../../engine/activity/kind.ts';
import type { PickerRequest } from './canvasActions.tsx';
import { pickerSize } from './KindPicker.tsx';

/** An open picker: what it was asked for, and where it fits into the canvas. */
interface OpenPicker {
  readonly request: PickerRequest;
  readonly at: { readonly x: number; readonly y: number };
}

/** The list of kinds, open or not. */
export interface Picker {
  readonly open: OpenPicker | undefined;
  readonly openPicker: (request: PickerRequest) => void;
  readonly closePicker: () => void;
}

const within = (value: number, most: number) => Math.max(8, Math.min(value, most));

/**
 * The one picker of kinds that a canvas has.
 * @returns the open picker, and how to open and close it
 */
export function usePicker(root: RefObject<HTMLDivElement | null>): Picker {
  const [open, setOpen] = useState<OpenPicker>();
  const openPicker = useCallback(
    (request: PickerRequest) => {
      const pane = root.current?.getBoundingClientRect();
      if (!pane) return;
      const x = within(request.at.x - pane.left, pane.width - pickerSize.width - 8);
      const y = within(request.at.y - pane.top, pane.height - pickerSize.height - 8);
      setOpen({ request, at: { x, y } });
    },
    [root],
  );
  const closePicker = useCallback(() => {
    setOpen(undefined);
    root.current?.focus({ preventScroll: true });
  }, [root]);
  return { open, openPicker, closePicker };
}

/** What may be chosen: behind an outlet or within a transition nothing that begins by itself, within one nothing that ends. */
export function isOfferedFor(request: PickerRequest, kind: AnyKind): boolean {
  if (request.after === undefined && request.on === undefined) return true;
  return kind.inbound !== 'never';
}
