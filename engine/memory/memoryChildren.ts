import type { ChildCommand } from '../core/command.ts';
import { assertNever } from '../invariant.ts';
import type { InstanceId, TaskId } from '../model/ids.ts';
import type { Json } from '../model/json.ts';
import type { ChildMatter, ChildPlace, ChildRecords, DueChild } from '../ports/engineStore.ts';
import type { ChildRow, MemoryState } from './memoryState.ts';

type Rows = MemoryState['children'];
const keyOf = ({ task, item }: ChildPlace): string => `${task} ${String(item)}`;

function change(rows: Rows, place: ChildPlace, changed: (row: ChildRow) => ChildRow): void {
  const row = rows.get(keyOf(place));
  if (row) rows.set(keyOf(place), changed(row));
}

const without = ({ matter: _matter, ...row }: ChildRow): ChildRow => row;

/** The items of tasks, in a transaction's copy of the state. */
export function memoryChildren(state: MemoryState): ChildRecords {
  return {
    value: async (place) => state.children.get(keyOf(place))?.value,
    keep: async (owner, from, values) => keepValues(state.children, owner, from, values),
    begun: async (place, child) => change(state.children, place, (row) => ({ ...row, child })),
    ended: async (place) => change(state.children, place, (row) => ({ ...row, matter: 'ended' })),
    done: async (place) => change(state.children, place, without),
    free: async (place) => change(state.children, place, ({ child: _child, ...row }) => without(row)),
    drop: async (place) => void state.children.delete(keyOf(place)),
  };
}

function keepValues(
  rows: Rows,
  { instance, task }: { readonly instance: InstanceId; readonly task: TaskId },
  from: number,
  values: readonly Json[],
): void {
  values.forEach((value, index) => {
    const row = { instance, task, item: from + index, value };
    rows.set(keyOf(row), { ...rows.get(keyOf(row)), ...row });
  });
}

const told = { pauseChildren: 'pause', resumeChildren: 'resume', stopChildren: 'stop' } as const;

/** Does what a step asks for its tasks' children. */
export function saveChildCommand({ children: rows }: MemoryState, instance: InstanceId, command: ChildCommand): void {
  const { task } = command;
  switch (command.type) {
    case 'keepItems':
      keepValues(rows, { instance, task }, command.from, command.values);
      return;
    case 'keepRows':
      // The runtime reads them.
      return;
    case 'beginChildren':
      for (const item of command.items) {
        const place = { task, item };
        rows.set(keyOf(place), { ...place, instance, ...rows.get(keyOf(place)), matter: 'begin' });
      }
      return;
    case 'pauseChildren':
    case 'resumeChildren':
    case 'stopChildren':
      tell(rows, task, told[command.type]);
      return;
    case 'leaveChildren':
      tell(rows, task, command.unconditionally ? 'kill' : 'stop');
      for (const [key, row] of rows) if (row.task === task && row.child === undefined) rows.delete(key);
      return;
    default:
      assertNever(command);
  }
}

/** One that has ended is told nothing more. */
function tell(rows: Rows, task: TaskId, matter: ChildMatter): void {
  for (const [key, row] of rows)
    if (row.task === task && row.child !== undefined && row.matter !== 'ended') rows.set(key, { ...row, matter });
}

const begins = ({ matter }: DueChild): number => (matter === 'begin' ? 1 : 0);

/** Children that something is to be done about: those that live go first. */
export function dueMemoryChildren({ children, instances }: MemoryState, limit: number): readonly DueChild[] {
  const due = [...children.values()].flatMap(({ value: _value, matter, ...row }): DueChild[] => {
    const moves = matter !== 'begin' || instances.get(row.instance)?.status === 'running';
    return matter && moves ? [{ ...row, matter }] : [];
  });
  return due.sort((one, other) => begins(one) - begins(other) || one.item - other.item).slice(0, limit);
}
