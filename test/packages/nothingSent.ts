import { executors } from '../../definitions/registry/executors.generated.ts';
import type { AnyExecutor, Executors } from '../../engine/activity/executor.ts';

const vars = { recordCount: 0, sent: 0, kept: 0, failed: 0, ignored: 0, doubtful: 0, waiting: 0 };
const sendsNothing: AnyExecutor = { kind: 'delivery', execute: async () => ({ vars, recordCount: 0, roundRows: 0 }) };

/** The shipped executors, but deliveries stay as they are: what is sent is for other tests to see. */
export const nothingSent: Executors = new Map([...executors, ['delivery', sendsNothing]]);
