import type { WorkflowName } from '../model/ids.ts';

/** How long SQL may have taken the last time for a commit to be shared with it. */
const briefMs = 5;
/** Of how many activities is remembered how long they took. */
const remembered = 10_000;

/** An activity of a version. */
export interface VersionActivity {
  readonly workflow: WorkflowName;
  readonly version: number;
  readonly activity: string;
}

const keyOf = ({ workflow, version, activity }: VersionActivity): string =>
  `${workflow} ${String(version)} ${activity}`;

/**
 * Which activities with SQL have turned out to be brief in this process. The first time nobody knows: its task is performed
 * alone, its start is told before, and a worker that dies of it is counted.
 */
export class Briefness {
  readonly #brief = new Set<string>();

  has(of: VersionActivity): boolean {
    return this.#brief.has(keyOf(of));
  }

  /** Notes how long an execution took. */
  note(of: VersionActivity, tookMs: number): void {
    if (tookMs >= briefMs || this.#brief.size >= remembered) this.#brief.delete(keyOf(of));
    else this.#brief.add(keyOf(of));
  }

  /** What was performed together was taken back: each is performed alone first. */
  forget(): void {
    this.#brief.clear();
  }
}
