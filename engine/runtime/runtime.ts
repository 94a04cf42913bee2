import type { Executors } from '../activity/executor.ts';
import type { TaskId } from '../model/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { Definitions } from '../ports/definitions.ts';
import type { EngineStore } from '../ports/engineStore.ts';
import type { Ids } from '../ports/ids.ts';
import type { Inbox } from '../ports/inbox.ts';
import type { Publisher } from '../ports/publisher.ts';
import type { Briefness } from './briefness.ts';
import type { LeftOut } from './leftOut.ts';

/** Everything that the shell must be given: the runtime reaches the world through these ports alone. */
export interface Runtime {
  readonly store: EngineStore;
  readonly inbox: Inbox;
  readonly definitions: Definitions;
  readonly executors: Executors;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly publisher: Publisher;
  /**
   * Ends what is in flight at its source, once the step that says so is committed; `isOver`: nothing waits for its end.
   * Absent where nothing is in flight beside the steps.
   */
  readonly cancel?: (task: TaskId, isOver: boolean) => void;
  /** Absent where nothing is performed together. */
  readonly briefness?: Briefness;
  /** What cannot go on, and is not waited for. Absent where nobody goes on with anything. */
  readonly leftOut?: LeftOut;
}
