import type { Kinds } from '../../../engine/activity/kind.ts';
import { shapeOf } from '../../../engine/expression/shape.ts';
import { compileGraph } from '../../../engine/graph/compileGraph.ts';
import type { CompiledGraph } from '../../../engine/graph/compiledGraph.ts';
import { kindFieldsOf } from '../../../engine/graph/splitActivity.ts';
import { definitionSchema, type Definition } from '../../../engine/model/definition.ts';
import type { Json } from '../../../engine/model/json.ts';
import type { SimulationOrder } from '../../contract/simulations.ts';

/** The signal that brings a child in a simulation its result. */
export const standInSignal = 'simulatedResult';

/** The workflows that a definition calls, each named once. */
function namesCalled({ activities }: Definition, kinds: Kinds): readonly string[] {
  const called = Object.values(activities).flatMap((activity) => {
    const kind = kinds.get(activity.type);
    return kind?.calls?.(kind.schema.parse(kindFieldsOf(activity))) ?? [];
  });
  return [...new Set<string>(called)];
}

/** A workflow of the same name and inputs that does nothing but wait for what it shall give. */
function standIn(name: string, called: Definition | undefined): Definition {
  return definitionSchema.parse({
    name,
    ...(called?.inputs && { inputs: called.inputs }),
    activities: {
      begin: { type: 'start' },
      answer: { type: 'signal', name: standInSignal },
      done: { type: 'end', result: 'vars.result' },
    },
    transitions: [
      { from: 'begin', to: 'answer' },
      { from: 'answer', to: 'done' },
    ],
  });
}

/** What stands in a simulation for the workflows that it calls: their inputs are checked by the same rules. */
export function standIns({ definition, called }: SimulationOrder, kinds: Kinds): readonly CompiledGraph[] {
  return namesCalled(definition, kinds)
    .filter((name) => name !== definition.name)
    .map((name) =>
      compileGraph(
        standIn(
          name,
          called.find((one) => one.name === name),
        ),
        kinds,
      ),
    );
}

/** What a workflow gives where nobody said: the shape of the result of its first end that has one. */
export function firstResult(called: Definition | undefined): Json {
  const ends = Object.values(called?.activities ?? {}).filter(({ type }) => type === 'end');
  const result = ends.map(kindFieldsOf).find((fields) => typeof fields['result'] === 'string')?.['result'];
  return typeof result === 'string' ? shapeOf(result) : null;
}
