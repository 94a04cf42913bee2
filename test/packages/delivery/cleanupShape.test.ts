import { describe, expect, it } from 'vitest';
import type { Activity } from '../../../engine/model/definition.ts';
import { shippedDefinition } from './deliveryPackage.ts';

const cleanup = shippedDefinition('cleanup');
const paused = shippedDefinition('cleanupPausedWorkflows');
const activities = Object.entries(cleanup.activities);
/** Its label in every language. */
const labelsOf = ({ label }: Activity): readonly string[] => (typeof label === 'object' ? Object.values(label) : []);

/** The tasks and sub-tasks of the documentation, in its order, with the activities that do them. */
const facts: readonly (readonly [task: string, ids: readonly string[]])[] = [
  ['1', ['listMembers', 'listImports', 'listTables', 'lists']],
  ['2', ['dueDeliveries']],
  ['2a', ['exclusions']],
  ['2b', ['coupons']],
  ['2c', ['deliveryBroadLogs']],
  ['2d', ['deliveryPropositions']],
  ['2e', ['deliveryTrackingLogs']],
  ['2f', ['deliveryParts']],
  ['2g', ['deliveryMirrorPages']],
  ['2h', ['deliveryMirrorIndex']],
  ['2i', ['deliveryJobLogs']],
  ['2j', ['deliveryTrackingUrls']],
  ['2k', ['deliveries', 'deliveryContents']],
  [
    '2m',
    [
      'midStop',
      'midExclusions',
      'midCoupons',
      'midBroadLogs',
      'midParts',
      'midMirrorPages',
      'midMirrorIndex',
      'midJobLogs',
      'midTrackingUrls',
      'midLogStats',
      'midDeliveries',
    ],
  ],
  ['3', ['expiredLocal']],
  ['3a', ['expiredMid']],
  ['3b', ['waitingLogs']],
  ['3c', ['expiredState']],
  ['3d', ['endedParts']],
  ['3e', ['expiredParts']],
  ['4', ['mirrorPages', 'mirrorIndex', 'mirrorEntry', 'mirrorFlag']],
  ['5', ['deliveryWorkTables']],
  ['6', ['rejects']],
  ['6a', ['orphanRejects']],
  ['7', ['journal']],
  ['7a', ['workflowTasks']],
  ['7b', ['workflowEvents']],
  ['7c', ['workflowTables']],
  ['8', ['logins']],
  ['9', ['orphanListTables']],
  ['10', ['visitors']],
  ['11', ['validAddresses', 'addressesWithErrors']],
  ['12', ['subscriptions']],
  ['13', ['trackingLogs']],
  ['13a', ['trackingStats']],
  ['14', ['broadLogs']],
  ['14a', ['providerMsgIds']],
  ['15', ['coalesceErrors', 'coalesceUpToDate']],
  ['16', ['emailErrors']],
  ['17', ['mxDomains']],
  ['18', ['propositions']],
  ['19', ['simulationTables']],
  ['20', ['auditTrail']],
  ['21', ['pushTokens']],
  ['22', ['fullStatistics', 'onlyStatistics', 'noStatistics']],
  ['23', ['orphanAppSubscriptions', 'disabledAppSubscriptions']],
  ['24', ['sessions']],
  ['25', ['rtEvents', 'batchEvents', 'eventHistory']],
  ['26', ['reactions']],
];

/** The rows of a batch, where the documentation gives a figure. */
const batches: Readonly<Record<string, number>> = {
  listMembers: 5_000,
  listImports: 5_000,
  coupons: 5_000,
  deliveryBroadLogs: 20_000,
  deliveryPropositions: 20_000,
  deliveryTrackingLogs: 20_000,
  deliveryParts: 500_000,
  deliveryMirrorPages: 20_000,
  deliveryMirrorIndex: 20_000,
  deliveryJobLogs: 20_000,
  deliveries: 1,
  endedParts: 5_000,
  expiredParts: 500_000,
  mirrorPages: 5_000,
  mirrorIndex: 5_000,
  visitors: 20_000,
  validAddresses: 5_000,
  trackingLogs: 5_000,
  trackingStats: 5_000,
  broadLogs: 5_000,
  providerMsgIds: 5_000,
  propositions: 5_000,
  pushTokens: 5_000,
};

/** The activities in the order of a run: each transition is followed once, the first outlet first. */
function order(): readonly string[] {
  const seen = new Set<string>();
  const visit = (id: string): void => {
    if (seen.has(id)) return;
    seen.add(id);
    for (const { to } of cleanup.transitions.filter(({ from }) => from === id)) visit(to);
  };
  visit('nightly');
  return [...seen];
}

describe('the cleanup workflow', () => {
  it('has an activity for each documented task and sub-task, labelled with its number', () => {
    const labelled = facts.flatMap(([task, ids]) => ids.map((id) => [task, id] as const));
    const byId = new Map(activities.map(([id, activity]) => [id, labelsOf(activity)]));
    const isNumbered = (task: string, labels: readonly string[] = []): boolean =>
      labels.length > 0 && labels.every((label) => label.startsWith(`${task} `));
    expect(labelled.filter(([task, id]) => !isNumbered(task, byId.get(id)))).toEqual([]);
    expect(new Set(facts.map(([task]) => Number.parseInt(task, 10))).size).toBe(26);
  });

  it('does them in the documented order', () => {
    const place = new Map(order().map((id, index) => [id, index]));
    const ends = facts.map(([, ids]) => place.get(ids[0] ?? '') ?? -1);
    expect(ends).toEqual(ends.toSorted((one, other) => one - other));
    expect(order()).toHaveLength(activities.length);
  });

  it('runs daily at four, matters as production does, and pauses at the first task that fails', () => {
    expect(cleanup.activities).toMatchObject({ nightly: { type: 'scheduler', cron: '0 4 * * *' } });
    expect(cleanup).toMatchObject({ severity: 'production', onError: 'pause', category: 'technical' });
    expect(activities.filter(([, { onError, retry }]) => onError !== undefined || retry !== undefined)).toEqual([]);
    expect(cleanup.transitions.filter(({ outlet }) => outlet === 'error')).toEqual([]);
  });

  it('repeats every documented batch with its row limit', () => {
    const found = activities.map(
      ([id, activity]) => [id, activity['repeat'] === true ? JSON.stringify(activity['script']) : ''] as const,
    );
    const limits = new Map(found.map(([id, script]) => [id, Number(/LIMIT (\d+)\)/.exec(script)?.[1])]));
    expect(Object.fromEntries(Object.keys(batches).map((id) => [id, limits.get(id)]))).toEqual(batches);
  });

  it('counts beforehand wherever it repeats, so that the progress has an end', () => {
    expect(activities.filter(([, activity]) => activity['repeat'] === true && activity['total'] === undefined)).toEqual(
      [],
    );
  });

  it('leaves the transaction for the statistics alone', () => {
    const outside = activities.filter(([, activity]) => activity['transaction'] === false).map(([id]) => id);
    expect(outside).toEqual(['fullStatistics', 'onlyStatistics']);
  });

  it('names the engine’s own records by the kinds made for them', () => {
    const purged = activities
      .filter(([, { type }]) => type === 'purgeHistory')
      .map(([id, activity]) => [id, activity['what']]);
    expect(Object.fromEntries(purged)).toEqual({
      journal: 'journal',
      workflowTasks: 'tasks',
      workflowEvents: 'events',
      endedInstances: 'instances',
      logins: 'logins',
      auditTrail: 'audit',
      sessions: 'sessions',
    });
  });
});

describe('the cleanupPausedWorkflows workflow', () => {
  it('looks on Mondays at five at paused workflows of normal severity, by the documented option', () => {
    expect(paused).toMatchObject({ severity: 'normal', activities: { mondays: { cron: '0 5 * * 1' } } });
    const filters = Object.values(paused.activities).flatMap((activity) =>
      'filter' in activity ? [activity['filter']] : [],
    );
    const each = {
      severity: ['normal'],
      pausedLongerThan: "duration('1d') * option('NmsServer_PausedWorkflowPeriod')",
    };
    const weekly = { ...each, noNoticeFor: "duration('6d')" };
    expect(filters).toEqual([weekly, weekly, { ...each, noticesAtLeast: 4 }]);
  });

  it('tells the supervisors, the author and the last editor of each, and nobody as administrator', () => {
    expect(paused.activities).toMatchObject({
      notice: { each: 'vars.workflows', group: '{{ item.supervisors }}', to: '[item.author, item.lastEditor]' },
    });
  });
});
