import type { ShippedPackage } from '../../definitions/packages/shippedPackage.ts';
import type { Mailer } from '../../engine/activity/outside.ts';
import type { Kinds } from '../../engine/activity/kind.ts';
import type { Definition } from '../../engine/model/definition.ts';
import type { Problem } from '../../engine/model/problem.ts';
import type { SqlAnswer, SqlOrder } from '../contract/designing.ts';
import type { Simulation, SimulationOrder } from '../contract/simulations.ts';
import type { WorkerLink } from '../processes/workerLink.ts';
import type { Clock } from './ports/clock.ts';
import type { EngineReader } from './ports/engineReader.ts';
import type { Ids } from './ports/ids.ts';
import type { PackageChange } from './ports/packageChange.ts';
import type { Inbox } from './ports/inbox.ts';

/** What looking at a definition gives: the parsed one where it could be read, and everything that is wrong with it. */
export interface Validated {
  readonly definition?: Definition | undefined;
  readonly problems: readonly Problem[];
}

/** What use cases are given: stores, reads, the worker, clock and ids; no transport. */
export interface Resources {
  readonly inbox: Inbox;
  readonly engine: EngineReader;
  readonly worker: Pick<WorkerLink, 'status' | 'life' | 'nudge' | 'enforceStop' | 'onChanged'>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly kinds: Kinds;
  /** What is wrong with the syntax of a script; undefined where nothing is. */
  readonly scriptFault: (code: string) => Promise<string | undefined>;
  /** Sends a mail to try whether mails are taken: by the server that workers give them to. */
  readonly mail: Mailer;
  readonly validate: (input: unknown) => Validated;
  /** The packages of this release, what each needs before it. */
  readonly packages: readonly ShippedPackage[];
  /** Changes the tables of a package while the worker rests. Absent: no way to. */
  readonly changePackage?: (change: PackageChange) => Promise<void>;
  /** Runs an order to its end; nothing of it is left. Absent: this process has no way to. */
  readonly simulate?: (order: SimulationOrder) => Promise<Simulation>;
  /** Asks the database what a statement gives, or how it would do it; it changes nothing. Absent: no way to. */
  readonly askSql?: (order: SqlOrder) => Promise<SqlAnswer>;
}
