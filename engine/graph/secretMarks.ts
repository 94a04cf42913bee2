import type { Json, Variables } from '../model/json.ts';
import type { Problem } from '../model/problem.ts';
import { pointerTo } from './pointer.ts';
import { isRecord } from './salvage.ts';

type Path = readonly (string | number)[];

/** Keywords of JSON Schema that hold schemas by names of the author's: a property may be called "writeOnly". */
const named = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']);
/** Keywords whose values are no schemas, whatever they look like. */
const values = new Set(['default', 'const', 'enum', 'examples', 'required', 'type']);

const isObject = (value: Json | undefined): value is Variables => isRecord(value);

/** What a value holds, with the way to each. */
function partsOf(value: Json, path: Path): [Path, Json][] {
  if (Array.isArray(value)) return value.map((part, index) => [[...path, index], part]);
  return isObject(value) ? Object.entries(value).map(([name, part]) => [[...path, name], part]) : [];
}

function schemasIn(schema: Variables, path: Path): [Path, Json][] {
  return Object.entries(schema).flatMap(([keyword, value]): [Path, Json][] => {
    const at = [...path, keyword];
    if (values.has(keyword)) return [];
    return named.has(keyword) || Array.isArray(value) ? partsOf(value, at) : [[at, value]];
  });
}

const isTop = (path: Path): boolean => path.length === 2 && path[0] === 'properties';

function marksIn(schema: Json, path: Path): Path[] {
  if (!isObject(schema)) return [];
  const own = isTop(path) ? [] : ['x-secret', 'writeOnly'].filter((mark) => schema[mark] === true);
  const deeper = schemasIn(schema, path).flatMap(([at, each]) => marksIn(each, at));
  return [...own.map((mark) => [...path, mark]), ...deeper];
}

/** Marks of secrets where none is kept: only a whole input is a secret, and the mark would promise what nobody does. */
export const strayMarks = (inputs: Variables): readonly Pick<Problem, 'pointer' | 'message' | 'hint'>[] =>
  marksIn(inputs, []).map((path) => ({
    pointer: pointerTo('inputs', ...path),
    message: `"${String(path.at(-1))}" keeps no secret here: only a whole input is one`,
    hint: 'Put the mark directly on a property of "inputs", beside its "type".',
  }));
