import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnyKind, Kinds } from '../../engine/activity/kind.ts';
import { z } from 'zod';
import type { Json } from '../../engine/model/json.ts';
import type { Command } from './command.ts';
import { outletOf, type DefinitionDraft } from './definitionDraft.ts';
import { createDocumentStore } from './documentStore.ts';
import { emptySelection } from './selection.ts';

const kind = (name: string, more: Partial<AnyKind> = {}): AnyKind => ({
  name,
  group: 'flow',
  label: name,
  summary: name,
  schema: z.looseObject({}),
  inbound: 'allowed',
  canFail: true,
  outlets: () => [{ name: 'default' }],
  describe: () => name,
  behaviour: { does: 'decide', decide: () => ({ outlets: [] }) },
  ...more,
});

const kinds: Kinds = new Map([
  ['scheduler', kind('scheduler', { inbound: 'never' })],
  ['query', kind('query')],
  ['test', kind('test', { outlets: () => [{ name: 'yes' }, { name: 'no' }] })],
  ['end', kind('end', { outlets: () => [], canFail: false })],
]);

const orders = (): DefinitionDraft => ({
  name: 'orders',
  severity: 'normal',
  activities: {
    nightly: { type: 'scheduler', position: [0, 0], cron: '0 2 * * *' },
    orders: { type: 'query', sql: 'SELECT 1', position: [240, 0] },
    enough: { type: 'test', position: [480, 0] },
    digest: { type: 'query', position: [720, 0], sql: 'SELECT * FROM {in.orders} WHERE active("orders")' },
    done: { type: 'end', position: [960, 0] },
  },
  transitions: [
    { from: 'nightly', to: 'orders' },
    { from: 'orders', to: 'enough' },
    { from: 'enough', outlet: 'yes', to: 'digest', label: 'plenty' },
    { from: 'enough', outlet: 'no', to: 'done' },
    { from: 'digest', to: 'done' },
  ],
  onError: 'pause',
});

const open = () => createDocumentStore(orders(), kinds);
const transitions = (store: ReturnType<typeof open>) =>
  store
    .getSnapshot()
    .definition.transitions.map((transition) =>
      [transition.from, ...(outletOf(transition) === 'default' ? [] : [outletOf(transition)]), transition.to].join(
        ' > ',
      ),
    );

describe('editing', () => {
  it('adds an activity already wired to an outlet', () => {
    const store = open();
    store.dispatch({
      type: 'addActivity',
      activity: { type: 'query' },
      position: [3, 5],
      after: { activity: 'orders', outlet: 'error' },
    });
    expect(store.getSnapshot().definition.activities['query']).toEqual({ type: 'query', position: [0, 8] });
    expect(transitions(store)).toContain('orders > error > query');
    expect(store.getSnapshot().selection.activities).toEqual(['query']);
  });

  it('splices an activity into a transition, which keeps its label and outlet', () => {
    const store = open();
    store.dispatch({ type: 'addActivity', activity: { type: 'query' }, position: [0, 0], on: 'enough:yes:digest' });
    expect(store.getSnapshot().definition.transitions.slice(2, 4)).toEqual([
      { from: 'enough', outlet: 'yes', to: 'query', label: 'plenty' },
      { from: 'query', to: 'digest' },
    ]);
  });

  it('closes the gap when deleting and reconnecting, also over neighbours deleted together', () => {
    const store = open();
    const selection = { activities: ['orders', 'enough'], transitions: [] };
    store.dispatch({ type: 'remove', selection, reconnect: true });
    expect(transitions(store)).toEqual(['digest > done', 'nightly > digest', 'nightly > done']);
  });

  it('renames an activity in its transitions and where SQL and expressions mention it', () => {
    const store = open();
    store.dispatch({ type: 'rename', activity: 'orders', to: 'sales' });
    const { definition } = store.getSnapshot();
    expect(Object.keys(definition.activities)).toEqual(['nightly', 'sales', 'enough', 'digest', 'done']);
    expect(definition.activities['digest']?.['sql']).toBe('SELECT * FROM {in.sales} WHERE active("sales")');
    expect(transitions(store).slice(0, 2)).toEqual(['nightly > sales', 'sales > enough']);
  });

  it('pastes a copy of a branch under free names, still wired to itself', () => {
    const store = open();
    const { activities, transitions: all } = orders();
    const fragment = { activities: { orders: activities['orders']!, digest: activities['digest']! }, transitions: all };
    store.dispatch({ type: 'paste', fragment, position: [100, 200] });
    const { definition } = store.getSnapshot();
    expect(definition.activities['orders2']?.['position']).toEqual([100, 200]);
    expect(definition.activities['digest2']?.['sql']).toContain('{in.orders2}');
    expect(definition.transitions).toHaveLength(5);
  });

  it('refuses what may not be, with the reason, and changes nothing', () => {
    const store = open();
    const refusal = (command: Command) => {
      const answer = store.dispatch(command);
      return answer.done ? 'done' : answer.refusal.code;
    };
    expect(refusal({ type: 'connect', from: 'orders', outlet: 'default', to: 'nightly' })).toBe('inbound-never');
    expect(refusal({ type: 'connect', from: 'done', outlet: 'default', to: 'orders' })).toBe('no-outlets');
    expect(refusal({ type: 'connect', from: 'enough', outlet: 'maybe', to: 'orders' })).toBe('outlet-unknown');
    expect(refusal({ type: 'connect', from: 'orders', outlet: 'default', to: 'enough' })).toBe('transition-exists');
    expect(refusal({ type: 'rename', activity: 'orders', to: 'done' })).toBe('activity-exists');
    expect(refusal({ type: 'rename', activity: 'orders', to: '1st' })).toBe('name-invalid');
    expect(refusal({ type: 'setProperty', property: 'activities', value: {} })).toBe('property-structural');
    expect(store.getSnapshot().revision).toBe(0);
  });
});

describe('undo', () => {
  it('takes typing in one field back at once, and what followed on its own', () => {
    const store = open();
    for (const value of ['SELECT 2', 'SELECT 23'])
      store.dispatch({ type: 'setField', activity: 'orders', field: 'sql', value }, 'orders/sql');
    store.seal();
    store.dispatch({ type: 'setField', activity: 'orders', field: 'sql', value: 'SELECT 234' }, 'orders/sql');
    store.undo();
    expect(store.getSnapshot().definition.activities['orders']?.['sql']).toBe('SELECT 23');
    store.undo();
    expect(store.getSnapshot().definition.activities['orders']?.['sql']).toBe('SELECT 1');
    expect(store.getSnapshot().canUndo).toBe(false);
  });

  it('does not join typing after an undo with what was typed before it', () => {
    const store = open();
    const type = (value: string, key: string) =>
      store.dispatch({ type: 'setField', activity: 'orders', field: 'sql', value }, key);
    type('a', 'one');
    type('b', 'two');
    store.undo();
    type('c', 'one');
    store.undo();
    expect(store.getSnapshot().definition.activities['orders']?.['sql']).toBe('a');
  });
});

const name = fc.constantFrom('nightly', 'orders', 'enough', 'digest', 'done', 'query', 'constructor', 'query2');
const key = fc.constantFrom(
  'nightly:default:orders',
  'enough:yes:digest',
  'digest:default:done',
  'orders:default:enough',
  'query:default:done',
);
const outlet = fc.constantFrom('default', 'yes', 'no', 'error');
const position = fc.tuple(fc.integer({ min: -500, max: 500 }), fc.integer({ min: -500, max: 500 }));
const activity = fc.constantFrom('scheduler', 'query', 'test', 'end').map((type) => ({ type }));
const field = fc.constantFrom('sql', 'label', 'position', 'onError', 'novel');
const value = fc.option(fc.oneof(fc.string(), fc.integer(), fc.constant<Json>({ a: [1, { b: null }] })), {
  nil: undefined,
});
const selection = fc.record({
  activities: fc.array(name, { maxLength: 3 }),
  transitions: fc.array(key, { maxLength: 2 }),
});

const commands: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ type: fc.constant('addActivity' as const), activity, position, id: name }),
  fc.record({ type: fc.constant('addActivity' as const), activity, position, on: key }),
  fc.record({
    type: fc.constant('addActivity' as const),
    activity,
    position,
    after: fc.record({ activity: name, outlet }),
  }),
  fc.record({ type: fc.constant('remove' as const), selection, reconnect: fc.boolean() }),
  fc.record({
    type: fc.constant('move' as const),
    positions: fc.dictionary(name, position, { noNullPrototype: true }),
  }),
  fc.record({ type: fc.constant('rename' as const), activity: name, to: fc.oneof(name, fc.constant('fresh')) }),
  fc.record({ type: fc.constant('setField' as const), activity: name, field, value }),
  fc.record({ type: fc.constant('changeKind' as const), activity: name, draft: activity }),
  fc.record({ type: fc.constant('connect' as const), from: name, outlet, to: name }),
  fc.record({ type: fc.constant('disconnect' as const), transition: key }),
  fc.record({
    type: fc.constant('redirect' as const),
    transition: key,
    to: fc.record({ from: name, outlet, to: name }),
  }),
  fc.record({ type: fc.constant('splice' as const), activity: name, transition: key, position }),
  fc.record({
    type: fc.constant('setTransitionField' as const),
    transition: key,
    field: fc.constantFrom('label', 'jump'),
    value,
  }),
  fc.record({
    type: fc.constant('setProperty' as const),
    property: fc.constantFrom('severity', 'label', 'transitions'),
    value,
  }),
  fc.constant<Command>({ type: 'paste', fragment: orders(), position: [8, 8] }),
  fc.constant<Command>({ type: 'replaceDefinition', definition: { activities: {}, transitions: [], name: 'other' } }),
);

const print = (store: ReturnType<typeof open>) => JSON.stringify(store.getSnapshot().definition);

describe('any edits', () => {
  // Caught: dropKey's inverse without its place among the keys; joined edits undone in the order they were made.
  it('undone to the start give the same document byte for byte, and redone the same end', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(commands, fc.option(fc.constantFrom('a', 'b'), { nil: undefined })), { maxLength: 25 }),
        (edits) => {
          const store = open();
          const before = print(store);
          for (const [command, mergeKey] of edits) store.dispatch(command, mergeKey);
          const after = print(store);
          while (store.getSnapshot().canUndo) store.undo();
          expect(print(store)).toBe(before);
          while (store.getSnapshot().canRedo) store.redo();
          expect(print(store)).toBe(after);
        },
      ),
      { numRuns: 300 },
    );
  });

  // Caught: `remove` without the transitions of the removed; `canConnect` without its look for the same transition.
  it('leave no transition hanging and none twice', () => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 25 }), (edits) => {
        const store = open();
        for (const command of edits) store.dispatch(command);
        const { definition } = store.getSnapshot();
        const ids = new Set(Object.keys(definition.activities));
        const keys = definition.transitions.map(({ from, outlet: by, to }) =>
          JSON.stringify([from, by ?? 'default', to]),
        );
        expect(definition.transitions.filter(({ from, to }) => !ids.has(from) || !ids.has(to))).toEqual([]);
        expect(new Set(keys).size).toBe(keys.length);
      }),
      { numRuns: 300 },
    );
  });
});

describe('selection', () => {
  it('is no step of undo, and comes back with what it belonged to', () => {
    const store = open();
    store.select({ activities: ['orders'], transitions: [] });
    store.dispatch({ type: 'remove', selection: store.getSnapshot().selection });
    expect(store.getSnapshot().selection).toEqual(emptySelection);
    store.undo();
    expect(store.getSnapshot().selection.activities).toEqual(['orders']);
  });
});
