import { z } from 'zod';
import { rightSchema, roleSchema } from './rights.ts';

/** `POST /api/session` */
export const signInSchema = z.strictObject({ name: z.string().min(1).max(128), password: z.string().min(1).max(1024) });
export type SignIn = z.infer<typeof signInSchema>;

/** `GET /api/session`: who is signed in and what they may do, so that pages show no button that would be refused. */
export const sessionSchema = z.object({
  operator: z.string(),
  label: z.string(),
  role: roleSchema,
  rights: z.array(rightSchema),
  expiresAt: z.string(),
});
export type Session = z.infer<typeof sessionSchema>;
