import { z } from 'zod';
import { operatorNameSchema } from '../../engine/model/ids.ts';
import { listOf } from './lists.ts';

/** The group that is told and asked where a definition names no other; it is always there. */
export const supervisorsGroup = 'workflowSupervisors';

const groupNameSchema = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[A-Za-z][\w.-]*$/, 'a name starts with a letter and holds letters, digits, and _ . -');

/** Operators who are told and asked together. */
export const groupSchema = z.object({ name: z.string(), members: z.array(z.string()), createdAt: z.string() });
export type Group = z.infer<typeof groupSchema>;
export const groupListSchema = listOf(groupSchema);

const members = z.array(operatorNameSchema).max(1_000);

/** `POST /api/groups` */
export const groupBodySchema = z.strictObject({ name: groupNameSchema, members: members.default([]) });

/** `PUT /api/groups/{name}`: all who belong to it. */
export const membersBodySchema = z.strictObject({ members });
