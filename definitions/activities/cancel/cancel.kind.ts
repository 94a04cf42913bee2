import { z } from 'zod';
import { defineKind } from '../../../engine/activity/kind.ts';
import type { Definition } from '../../../engine/model/definition.ts';
import { activityIdSchema } from '../../../engine/model/ids.ts';
import type { Problem } from '../../../engine/model/problem.ts';

const schema = z.strictObject({
  activities: z
    .array(activityIdSchema)
    .refine((names) => new Set(names).size === names.length, 'name each activity once')
    .default([])
    .meta({
      title: 'Activities',
      description: 'The ids of the activities whose tasks are cancelled, wherever they are.',
      widget: 'strings',
    }),
});
type CancelConfig = z.infer<typeof schema>;

function problems({ activities }: CancelConfig, definition: Definition): readonly Omit<Problem, 'activity'>[] {
  const hint = `Name activities of this workflow: ${Object.keys(definition.activities).join(', ')}.`;
  const fault = (pointer: string, message: string) =>
    ({ code: 'config-invalid', level: 'error', pointer, message, hint }) as const;
  if (activities.length === 0) return [fault('/activities', 'no activity is named whose tasks are to be cancelled')];
  return activities.flatMap((name, index) =>
    Object.hasOwn(definition.activities, name) ? [] : [fault(`/activities/${index}`, `there is no activity "${name}"`)],
  );
}

export const cancelKind = defineKind({
  name: 'cancel',
  group: 'flow',
  label: 'Cancel',
  summary: 'Cancels the tasks of other activities: the losers of a race.',
  schema,
  inbound: 'required',
  canFail: false,
  outlets: () => [{ name: 'default' }],
  describe: ({ activities }) => (activities.length === 0 ? 'cancels nothing yet' : `cancels ${activities.join(', ')}`),
  problems,
  behaviour: {
    does: 'decide',
    decide: ({ config }) => ({ outlets: [{ outlet: 'default' }], cancel: config.activities }),
  },
});
