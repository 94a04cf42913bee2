import { instanceIdSchema, requestIdSchema, type InstanceId, type RequestId } from '../model/ids.ts';
import type { Ids } from '../ports/ids.ts';

/** Ids that are the same in every run: `i1`, `i2`, `r1`. */
export function createSequentialIds(): Ids {
  const last = { instance: 0, request: 0 };
  return {
    instance: (): InstanceId => instanceIdSchema.parse(`i${String((last.instance += 1))}`),
    request: (): RequestId => requestIdSchema.parse(`r${String((last.request += 1))}`),
  };
}
