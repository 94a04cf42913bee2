import { severitySchema } from '../../engine/model/severity.ts';
import type { Family, Sample } from './exposition.ts';
import { durationBoundsSeconds, type Measured, type MeasuredTasks } from './measured.ts';
import { Tally } from './tally.ts';

type Labels = Readonly<Record<string, string>>;

/** Counters of labels that are known before anything happens begin at 0: a rate needs a first value. */
function tallyOf<Counted extends Labels>(known: readonly Counted[]): Tally<Counted> {
  const tally = new Tally<Counted>();
  for (const labels of known) tally.add(labels, 0);
  return tally;
}

const severities = severitySchema.options;
const endings = ['finished', 'failed', 'stopped'] as const;
const firingStatuses = ['begun', 'skipped', 'missed', 'replaced'] as const;

const samplesOf = (tally: Tally<Labels>): readonly Sample[] =>
  tally.list().map(({ count, ...labels }) => ({ labels, value: count }));

/** A histogram's buckets hold what the smaller ones hold, too. */
function durationSamples({ kind, status, seconds, buckets }: MeasuredTasks): readonly Sample[] {
  const sums = buckets.map((_each, index) => buckets.slice(0, index + 1).reduce((sum, more) => sum + more, 0));
  const labels = { kind, status };
  return [
    ...sums.map((value, index) => ({
      suffix: '_bucket' as const,
      labels: { ...labels, le: String(durationBoundsSeconds[index] ?? '+Inf') },
      value,
    })),
    { suffix: '_sum', labels, value: seconds },
    { suffix: '_count', labels, value: sums.at(-1) ?? 0 },
  ];
}

/** What workers have told of since this web began. */
export class MeasuredTotals {
  readonly #begun = tallyOf(severities.map((severity) => ({ severity })));
  readonly #ended = tallyOf<Labels>(endings.flatMap((status) => severities.map((severity) => ({ status, severity }))));
  readonly #firings = tallyOf(firingStatuses.map((status) => ({ status })));
  readonly #failures = new Tally<Labels>();
  readonly #tasks = new Map<string, MeasuredTasks>();

  add({ begun, ended, firings, failures, tasks }: Measured): void {
    for (const { severity, count } of begun) this.#begun.add({ severity }, count);
    for (const { status, severity, count } of ended) this.#ended.add({ status, severity }, count);
    for (const { status, count } of firings) this.#firings.add({ status }, count);
    for (const { kind, cause, count } of failures) this.#failures.add({ kind, cause }, count);
    for (const one of tasks) this.#addTasks(one);
  }

  families(): readonly Family[] {
    return [
      {
        name: 'signalbox_instances_begun_total',
        type: 'counter',
        help: 'Instances that have begun since web began, by severity.',
        samples: samplesOf(this.#begun),
      },
      {
        name: 'signalbox_instances_ended_total',
        type: 'counter',
        help: 'Instances that have ended since web began, by how and by severity.',
        samples: samplesOf(this.#ended),
      },
      {
        name: 'signalbox_firings_total',
        type: 'counter',
        help: 'Firings of schedules and entry signals since web began: skipped, missed and replaced ones began nothing.',
        samples: samplesOf(this.#firings),
      },
      {
        name: 'signalbox_task_failures_total',
        type: 'counter',
        help: 'Attempts of tasks that failed since web began, by kind of activity and cause; those tried again too.',
        samples: samplesOf(this.#failures),
      },
      {
        name: 'signalbox_task_duration_seconds',
        type: 'histogram',
        help: 'How long tasks took that have ended since web began, from their first start, waits included.',
        samples: [...this.#tasks.values()].flatMap(durationSamples),
      },
    ];
  }

  #addTasks(more: MeasuredTasks): void {
    const key = `${more.kind}\n${more.status}`;
    const known = this.#tasks.get(key);
    this.#tasks.set(key, {
      ...more,
      seconds: more.seconds + (known?.seconds ?? 0),
      buckets: more.buckets.map((count, index) => count + (known?.buckets[index] ?? 0)),
    });
  }
}
