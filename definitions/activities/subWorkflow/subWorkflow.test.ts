import { expect, it } from 'vitest';
import { ExpressionFailure } from '../../../engine/expression/expressionFailure.ts';
import { decideContext, type KindWorld } from '../../../test/support/kindRun.ts';
import { subWorkflowKind } from './subWorkflow.kind.ts';

const { behaviour, schema } = subWorkflowKind;
const parse = (written: object) => schema.parse({ workflow: 'kid', ...written });
const itemsOf = (written: object, world: KindWorld = {}) =>
  behaviour.does === 'delegate' ? behaviour.items(decideContext(parse(written), world)) : undefined;
const termsOf = (written: object) => behaviour.does === 'delegate' && behaviour.terms(parse(written));

it('a sub-workflow has one child, or one for each value of a list or row of a work table', () => {
  const workTables = { orders: 7, customers: 2 };
  expect(itemsOf({})).toEqual({ of: 'itself' });
  expect(itemsOf({ forEach: '[1, 2]' })).toEqual({ of: 'list', values: [1, 2] });
  expect(itemsOf({ more: 'another' })).toEqual({ of: 'list', values: [] });
  expect(itemsOf({ forEach: '{in.orders}' }, { workTables })).toMatchObject({ workTable: { recordCount: 7 } });
  expect(itemsOf({ forEach: '{in}' }, { workTables: { orders: 7 } })).toMatchObject({ of: 'rows' });
});

it.each(['7', '{in}', '{in.nobody}'])(
  'a sub-workflow for each of %s fails where two work tables came in',
  (forEach) => {
    expect(() => itemsOf({ forEach }, { workTables: { orders: 7, customers: 2 } })).toThrow(ExpressionFailure);
  },
);

it('a sub-workflow says on which terms it has children', () => {
  expect(termsOf({})).toEqual({ workflow: 'kid', concurrency: 10, single: true });
  expect(termsOf({ forEach: 'vars.list', collect: 'first', concurrency: 3 })).toEqual({
    ...{ workflow: 'kid', concurrency: 3, enough: 1 },
  });
  expect(termsOf({ more: 'another', collect: 2 })).toMatchObject({ enough: 2, more: 'another' });
});

it.each([{ collect: 'some' }, { collect: 0 }, { concurrency: 0 }, { workflow: 'no name' }, { input: { 'a b': '1' } }])(
  'a sub-workflow does not understand %o',
  (written) => {
    expect(schema.safeParse({ workflow: 'kid', ...written }).success).toBe(false);
  },
);

it('a sub-workflow evaluates the input of each child', () => {
  const config = parse({ input: { name: 'item', place: 'index' }, forEach: 'vars.list' });
  const input = behaviour.does === 'delegate' && behaviour.input(config, (source) => `<${source}>`);
  expect(input).toEqual({ name: '<item>', place: '<index>' });
});

it('a sub-workflow sets one result, or all of them', () => {
  const sets = (written: object) => subWorkflowKind.sets?.(parse(written));
  expect([sets({}), sets({ forEach: 'vars.list' })]).toEqual([['result'], ['results']]);
  expect(sets({ forEach: 'vars.list', collect: 'first' })).toEqual(['results', 'result']);
});

it('the card of a sub-workflow says what it runs', () => {
  const told = [{}, { forEach: '{in}' }, { forEach: 'vars.l', collect: 2 }].map((one) =>
    subWorkflowKind.describe(parse(one)),
  );
  expect(told).toEqual(['runs kid', 'runs kid for each of {in}', 'runs kid for each of vars.l, until 2 finished']);
});
