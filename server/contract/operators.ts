import { z } from 'zod';
import { operatorNameSchema } from '../../engine/model/ids.ts';
import { listOf } from './lists.ts';
import { roleSchema } from './rights.ts';

/** What a password must be when an administrator gives one. */
export const passwordSchema = z.string().min(8, 'a password has at least 8 characters').max(1024);

/** An operator as an administrator sees one; never the password. */
export const operatorSchema = z.object({
  name: z.string(),
  label: z.string(),
  role: roleSchema,
  disabled: z.boolean(),
  createdAt: z.string(),
});
export type Operator = z.infer<typeof operatorSchema>;
export const operatorListSchema = listOf(operatorSchema);

/** `POST /api/operators` */
export const operatorBodySchema = z.strictObject({
  name: operatorNameSchema,
  label: z.string().max(200).optional(),
  role: roleSchema,
  password: passwordSchema,
});

/** `PATCH /api/operators/{name}` */
export const operatorPatchSchema = z.strictObject({
  label: z.string().max(200).optional(),
  role: roleSchema.optional(),
  password: passwordSchema.optional(),
  disabled: z.boolean().optional(),
});
export type OperatorPatch = z.infer<typeof operatorPatchSchema>;

/** A token of a program, without its secret. */
export const tokenSchema = z.object({
  id: z.string(),
  label: z.string(),
  operator: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
});
export const tokenListSchema = listOf(tokenSchema);

/** `POST /api/tokens`: the only answer that ever holds the token itself. */
export const tokenBodySchema = z.strictObject({ label: z.string().min(1).max(200) });
export const newTokenSchema = tokenSchema.extend({ token: z.string() });
