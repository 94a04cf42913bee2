import { z } from 'zod';
import { durationSchema } from './duration.ts';
import { activityIdSchema, outletSchema, workflowNameSchema } from './ids.ts';
import { jsonRecordSchema } from './json.ts';
import { severitySchema } from './severity.ts';

/** A text, or texts by language (`en`, `fr`, `sv`, `ko`, `zh-Hant`). */
export const localizedSchema = z.union([z.string(), z.record(z.string(), z.string())]);
export type Localized = z.infer<typeof localizedSchema>;

/** What happens when a task has failed and its `error` outlet leads nowhere (semantics.md 4). */
export const errorPolicySchema = z.enum(['pause', 'ignore', 'abort']);
export type ErrorPolicy = z.infer<typeof errorPolicySchema>;

/** `disabled`: this task and the branch behind it are not executed; `hold`: created, waits for an operator. */
export const executionSchema = z.enum(['normal', 'disabled', 'hold']);
export type Execution = z.infer<typeof executionSchema>;

/** How often and how soon a failed attempt is tried again. */
export const retrySchema = z.strictObject({
  attempts: z.int().min(1).max(100).meta({
    title: 'Attempts',
    description: 'How often it is tried in all, the first time included.',
    widget: 'number',
  }),
  delay: durationSchema
    .default('10s')
    .meta({ title: 'Delay', description: 'The time before the first retry.', widget: 'duration' }),
  factor: z
    .number()
    .min(1)
    .max(100)
    .default(1)
    .meta({ title: 'Factor', description: 'How much longer each further delay is.', widget: 'number' }),
  maxDelay: durationSchema
    .optional()
    .meta({ title: 'Longest delay', description: 'No delay is longer than this.', widget: 'duration' }),
});
export type Retry = z.infer<typeof retrySchema>;

/** What every activity may carry, whatever its kind (definition-format.md). */
export const activityCommonShape = {
  type: z.string().min(1),
  label: localizedSchema
    .optional()
    .meta({ title: 'Label', description: 'What it is called on the canvas.', widget: 'text' }),
  comment: z
    .string()
    .optional()
    .meta({ title: 'Notes', description: 'For whoever reads the workflow.', widget: 'multiline' }),
  position: z.tuple([z.number(), z.number()]).optional(),
  execution: executionSchema.optional().meta({
    title: 'Execution',
    description:
      'Disabled: this activity and the branch behind it are not executed. Hold: its tasks wait for an operator.',
    widget: 'choice',
    choices: { normal: 'normal', disabled: 'disabled', hold: 'hold' },
  }),
  onError: errorPolicySchema.optional().meta({
    title: 'On error',
    description: 'What happens when a task fails and its error outlet leads nowhere. Left empty, the workflow decides.',
    widget: 'choice',
    choices: { pause: 'pause the instance', ignore: 'drop the branch', abort: 'fail the instance' },
  }),
  retry: retrySchema
    .optional()
    .meta({ title: 'Retry', description: 'How often and how soon a failed attempt is tried again.', widget: 'group' }),
  maxDuration: durationSchema
    .optional()
    .meta({ title: 'Warn after', description: 'A task that takes longer is a warning.', widget: 'duration' }),
  timeout: durationSchema
    .optional()
    .meta({ title: 'Time out after', description: 'A task that takes longer fails.', widget: 'duration' }),
  timeZone: z
    .string()
    .optional()
    .meta({ title: 'Time zone', description: 'Such as Europe/Paris. Left empty, the workflow’s.', widget: 'timeZone' }),
  affinity: z
    .string()
    .optional()
    .meta({ title: 'Affinity', description: 'A label that a worker must carry to execute it.', widget: 'text' }),
  mutexGroup: z.string().optional().meta({
    title: 'Mutex group',
    description: 'Tasks of one group in an instance run one at a time.',
    widget: 'text',
  }),
};

/** The names of the common fields: whatever else an activity holds is its kind's configuration. */
export const activityCommonKeys: ReadonlySet<string> = new Set(Object.keys(activityCommonShape));

/** An activity whose kind's own fields have not been looked at yet. */
export const activitySchema = z.looseObject(activityCommonShape);
export type Activity = z.infer<typeof activitySchema>;

/** An arrow, identified by `(from, outlet, to)`. */
export const transitionSchema = z.strictObject({
  from: activityIdSchema,
  outlet: outletSchema.optional(),
  to: activityIdSchema,
  label: localizedSchema.optional(),
  bends: z.array(z.tuple([z.number(), z.number()])).optional(),
  jump: z.boolean().optional(),
});
export type Transition = z.infer<typeof transitionSchema>;

/** Only administrators start and modify `technical` workflows. */
export const categorySchema = z.enum(['technical', 'campaign', 'custom']);
export type Category = z.infer<typeof categorySchema>;

/** A workflow file, version 1 of the format (definition-format.md). */
export const definitionSchema = z.strictObject({
  $schema: z.string().optional(),
  name: workflowNameSchema,
  label: localizedSchema.optional(),
  description: localizedSchema.optional(),
  category: categorySchema.default('custom'),
  package: z.string().optional(),
  folder: z.string().default('Workflows'),
  severity: severitySchema.default('normal'),
  supervisors: z.string().optional(),
  timeZone: z.string().default('UTC'),
  onError: errorPolicySchema.default('pause'),
  consecutiveErrors: z.int().min(0).default(0),
  overlap: z.enum(['skip', 'queue', 'allow']).default('skip'),
  historyDays: z.int().min(0).default(30),
  /** By when an instance is to have finished: a warning where none has (semantics.md 7). */
  expectBy: z.strictObject({ cron: z.string().min(1), timeZone: z.string().optional() }).optional(),
  maxInstances: z.int().min(1).optional(),
  maxRounds: z.int().min(1).default(10_000),
  inputs: jsonRecordSchema.optional(),
  variables: jsonRecordSchema.default({}),
  activities: z.record(activityIdSchema, activitySchema),
  transitions: z.array(transitionSchema).default([]),
});
export type Definition = z.infer<typeof definitionSchema>;
/** A definition as a file or an editor writes it: defaults may be left out. */
export type DefinitionInput = z.input<typeof definitionSchema>;
