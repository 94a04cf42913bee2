import { z } from 'zod';
import type { WorkTableUse } from './kind.ts';

/** A column's name: as long as PostgreSQL takes it, and never one that SQL would have to be asked about. */
export const columnSchema = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,62}$/, 'a column starts with a letter or _ and holds letters, digits and _');

/** The columns by which rows are told apart. */
export const keySchema = z
  .array(columnSchema)
  .min(1, 'name a column at least')
  .refine((names) => new Set(names).size === names.length, 'name each column once');

/** The name of an inbound work table: the activity's that gave it, with an outlet's where it left by one (`sort_vip`). */
export const workTableNameSchema = z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/, 'name the activity that gave the rows');

const leading = {
  title: 'Primary',
  description: 'The activity whose rows lead; after a split, the activity and the outlet: split_vip.',
  widget: 'text',
};

/** The leading work table, where one must be named. */
export const primarySchema = workTableNameSchema.meta(leading);

/** The leading work table, where any may lead. */
export const optionalPrimarySchema = workTableNameSchema.optional().meta({
  ...leading,
  description: `${leading.description} Left empty, it is what comes by the transition that is listed first.`,
});

/** The columns of a key with what they are called in a form. */
export const keyField = (description: string) => keySchema.meta({ title: 'Key', description, widget: 'strings' });

/** Names the leading work table for validation. */
export const primaryUse = ({ primary }: { readonly primary?: string | undefined }): readonly WorkTableUse[] =>
  primary === undefined ? [] : [{ pointer: '/primary', name: primary }];
