import type { ActivityKind } from './kind.ts';

/** What kinds have in common whose every task is performed outside of steps and goes on by one way: spread into the kind. */
export const outsideWork = {
  canFail: true,
  outlets: () => [{ name: 'default' }],
  behaviour: { does: 'work', performs: () => 'outside' },
} as const satisfies Pick<ActivityKind, 'canFail' | 'outlets' | 'behaviour'>;
