import type { DefinitionInput } from '../../../engine/model/definition.ts';

type Drawn = Record<string, unknown> & Pick<DefinitionInput, 'category' | 'folder' | 'severity'>;

/** Begins and ends at once. */
export const twoSteps = (name: string, more: Drawn = {}): Record<string, unknown> => ({
  name,
  activities: { begin: { type: 'start' }, done: { type: 'end' } },
  transitions: [{ from: 'begin', to: 'done' }],
  ...more,
});

/** Waits for the signal `go`, then ends. */
export const waitThenEnd = (name: string, more: Drawn = {}): Record<string, unknown> => ({
  name,
  overlap: 'allow',
  activities: { begin: { type: 'start' }, go: { type: 'signal' }, done: { type: 'end' } },
  transitions: [
    { from: 'begin', to: 'go' },
    { from: 'go', to: 'done' },
  ],
  ...more,
});
