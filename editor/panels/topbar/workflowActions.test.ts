import { expect, test } from 'vitest';
import { rightsOfRole, type Role } from '../../../server/contract/rights.ts';
import type { WorkflowSummary } from '../../../server/contract/workflows.ts';
import { actionsFor } from './workflowActions.ts';

type Facts = Pick<WorkflowSummary, 'status' | 'category' | 'version'>;

const actionsOf = (role: Role, facts: Partial<Facts>) =>
  actionsFor({ status: 'started', category: 'technical', version: 1, ...facts }, (right) =>
    rightsOfRole[role].includes(right),
  );

test('an administrator can run, pause and stop a started workflow', () => {
  expect(actionsOf('admin', {})).toEqual(['runNow', 'pause', 'stop']);
});

test('a technical workflow is started and paused by administrators alone; support and operators resume it', () => {
  expect(actionsOf('operator', {})).toEqual([]);
  expect(actionsOf('operator', { status: 'paused' })).toEqual(['resume']);
  expect(actionsOf('support', { status: 'paused' })).toEqual(['resume']);
});

test('an operator starts and pauses what is not technical', () => {
  expect(actionsOf('operator', { category: 'custom' })).toEqual(['runNow', 'pause']);
  expect(actionsOf('operator', { category: 'custom', status: 'stopped' })).toEqual(['runNow', 'start']);
});

test('nothing can be asked of a workflow that was never published', () => {
  expect(actionsOf('admin', { status: 'draft', version: 0 })).toEqual([]);
});
