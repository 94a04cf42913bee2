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

export const privacyStatusSchema = z.enum(statuses);
export type PrivacyStatus = z.infer<typeof privacyStatusSchema>;
export const privacyTypeSchema = z.enum(['access', 'delete']);
export const regulationSchema = z.enum(['GDPR', 'CCPA', 'PDPA', 'LGPD']);
export const privacyNamespaceSchema = z.enum(['email', 'phone', 'mobilePhone']);

const asked = {
  type: privacyTypeSchema,
  regulation: regulationSchema,
  /** By which the person is found. */
  namespace: privacyNamespaceSchema,
  value: z.string(),
};

/** A request of a person to see, or to have deleted, what is stored about them. */
export const privacyRequestSchema = z.object({
  id: z.string(),
  name: z.string(),
  ...asked,
  status: privacyStatusSchema,
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
  status: privacyStatusSchema.optional(),
  name: z.string().max(200).optional(),
  /** Part of the name, or of what the person is found by. */
  q: z.string().max(320).optional(),
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
