import { z } from 'zod';
import type { Json, Variables } from '../model/json.ts';
import { isTooLarge } from '../model/jsonSize.ts';
import type { Problem } from '../model/problem.ts';
import type { DraftGraph } from './draftGraph.ts';
import { pointerTo } from './pointer.ts';
import { isRecord } from './salvage.ts';

const typeNames = z.enum(['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']);
const count = z.int().min(0);
const isPattern = (text: string): boolean => {
  try {
    return new RegExp(text, 'u') instanceof RegExp;
  } catch {
    return false;
  }
};

/** What JSON Schema says of its own keywords: the library that checks values passes over most that is wrong there. */
const keywords = z.looseObject({
  type: z.union([typeNames, z.array(typeNames).min(1)]).optional(),
  enum: z.array(z.unknown()).min(1).optional(),
  required: z.array(z.string()).optional(),
  pattern: z.string().refine(isPattern, 'it is no regular expression').optional(),
  format: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  exclusiveMaximum: z.number().optional(),
  multipleOf: z.number().positive().optional(),
  minLength: count.optional(),
  maxLength: count.optional(),
  minItems: count.optional(),
  maxItems: count.optional(),
  minProperties: count.optional(),
  maxProperties: count.optional(),
  uniqueItems: z.boolean().optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  get properties() {
    return z.record(z.string(), schemaSchema).optional();
  },
  get $defs() {
    return z.record(z.string(), schemaSchema).optional();
  },
  get additionalProperties() {
    return schemaSchema.optional();
  },
  get items() {
    return schemaSchema.optional();
  },
  get not() {
    return schemaSchema.optional();
  },
  get anyOf() {
    return z.array(schemaSchema).min(1).optional();
  },
  get oneOf() {
    return z.array(schemaSchema).min(1).optional();
  },
  get allOf() {
    return z.array(schemaSchema).min(1).optional();
  },
});
const schemaSchema: z.ZodType = z.union([z.boolean(), keywords]);

/** `properties` alone would let anything pass that is no object; what begins an instance always is one. */
const asObject = (inputs: Variables): Variables => ({ type: 'object', ...inputs });

/**
 * What checks the input of an instance.
 * @throws Error where `inputs` says something that cannot be checked.
 */
export function inputsSchemaOf(inputs: Variables): z.ZodType {
  return z.fromJSONSchema(asObject(inputs));
}

type Fault = Pick<Problem, 'pointer' | 'message'>;

function formFaults(inputs: Variables): Fault[] {
  const faults = (keywords.safeParse(inputs).error?.issues ?? []).map((issue) => {
    const [deepest = issue] = issue.code === 'invalid_union' ? issue.errors.flat().toReversed() : [];
    const path = issue === deepest ? issue.path : [...issue.path, ...deepest.path];
    return { pointer: pointerTo('inputs', ...path), message: `"inputs" is no JSON Schema: ${deepest.message}` };
  });
  const { type } = inputs;
  if (type === undefined || type === 'object' || faults.length > 0) return faults;
  return [{ pointer: '/inputs/type', message: 'the inputs of an instance are an object' }];
}

function compileFault(inputs: Variables): Fault[] {
  try {
    inputsSchemaOf(inputs);
    return [];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [{ pointer: '/inputs', message: `"inputs" cannot be checked: ${reason}` }];
  }
}

const isObject = (value: Json | undefined): value is Variables => isRecord(value);

/** A default that its own schema refuses would begin every instance with it. */
function defaultFaults({ properties, $defs }: Variables): Fault[] {
  const given = Object.entries(isObject(properties) ? properties : {}).flatMap(([name, schema]) =>
    isObject(schema) && schema['default'] !== undefined ? [{ name, schema, value: schema['default'] }] : [],
  );
  const refused = given.flatMap(({ name, schema, value }): Fault[] => {
    const alone: Variables = { ...schema, ...($defs !== undefined && { $defs }) };
    const { error } = z.fromJSONSchema(alone).safeParse(value);
    const message = `the default of "${name}" does not fit: ${error?.issues[0]?.message ?? ''}`;
    return error ? [{ pointer: pointerTo('inputs', 'properties', name, 'default'), message }] : [];
  });
  const defaults = Object.fromEntries(given.map(({ name, value }) => [name, value]));
  const large = { pointer: '/inputs', message: 'the defaults are more than 1 MB' };
  return isTooLarge(defaults) ? [...refused, large] : refused;
}

function firstFaults(inputs: Variables): Fault[] {
  for (const faultsOf of [formFaults, compileFault, defaultFaults]) {
    const faults = faultsOf(inputs);
    if (faults.length > 0) return faults;
  }
  return [];
}

/** What is wrong with `inputs`, a JSON Schema: one that cannot be checked would let every input pass. */
export function inputsProblems({ definition }: DraftGraph): readonly Problem[] {
  return firstFaults(definition.inputs ?? {}).map((fault) => ({
    code: 'field-invalid',
    level: 'error',
    ...fault,
    hint: 'Write it as {"type": "object", "properties": {"name": {"type": "string", "default": "..."}}}.',
  }));
}
