import { z } from 'zod';
import { defineKind, type Quorum } from '../../../engine/activity/kind.ts';

const schema = z.strictObject({
  mode: z
    .union([z.enum(['all', 'any']), z.strictObject({ atLeast: z.int().min(1) })])
    .default('all')
    .meta({
      title: 'Waits for',
      description: '"all" that can still come, "any" one, or a number of branches: {"atLeast": 2}.',
      widget: 'json',
    }),
  rest: z
    .enum(['drop', 'cancel'])
    .default('drop')
    .meta({
      title: 'The rest',
      description: 'Where it does not wait for all: what becomes of the branches that come later.',
      widget: 'choice',
      choices: { drop: 'go on, and what they bring is dropped', cancel: 'are cancelled where they lead only here' },
    }),
});
type JoinConfig = z.infer<typeof schema>;

function quorum({ mode, rest }: JoinConfig): Quorum | undefined {
  if (mode === 'all') return undefined;
  return { atLeast: mode === 'any' ? 1 : mode.atLeast, rest };
}

function describe({ mode }: JoinConfig): string {
  if (mode === 'all') return 'waits for all branches';
  return mode === 'any' ? 'goes on with the first branch' : `waits for ${String(mode.atLeast)} branches`;
}

export const joinKind = defineKind({
  name: 'join',
  group: 'flow',
  label: 'Join',
  summary: 'Waits for every branch that can still arrive, or for the first ones, then goes on once.',
  schema,
  inbound: 'required',
  gathers: true,
  quorum,
  canFail: false,
  outlets: () => [{ name: 'default' }],
  describe,
  behaviour: { does: 'decide', decide: () => ({ outlets: [{ outlet: 'default' }] }) },
});
