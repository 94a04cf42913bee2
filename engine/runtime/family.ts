import type { Advanced } from '../core/advance.ts';
import type { Command } from '../core/command.ts';
import type { Parent } from '../model/children.ts';
import type { Instance } from '../model/instance.ts';
import type { EngineTransaction } from '../ports/engineStore.ts';

/** The one who waits for an instance that a step has ended. */
const bereaved = (before: Instance | undefined, { instance }: Advanced): Parent | undefined =>
  instance.endedAtMs !== undefined && before?.endedAtMs === undefined ? instance.parent : undefined;

/** Whether a step asks anything for children or parents: most do not. */
export const concernsFamily = (before: Instance | undefined, step: Advanced): boolean =>
  bereaved(before, step) !== undefined || step.commands.some(({ type }) => type === 'keepRows');

/** What a step asks for children and parents beyond what the store does: in the same transaction. */
export async function keepFamily(tx: EngineTransaction, before: Instance | undefined, step: Advanced): Promise<void> {
  for (const command of step.commands) if (command.type === 'keepRows') await keepRows(tx, step, command);
  const parent = bereaved(before, step);
  if (parent) await tx.children.ended(parent);
}

/** The rows as they are now: what becomes of the work table afterwards changes no item. */
async function keepRows(
  tx: EngineTransaction,
  { instance, entries }: Advanced,
  { task, workTable }: Extract<Command, { type: 'keepRows' }>,
): Promise<void> {
  const { sql } = tx.services({ instance, task, nowMs: entries.at(-1)?.atMs ?? 0 });
  const rows = await sql.all(`SELECT * FROM ${sql.quote(workTable.name)}`, {}, workTable.recordCount);
  await tx.children.keep({ instance: instance.id, task }, 0, [...rows]);
}
