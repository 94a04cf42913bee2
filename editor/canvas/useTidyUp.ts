import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentStore } from '../document/documentStore.ts';
import type { Editing } from './editing.ts';
import { tidyUp } from './tidyUp.ts';
import type { Notice } from './useNotice.ts';

/**
 * Lays the graph out anew as one step of undo.
 * @returns the command
 */
export function useTidyUp(
  store: DocumentStore | undefined,
  editing: Editing | undefined,
  notice: Notice,
): () => Promise<void> {
  const { t } = useTranslation('canvas');
  const { say } = notice;
  return useCallback(async () => {
    if (!store || !editing) return;
    const positions = await tidyUp(store.getSnapshot().definition, store.kinds);
    if (editing.run({ type: 'move', positions })) say(t('tidied'));
  }, [store, editing, say, t]);
}
