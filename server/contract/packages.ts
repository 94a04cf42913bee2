import { z } from 'zod';
import { localizedSchema } from '../../engine/model/definition.ts';
import { listOf } from './lists.ts';

/** A package, whether it is installed or not. */
export const packageSchema = z.object({
  name: z.string(),
  label: localizedSchema,
  description: localizedSchema,
  /** Of this release. */
  version: z.string(),
  status: z.enum(['available', 'installed', 'removed']),
  /** Whether its tables stand. */
  hasData: z.boolean(),
  installedAt: z.string().nullable(),
  needs: z.array(z.string()),
  /** The installed packages that need it. */
  neededBy: z.array(z.string()),
  workflows: z.array(z.string()),
  tables: z.array(z.string()),
  options: z.array(z.string()),
  reports: z.array(z.string()),
});
export type Package = z.infer<typeof packageSchema>;
export const packageListSchema = listOf(packageSchema);

/** `POST /api/packages/{name}/install` */
export const installBodySchema = z.strictObject({
  /** Fill its tables with demo data, where they are made now. */
  demo: z.boolean().default(false),
});

const dataSchema = z.enum(['keep', 'drop']);

/** `POST /api/packages/{name}/remove`: a dry run says what would go; removing takes its confirmation. */
export const removeBodySchema = z.discriminatedUnion('dryRun', [
  z.strictObject({ dryRun: z.literal(true), data: dataSchema.default('keep') }),
  z.strictObject({
    dryRun: z.literal(false),
    data: dataSchema.default('keep'),
    confirmation: z.string().min(1).max(200),
  }),
]);
export type RemoveBody = z.infer<typeof removeBodySchema>;

/** What would go with a package. */
export const removalSchema = z.object({
  package: z.string(),
  data: dataSchema,
  workflows: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      /** Whether somebody changed it here: the change goes, too. */
      changed: z.boolean(),
    }),
  ),
  /** Instances that have not ended: they are stopped unconditionally. */
  instances: z.array(z.object({ id: z.string(), workflow: z.string() })),
  /** Its tables with their rows; they go where `data` is `drop`. */
  tables: z.array(z.object({ name: z.string(), rows: z.int() })),
  /** What removing it takes, to say that this was read. */
  confirmation: z.string(),
});
export type Removal = z.infer<typeof removalSchema>;
