import { z } from 'zod';
import { localizedSchema } from '../../engine/model/definition.ts';
import { namePattern, workflowNameSchema } from '../../engine/model/ids.ts';
import { jsonSchema } from '../../engine/model/json.ts';

const nameSchema = z
  .string()
  .regex(namePattern, 'a name starts with a letter and holds letters, digits and _ (64 at most)');
const packageNameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'a package name holds small letters, digits and -');

/** A glob over table names: `*` stands for any letters, digits and `_`. */
export const tablePatternSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_]{1,62}\*?$/, 'a table pattern reads nms_broad_log_* or nms_delivery');

/** `instant` is an ISO text in UTC with milliseconds; the others are what they are in JSON. */
export const optionTypeSchema = z.enum(['integer', 'number', 'boolean', 'text', 'instant']);

/** What an option is while its value was never changed; `null`: it has no value until then. */
export const optionSchema = z.strictObject({
  name: nameSchema,
  type: optionTypeSchema,
  unit: z.enum(['days']).optional(),
  default: jsonSchema,
  label: localizedSchema,
  description: localizedSchema.optional(),
});

/** A group of operators that the package's workflows tell or ask. */
export const groupSchema = z.strictObject({ name: nameSchema, label: localizedSchema });

/** `manifest.json` of a package: all that an installation needs to know of it besides its files. */
export const manifestSchema = z.strictObject({
  $schema: z.string().optional(),
  name: packageNameSchema,
  label: localizedSchema,
  description: localizedSchema,
  version: z.string().regex(/^\d+\.\d+\.\d+$/, 'a version reads 1.2.3'),
  needs: z.array(packageNameSchema).default([]),
  /** What definition SQL may name through `tables`. */
  tables: z.array(tablePatternSchema).default([]),
  /** Its tables in the order of their making, and patterns of those that are made beside them: what goes with its data. */
  owns: z.array(tablePatternSchema).default([]),
  options: z.array(optionSchema).default([]),
  groups: z.array(groupSchema).default([]),
  /** All that the catalogue has for it; shipped are those whose file is there. */
  workflows: z.array(workflowNameSchema).min(1),
  /** The module, seen from the manifest, whose `generateDemo` fills the tables. */
  demo: z.string().optional(),
  reports: z.array(nameSchema).default([]),
});
export type Manifest = z.infer<typeof manifestSchema>;
