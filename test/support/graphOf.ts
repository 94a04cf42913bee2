import { compileGraph } from '../../engine/graph/compileGraph.ts';
import type { CompiledGraph } from '../../engine/graph/compiledGraph.ts';
import { definitionSchema, type Definition, type DefinitionInput } from '../../engine/model/definition.ts';
import { testKinds } from './testKinds.ts';

type ActivityFields = { readonly type?: string } & Readonly<Record<string, unknown>>;

/** What the drawing leaves open: fields of activities (or just the kind), and of the definition. */
export interface Details {
  readonly activities?: Readonly<Record<string, string | ActivityFields>>;
  readonly definition?: Partial<Omit<DefinitionInput, 'activities' | 'transitions'>>;
  /** Outlets whose transitions are drawn as jumps. */
  readonly jumps?: readonly string[];
}

interface Arrow {
  readonly from: string;
  readonly outlet: string | undefined;
  readonly to: string;
}

/** Names say the kind where nothing else does: `f`, `f1` forks, `j` joins, `e` ends, `start` starts, all else works. */
const kindsByName: readonly (readonly [RegExp, string])[] = [
  [/^start\d*$/, 'start'],
  [/^f\d*$/, 'fork'],
  [/^j\d*$/, 'join'],
  [/^e\d*$/, 'end'],
];

const kindOf = (name: string): string => kindsByName.find(([pattern]) => pattern.test(name))?.[1] ?? 'work';

/** `f:a > s1` is an arrow from the outlet `a` of `f` to `s1`; a name alone is an activity without arrows. */
function read(part: string): Arrow | string {
  const words = /^(\w+)(?::(\w+))?(?:\s*>\s*(\w+))?$/.exec(part);
  const [, from, outlet, to] = words ?? [];
  if (from === undefined) throw new SyntaxError(`"${part}" is neither "a > b", "a:outlet > b" nor a name`);
  return to === undefined ? from : { from, outlet, to };
}

/** The definition that a line of text draws: `'f:a > s1, f:b > s2, s1 > j, s2 > j'`. */
export function definitionOf(
  drawing: string,
  { activities = {}, definition = {}, jumps = [] }: Details = {},
): Definition {
  const parts = drawing.split(',').map((part) => read(part.trim()));
  const arrows = parts.filter((part) => typeof part !== 'string');
  const names = new Set(parts.flatMap((part) => (typeof part === 'string' ? [part] : [part.from, part.to])));
  const fieldsOf = (name: string): ActivityFields => {
    const given = activities[name] ?? {};
    const type = kindOf(name);
    const fields = { type, ...(typeof given === 'string' ? { type: given } : given) };
    if (fields.type !== 'fork' || 'outlets' in fields) return fields;
    return { ...fields, outlets: outletsOf(arrows, name) };
  };
  return definitionSchema.parse({
    name: 'drawn',
    ...definition,
    activities: Object.fromEntries([...names].map((name) => [name, fieldsOf(name)])),
    transitions: arrows.map(({ from, outlet, to }) => ({
      from,
      ...(outlet !== undefined && { outlet }),
      to,
      ...(outlet !== undefined && jumps.includes(outlet) && { jump: true }),
    })),
  });
}

const outletsOf = (arrows: readonly Arrow[], name: string): string[] => [
  ...new Set(arrows.filter(({ from }) => from === name).map(({ outlet }) => outlet ?? 'default')),
];

/** The graph that a line of text draws, compiled with the real kinds and the tests' own. */
export const graphOf = (drawing: string, details: Details = {}): CompiledGraph =>
  compileGraph(definitionOf(drawing, details), testKinds);
