import { z } from 'zod';

/** What an operator may do (semantics.md 1). */
export const rightSchema = z.enum([
  'view',
  'resume',
  'runAgain',
  'skip',
  'answer',
  'acknowledge',
  'start',
  'pause',
  'controlInstance',
  'signal',
  'modify',
  'publish',
  'startTechnical',
  'pauseTechnical',
  'stopWorkflow',
  'kill',
  'manageOperators',
  'managePackages',
  'managePrivacy',
]);
export type Right = z.infer<typeof rightSchema>;

/** The roles of this release; finer rights come with access control by group. */
export const roleSchema = z.enum(['support', 'operator', 'admin']);
export type Role = z.infer<typeof roleSchema>;

const support: readonly Right[] = ['view', 'resume', 'runAgain', 'skip', 'answer', 'acknowledge'];
const operator: readonly Right[] = [...support, 'start', 'pause', 'controlInstance', 'signal'];

/** The rights of each role (semantics.md 1): whoever has a later role has all rights of the former. */
export const rightsOfRole: Readonly<Record<Role, readonly Right[]>> = { support, operator, admin: rightSchema.options };
