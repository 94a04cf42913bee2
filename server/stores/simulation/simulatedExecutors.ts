import { z } from 'zod';
import type { AnyExecutor, ExecutorRun, Executors, Outcome } from '../../../engine/activity/executor.ts';
import { columnTypeSchema, gatherRows } from '../../../engine/activity/gatheredRows.ts';
import type { AnyKind, JournalLine, Kinds } from '../../../engine/activity/kind.ts';
import { invariant } from '../../../engine/invariant.ts';
import { jsonRecordSchema, type Variables } from '../../../engine/model/json.ts';
import type { SimulationOrder } from '../../contract/simulations.ts';
import type { Described } from './simulatedServices.ts';

/** Done outside of a transaction because it takes its time; it reaches nothing. */
const harmless: ReadonlySet<string> = new Set(['script']);

const isOutside = ({ name, behaviour }: AnyKind, config: unknown): boolean =>
  behaviour.does === 'work' && behaviour.performs(config) === 'outside' && !harmless.has(name);

/** Kinds as a simulation has them: what is only described needs no place outside, and is a step as others are. */
export const simulatedKinds = (kinds: Kinds): Kinds =>
  new Map(
    [...kinds].map(([name, kind]) =>
      kind.behaviour.does === 'work' && !harmless.has(name)
        ? [name, { ...kind, behaviour: { ...kind.behaviour, performs: () => 'transaction' as const } }]
        : [name, kind],
    ),
  );

/** How the rows are typed that a kind would have brought; absent where it brings none. */
const typedSchema = z.object({ columns: z.record(z.string(), columnTypeSchema) });

async function rowsFor(run: ExecutorRun<unknown>, rows: readonly Variables[]): Promise<Outcome | undefined> {
  const typed = typedSchema.safeParse(run.config);
  if (!typed.success) return undefined;
  const columns = Object.entries(typed.data.columns).map(([name, type]) => ({ name, type }));
  const gathered = await gatherRows(run.services, columns);
  await gathered.add(rows.map((row) => columns.map(({ name }) => row[name] ?? null)));
  return gathered.finish();
}

/** Says of what would have been set that nobody sets it, and how to. */
function linesFor({ activity }: ExecutorRun<unknown>, missing: readonly string[]): readonly JournalLine[] {
  if (missing.length === 0) return [];
  const names = missing.map((name) => (name === '*' ? 'variables of its own' : `vars.${name}`)).join(', ');
  const text = `Simulated: it was not done, and nobody set ${names}. Give them in the answers for "${activity}".`;
  return [{ level: 'warning', code: 'simulated-unset', text }];
}

/** What is not done gives what was answered for it: its variables, and `rows` where it would have brought some. */
async function standIn(kind: AnyKind, run: ExecutorRun<unknown>, answer: Variables): Promise<Outcome> {
  const { rows, ...vars } = answer;
  const given = z.array(jsonRecordSchema).safeParse(rows ?? []).data ?? [];
  const kept = (await rowsFor(run, given)) ?? { recordCount: 0 };
  const set = { ...kept.vars, ...vars };
  const missing = (kind.sets?.(run.config) ?? []).filter((name) => name !== 'recordCount' && !Object.hasOwn(set, name));
  return { ...kept, vars: set, journal: linesFor(run, missing) };
}

/** What executors of a simulation are made with. */
interface Simulating {
  readonly kinds: Kinds;
  readonly describe: (described: Described) => void;
  readonly answers: SimulationOrder['answers'];
}

/** Executors as a simulation has them: what is not done in a transaction of the database is described, not done. */
export function simulatedExecutors(executors: Executors, { kinds, describe, answers }: Simulating): Executors {
  const simulated = (executor: AnyExecutor): AnyExecutor => ({
    kind: executor.kind,
    execute: async (run) => {
      const kind = kinds.get(executor.kind);
      invariant(kind, `${executor.kind} is executed`);
      if (!isOutside(kind, run.config)) return executor.execute(run);
      describe({ activity: run.activity, what: `${kind.label}: ${kind.describe(run.config)}` });
      return standIn(kind, run, answers[run.activity] ?? {});
    },
  });
  return new Map([...executors].map(([name, executor]) => [name, simulated(executor)]));
}
