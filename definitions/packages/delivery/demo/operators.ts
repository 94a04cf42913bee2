import { fillRecords } from '../../demoData/demoOnce.ts';
import type { Instants } from '../../demoData/instants.ts';
import { operatorGroups, operators } from '../../demoData/people.ts';
import type { Sink } from '../../demoData/sink.ts';

const members: Readonly<Record<keyof typeof operatorGroups, readonly (keyof typeof operators)[]>> = {
  workflowSupervisors: ['anna', 'bruno'],
  reviewers: ['chloe', 'dae', 'silent'],
  stockKeepers: ['elin', 'silent'],
  northern: ['north'],
  southern: ['south', 'silent'],
};

const labelOf = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** Whom the workflows of all packages tell and ask. */
export async function fillOperators(sink: Sink, at: Instants): Promise<void> {
  await fillRecords(
    sink,
    'xtk_operator',
    Object.entries(operators).map(([name, id]) => ({
      operator_id: id,
      name,
      label: labelOf(name),
      email: name === 'silent' ? null : `${name}@shop.example.org`,
      disabled: 0,
      created_at: at.ago(400 - id),
    })),
  );
  const groups = Object.entries(operatorGroups);
  await fillRecords(
    sink,
    'xtk_operator_group',
    groups.map(([name, id]) => ({ operator_group_id: id, name, label: labelOf(name) })),
  );
  const pairs = groups.flatMap(([name, group]) =>
    Object.entries(members)
      .filter(([of]) => of === name)
      .flatMap(([, names]) => names.map((operator) => [group, operators[operator]] as const)),
  );
  await fillRecords(
    sink,
    'xtk_operator_group_rel',
    pairs.map(([group, operator], index) => ({
      operator_group_rel_id: index + 1,
      operator_group_id: group,
      operator_id: operator,
    })),
  );
}
