import { kinds } from '../definitions/registry/kinds.generated.ts';
import { compileGraph } from '../engine/graph/compileGraph.ts';
import { validateDefinition } from '../engine/graph/validateDefinition.ts';
import { definitionSchema } from '../engine/model/definition.ts';
import { openOnSqlite } from './benchDatabase.ts';
import { chainOf, openBenchEngine, type Graph } from './benchEngine.ts';

const large = 2_000;
const small = 10;
const passes = 3;

/** What a graph of 2,000 activities costs, in milliseconds. */
export interface LargeGraph {
  readonly activities: number;
  readonly validateMs: number;
  readonly compileMs: number;
  /** A task of it, and one of a graph of ten activities. */
  readonly taskMs: number;
  readonly smallTaskMs: number;
  readonly ratio: number;
}

const noOps = (count: number): Graph => chainOf(Array.from({ length: count }, () => ({ type: 'noOp' })));

/** SQL and expressions, as a real workflow has them: they are read and checked too. */
const realistic = (count: number): unknown => ({
  name: 'large',
  ...chainOf(
    Array.from({ length: count }, (_, index) =>
      index % 2 === 0
        ? { type: 'sqlCode', script: `DELETE FROM nms_log WHERE id < ${String(index)}` }
        : { type: 'query', sql: 'SELECT id FROM nms_log WHERE id > :least', params: { least: 'vars.rows + 1' } },
    ),
  ),
});

/** Validates, compiles and runs a chain of 2,000 activities. */
export async function benchLargeGraph(): Promise<LargeGraph> {
  const written = realistic(large);
  const validateMs = took(() => validateDefinition(written, kinds));
  const definition = definitionSchema.parse(written);
  const compileMs = took(() => compileGraph(definition, kinds));
  // Once each to warm up, then in turns: what else the machine does concerns both.
  const [tasks, smallTasks]: [number[], number[]] = [[], []];
  for (let pass = 0; pass <= passes; pass += 1) {
    smallTasks.push(await taskMs(noOps(small), large / small / 2));
    tasks.push(await taskMs(noOps(large), 1));
  }
  const [last, lastSmall] = [Math.min(...tasks.slice(1)), Math.min(...smallTasks.slice(1))];
  return { activities: large, validateMs, compileMs, taskMs: last, smallTaskMs: lastSmall, ratio: last / lastSmall };
}

function took(work: () => unknown): number {
  const begunMs = performance.now();
  work();
  return performance.now() - begunMs;
}

/** Instances one after another, so that neither graph has more in flight than the other. */
async function taskMs(graph: Graph, instances: number): Promise<number> {
  const database = await openOnSqlite();
  const engine = openBenchEngine(database.tables, graph);
  const begunMs = performance.now();
  for (let instance = 0; instance < instances; instance += 1) await engine.run(1);
  const wholeMs = performance.now() - begunMs;
  await database.close();
  return wholeMs / (instances * (Object.keys(graph.activities).length - 1));
}
