import type { MemoryInbox } from '../../../engine/memory/memoryInbox.ts';
import type { VirtualClock } from '../../../engine/memory/virtualClock.ts';
import type { Children } from '../../../engine/model/children.ts';
import type { Level } from '../../../engine/model/entry.ts';
import { requestIdSchema, signalIdSchema, type InstanceId } from '../../../engine/model/ids.ts';
import type { Instance } from '../../../engine/model/instance.ts';
import type { Json, Variables } from '../../../engine/model/json.ts';
import type { Question } from '../../../engine/model/question.ts';
import type { Task } from '../../../engine/model/task.ts';
import type { SimulationOrder } from '../../contract/simulations.ts';
import { firstResult, standInSignal } from './standIns.ts';

/** What answers are given with. */
export interface Answering {
  readonly inbox: MemoryInbox;
  readonly clock: VirtualClock;
  readonly instance: InstanceId;
  readonly order: SimulationOrder;
}

interface Sent {
  readonly to: InstanceId;
  readonly id: string;
  readonly name: string;
  readonly key?: string | undefined;
  readonly vars: Variables;
}

const excerptChars = 200;
const inShort = (value: Json): string => {
  const text = JSON.stringify(value);
  return text.length > excerptChars ? `${text.slice(0, excerptChars)}...` : text;
};

/** Answers for who is waited for in a simulation: as it was told, else with a first choice; the journal says which. */
export class Answers {
  readonly #answering: Answering;
  readonly #answered = new Set<string>();
  readonly #noted = new Set<string>();

  constructor(answering: Answering) {
    this.#answering = answering;
  }

  /** Gives the next answers that a simulated instance waits for; false where it waits for none. */
  give({ tasks }: Instance): boolean {
    const waiting = Object.values(tasks).filter((task) => this.#mayAnswer(task));
    const children = waiting.filter((task) => this.#endChildren(task));
    if (children.length > 0) return true;
    const task = waiting.find(({ id, waitingFor }) => waitingFor?.signal !== undefined && !this.#answered.has(id));
    if (!task) return false;
    this.#answered.add(task.id);
    if (task.waitingFor?.question) this.#choose(task, task.waitingFor.question);
    else this.#signal(task);
    return true;
  }

  #mayAnswer({ status, activity }: Task): boolean {
    return status === 'waiting' && this.#answering.order.answers[activity] !== null;
  }

  #given({ activity }: Task): Variables | undefined {
    return this.#answering.order.answers[activity] ?? undefined;
  }

  /** Once a task and matter: of a thousand children one line tells all. */
  #note({ id }: Task, text: string, level: Level = 'info'): void {
    const name = `note ${id} ${text}`;
    if (this.#noted.has(name)) return;
    this.#noted.add(name);
    const { inbox, instance, order } = this.#answering;
    inbox.addRequest({
      id: requestIdSchema.parse(`note ${id} ${String(this.#noted.size)}`),
      by: order.by,
      instance,
      asked: { operation: 'note', level, code: 'simulated-answer', text: `Simulated: ${text}` },
    });
  }

  #send({ to, id, name, key, vars }: Sent): void {
    const { inbox, clock, order } = this.#answering;
    inbox.addSignal({
      id: signalIdSchema.parse(`answer ${id}`),
      name,
      instance: to,
      vars,
      by: order.by,
      startsTechnical: false,
      receivedAtMs: clock.nowMs(),
      ...(key !== undefined && { key }),
    });
  }

  /** Who is simulated to be asked chooses as it was answered, else the first choice. */
  #choose(task: Task, { choices }: Question): void {
    const { choice: told, comment } = this.#given(task) ?? {};
    const choice = typeof told === 'string' ? told : (choices[0]?.outlet ?? '');
    this.#note(task, `the approval was answered with "${choice}".`);
    const { inbox, instance, order } = this.#answering;
    const said = typeof comment === 'string' ? { comment } : {};
    inbox.addRequest({
      id: requestIdSchema.parse(`answer ${task.id}`),
      by: order.by,
      instance,
      task: task.id,
      asked: { operation: 'answer', choice, asked: [order.by], ...said },
    });
  }

  /** The signal that it waits for comes, with the variables of the answer or none; one that adds items adds the last. */
  #signal(task: Task): void {
    const { name = '', key } = task.waitingFor?.signal ?? {};
    const given = this.#given(task);
    this.#note(task, `the signal "${name}" came ${given ? 'as it was answered' : 'without variables'}.`);
    const vars = { ...given, ...(task.children?.open && { close: true }) };
    this.#send({ to: this.#answering.instance, id: task.id, name, key, vars });
  }

  /** Children give at once what was answered for them, else what their workflow's end would, as far as that is written. */
  #endChildren(task: Task): boolean {
    const { children } = task;
    const live = Object.entries(children?.live ?? {}).filter(([, child]) => !this.#answered.has(child));
    if (!children) return false;
    for (const [item, child] of live) {
      this.#answered.add(child);
      const result = this.#resultOf(task, children, Number(item));
      this.#send({ to: child, id: child, name: standInSignal, vars: { result } });
    }
    return live.length > 0;
  }

  #resultOf(task: Task, { terms: { workflow, single } }: Children, item: number): Json {
    const called = this.#answering.order.called.find(({ name }) => name === workflow);
    if (!called)
      this.#note(task, `there is no published workflow "${workflow}"; an instance would fail here.`, 'warning');
    const { result, results } = this.#given(task) ?? {};
    const told = Array.isArray(results) && !single ? (results[item] ?? result) : result;
    if (told !== undefined) {
      this.#note(task, `"${workflow}" gave the result that was answered for "${task.activity}".`);
      return told;
    }
    const first = firstResult(called);
    const text = `"${workflow}" gave ${inShort(first)}, because nothing was answered for "${task.activity}": its "result".`;
    this.#note(task, text);
    return first;
  }
}
