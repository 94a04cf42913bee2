import { draftsFrom } from './approvals.ts';
import { campaigns } from '../../demoData/campaigns.ts';
import { fillRecords, type DemoRecord } from '../../demoData/demoOnce.ts';
import type { Instants } from '../../demoData/instants.ts';
import { operators } from '../../demoData/people.ts';
import type { Sink } from '../../demoData/sink.ts';

/** Plans, programs and campaigns in every status, with the dates and jobs that are due. @param first the number of the first delivery. */
export async function fillCampaigns(sink: Sink, first: number, at: Instants): Promise<void> {
  const year = { starts_at: at.ago(200), ends_at: at.ago(-165), budget_id: 1 };
  await fillRecords(sink, 'nms_plan', [{ plan_id: 1, name: 'year', label: 'The year', ...year }]);
  await fillRecords(sink, 'nms_program', [
    { program_id: 1, plan_id: 1, name: 'newsletters', label: 'Newsletters', ...year },
    { program_id: 2, plan_id: 1, name: 'direct', label: 'Direct mail', ...year, budget_id: null },
  ]);
  await fillOperations(sink, at);
  await fillOccurrences(sink, at);
  await fillJobs(sink, first, at);
}

const operation = (name: keyof typeof campaigns, label: string, more: DemoRecord): DemoRecord => ({
  operation_id: campaigns[name],
  name,
  label,
  ...more,
});

async function fillOperations(sink: Sink, at: Instants): Promise<void> {
  const running = { starts_at: at.ago(30), ends_at: at.ago(-30), status: 'inProgress' };
  const others = {
    program_id: 1,
    status: 'edited',
    kind: 'standard',
    is_model: 0,
    manager_id: operators.anna,
    notices: 1,
    budget_id: 1,
    budget_status: 'defined',
    commitment: 'planned',
    create_ahead_days: 0,
    last_modified_at: at.ago(5),
  };
  const coming = { starts_at: at.ago(-20), ends_at: at.ago(-50) };
  await fillRecords(
    sink,
    'nms_operation',
    [
      operation('spring', 'Spring offers', { ...running, budget_status: 'approved', commitment: 'committed' }),
      operation('summer', 'Summer sale', { ...running, commitment: 'reserved', manager_id: operators.bruno }),
      operation('finished', 'Winter catalogue', {
        status: 'finished',
        budget_status: 'approved',
        commitment: 'committed',
        starts_at: at.ago(120),
        ends_at: at.ago(60),
      }),
      operation('edited', 'Autumn ideas', { ...coming, provisional_cost: 1_500, budget_status: 'edited' }),
      operation('recurring', 'Weekly newsletter', {
        ...running,
        kind: 'recurring',
        create_ahead_days: 3,
        workflow: 'weeklyNewsletter',
      }),
      operation('periodic', 'Monthly letter', {
        ...running,
        kind: 'periodic',
        template_id: campaigns.periodicTemplate,
      }),
      operation('periodicTemplate', 'Template of the monthly letter', {
        ...coming,
        is_model: 1,
        budget_status: 'edited',
      }),
      operation('silent', 'Without notices', { ...running, notices: 0 }),
      operation('localReference', 'Shop opening', { ...coming, is_model: 1, program_id: 2 }),
      operation('collaborative', 'Joint campaign', { ...running, program_id: 2 }),
      operation('calledOff', 'Joint campaign called off', { ...running, program_id: 2 }),
    ],
    others,
  );
}

async function fillOccurrences(sink: Sink, at: Instants): Promise<void> {
  // Two lie in the window for creating in advance, one of them today; further ones come later.
  const weekly = [-0.2, -2, -9, -16, -23].map((days, index) => ({
    operation_occurrence_id: index + 1,
    operation_id: campaigns.recurring,
    planned_at: at.ago(days),
    to_start: index % 2 === 0 ? 1 : 0,
    to_approve: index % 2,
  }));
  const monthly = [0.5, -14, -28].map((days, index) => ({
    operation_occurrence_id: weekly.length + index + 1,
    operation_id: campaigns.periodic,
    planned_at: at.ago(days),
    to_start: 1,
    to_approve: 0,
  }));
  await fillRecords(sink, 'nms_operation_occurrence', [...weekly, ...monthly]);
}

/** Jobs of each kind, more than may run at a time; one for a time of low activity, some that are due on later days. */
async function fillJobs(sink: Sink, first: number, at: Instants): Promise<void> {
  const targeting = Array.from({ length: 10 }, (_, index) => ({
    operation_id: index % 2 === 0 ? campaigns.spring : campaigns.summer,
    kind: 'targeting',
    subject_id: first + draftsFrom + index,
    priority: index % 3,
    severity: index % 5 === 0 ? 2 : 0,
    low_activity: index === 6 ? 1 : 0,
    planned_at: at.ago(index < 7 ? (7 - index) / 24 : 6 - index),
  }));
  const others = [
    { kind: 'hypothesis', subject_id: 1, workflow: 'measureReactions', planned_at: at.ago(0.2) },
    { kind: 'simulation', subject_id: 1, planned_at: at.ago(0.1) },
    { kind: 'workflow', workflow: 'springOffers', planned_at: at.ago(0.3), start_planning_at: at.ago(0.3) },
    { kind: 'hypothesis', subject_id: 2, workflow: 'measureReactions', planned_at: at.ago(-1) },
    { kind: 'targeting', subject_id: 1, status: 'running', planned_at: at.ago(0.2), started_at: at.ago(0.1) },
  ];
  await fillRecords(
    sink,
    'nms_operation_job',
    [...targeting, ...others].map((job, index) => ({ operation_job_id: index + 1, ...job })),
    { operation_id: campaigns.spring, status: 'waiting', priority: 0, severity: 0, low_activity: 0 },
  );
}
