import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Draft } from '../../../server/contract/workflows.ts';
import { saveDraft, workflowQuery } from '../../api/workflows.ts';
import { readDraft } from '../../document/definitionDraft.ts';
import { createDocumentStore, type DocumentStore } from '../../document/documentStore.ts';
import { kindCatalogue } from '../kindCatalogue.ts';
import { createDraftSaver, type DraftSaver, type SaveState } from './draftSaver.ts';

/** A draft as it is edited and saved. */
export interface EditedDraft {
  readonly store: DocumentStore;
  readonly saver: DraftSaver;
  readonly save: SaveState;
}

const emptyDefinition = { activities: {}, transitions: [] };

/** What cannot be drawn at all begins empty; the page shows it as JSON beside. */
const drawableOf = (definition: unknown) => {
  const read = readDraft(definition);
  return 'draft' in read ? read.draft : emptyDefinition;
};

/** Closing the tab, or leaving the page, saves first. */
const useSaveOnLeaving = (saver: DraftSaver): void => {
  useEffect(() => {
    const leave = (): void => void saver.flush();
    const onHidden = (): void => {
      if (document.visibilityState === 'hidden') leave();
    };
    const onUnload = (event: BeforeUnloadEvent): void => {
      const { status } = saver.state.getSnapshot();
      if (status === 'saved') return;
      leave();
      event.preventDefault();
    };
    document.addEventListener('visibilitychange', onHidden);
    window.addEventListener('beforeunload', onUnload);
    return () => {
      document.removeEventListener('visibilitychange', onHidden);
      window.removeEventListener('beforeunload', onUnload);
      leave();
    };
  }, [saver]);
};

/**
 * Puts a draft on the canvas and saves it as it is drawn.
 * @returns the document's store, the saver, and how far saving is
 */
export function useDraft(draft: Draft): EditedDraft {
  const queries = useQueryClient();
  const name = draft.workflow;
  const [{ store, saver }] = useState(() => {
    const made = createDocumentStore(drawableOf(draft.definition), kindCatalogue.kinds);
    const save = async (change: { definition: unknown; baseVersion: number; revision: number }): Promise<Draft> => {
      const saved = await saveDraft({ name, ...change });
      void queries.invalidateQueries({ queryKey: workflowQuery(name).queryKey });
      return saved;
    };
    return { store: made, saver: createDraftSaver({ draft, drawn: made.getSnapshot, save }) };
  });
  useEffect(() => store.subscribe(saver.touch), [store, saver]);
  useSaveOnLeaving(saver);
  const save = useSyncExternalStore(saver.state.subscribe, saver.state.getSnapshot);
  return { store, saver, save };
}
