import { reminderMs } from '../core/notices.ts';
import type { Runtime } from './runtime.ts';
import { inUnit } from './unit.ts';

const batch = 50;

/** Tells supervisors again of what is critical and was not acknowledged; after downtime once, not for every hour. */
export async function takeReminders(runtime: Runtime): Promise<boolean> {
  const nowMs = runtime.clock.nowMs();
  const due = await runtime.store.dueReminders(nowMs, batch);
  for (const instance of due)
    await inUnit(runtime, ({ tx }) => tx.remind(instance, { nowMs, againMs: nowMs + reminderMs }));
  return due.length > 0;
}
