import * as distributed from '../../definitions/packages/distributed-marketing/demo/day.ts';
import * as campaigns from '../../definitions/packages/marketing-campaigns/demo/day.ts';
import * as resources from '../../definitions/packages/marketing-resources/demo/day.ts';
import * as privacy from '../../definitions/packages/privacy-data-protection-regulation/demo/day.ts';
import type { HttpClient } from '../../engine/activity/outside.ts';
import { instanceIdSchema } from '../../engine/model/ids.ts';
import { clientOf, connectDeliverability, createDeliverabilityService } from './delivery/deliverabilityService.ts';
import type { EngineRun } from './engineRun.ts';
import { runWorkflow } from './runWorkflow.ts';

/** Whom a workflow reaches outside of the database, and what was sent there. */
interface Reached {
  readonly http?: HttpClient;
  readonly sent: () => readonly string[];
}

/** How a workflow comes to have work on the demo data: what precedes, and what makes it run. */
export interface WorkSituation {
  readonly given?: (engine: EngineRun) => Promise<void>;
  readonly when?: (engine: EngineRun) => Promise<void>;
  /** How it runs once more. */
  readonly again?: (engine: EngineRun) => Promise<void>;
  readonly reaches?: () => Reached;
  /** Why it ends otherwise when its worker dies between two statements outside of transactions. */
  readonly onlyTransactions?: string;
}

const doubtful =
  'of a message that was being sent nobody knows whether it went: it is not sent again, and its log says so (deliveryKilled.test.ts)';

/** A workflow whose instances wait for what never comes, as many as there are. */
export const leftPaused = {
  name: 'leftPaused',
  overlap: 'allow',
  label: 'Left paused',
  severity: 'normal',
  supervisors: 'workflowSupervisors',
  activities: { begin: { type: 'start' }, call: { type: 'signal', name: 'never' }, done: { type: 'end' } },
  transitions: [
    { from: 'begin', to: 'call' },
    { from: 'call', to: 'done' },
  ],
};

/** Somebody pauses an instance, and forgets it. */
export async function leavePaused(engine: EngineRun, name = 'i_left'): Promise<void> {
  const instance = instanceIdSchema.parse(name);
  await engine.publish(leftPaused);
  await engine.ask({ operation: 'runNow', instance, input: {} }, { workflow: leftPaused.name });
  await engine.ask({ operation: 'pause', reason: 'until I am back' }, { instance });
}

/** What deliveries and resources name to be begun for them; it takes its time. */
const carry = {
  name: 'carry',
  label: 'Carry it',
  category: 'campaign',
  overlap: 'allow',
  activities: {
    begin: { type: 'start' },
    arrived: { type: 'wait', for: '1h' },
    done: { type: 'end', result: 'instance.inputs' },
  },
  transitions: [
    { from: 'begin', to: 'arrived' },
    { from: 'arrived', to: 'done' },
  ],
};

/** What people do on some days, all of it since the last run. */
async function lives(
  { knex, nowMs }: EngineRun,
  people: { readonly liveDay: typeof campaigns.liveDay },
  days = 2,
): Promise<void> {
  for (let day = 1; day <= days; day += 1) await people.liveDay({ knex, day, now: new Date(nowMs()) });
}

const setOption = ({ knex }: EngineRun, name: string, value: string, data_type = 'text'): Promise<unknown> =>
  knex('xtk_option').insert({ name, data_type, value }).onConflict('name').merge();

/** The routing of events fails for some of them: they are to be tried again in ten minutes. */
async function givenFailingHook(engine: EngineRun, hook: string): Promise<void> {
  const fails = "if (event(id).event_id % 5 === 0) throw new Error('nobody knows this')";
  await setOption(engine, 'MC_RoutingCustomJs', `function ${hook}(id) { ${fails}; }`);
}

/** A service that has lists, and a message that is not known here. */
function deliverability(): Reached {
  const service = createDeliverabilityService();
  const modified = { modified_at: '2026-05-24T00:00:00.000Z' };
  service.state.messages = [{ text: '451 greylisted', failure_reason: 3, qualification: 'keep', ...modified }];
  return {
    http: clientOf(service),
    sent: () => service.posted.map((messages) => JSON.stringify(messages)),
  };
}

async function givenDeliverability(engine: EngineRun): Promise<void> {
  await connectDeliverability(engine.knex);
  await setOption(engine, 'NmsServer_InstanceType', 'midSourcing');
  const last_modified_at = new Date(engine.nowMs() - 86_400_000).toISOString();
  const ours = { text: '452 no room', qualification: 'keep', failure_reason: 5, source: 'local', last_modified_at };
  await engine.knex('nms_broad_log_msg').insert(ours);
}

/** Letters whose extraction is approved wait for their file, and there is room for all jobs that are due. */
async function givenJobs(engine: EngineRun): Promise<void> {
  await lives(engine, campaigns);
  await engine
    .knex('nms_operation_delivery')
    .where({ kind: 'directMail', stage: 'targeted' })
    .update({ stage: 'pendingExtraction' });
  await setOption(engine, 'NmsOperation_LimitConcurrency', '100', 'integer');
}

/** Files that go by a workflow, of letters and of what others carry out. */
async function givenPostProcessing(engine: EngineRun): Promise<void> {
  const { knex } = engine;
  await lives(engine, campaigns);
  await engine.publish(carry);
  await knex('nms_supplier_service').update({ post_workflow: carry.name });
  await knex('nms_operation_delivery')
    .whereIn('kind', ['directMail', 'external'])
    .whereIn('stage', ['targeted', 'fileToApprove'])
    .update({ stage: 'started' });
}

/** A resource is published by a workflow of its own. */
async function givenPublication(engine: EngineRun): Promise<void> {
  await lives(engine, resources);
  await engine.publish(carry);
  const publish_requested_at = new Date(engine.nowMs()).toISOString();
  await engine
    .knex('nms_asset')
    .where({ status: 'approved' })
    .update({ post_workflow: carry.name, publish_requested_at });
}

/** Shops order, and a package is submitted without the date of it. */
async function givenPackages(engine: EngineRun): Promise<void> {
  await lives(engine, distributed);
  const submitted = { submitted_at: null, review_deadline_at: null };
  await engine.knex('nms_campaign_package').where({ status: 'pendingApproval' }).update(submitted);
}

/** Where it is not enough to wait until a schedule is due. */
const situations: Readonly<Record<string, WorkSituation>> = {
  assetMgt: { given: givenPublication },
  batchEventsProcessing: {
    given: (engine) => givenFailingHook(engine, 'dispatchBatchEvent'),
    onlyTransactions: doubtful,
  },
  centralLocalMgt: { given: givenPackages },
  cleanupPausedWorkflows: {
    // The fourth notice of one is due, and the second of the other: one is stopped.
    given: async (engine) => {
      await leavePaused(engine);
      for (let week = 0; week < 2; week += 1) await engine.untilNextDue();
      await leavePaused(engine, 'i_leftLater');
      for (let week = 2; week < 4; week += 1) await engine.untilNextDue();
    },
  },
  collectDataHeatMapService: {
    // One has ended, another goes on.
    given: async (engine) => {
      await leavePaused(engine);
      await engine.publish({ ...carry, name: 'carried', activities: { begin: { type: 'start' } }, transitions: [] });
      await runWorkflow(engine, 'carried');
    },
  },
  deletePrivacyRequestsData: {
    given: async (engine) => {
      await privacy.liveDay({ knex: engine.knex, day: 1, now: new Date(engine.nowMs()) });
      const last_modified_at = new Date(engine.nowMs()).toISOString();
      await engine
        .knex('nms_gdpr_request')
        .where({ status: 'new', type: 2 })
        .update({ status: 'deletePending', last_modified_at });
    },
  },
  deliverabilityUpdate: { given: givenDeliverability, reaches: deliverability },
  deliveryMgt: { given: givenPostProcessing, onlyTransactions: doubtful },
  newsgroupMgt: {
    given: (engine) => lives(engine, resources),
    when: (engine) => engine.signal('forumMessage'),
    again: (engine) => engine.signal('forumMessage'),
  },
  operationMgt: { given: givenJobs },
  rtEventsProcessing: { given: (engine) => givenFailingHook(engine, 'dispatchRtEvent'), onlyTransactions: doubtful },
  supplierMgt: { given: givenPostProcessing },
};

/** A situation, complete. */
export type FullSituation = Required<Omit<WorkSituation, 'onlyTransactions'>> & Pick<WorkSituation, 'onlyTransactions'>;

/** The first time that a schedule is due, and again by hand, unless it says otherwise. */
export function situationOf(workflow: string): FullSituation {
  return {
    given: async () => undefined,
    when: (engine) => engine.untilNextDue(),
    again: async (engine) => {
      await runWorkflow(engine, workflow);
    },
    reaches: () => ({ sent: () => [] }),
    ...situations[workflow],
  };
}
