import type { Advanced } from '../../engine/core/advance.ts';
import type { Firing } from '../../engine/core/workflowState.ts';
import type { Entry } from '../../engine/model/entry.ts';
import type { FailureCause } from '../../engine/model/failure.ts';
import type { ActivityId, WorkflowName } from '../../engine/model/ids.ts';
import type { Instance, InstanceStatus } from '../../engine/model/instance.ts';
import type { Severity } from '../../engine/model/severity.ts';
import type { Definitions } from '../../engine/ports/definitions.ts';
import { bucketOf, durationBoundsSeconds, type Measured, type MeasuredTasks } from './measured.ts';
import { Tally } from './tally.ts';

type Place = { readonly workflow: WorkflowName; readonly version: number; readonly activity: ActivityId };
type Kept = MeasuredTasks & { readonly place: Place };

const nothing = () => ({
  begun: new Tally<{ severity: Severity }>(),
  ended: new Tally<{ status: InstanceStatus; severity: Severity }>(),
  firings: new Tally<{ status: Firing['status'] }>(),
  failures: new Tally<Place & { cause: FailureCause }>(),
  tasks: new Map<string, Kept>(),
});

/** An activity whose definition cannot be read any more. */
const unknownKind = 'unknown';

/**
 * What the steps of this worker have done since it was last asked. A task costs a look into a map and three additions; the
 * kinds of activities are looked up once a telling, not once a task.
 */
export class StepMeasures {
  #counted = nothing();

  /** Counts a step that is committed. */
  step(before: Instance | undefined, { instance, entries }: Advanced): void {
    for (const entry of entries) this.#entry(instance, entry);
    const { endedAtMs, status, severity } = instance;
    if (endedAtMs !== undefined && before?.endedAtMs === undefined) this.#counted.ended.add({ status, severity });
  }

  firing({ status }: Firing): void {
    this.#counted.firings.add({ status });
  }

  /** What has come together, and begins anew; undefined where it is nothing. */
  async take({ graph }: Pick<Definitions, 'graph'>): Promise<Measured | undefined> {
    const { begun, ended, firings, failures, tasks } = this.#counted;
    this.#counted = nothing();
    const kindOf = async ({ workflow, version, activity }: Place): Promise<string> => {
      const found = await graph(workflow, version).catch(() => undefined);
      return found?.activities.get(activity)?.kind.name ?? unknownKind;
    };
    const told: Measured = {
      begun: [...begun.list()],
      ended: [...ended.list()],
      firings: [...firings.list()],
      failures: await Promise.all(
        failures.list().map(async ({ cause, count, ...place }) => ({ kind: await kindOf(place), cause, count })),
      ),
      tasks: await Promise.all(
        [...tasks.values()].map(async ({ place, ...of }) => ({ ...of, kind: await kindOf(place) })),
      ),
    };
    return Object.values(told).some((list) => list.length > 0) ? told : undefined;
  }

  #entry({ workflow, version, severity }: Instance, entry: Entry): void {
    if (entry.type === 'began') this.#counted.begun.add({ severity });
    else if (entry.type === 'taskEnded') this.#ended({ workflow, version, activity: entry.activity }, entry);
    else if (entry.type === 'taskFailed' || entry.type === 'taskRetrying') {
      const { activity, failure } = entry;
      this.#counted.failures.add({ workflow, version, activity, cause: failure.cause });
    }
  }

  #ended(place: Place, { status, durationMs }: Extract<Entry, { type: 'taskEnded' }>): void {
    const key = `${place.workflow}\n${String(place.version)}\n${place.activity}\n${status}`;
    let known = this.#counted.tasks.get(key);
    if (!known) {
      const buckets = Array.from({ length: durationBoundsSeconds.length + 1 }, () => 0);
      known = { place, kind: unknownKind, status, seconds: 0, buckets };
      this.#counted.tasks.set(key, known);
    }
    const bucket = bucketOf(durationMs / 1_000);
    known.buckets[bucket] = (known.buckets[bucket] ?? 0) + 1;
    known.seconds += durationMs / 1_000;
  }
}
