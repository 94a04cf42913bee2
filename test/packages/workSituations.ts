import { instanceIdSchema } from '../../engine/model/ids.ts';
import type { EngineRun } from './engineRun.ts';

/** How a workflow comes to have work on the demo data: what precedes, and what makes it run. */
export interface WorkSituation {
  readonly given?: (engine: EngineRun) => Promise<void>;
  readonly when?: (engine: EngineRun) => Promise<void>;
  /** Why it ends otherwise when its worker dies between two statements outside of transactions. */
  readonly onlyTransactions?: string;
}

const doubtful =
  'of a message that was being sent nobody knows whether it went: it is not sent again, and its log says so (deliveryKilled.test.ts)';

/** A workflow whose instances wait for what never comes. */
export const leftPaused = {
  name: 'leftPaused',
  label: 'Left paused',
  severity: 'normal',
  supervisors: 'workflowSupervisors',
  activities: { begin: { type: 'start' }, call: { type: 'signal', name: 'never' }, done: { type: 'end' } },
  transitions: [
    { from: 'begin', to: 'call' },
    { from: 'call', to: 'done' },
  ],
};

/** Somebody pauses an instance, and forgets it. */
export async function leavePaused(engine: EngineRun): Promise<void> {
  const instance = instanceIdSchema.parse('i_left');
  await engine.publish(leftPaused);
  await engine.ask({ operation: 'runNow', instance, input: {} }, { workflow: leftPaused.name });
  await engine.ask({ operation: 'pause', reason: 'until I am back' }, { instance });
}

/** Where it is not enough to wait until a schedule is due. */
const situations: Readonly<Record<string, WorkSituation>> = {
  cleanupPausedWorkflows: {
    // The fourth notice is due: the instance is stopped.
    given: async (engine) => {
      await leavePaused(engine);
      for (let week = 0; week < 4; week += 1) await engine.untilNextDue();
    },
  },
  batchEventsProcessing: { onlyTransactions: doubtful },
  deliveryMgt: { onlyTransactions: doubtful },
  rtEventsProcessing: { onlyTransactions: doubtful },
  newsgroupMgt: { when: (engine) => engine.signal('forumMessage') },
};

/** The first time that a schedule is due, unless it says otherwise. */
export function situationOf(workflow: string): Required<Omit<WorkSituation, 'onlyTransactions'>> & WorkSituation {
  return { given: async () => undefined, when: (engine) => engine.untilNextDue(), ...situations[workflow] };
}
