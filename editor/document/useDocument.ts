import { useSyncExternalStore } from 'react';
import type { DocumentStore, WorkflowDocument } from './documentStore.ts';

/** The document of a store, current at every render. */
export const useDocument = (store: DocumentStore): WorkflowDocument =>
  useSyncExternalStore(store.subscribe, store.getSnapshot);
