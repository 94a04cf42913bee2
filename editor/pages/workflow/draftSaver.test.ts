import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Draft } from '../../../server/contract/workflows.ts';
import { ApiProblem } from '../../api/ApiProblem.ts';
import { createDraftSaver, type Drawn } from './draftSaver.ts';

const draft: Draft = {
  workflow: 'mine',
  definition: {},
  baseVersion: 1,
  revision: 4,
  changedBy: 'ann',
  changedAt: '2026-01-01T00:00:00.000Z',
  problems: [],
};

const conflict = (current: unknown) =>
  new ApiProblem({
    type: '/problems/revision-conflict',
    title: '',
    status: 412,
    detail: '',
    code: 'revision-conflict',
    current,
  });

/** A saver over a server that keeps what it is sent. */
const given = (
  answer: (revision: number) => Promise<Draft> = async (revision) => ({ ...draft, revision: revision + 1 }),
) => {
  const drawing: { now: Drawn } = { now: { definition: { activities: {}, transitions: [] }, revision: 0 } };
  const sent: { revision: number; baseVersion: number }[] = [];
  const saver = createDraftSaver({
    draft,
    drawn: () => drawing.now,
    save: ({ revision, baseVersion }) => {
      sent.push({ revision, baseVersion });
      return answer(revision);
    },
  });
  const draw = (): void => {
    drawing.now = { ...drawing.now, revision: drawing.now.revision + 1 };
    saver.touch();
  };
  return { saver, sent, draw };
};

describe('the saver of a draft', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('saves once after a moment of rest, however much was drawn', async () => {
    const { saver, sent, draw } = given();
    draw();
    draw();
    expect(saver.state.getSnapshot().status).toBe('unsaved');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent).toEqual([{ revision: 4, baseVersion: 1 }]);
    expect(saver.state.getSnapshot()).toMatchObject({ status: 'saved', revision: 5, savedDocument: 2 });
  });

  test('what is drawn while a save is on its way is saved after it, on the revision that it gave', async () => {
    const { saver, sent, draw } = given();
    draw();
    const saving = saver.flush();
    draw();
    expect(await saving).toBe(true);
    expect(sent.map(({ revision }) => revision)).toEqual([4, 5]);
  });

  test('a conflict stops saving and keeps what the other saved, until it is decided', async () => {
    const { saver, sent, draw } = given(async (revision) => {
      if (revision === 4) throw conflict({ ...draft, revision: 9, changedBy: 'bob' });
      return { ...draft, revision: revision + 1 };
    });
    draw();
    expect(await saver.flush()).toBe(false);
    expect(saver.state.getSnapshot()).toMatchObject({ status: 'conflict', other: { changedBy: 'bob', revision: 9 } });
    draw();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sent).toHaveLength(1);
    saver.standOn({ revision: 9, baseVersion: 1 });
    expect(await saver.flush()).toBe(true);
    expect(sent.at(-1)).toEqual({ revision: 9, baseVersion: 1 });
  });

  test('a save that failed is tried again with the next change', async () => {
    const failures = { left: 1 };
    const { saver, draw } = given(async (revision) => {
      if (failures.left-- > 0)
        throw new ApiProblem({ type: '', title: '', status: 0, detail: '', code: 'unavailable' });
      return { ...draft, revision: revision + 1 };
    });
    draw();
    expect(await saver.flush()).toBe(false);
    expect(saver.state.getSnapshot().status).toBe('failed');
    draw();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(saver.state.getSnapshot().status).toBe('saved');
  });
});
