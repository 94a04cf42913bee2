import { z } from 'zod';
import { defineKind } from '../../../engine/activity/kind.ts';

const schema = z.strictObject({});

export const joinKind = defineKind({
  name: 'join',
  group: 'flow',
  label: 'Join',
  summary: 'Waits for every branch that can still arrive, then goes on once.',
  schema,
  inbound: 'required',
  gathers: true,
  canFail: false,
  outlets: () => [{ name: 'default' }],
  describe: () => 'waits for all branches',
  behaviour: { does: 'decide', decide: () => ({ outlets: [{ outlet: 'default' }] }) },
});
