import type { Knex } from 'knex';
import { z } from 'zod';
import { instanceSchema } from '../../../engine/model/instance.ts';
import { questionSignal, type Question } from '../../../engine/model/question.ts';
import { isoOf, isoOrNull } from '../../operations/ports/clock.ts';
import type { ApprovalFilter, EngineReader, WaitingApproval } from '../../operations/ports/engineReader.ts';

const rowSchema = z.object({ task: z.string(), state: z.string() });

/** A question as it stands in its instance; a row whose instance has moved on meanwhile gives none. */
function approvalOf({ task: id, state }: z.infer<typeof rowSchema>): readonly WaitingApproval[] {
  const instance = instanceSchema.parse(JSON.parse(state));
  const task = Object.values(instance.tasks).find((one) => one.id === id);
  const { question, dueAtMs } = task?.waitingFor ?? {};
  if (!task || !question) return [];
  const { workflow, severity } = instance;
  return [
    {
      ...{ task: id, instance: instance.id, workflow, activity: task.activity, severity },
      ...asked(question),
      since: isoOf(task.startedAtMs ?? task.createdAtMs),
      expiresAt: isoOrNull(dueAtMs ?? null),
      answeredBy: task.answeredBy ?? [],
    },
  ];
}

const asked = ({ group, operator, title, message, choices, multiple }: Question) => ({
  ...{ group: group ?? null, operator: operator ?? null, title, message, choices, multiple },
});

function waiting(knex: Knex, { keys, instance }: ApprovalFilter): Knex.QueryBuilder {
  const query = knex('sb_subscription')
    .join('sb_instance', 'sb_instance.id', 'sb_subscription.instance')
    .where('sb_subscription.signal', questionSignal);
  if (keys !== undefined) void query.whereIn('sb_subscription.key', [...keys]);
  if (instance !== undefined) void query.where('sb_subscription.instance', instance);
  return query;
}

/** Questions are found among the subscriptions, by whom they ask. */
export const createApprovalReads = (knex: Knex): Pick<EngineReader, 'approvals'> => ({
  approvals: async (filter, range) => {
    const counted: { total?: number | string }[] = await waiting(knex, filter).count({ total: '*' });
    const rows: unknown = await waiting(knex, filter)
      .join('sb_task', 'sb_task.id', 'sb_subscription.task')
      .select('sb_subscription.task', 'sb_instance.state')
      .orderBy([
        { column: 'sb_task.started_at_ms', order: 'asc' },
        { column: 'sb_subscription.task', order: 'asc' },
      ])
      .offset(range.offset)
      .limit(range.limit);
    return { items: z.array(rowSchema).parse(rows).flatMap(approvalOf), total: Number(counted[0]?.total ?? 0) };
  },
});
