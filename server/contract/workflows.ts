import { z } from 'zod';
import { categorySchema, definitionSchema, localizedSchema } from '../../engine/model/definition.ts';
import { problemSchema } from '../../engine/model/problem.ts';
import { instanceStatusSchema } from '../../engine/model/instance.ts';
import { jsonSchema } from '../../engine/model/json.ts';
import { severitySchema } from '../../engine/model/severity.ts';
import { listOf, pageQuerySchema } from './lists.ts';
import { firingStatusSchema } from './schedules.ts';

/** The states of a workflow (semantics.md 2). */
export const workflowStatusSchema = z.enum(['draft', 'started', 'paused', 'stopped']);
export type WorkflowStatus = z.infer<typeof workflowStatusSchema>;

/** An instance as a dot in a list. */
export const runDotSchema = z.object({ id: z.string(), status: instanceStatusSchema, startedAt: z.string() });

/** A workflow as lists show it. */
export const workflowSummarySchema = z.object({
  name: z.string(),
  label: localizedSchema,
  folder: z.string(),
  package: z.string().nullable(),
  category: categorySchema,
  severity: severitySchema,
  status: workflowStatusSchema,
  /** The newest published version; 0 while there is none. */
  version: z.int().min(0),
  /** The draft differs from the newest version. */
  changed: z.boolean(),
  supervisors: z.string().nullable(),
  /** ISO instants with milliseconds, UTC. */
  nextFiringAt: z.string().nullable(),
  liveInstances: z.int().min(0),
  lastInstances: z.array(runDotSchema),
});
export type WorkflowSummary = z.infer<typeof workflowSummarySchema>;

/** `GET /api/workflows/{name}` */
export const workflowDetailSchema = workflowSummarySchema.extend({
  description: localizedSchema.nullable(),
  definition: definitionSchema.nullable(),
  createdBy: z.string(),
  changedBy: z.string(),
  changedAt: z.string(),
});
export type WorkflowDetail = z.infer<typeof workflowDetailSchema>;

/** `GET .../draft`: whatever is drawn, with its problems beside it. */
export const draftSchema = z.object({
  workflow: z.string(),
  definition: z.unknown(),
  baseVersion: z.int().min(0),
  revision: z.int().min(0),
  changedBy: z.string(),
  changedAt: z.string(),
  problems: z.array(problemSchema),
});
export type Draft = z.infer<typeof draftSchema>;

/** `PUT .../draft` with `If-Match: "<revision>"` */
export const draftBodySchema = z.strictObject({ definition: jsonSchema, baseVersion: z.int().min(0).optional() });

/** `POST .../publish` */
export const publishBodySchema = z.strictObject({ note: z.string().max(2_000).default('') });

/** `POST /api/workflows` and `PUT /api/workflows/{name}`: a whole definition, published at once. */
export const definitionBodySchema = z.looseObject({ name: z.unknown() });

/** A published, immutable version. */
export const versionSchema = z.object({
  workflow: z.string(),
  version: z.int().min(1),
  note: z.string(),
  createdBy: z.string(),
  createdAt: z.string(),
  definition: definitionSchema,
});
export type Version = z.infer<typeof versionSchema>;

/** What publishing answers: the version, and where the draft stands now. */
export const publishedSchema = versionSchema.extend({
  draft: z.object({ baseVersion: z.int().min(0), revision: z.int().min(0) }),
});
export type Published = z.infer<typeof publishedSchema>;

/** `GET .../versions`: newest first, without the definitions. */
export const versionListSchema = listOf(versionSchema.omit({ definition: true }));

/** `POST .../validate` answers all problems; nothing is saved. */
export const validationSchema = z.object({ problems: z.array(problemSchema) });

/** `GET .../firings?next=10` */
export const firingsSchema = z.object({
  items: z.array(
    z.object({
      /** The scheduler; of what is `unmet` (`expectBy`) there is none. */
      activity: z.string().nullable(),
      dueAt: z.string(),
      status: z.enum(['coming', ...firingStatusSchema.options]),
      reason: z.string().nullable(),
      instance: z.string().nullable(),
    }),
  ),
});

export type Firings = z.infer<typeof firingsSchema>;
export const firingsQuerySchema = z.object({ next: z.coerce.number().int().min(0).max(100).default(10) });

export const workflowQuerySchema = pageQuerySchema.extend({
  folder: z.string().optional(),
  package: z.string().optional(),
  status: workflowStatusSchema.optional(),
  severity: severitySchema.optional(),
  q: z.string().optional(),
});
export type WorkflowQuery = z.infer<typeof workflowQuerySchema>;
export const workflowListSchema = listOf(workflowSummarySchema);
