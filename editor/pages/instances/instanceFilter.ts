import { instanceQuerySchema, type InstanceQuery } from '../../../server/contract/instances.ts';

/**
 * Reads the filters of the list from the address; what is no filter there is left out.
 * @returns what the server is asked for
 */
export function instanceFilterOf(params: URLSearchParams): Partial<InstanceQuery> {
  const read = instanceQuerySchema.safeParse(Object.fromEntries(params));
  return read.success ? read.data : {};
}

/** Whether any filter narrows the list. */
export const hasFilter = ({ q, workflow, status, severity }: Partial<InstanceQuery>): boolean =>
  [q, workflow, status, severity].some((value) => value !== undefined && value !== '');
