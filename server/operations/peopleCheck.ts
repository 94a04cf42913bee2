import type { PeopleUse } from '../../engine/activity/kind.ts';
import { pointerTo } from '../../engine/graph/pointer.ts';
import type { Problem } from '../../engine/model/problem.ts';
import type { Resources } from './resources.ts';

interface PlacedPeople {
  readonly activity: string;
  readonly use: PeopleUse;
}

const codes = { group: 'operator-group-unknown', operator: 'operator-unknown' } as const;
const hints = {
  group: 'Make the group before an instance comes here, or name another one.',
  operator: 'Make the operator before an instance comes here, or name another one.',
};

/** Groups and operators that nobody knows: a warning, for people come and go. */
export async function peopleProblems(
  { inbox }: Pick<Resources, 'inbox'>,
  placed: readonly PlacedPeople[],
): Promise<readonly Problem[]> {
  const found = placed.map(async ({ activity, use: { pointer, what, name } }): Promise<readonly Problem[]> => {
    const known = what === 'group' ? await inbox.groups.find(name) : await inbox.operators.find(name);
    if (known) return [];
    const at = `${pointerTo('activities', activity)}${pointer}`;
    const message = `there is no ${what} "${name}": nobody could answer`;
    return [{ code: codes[what], level: 'warning', pointer: at, activity, message, hint: hints[what] }];
  });
  return (await Promise.all(found)).flat();
}
