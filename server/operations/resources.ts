import type { Kinds } from '../../engine/activity/kind.ts';
import type { Definition } from '../../engine/model/definition.ts';
import type { Problem } from '../../engine/model/problem.ts';
import type { WorkerLink } from '../processes/workerLink.ts';
import type { Clock } from './ports/clock.ts';
import type { EngineReader } from './ports/engineReader.ts';
import type { Ids } from './ports/ids.ts';
import type { Inbox } from './ports/inbox.ts';

/** What looking at a definition gives: the parsed one where it could be read, and everything that is wrong with it. */
export interface Validated {
  readonly definition?: Definition | undefined;
  readonly problems: readonly Problem[];
}

/** When a workflow's schedulers will fire. */
export interface ComingFiring {
  readonly activity: string;
  readonly dueAtMs: number;
}

/** What use cases are given: stores, reads, the worker, clock and ids; no transport. */
export interface Resources {
  readonly inbox: Inbox;
  readonly engine: EngineReader;
  readonly worker: Pick<WorkerLink, 'nudge' | 'enforceStop' | 'onChanged'>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly kinds: Kinds;
  readonly validate: (input: unknown) => Validated;
  readonly comingFirings: (definition: Definition, count: number, nowMs: number) => readonly ComingFiring[];
}
