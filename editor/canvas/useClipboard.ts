import { useMemo, type ClipboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Position } from '../document/definitionDraft.ts';
import type { DocumentStore } from '../document/documentStore.ts';
import { copyFragment, printFragment, readFragment } from '../document/fragment.ts';
import type { Editing } from './editing.ts';
import type { Notice } from './useNotice.ts';

interface ClipboardHandlers {
  readonly onCopy: (event: ClipboardEvent) => void;
  readonly onCut: (event: ClipboardEvent) => void;
  readonly onPaste: (event: ClipboardEvent) => void;
}

const isTyping = (event: ClipboardEvent): boolean =>
  event.target instanceof HTMLElement && event.target.closest('input, textarea, [contenteditable]') !== null;

/** What was pasted, as JSON; anything else is no activities. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Copies and pastes activities as the JSON of a workflow file, so that they travel by mail and between installations.
 * @returns handlers for the canvas' element
 */
export function useClipboard(
  store: DocumentStore | undefined,
  editing: Editing | undefined,
  notice: Notice,
  middle: () => Position,
): ClipboardHandlers {
  const { t } = useTranslation('canvas');
  return useMemo(() => {
    const copy = (event: ClipboardEvent): boolean => {
      const document = store?.getSnapshot();
      if (!document || isTyping(event) || document.selection.activities.length === 0) return false;
      const fragment = copyFragment(document.definition, document.selection.activities);
      event.clipboardData.setData('text/plain', printFragment(fragment));
      event.preventDefault();
      notice.say(t('clipboard.copied', { count: document.selection.activities.length }));
      return true;
    };
    return {
      onCopy: (event) => void copy(event),
      onCut: (event) => {
        if (copy(event)) editing?.removeSelected(true);
      },
      onPaste: (event) => {
        if (!editing || isTyping(event)) return;
        event.preventDefault();
        const fragment = readFragment(parsed(event.clipboardData.getData('text/plain')));
        if (!fragment) return notice.say(t('clipboard.nothing'));
        const [x, y] = middle();
        editing.run({ type: 'paste', fragment, position: [x - 110, y - 36] });
      },
    };
  }, [store, editing, notice, middle, t]);
}
