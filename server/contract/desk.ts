import { z } from 'zod';
import { localizedSchema } from '../../engine/model/definition.ts';
import { failureCauseSchema } from '../../engine/model/failure.ts';
import { pauseCauseKindSchema } from '../../engine/model/instance.ts';
import { severitySchema } from '../../engine/model/severity.ts';

/** Who has seen to it last, and whom they asked. */
export const dealingSchema = z.object({
  what: z.enum(['acknowledged', 'handedOver', 'restarted']),
  by: z.string(),
  at: z.string(),
  /** The group or operator that it was handed to. */
  to: z.string().nullable(),
  note: z.string().nullable(),
});
export type Dealing = z.infer<typeof dealingSchema>;

/** An instance that waits for a person. */
export const stuckInstanceSchema = z.object({
  id: z.string(),
  version: z.int().min(1),
  since: z.string(),
  dealing: dealingSchema.nullable(),
});
export type StuckInstance = z.infer<typeof stuckInstanceSchema>;

/** What a person would do first about a group. */
export const suggestionSchema = z.enum([
  /** A newer version has been published since: go on with that. */
  'resumeOnNewest',
  /** What failed may go well now. */
  'resume',
  /** It fails again until the activity is mended. */
  'edit',
  'makeRoom',
  'resumeWorkflow',
  'openParent',
  'restart',
]);
export type Suggestion = z.infer<typeof suggestionSchema>;

/** Instances that stand still for the same reason: the same activity of a workflow with the same error, or the same pause. */
export const deskGroupSchema = z.object({
  key: z.string(),
  cause: z.union([pauseCauseKindSchema, z.literal('failed')]),
  workflow: z.string(),
  label: localizedSchema.nullable(),
  category: z.string(),
  activity: z.string().nullable(),
  activityLabel: localizedSchema.nullable(),
  /** The message of one of them, and what its kind of failure is. */
  message: z.string(),
  hint: z.string().nullable(),
  failureCause: failureCauseSchema.nullable(),
  severity: severitySchema,
  supervisors: z.string().nullable(),
  /** Since when the oldest of them waits. */
  since: z.string(),
  count: z.int().min(1),
  /** The oldest first, 200 at most. */
  instances: z.array(stuckInstanceSchema),
  /** The newest version of the workflow, and who made it when. */
  newest: z.object({ version: z.int().min(0), by: z.string(), at: z.string() }),
  suggestion: suggestionSchema,
});
export type DeskGroup = z.infer<typeof deskGroupSchema>;

/** Whom something can be handed over to. */
const addresseeNameSchema = z.object({ kind: z.enum(['group', 'operator']), name: z.string(), label: z.string() });
export type AddresseeName = z.infer<typeof addresseeNameSchema>;

/** `GET /api/desk` */
export const deskSchema = z.object({
  groups: z.array(deskGroupSchema),
  total: z.int().min(0),
  /** More wait than are grouped here: these are the oldest. */
  truncated: z.boolean(),
  addressees: z.array(addresseeNameSchema),
});
export type Desk = z.infer<typeof deskSchema>;
