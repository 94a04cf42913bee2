import { z } from 'zod';
import { activityIdSchema, workflowNameSchema } from '../../engine/model/ids.ts';
import { severitySchema } from '../../engine/model/severity.ts';

const text = z.string().min(1);

/** A text in all five languages of the catalogue. */
export const inAllLanguagesSchema = z.strictObject({ en: text, fr: text, sv: text, ko: text, 'zh-Hant': text });

/** One thing that a workflow is known to do, and what shows it. */
const factSchema = z.strictObject({
  fact: text,
  /** The activities of the graph that show it; none while the workflow is not shipped. */
  activities: z.array(activityIdSchema),
  /** Where it is shown instead, or as well: a page, an address, a table, the manifest. */
  elsewhere: text.optional(),
});

/** `catalogue/<workflow>.json`: what a workflow of a package has to be, whether it is shipped yet or not. */
export const catalogueEntrySchema = z.strictObject({
  workflow: workflowNameSchema,
  label: inAllLanguagesSchema,
  folder: text,
  severity: severitySchema,
  trigger: z.strictObject({
    kind: z.enum(['schedule', 'signal']),
    cron: text.optional(),
    /** Not documented: the schedule is a proposal of ours, and the definition says so. */
    documented: z.boolean(),
    text,
  }),
  facts: z.array(factSchema).min(1),
  /** Activities that read log tables and have nothing to do on the first day of the demo: tests of their own reach them. */
  idle: z.array(activityIdSchema).default([]),
  /** What was decided where the sources disagree or are silent. */
  decisions: z.array(text).default([]),
});
export type CatalogueEntry = z.infer<typeof catalogueEntrySchema>;
