import type { InstanceId, RequestId } from '../model/ids.ts';

/** The only source of chance: ids of instances and of the engine's own requests. Tasks and events are numbered by the core. */
export interface Ids {
  instance: () => InstanceId;
  request: () => RequestId;
}
