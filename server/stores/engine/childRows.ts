import type { Knex } from 'knex';
import { z } from 'zod';
import type { ChildCommand } from '../../../engine/core/command.ts';
import { assertNever } from '../../../engine/invariant.ts';
import { instanceIdSchema, taskIdSchema, type InstanceId, type TaskId } from '../../../engine/model/ids.ts';
import { jsonSchema, type Json } from '../../../engine/model/json.ts';
import type { ChildMatter, ChildPlace, ChildRecords, DueChild } from '../../../engine/ports/engineStore.ts';

const chunk = 200;

/** A row of `sb_child`: an item of a task, with its child and what is to be done about that. */
interface ChildRow {
  task: string;
  item: number;
  instance: string;
  value: string | null;
  child: string | null;
  matter: ChildMatter | null;
}

interface Owner {
  readonly instance: InstanceId;
  readonly task: TaskId;
}

const rowsOf = (knex: Knex, task: TaskId): Knex.QueryBuilder<ChildRow> => knex<ChildRow>('sb_child').where({ task });
const rowOf = (knex: Knex, { task, item }: ChildPlace): Knex.QueryBuilder<ChildRow> =>
  knex<ChildRow>('sb_child').where({ task, item });

/** The rows of a work table are read when their first children have been asked for already: that stays. */
async function keepValues(knex: Knex, { instance, task }: Owner, from: number, values: readonly Json[]): Promise<void> {
  const rows = values.map((value, index) => ({ instance, task, item: from + index, value: JSON.stringify(value) }));
  for (let start = 0; start < rows.length; start += chunk)
    await knex('sb_child')
      .insert(rows.slice(start, start + chunk))
      .onConflict(['task', 'item'])
      .merge(['value']);
}

/** The items of tasks with their children, in a transaction. */
export function createChildRecords(trx: Knex): ChildRecords {
  const change = async (place: ChildPlace, changed: Partial<ChildRow>): Promise<void> => {
    await rowOf(trx, place).update(changed);
  };
  return {
    value: async (place) => {
      const [value] = z.array(z.string().nullable()).parse(await rowOf(trx, place).pluck('value'));
      return value === undefined || value === null ? undefined : jsonSchema.parse(JSON.parse(value));
    },
    keep: (owner, from, values) => keepValues(trx, owner, from, values),
    begun: (place, child) => change(place, { child }),
    ended: (place) => change(place, { matter: 'ended' }),
    done: (place) => change(place, { matter: null }),
    free: (place) => change(place, { child: null, matter: null }),
    drop: async (place) => {
      await rowOf(trx, place).delete();
    },
  };
}

const told = { pauseChildren: 'pause', resumeChildren: 'resume', stopChildren: 'stop' } as const;

/** Does what a step asks for its tasks' children. */
export async function saveChildCommand(trx: Knex, instance: InstanceId, command: ChildCommand): Promise<void> {
  const { task } = command;
  switch (command.type) {
    case 'keepItems':
      return keepValues(trx, { instance, task }, command.from, command.values);
    case 'keepRows':
      // The runtime reads them.
      return;
    case 'beginChildren':
      return askToBegin(trx, { instance, task }, command.items);
    case 'pauseChildren':
    case 'resumeChildren':
    case 'stopChildren':
      return tell(trx, task, told[command.type]);
    case 'leaveChildren':
      await tell(trx, task, command.unconditionally ? 'kill' : 'stop');
      await rowsOf(trx, task).whereNull('child').delete();
      return;
    default:
      assertNever(command);
  }
}

async function askToBegin(trx: Knex, { instance, task }: Owner, items: readonly number[]): Promise<void> {
  const rows = items.map((item) => ({ instance, task, item, matter: 'begin' }));
  for (let start = 0; start < rows.length; start += chunk) {
    await trx('sb_child')
      .insert(rows.slice(start, start + chunk))
      .onConflict(['task', 'item'])
      .merge(['matter']);
  }
}

/** One that has ended is told nothing more. */
async function tell(trx: Knex, task: TaskId, matter: ChildMatter): Promise<void> {
  await rowsOf(trx, task)
    .whereNotNull('child')
    .where((rows) => void rows.whereNull('matter').orWhereNot({ matter: 'ended' }))
    .update({ matter });
}

const dueSchema = z.object({
  task: taskIdSchema,
  item: z.coerce.number(),
  instance: instanceIdSchema,
  child: instanceIdSchema.nullable(),
  matter: z.enum(['begin', 'ended', 'pause', 'resume', 'stop', 'kill']),
});

/** Children that something is to be done about; none begins while its parent does not run, and those that live go first. */
export async function dueChildren(knex: Knex, limit: number): Promise<readonly DueChild[]> {
  const running = knex('sb_instance').where({ status: 'running' }).whereRaw('sb_instance.id = sb_child.instance');
  const rows: unknown = await knex('sb_child')
    .whereNotNull('matter')
    .where((due) => void due.whereNot({ matter: 'begin' }).orWhereExists(running))
    .orderByRaw("CASE WHEN matter = 'begin' THEN 1 ELSE 0 END, item")
    .limit(limit)
    .select('task', 'item', 'instance', 'child', 'matter');
  return z
    .array(dueSchema)
    .parse(rows)
    .map(({ child, ...row }) => ({ ...row, ...(child !== null && { child }) }));
}
