import { z } from 'zod';
import { listOf, pageQuerySchema } from './lists.ts';

const statuses = [
  'new',
  'retryPending',
  'processing',
  'retryInProgress',
  'deleteConfirmationPending',
  'deletePending',
  'deleteInProgress',
  'complete',
  'error',
  'errorDataNotFound',
] as const;

const asked = {
  type: z.enum(['access', 'delete']),
  regulation: z.enum(['GDPR', 'CCPA', 'PDPA', 'LGPD']),
  /** By which the person is found. */
  namespace: z.enum(['email', 'phone', 'mobilePhone']),
  value: z.string(),
};

/** A request of a person to see, or to have deleted, what is stored about them. */
export const privacyRequestSchema = z.object({
  id: z.string(),
  name: z.string(),
  ...asked,
  status: z.enum(statuses),
  error: z.string().nullable(),
  /** Where what was collected can be fetched, while it is there. */
  file: z.string().nullable(),
  createdAt: z.string(),
  endedAt: z.string().nullable(),
});
export type PrivacyRequest = z.infer<typeof privacyRequestSchema>;
export const privacyRequestListSchema = listOf(privacyRequestSchema);

/** `GET /api/privacy/requests` */
export const privacyQuerySchema = pageQuerySchema.extend({
  status: z.enum(statuses).optional(),
  name: z.string().max(200).optional(),
});
export type PrivacyQuery = z.infer<typeof privacyQuerySchema>;

const isText = (text: string): boolean => !text.includes(String.fromCodePoint(0));

/** `POST /api/privacy/requests` */
export const privacyBodySchema = z.strictObject({
  ...asked,
  regulation: asked.regulation.default('GDPR'),
  value: z.string().trim().min(3).max(320).refine(isText, 'U+0000 is no character of a text'),
  /** By which it is found in the list; one is made up where it is left out. */
  name: z.string().trim().min(1).max(200).refine(isText, 'U+0000 is no character of a text').optional(),
});
export type PrivacyBody = z.output<typeof privacyBodySchema>;

/** What was asked waits for a worker: it is in the list under its name then. */
export const privacyAcceptedSchema = z.object({ name: z.string() });
