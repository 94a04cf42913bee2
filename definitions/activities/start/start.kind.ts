import { z } from 'zod';
import { defineKind } from '../../../engine/activity/kind.ts';

const schema = z.strictObject({});

export const startKind = defineKind({
  name: 'start',
  group: 'flow',
  label: 'Start',
  summary: 'Where an instance begins when the workflow is started.',
  schema,
  inbound: 'never',
  canFail: false,
  outlets: () => [{ name: 'default' }],
  describe: () => 'begins when the workflow is started',
  behaviour: { does: 'decide', decide: () => ({ outlets: [{ outlet: 'default' }] }) },
});
