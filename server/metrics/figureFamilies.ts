import { severitySchema } from '../../engine/model/severity.ts';
import { mailStatusSchema } from '../contract/outbox.ts';
import type { Figures } from '../operations/metrics.ts';
import type { Family, Sample } from './exposition.ts';

const liveInstances = ['running', 'pausing', 'paused', 'stopping'] as const;
const liveTasks = ['pending', 'running', 'waiting', 'retrying', 'held', 'failed'] as const;
const workerStatuses = ['alive', 'busy', 'gone'] as const;

const secondsSince = ({ atMs }: Figures, sinceMs: number | undefined): number =>
  sinceMs === undefined ? 0 : Math.max(0, atMs - sinceMs) / 1_000;

const one = (value: number): readonly Sample[] => [{ value }];

const instances = ({ instances: found }: Figures): Family => ({
  name: 'signalbox_instances',
  type: 'gauge',
  help: 'Instances that have not ended, by status and severity.',
  samples: liveInstances.flatMap((status) =>
    severitySchema.options.map((severity) => ({
      labels: { status, severity },
      value: found.find((each) => each.status === status && each.severity === severity)?.count ?? 0,
    })),
  ),
});

const tasks = ({ tasks: found }: Figures): Family => ({
  name: 'signalbox_tasks',
  type: 'gauge',
  help: 'Tasks that have not ended, by status; failed: until somebody resumes, skips or stops.',
  samples: liveTasks.map((status) => ({
    labels: { status },
    value: found.find((each) => each.status === status)?.count ?? 0,
  })),
});

const due = (figures: Figures): readonly Family[] => [
  {
    name: 'signalbox_queue_tasks',
    type: 'gauge',
    help: 'Tasks in the queue of workers: what may be executed now, and what is being executed.',
    samples: one(figures.queued),
  },
  {
    name: 'signalbox_queue_age_seconds',
    type: 'gauge',
    help: 'How long the pending task has been ready that workers take next; 0 while none is.',
    samples: one(secondsSince(figures, figures.headReadyAtMs)),
  },
  {
    name: 'signalbox_timer_lag_seconds',
    type: 'gauge',
    help: 'By how much the most overdue timer of a running instance is overdue; 0 while none is.',
    samples: one(secondsSince(figures, figures.timerDueAtMs)),
  },
  {
    name: 'signalbox_schedule_lag_seconds',
    type: 'gauge',
    help: 'By how much the most overdue firing of a started workflow is overdue; 0 while none is.',
    samples: one(secondsSince(figures, figures.firingDueAtMs)),
  },
];

const arrivals = (figures: Figures): readonly Family[] => [
  {
    name: 'signalbox_inbox_waiting',
    type: 'gauge',
    help: 'What has come in and no worker has taken over yet: requests of people, signals, rows for packages.',
    samples: figures.waiting.map(({ source, count }) => ({ labels: { source }, value: count })),
  },
  {
    name: 'signalbox_inbox_age_seconds',
    type: 'gauge',
    help: 'How long the first of them has waited; 0 while none does.',
    samples: figures.waiting.map(({ source, sinceMs }) => ({
      labels: { source },
      value: secondsSince(figures, sinceMs),
    })),
  },
  {
    name: 'signalbox_signals_undelivered',
    type: 'gauge',
    help: 'Signals that nobody has taken, and that are kept for who waits for them later.',
    samples: one(figures.undeliveredSignals),
  },
];

const mails = ({ mails: found }: Figures): Family => ({
  name: 'signalbox_mails_total',
  type: 'counter',
  help: 'Mails and notices in the outbox, by what has become of them, since web was first asked for metrics.',
  samples: mailStatusSchema.options.map((status) => ({ labels: { status }, value: found.get(status) ?? 0 })),
});

const workers = ({ worker }: Figures): readonly Family[] => [
  {
    name: 'signalbox_workers',
    type: 'gauge',
    help: 'Workers of this web by status; busy: it executes a statement and cannot answer now.',
    samples: workerStatuses.map((status) => ({ labels: { status }, value: status === worker.status ? 1 : 0 })),
  },
  {
    name: 'signalbox_worker_silence_seconds',
    type: 'gauge',
    help: 'How long ago the worker gave its last sign of life; absent before its first.',
    samples: worker.silentMs === undefined ? [] : one(worker.silentMs / 1_000),
  },
  {
    name: 'signalbox_worker_starts_total',
    type: 'counter',
    help: 'How often a worker came up since web began: more than once is a worker that ended or was ended.',
    samples: one(worker.starts),
  },
];

/** What was read, as metrics. */
export const figureFamilies = (figures: Figures): readonly Family[] => [
  instances(figures),
  tasks(figures),
  ...due(figures),
  ...arrivals(figures),
  mails(figures),
  ...workers(figures),
  {
    name: 'signalbox_figures_read_seconds',
    type: 'gauge',
    help: 'How long reading these figures from the database took this time.',
    samples: one(figures.readMs / 1_000),
  },
];
