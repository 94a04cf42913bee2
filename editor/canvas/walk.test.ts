import { describe, expect, it } from 'vitest';
import type { DefinitionDraft } from '../document/definitionDraft.ts';
import { shapeOf } from './canvasShape.ts';
import { reachFrom, walk } from './walk.ts';

const definition: DefinitionDraft = {
  activities: {
    begin: { type: 'start', position: [0, 0] },
    upper: { type: 'query', position: [320, -80] },
    lower: { type: 'query', position: [320, 80] },
    end: { type: 'end', position: [640, 80] },
  },
  transitions: [
    { from: 'begin', to: 'upper' },
    { from: 'begin', to: 'lower' },
    { from: 'lower', to: 'end' },
    { from: 'upper', to: 'begin' },
  ],
};
const shape = shapeOf(definition, new Map());

describe('walking with the arrow keys', () => {
  it('begins where the workflow begins', () => {
    expect(walk(definition, shape, undefined, 'right')).toBe('begin');
  });

  it('follows transitions forwards and backwards', () => {
    expect(walk(definition, shape, 'lower', 'right')).toBe('end');
    expect(walk(definition, shape, 'end', 'left')).toBe('lower');
  });

  it('goes up and down between neighbours of a column', () => {
    expect(walk(definition, shape, 'upper', 'down')).toBe('lower');
    expect(walk(definition, shape, 'lower', 'up')).toBe('upper');
  });

  it('stays where there is no way on', () => {
    expect(walk(definition, shape, 'end', 'right')).toBeUndefined();
  });
});

describe('what an activity is connected with', () => {
  it('is found downstream and upstream, also round a loop', () => {
    expect(reachFrom(definition, 'upper', 'downstream').toSorted()).toEqual(['begin', 'end', 'lower', 'upper']);
    expect(reachFrom(definition, 'lower', 'upstream').toSorted()).toEqual(['begin', 'lower', 'upper']);
  });
});
