import type { z } from 'zod';
import type { Problem } from '../../../engine/model/problem.ts';
import { draftSchema, type Draft } from '../../../server/contract/workflows.ts';
import { ApiProblem } from '../../api/ApiProblem.ts';
import type { DefinitionDraft } from '../../document/definitionDraft.ts';
import { createStore, type Store } from '../../live/store.ts';

/** Somebody else's save, which ours must not overwrite unasked. */
export const otherDraftSchema = draftSchema.omit({ problems: true });
export type OtherDraft = z.infer<typeof otherDraftSchema>;

/** How what is drawn stands against what is saved. */
export interface SaveState {
  readonly status: 'saved' | 'unsaved' | 'saving' | 'failed' | 'conflict';
  readonly revision: number;
  readonly baseVersion: number;
  /** The document's revision that the server has. */
  readonly savedDocument: number;
  /** What the server found wrong with what it has. */
  readonly problems: readonly Problem[];
  /** With `conflict`: what the other saved, where the answer said it. */
  readonly other?: OtherDraft;
  /** With `failed`: why. */
  readonly failure?: unknown;
}

/** What is drawn at the moment. */
export interface Drawn {
  readonly definition: DefinitionDraft;
  readonly revision: number;
}

/** Saves a draft as it is drawn, one save at a time, never over somebody else's. */
export interface DraftSaver {
  readonly state: Store<SaveState>;
  /** Something changed: saves after a moment of rest. */
  readonly touch: () => void;
  /** Saves now what is not saved. Answers whether everything is. */
  readonly flush: () => Promise<boolean>;
  /** Goes on from what the server has now: after publishing, or when a conflict was decided. */
  readonly standOn: (ground: Pick<Draft, 'revision' | 'baseVersion'>) => void;
  readonly dispose: () => void;
}

type Save = (change: { definition: unknown; baseVersion: number; revision: number }) => Promise<Draft>;

/** What a saver works with. */
export interface SaverSurroundings {
  readonly draft: Draft;
  readonly drawn: () => Drawn;
  readonly save: Save;
  readonly restMs?: number;
}

/** A save that failed is tried again after this long, or with the next change. */
const retryMs = 5_000;

const initialState = (draft: Draft, drawn: Drawn): SaveState => ({
  status: 'saved',
  revision: draft.revision,
  baseVersion: draft.baseVersion,
  savedDocument: drawn.revision,
  problems: draft.problems,
});

const failedState = (state: SaveState, failure: unknown): SaveState => {
  if (!(failure instanceof ApiProblem) || failure.code !== 'revision-conflict')
    return { ...state, status: 'failed', failure };
  const other = otherDraftSchema.safeParse(failure.details.current);
  return { ...state, status: 'conflict', ...(other.success ? { other: other.data } : {}) };
};

const saveOnce = async (
  state: Store<SaveState>,
  { definition, revision: document }: Drawn,
  save: Save,
): Promise<void> => {
  const before = state.getSnapshot();
  state.set({ ...before, status: 'saving' });
  try {
    const saved = await save({ definition, baseVersion: before.baseVersion, revision: before.revision });
    const { revision, baseVersion, problems } = saved;
    state.set({ status: 'saved', revision, baseVersion, problems, savedDocument: document });
  } catch (failure) {
    state.set(failedState(before, failure));
  }
};

/**
 * Creates the saver of a draft.
 * @returns it, with everything saved
 */
export function createDraftSaver({ draft, drawn, save, restMs = 800 }: SaverSurroundings): DraftSaver {
  const state = createStore(initialState(draft, drawn()));
  const work: { timer?: ReturnType<typeof setTimeout> | undefined; running?: Promise<void> | undefined } = {};
  const isSaved = (): boolean => state.getSnapshot().savedDocument === drawn().revision;

  const saveAll = async (): Promise<void> => {
    do await saveOnce(state, drawn(), save);
    while (state.getSnapshot().status === 'saved' && !isSaved());
  };

  const flush = async (): Promise<boolean> => {
    clearTimeout(work.timer);
    work.timer = undefined;
    if (state.getSnapshot().status === 'conflict') return false;
    if (isSaved() && !work.running) return true;
    work.running ??= saveAll().finally(() => (work.running = undefined));
    await work.running;
    const { status } = state.getSnapshot();
    if (status === 'failed') work.timer = setTimeout(() => void flush(), retryMs);
    return status === 'saved';
  };

  const touch = (): void => {
    if (isSaved() || state.getSnapshot().status === 'conflict') return;
    if (!work.running) state.set({ ...state.getSnapshot(), status: 'unsaved' });
    clearTimeout(work.timer);
    work.timer = setTimeout(() => void flush(), restMs);
  };

  const standOn = ({ revision, baseVersion }: Pick<Draft, 'revision' | 'baseVersion'>): void => {
    const { other: _other, failure: _failure, ...rest } = state.getSnapshot();
    state.set({ ...rest, status: isSaved() ? 'saved' : 'unsaved', revision, baseVersion });
  };

  return { state, touch, flush, standOn, dispose: () => clearTimeout(work.timer) };
}
