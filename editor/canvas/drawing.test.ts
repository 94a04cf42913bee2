import { describe, expect, it } from 'vitest';
import type { Kinds } from '../../engine/activity/kind.ts';
import { activityIdSchema } from '../../engine/model/ids.ts';
import type { InstanceView } from '../../server/contract/instanceView.ts';
import type { DefinitionDraft } from '../document/definitionDraft.ts';
import { lineEdges } from './canvasEdges.ts';
import { canvasKey } from './canvasKeys.ts';
import { cardNodes, type CardSources } from './canvasNodes.ts';
import { drawLines, isSameShape, redrawLines, shapeOf } from './canvasShape.ts';
import { drawnStatus, progressShare, taskCount } from './drawnStatus.ts';
import { freePlace, cardAt } from './geometry.ts';
import { layColumns } from './layColumns.ts';
import { keepSameMembers } from './sameMembers.ts';
import { lineNear } from './spliceTarget.ts';
import { openingView, viewOfAll } from './viewport.ts';

const definition = (): DefinitionDraft => ({
  activities: { first: { type: 'query', position: [0, 0] }, second: { type: 'end', position: [320, 0] } },
  transitions: [{ from: 'first', to: 'second' }],
});

const view: InstanceView = {
  instance: 'i1',
  workflow: 'orders',
  version: 1,
  severity: 'normal',
  status: 'running',
  pauseCauses: [],
  startedAtMs: 0,
  activities: {
    [activityIdSchema.parse('first')]: { counts: { done: 2 }, status: 'done', durationMs: 1_200, recordCount: 574 },
  },
  transitions: { 'first:default:second': { count: 2, recordCount: 574, atMs: 5 } },
  tasks: {},
  seq: 9,
};

const kinds: Kinds = new Map();

const sources = (draft: DefinitionDraft, more: Partial<CardSources> = {}): CardSources => ({
  definition: draft,
  kinds,
  language: 'en',
  positions: shapeOf(draft, new Map()).positions,
  selected: new Set(),
  isLive: true,
  view,
  problems: new Map(),
  nextFirings: {},
  ...more,
});

describe('a card', () => {
  it('is lit by the tasks of its activity, and not before there is one', () => {
    const [first, second] = cardNodes(sources(definition()));
    expect([first?.data.status, second?.data.status]).toEqual(['done', 'notReached']);
  });

  it('shows a pause where its task would start but for the pause', () => {
    expect(drawnStatus({ counts: { pending: 1 }, status: 'pending' }, 'paused')).toBe('paused');
    expect(drawnStatus({ counts: { pending: 1 }, status: 'pending' }, 'running')).toBe('ready');
  });

  it('shows a warning where it was done after a failed attempt', () => {
    const failure = { cause: 'transient', message: 'busy' } as const;
    expect(drawnStatus({ counts: { done: 1 }, status: 'done', failure }, 'running')).toBe('warning');
  });

  it('counts tasks and knows its progress only where there is a total', () => {
    expect(taskCount({ counts: { done: 2, running: 1 } })).toBe(3);
    expect(progressShare({ counts: {}, progress: { rounds: 1, rows: 5_000, total: 20_000 } })).toBe(0.25);
    expect(progressShare({ counts: {}, progress: { rounds: 1, rows: 5_000 } })).toBeUndefined();
  });

  it('stays the same object while what it shows stays the same', () => {
    const draft = definition();
    const before = cardNodes(sources(draft));
    expect(keepSameMembers(before, cardNodes(sources(draft)))).toBe(before);
    const [first, second] = keepSameMembers(before, cardNodes(sources(draft, { selected: new Set(['first']) })));
    expect([first === before[0], second === before[1]]).toEqual([false, true]);
  });
});

describe('a line', () => {
  it('says how many rows passed, and how long the activity before it took', () => {
    const draft = definition();
    const lines = drawLines(shapeOf(draft, new Map()));
    const [line] = lineEdges({
      definition: draft,
      kinds: new Map(),
      language: 'en',
      lines,
      selected: new Set(),
      isLive: true,
      view,
      target: undefined,
    });
    expect(line?.data).toMatchObject({ count: 2, recordCount: 574, durationMs: 1_200 });
  });

  it('does not depend on what is typed in a field', () => {
    const draft = definition();
    const typed = {
      ...draft,
      activities: { ...draft.activities, first: { type: 'query', position: [0, 0], sql: 'SELECT 1' } },
    };
    expect(isSameShape(shapeOf(draft, new Map()), shapeOf(typed, new Map()))).toBe(true);
  });

  it('follows a card in the hand', () => {
    const shape = shapeOf(definition(), new Map());
    const lines = redrawLines(shape, drawLines(shape), { second: [320, 200] });
    expect(lines.get('first:default:second')?.at(-1)).toEqual({ x: 320, y: 236 });
  });

  it('is found by whoever drops something near it', () => {
    const lines = drawLines(shapeOf(definition(), new Map()));
    expect(lineNear(lines, { x: 270, y: 44 })).toBe('first:default:second');
    expect(lineNear(lines, { x: 270, y: 120 })).toBeUndefined();
  });
});

describe('places', () => {
  it('are found for what nobody placed, a column for each step, also with a loop', () => {
    const { activities } = definition();
    const transitions = [
      { from: 'first', to: 'second' },
      { from: 'second', to: 'first' },
    ];
    const places = layColumns({ activities, transitions });
    expect(new Set(Object.values(places).map(String)).size).toBe(2);
  });

  it('are free of other cards', () => {
    expect(freePlace([0, 0], [cardAt([0, 0])])).toEqual([0, 112]);
    expect(freePlace([0, 0], [cardAt([600, 0])])).toEqual([0, 0]);
  });
});

describe('the view that a graph opens with', () => {
  const pane = { width: 1_000, height: 600 };

  it('is all of it where that can be read', () => {
    expect(openingView([cardAt([0, 0]), cardAt([320, 0])], pane).zoom).toBe(1);
  });

  it('is its beginning where it is long', () => {
    const { x, zoom } = openingView([cardAt([0, 0]), cardAt([9_000, 0])], pane);
    expect([x, zoom]).toEqual([48, 0.8]);
  });

  it('shows a box whole', () => {
    const { zoom } = viewOfAll({ x: 0, y: 0, width: 4_000, height: 100 }, pane);
    expect(4_000 * zoom).toBeLessThan(pane.width);
  });
});

describe('keys', () => {
  const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey', boolean>> = {}) => ({
    key,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altKey: false,
    ...held,
  });

  it('mean the same with Ctrl as with Command', () => {
    expect(canvasKey(press('z', { ctrlKey: true }), true)).toBe('undo');
    expect(canvasKey(press('Z', { metaKey: true, shiftKey: true }), true)).toBe('redo');
  });

  it('change nothing on a canvas that is only watched', () => {
    expect(canvasKey(press('Delete'), false)).toBeUndefined();
    expect(canvasKey(press('Tab'), false)).toBeUndefined();
    expect(canvasKey(press('ArrowRight'), false)).toBe('right');
  });
});
