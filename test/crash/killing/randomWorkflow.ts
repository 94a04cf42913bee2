import type { Random } from '../../support/random.ts';

/** A workflow as it is posted. */
export interface PostedWorkflow {
  readonly name: string;
  readonly overlap: 'allow';
  readonly activities: Record<string, Record<string, unknown>>;
  readonly transitions: { readonly from: string; readonly outlet?: string; readonly to: string }[];
}

/** A random workflow, what each of its instances leaves in the tables, and the signals that it waits for. */
export interface KilledWorkflow {
  readonly definition: PostedWorkflow;
  /** The activities that count, each once an instance. */
  readonly counting: readonly string[];
  /** How many rows of `todo` each instance works off, one a round. */
  readonly rounds: number;
  readonly signals: readonly string[];
  /** What each of its instances begins once for each number from 1 to `items`, where it does. */
  readonly children?: { readonly workflow: KilledWorkflow; readonly items: number };
}

/** What a child gives for a number; a list of these is what its parent collects. */
export const resultOf = (item: number): number => item * 10;

/** So long a statement that one is likely to be killed in it; both databases take the same text. */
const slowly = `(SELECT max(i) AS m FROM (WITH RECURSIVE counted (i) AS
  (SELECT 1 UNION ALL SELECT i + 1 FROM counted WHERE i < 60000) SELECT i FROM counted) AS slow) AS slowly`;
const params = { task: 'task.id', activity: 'task.activity', instance: 'instance.id' };
const count = 'UPDATE tally SET counted = counted + 1 WHERE activity = :activity';
const line = 'INSERT INTO ledger (task, activity, instance) VALUES (:task, :activity, :instance)';
const slowLine = `INSERT INTO ledger (task, activity, instance) SELECT :task, :activity, :instance FROM ${slowly}`;
const roundsOfEach = 3;
const fill = Array.from(
  { length: roundsOfEach },
  (_, place) => `INSERT INTO todo (instance, place, done) VALUES (:instance, ${String(place)}, 0)`,
).join('; ');
const workOff = `UPDATE todo SET done = done + 1 WHERE instance = :instance AND place =
  (SELECT min(place) FROM todo WHERE instance = :instance AND done = 0)`;
const collect = 'INSERT INTO collected (instance, results) VALUES (:instance, :results)';
const childrenAtMost = 4;

/** Draws a workflow branch by branch. */
class Draw {
  readonly activities: PostedWorkflow['activities'] = { begin: { type: 'start' } };
  readonly transitions: PostedWorkflow['transitions'] = [];
  readonly counting: string[] = [];
  readonly signals: string[] = [];
  rounds = 0;
  children: KilledWorkflow['children'];
  readonly #random: Random;
  readonly #name: string;
  #number = 0;

  constructor(random: Random, name: string) {
    this.#random = random;
    this.#name = name;
  }

  add(fields: Record<string, unknown>, from: string, outlet?: string): string {
    const id = `${this.#name}a${String((this.#number += 1))}`;
    this.activities[id] = fields;
    this.transitions.push({ from, ...(outlet !== undefined && { outlet }), to: id });
    return id;
  }

  count(from: string, outlet?: string): string {
    const isSlow = this.#random.below(3) === 0;
    const script = `${count}; ${isSlow ? slowLine : line}`;
    const id = this.add({ type: 'sqlCode', script, params }, from, outlet);
    this.counting.push(id);
    return id;
  }

  wait(from: string): string {
    return this.add({ type: 'wait', for: `${String(20 + this.#random.below(300))}ms` }, from);
  }

  signal(from: string): string {
    const id = this.add({ type: 'signal', correlate: 'instance.id' }, from);
    this.signals.push(id);
    return id;
  }

  /** One in rounds an instance: what it works off belongs to the instance. */
  inRounds(from: string): string {
    if (this.rounds > 0) return this.count(from);
    this.rounds = roundsOfEach;
    const filled = this.add({ type: 'sqlCode', script: fill, params: { instance: 'instance.id' } }, from);
    return this.add({ type: 'sqlCode', script: workOff, repeat: true, params: { instance: 'instance.id' } }, filled);
  }

  /** Once an instance as well: a child for each of some numbers, and a note of what they gave. */
  withChildren(from: string): string {
    if (this.children) return this.count(from);
    const workflow = randomChild(this.#random, `${this.#name}child`);
    const items = 1 + this.#random.below(childrenAtMost);
    this.children = { workflow, items };
    const numbers = Array.from({ length: items }, (_, index) => index + 1);
    const calling = { workflow: workflow.definition.name, forEach: JSON.stringify(numbers), input: { n: 'item' } };
    const concurrency = 1 + this.#random.below(items);
    const began = this.add({ type: 'subWorkflow', ...calling, concurrency }, from);
    const noting = { instance: 'instance.id', results: 'vars.results' };
    return this.add({ type: 'sqlCode', script: collect, params: noting }, began);
  }

  /** Some steps one after the other, of those that a child may have. */
  inARow(from: string): string {
    const waited = this.#random.below(2) === 0 ? this.wait(this.count(from)) : this.count(from);
    return this.#random.below(2) === 0 ? this.count(waited) : waited;
  }

  #step(from: string, depth: number): string {
    switch (this.#random.below(depth > 0 ? 7 : 6)) {
      case 0:
        return this.wait(from);
      case 1:
        return this.signal(from);
      case 2:
        return this.inRounds(from);
      case 3:
        return this.withChildren(from);
      case 6:
        return this.branches(from, depth - 1);
      default:
        return this.count(from);
    }
  }

  /** A fork, its branches and the join where they meet; answers what follows the join. */
  branches(from: string, depth: number): string {
    const outlets = Array.from({ length: 2 + this.#random.below(2) }, (_, index) => `b${String(index)}`);
    const fork = this.add({ type: 'fork', outlets }, from);
    const ends = outlets.map((outlet) => {
      let last = this.count(fork, outlet);
      for (let left = this.#random.below(3); left > 0; left -= 1) last = this.#step(last, depth);
      return last;
    });
    const [first = fork, ...others] = ends;
    const join = this.add({ type: 'join' }, first);
    this.transitions.push(...others.map((end) => ({ from: end, to: join })));
    return this.count(join);
  }
}

function randomChild(random: Random, name: string): KilledWorkflow {
  const draw = new Draw(random, name);
  draw.add({ type: 'end', result: `instance.inputs.n * ${String(resultOf(1))}` }, draw.inARow('begin'));
  return drawn(draw, name);
}

function drawn({ activities, transitions, counting, signals, rounds, children }: Draw, name: string): KilledWorkflow {
  const definition: PostedWorkflow = { name, overlap: 'allow', activities, transitions };
  return { definition, counting, signals, rounds, ...(children && { children }) };
}

/** What the first workflows begin with, so that each is there whatever chance draws. */
const beginnings: readonly ((draw: Draw) => string)[] = [
  (draw) => draw.withChildren('begin'),
  (draw) => draw.signal(draw.wait('begin')),
  (draw) => draw.inRounds('begin'),
];

/** A random workflow of forks, joins, waits, signals, children and counting SQL; `place`: which of several it is. */
export function randomKilledWorkflow(random: Random, name: string, place: number): KilledWorkflow {
  const draw = new Draw(random, name);
  draw.add({ type: 'end' }, draw.branches(beginnings[place]?.(draw) ?? 'begin', 1));
  return drawn(draw, name);
}
