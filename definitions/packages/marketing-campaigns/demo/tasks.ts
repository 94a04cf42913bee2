import { campaigns } from '../../demoData/campaigns.ts';
import { fillRecords } from '../../demoData/demoOnce.ts';
import type { Instants } from '../../demoData/instants.ts';
import { operators } from '../../demoData/people.ts';
import type { Sink } from '../../demoData/sink.ts';

/** Tasks before, at and after every date at which somebody is told or their status moves. */
export async function fillTasks(sink: Sink, at: Instants): Promise<void> {
  const others = {
    operation_id: campaigns.spring,
    kind: 'task',
    status: 'scheduled',
    manager_id: operators.anna,
    needs_approval: 0,
    late: 0,
    publish: 0,
    cost_type_id: 6,
    days: 2,
    provisional_cost: 1_000,
    last_modified_at: at.ago(3),
    starts_at: at.ago(2),
    ends_at: at.ago(-3),
  };
  const review = { needs_approval: 1, reviewer_id: operators.chloe };
  await fillRecords(
    sink,
    'nms_task',
    [
      { task_id: 1, label: 'Starts today', starts_at: at.ago(0.1) },
      {
        task_id: 2,
        label: 'Starts in three days',
        starts_at: at.ago(-3),
        ends_at: at.ago(-6),
        initial_notice_at: at.ago(0.2),
      },
      { task_id: 3, label: 'To be reminded of', status: 'inProgress', ends_at: at.ago(-1), reminder_at: at.ago(0.1) },
      {
        task_id: 4,
        label: 'Late, and somebody cares',
        status: 'inProgress',
        ends_at: at.ago(1),
        late_operator_id: operators.bruno,
      },
      { task_id: 5, label: 'Late, and nobody is named', status: 'inProgress', ends_at: at.ago(1) },
      { task_id: 6, label: 'Closed, to be reviewed', status: 'inProgress', closed_at: at.ago(0.3), ...review },
      {
        task_id: 7,
        label: 'Review overdue',
        status: 'pendingApproval',
        closed_at: at.ago(4),
        review_deadline_at: at.ago(1),
        ...review,
      },
      { task_id: 8, label: 'Rejected', status: 'pendingApproval', closed_at: at.ago(2), review: 'refused', ...review },
      { task_id: 9, label: 'Accepted', status: 'pendingApproval', closed_at: at.ago(2), review: 'accepted', ...review },
      { task_id: 10, label: 'Closed without review', status: 'inProgress', closed_at: at.ago(0.5) },
      { task_id: 11, label: 'Word to the shops', kind: 'notification', starts_at: at.ago(0.1), ends_at: at.ago(-1) },
      {
        task_id: 12,
        label: 'Word that has been',
        kind: 'notification',
        status: 'inProgress',
        starts_at: at.ago(5),
        ends_at: at.ago(1),
      },
      {
        task_id: 13,
        label: 'Make the leaflet',
        kind: 'creation',
        status: 'finished',
        finished_at: at.ago(0.4),
        closed_at: at.ago(0.4),
        asset_id: 6,
        publish: 1,
      },
      { task_id: 14, label: 'Cancelled', status: 'cancelled', ends_at: at.ago(1) },
      {
        task_id: 15,
        label: 'Finished, with its cost',
        status: 'finished',
        finished_at: at.ago(30),
        ends_at: at.ago(30),
        real_cost: 1_450,
      },
      { task_id: 16, label: 'Starts next week', starts_at: at.ago(-7), ends_at: at.ago(-9) },
      {
        task_id: 17,
        label: 'Print the posters',
        operation_id: campaigns.localReference,
        starts_at: at.ago(-19),
        ends_at: at.ago(-21),
      },
    ],
    others,
  );
  const pairs = Array.from({ length: 17 }, (_, index) => index + 1).flatMap((task) =>
    [operators.dae, operators.elin, operators.silent].slice(0, 1 + (task % 3)).map((operator) => ({ task, operator })),
  );
  await fillRecords(
    sink,
    'nms_task_operator',
    pairs.map(({ task, operator }, index) => ({ task_operator_id: index + 1, task_id: task, operator_id: operator })),
  );
}
