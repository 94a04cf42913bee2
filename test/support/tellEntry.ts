import type { Command } from '../../engine/core/command.ts';
import type { Entry } from '../../engine/model/entry.ts';
import type { Event } from '../../engine/model/event.ts';
import type { EventId, TaskId } from '../../engine/model/ids.ts';

const arrow = ({ from, outlet, to }: Event): string =>
  outlet === 'default' ? `${from} > ${to}` : `${from}:${outlet} > ${to}`;

const tellTask = (entry: Entry): string | undefined => {
  switch (entry.type) {
    case 'taskCreated':
      return `${entry.task.activity} is ${entry.task.status === 'held' ? 'created and held' : 'created'}`;
    case 'taskReady':
      return `${entry.activity} is ready (${entry.reason})`;
    case 'taskHeld':
      return `${entry.activity} is held`;
    case 'taskStarted':
      return entry.attempt === 1 ? `${entry.activity} starts` : `${entry.activity} starts, attempt ${entry.attempt}`;
    case 'taskProgressed':
      return `${entry.activity} has done ${entry.progress.rows} rows in ${entry.progress.rounds} rounds`;
    case 'taskWaiting':
      return `${entry.activity} waits`;
    case 'taskRetrying':
      return `${entry.activity} will be tried again`;
    case 'taskFailed':
      return `${entry.activity} fails`;
    case 'taskEnded':
      return entry.status === 'failed'
        ? `${entry.activity} is failed for good`
        : `${entry.activity} is ${entry.status}`;
    case 'taskLost':
      return `${entry.activity} is lost (${entry.deaths})`;
    case 'childrenPlanned':
      return `${entry.activity} plans ${entry.total} of ${entry.terms.workflow}`;
    case 'childrenAdded':
      return `${entry.activity} gets ${entry.count} items${entry.closed ? ', the last ones' : ''}`;
    case 'childBegun':
      return `${entry.activity} begins ${entry.child} for ${entry.item}`;
    case 'childEnded':
      return `${entry.child} is ${entry.status}`;
    case 'signalKept':
      return `${entry.activity} keeps ${entry.name}`;
    case 'signalReceived':
      return `${entry.activity} gets ${entry.name}`;
    default:
      return undefined;
  }
};

const tellInstance = (entry: Entry): string => {
  switch (entry.type) {
    case 'statusChanged':
      return `the instance is ${entry.status}`;
    case 'pauseCauseAdded':
      return `a pause: ${entry.cause.kind}`;
    case 'pauseCausesRemoved':
      return `no pause any more: ${entry.kinds.join(', ')}`;
    case 'versionChanged':
      return `on version ${entry.version}`;
    case 'executionChanged':
      return `${entry.activity} is ${entry.execution === 'hold' ? 'to be held' : 'to be executed'}`;
    case 'journal':
      return `${entry.level}: ${entry.code ?? entry.text}`;
    default:
      return entry.type;
  }
};

/** A history as sentences: what happened to which activity, in the words of the domain. */
export function tellEntries(entries: readonly Entry[], known: readonly Entry[] = entries): string[] {
  const events = new Map<EventId, Event>();
  for (const entry of known) if (entry.type === 'eventCreated') events.set(entry.event.id, entry.event);
  return entries.map((entry) => {
    if (entry.type === 'eventCreated') return arrow(entry.event);
    if (entry.type !== 'eventDropped') return tellTask(entry) ?? tellInstance(entry);
    const event = events.get(entry.event);
    return `${event ? arrow(event) : entry.event} is dropped`;
  });
}

/** Commands as sentences, by the activity of their task. */
export function tellCommands(commands: readonly Command[], activityOf: (task: TaskId) => string): string[] {
  return commands.map((command) => {
    if (!('task' in command)) return command.type;
    return `${command.type} ${activityOf(command.task)}`;
  });
}
