import { expect, test } from 'vitest';
import { rightsOfRole, type Role } from '../../../server/contract/rights.ts';
import { instanceActionsFor, type InstanceFacts } from './instanceActions.ts';

const actionsOf = (role: Role, facts: Partial<InstanceFacts>) =>
  instanceActionsFor({ status: 'running', technical: true, child: false, stoppingMs: 0, ...facts }, (right) =>
    rightsOfRole[role].includes(right),
  );

test('a running instance can be paused and stopped by operators, and by support it cannot', () => {
  expect(actionsOf('operator', {})).toEqual(['pause', 'stop']);
  expect(actionsOf('support', {})).toEqual([]);
});

test('support resumes what is paused', () => {
  expect(actionsOf('support', { status: 'paused' })).toEqual(['resume']);
});

test('the unconditional stop is offered to administrators once stopping has taken ten seconds', () => {
  expect(actionsOf('admin', { status: 'stopping', stoppingMs: 9_999 })).toEqual([]);
  expect(actionsOf('admin', { status: 'stopping', stoppingMs: 10_000 })).toEqual(['kill']);
  expect(actionsOf('operator', { status: 'stopping', stoppingMs: 60_000 })).toEqual([]);
});

test('only administrators restart an instance of a technical workflow', () => {
  expect(actionsOf('admin', { status: 'failed' })).toEqual(['restart']);
  expect(actionsOf('operator', { status: 'failed' })).toEqual([]);
  expect(actionsOf('operator', { status: 'failed', technical: false })).toEqual(['restart']);
});

test('[F44] a child is not restarted: its parent begins another one', () => {
  expect(actionsOf('admin', { status: 'failed', child: true })).toEqual([]);
  expect(actionsOf('admin', { status: 'running', child: true })).toEqual(['pause', 'stop']);
});
