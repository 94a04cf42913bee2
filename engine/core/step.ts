import type { GraphActivity } from '../graph/compiledGraph.ts';
import { invariant } from '../invariant.ts';
import type { Execution } from '../model/definition.ts';
import type { Entry, Fact } from '../model/entry.ts';
import { eventIdOf, taskIdOf, type ActivityId, type EventId, type RequestId, type TaskId } from '../model/ids.ts';
import type { Instance } from '../model/instance.ts';
import type { Task } from '../model/task.ts';
import { createMask, type Mask } from '../model/secrets.ts';
import type { Command } from './command.ts';
import { evolve } from './evolve.ts';
import { sealEntry } from './sealing.ts';
import { turnsOf, type Turns } from './turns.ts';
import type { World } from './world.ts';

/** Who asked for a step, by which request. */
export interface Asked {
  readonly by?: string;
  readonly request?: RequestId;
}

/** What of the same step there is already: the fact that begins an instance, or what an older version has decided. */
interface Earlier {
  readonly entries: readonly Entry[];
  readonly statusBefore?: Instance['status'];
}

/**
 * One step under construction: a draft of the instance, the facts recorded so far and the commands that they ask for.
 * It never leaves `advance`, which stays pure for its callers.
 */
export class Step {
  readonly world: World;
  readonly draft: Instance;
  readonly entries: Entry[] = [];
  readonly commands: Command[] = [];
  /** Tasks to look at when the step settles: created, or ready again. */
  readonly agenda: TaskId[] = [];
  /** Tasks of activities on cycles that this step created: bounds what can go on without time passing (semantics.md 5). */
  cyclicTasks = 0;
  /** Whose turn it was in each mutex group, and who has got it since (mutex.ts). */
  readonly turnsBefore: Turns;
  readonly turnsTaken = new Set<TaskId>();
  readonly statusBefore: Instance['status'];
  readonly asked: Asked;
  readonly #mask: Mask | undefined;

  constructor(world: World, draft: Instance, asked: Asked, earlier?: Earlier) {
    this.world = world;
    this.draft = draft;
    this.asked = asked;
    this.#mask = world.secrets && createMask(world.secrets);
    this.statusBefore = earlier?.statusBefore ?? draft.status;
    this.turnsBefore = turnsOf(world.graph, draft);
    this.entries.push(...(earlier?.entries ?? []));
  }

  /** Records a fact, which becomes the step's own: stamps it and applies it to the draft. */
  record(fact: Fact): void {
    // A fact with its stamp is an entry: `Fact` is `Entry` without exactly these fields.
    const entry = fact as Entry;
    entry.seq = this.draft.seq + 1;
    entry.atMs = this.world.nowMs;
    const { by, request } = this.asked;
    if (by !== undefined) entry.by = by;
    if (request !== undefined) entry.request = request;
    const sealed = sealEntry(entry, this.#mask);
    evolve(this.draft, sealed);
    this.entries.push(sealed);
  }

  command(command: Command): void {
    const mask = this.#mask;
    const shows = mask && (command.type === 'tellSupervisors' || command.type === 'tellAsked');
    this.commands.push(
      shows ? { ...command, title: mask.text(command.title), message: mask.text(command.message) } : command,
    );
  }

  /** Who asked, for pause causes and reasons; the engine itself where nobody did. */
  get by(): string {
    return this.asked.by ?? 'engine';
  }

  activity(id: ActivityId): GraphActivity {
    const activity = this.world.graph.activities.get(id);
    invariant(activity, `activity ${id} left the definition of ${this.draft.workflow}`);
    return activity;
  }

  liveTasks(): Task[] {
    return Object.values(this.draft.tasks);
  }

  nextTaskId(): TaskId {
    return taskIdOf(this.draft.id, this.draft.lastNumber + 1);
  }

  nextEventId(): EventId {
    return eventIdOf(this.draft.id, this.draft.lastNumber + 1);
  }

  /** How an activity is executed in this instance: its own setting, or the definition's. */
  execution(id: ActivityId): Execution {
    return this.draft.executions[id] ?? this.activity(id).common.execution ?? 'normal';
  }

  disabledActivities(): ReadonlySet<ActivityId> {
    return new Set([...this.world.graph.activities.keys()].filter((id) => this.execution(id) === 'disabled'));
  }
}
