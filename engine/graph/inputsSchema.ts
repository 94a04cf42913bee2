import { z } from 'zod';
import { jsonRecordSchema, type Json, type Variables } from '../model/json.ts';
import { isTooLarge } from '../model/jsonSize.ts';
import type { Problem } from '../model/problem.ts';
import type { DraftActivity, DraftGraph } from './draftGraph.ts';
import { pointerTo } from './pointer.ts';
import { isRecord } from './salvage.ts';
import { strayMarks } from './secretMarks.ts';

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

/**
 * An input with the defaults of `inputs` for what it leaves out, at any depth. One that does not fit (a schedule can give
 * none) keeps what it has, with the defaults of the properties.
 */
export function completeInput(inputs: Variables | undefined, given: Variables): Variables {
  if (inputs === undefined) return given;
  const completed = jsonRecordSchema.safeParse(schemaFor(inputs)?.safeParse(given).data);
  if (completed.success) return completed.data;
  return { ...Object.fromEntries(defaultsOf(inputs).map(({ name, value }) => [name, value])), ...given };
}

const known = new WeakMap<Variables, z.ZodType>();

/** As `inputsSchemaOf`, made once a version; undefined where an old version holds what cannot be checked. */
function schemaFor(inputs: Variables): z.ZodType | undefined {
  try {
    const schema = known.get(inputs) ?? inputsSchemaOf(inputs);
    known.set(inputs, schema);
    return schema;
  } catch {
    return undefined;
  }
}

/** A value that does not fit the inputs, and why. */
export interface InputFault {
  readonly path: readonly string[];
  readonly message: string;
}

/**
 * Everything in which an input differs from what `inputs` asks for.
 * @returns undefined where `inputs` says something that cannot be checked.
 */
export function inputFaultsOf(inputs: Variables, input: Variables): readonly InputFault[] | undefined {
  const checked = schemaFor(inputs)?.safeParse(input);
  return checked && (checked.error?.issues ?? []).map(({ path, message }) => ({ path: path.map(String), message }));
}

/** The same for people: a text for each, what cannot be checked said too. */
export const tellFaults = (inputs: Variables, input: Variables): readonly string[] =>
  inputFaultsOf(inputs, input)?.map(({ path, message }) => `${path.join('.') || 'they'}: ${message}`) ?? [
    'they cannot be checked',
  ];

type Fault = Pick<Problem, 'pointer' | 'message'>;
/** Where a JSON Schema of an object stands. */
type Field = 'inputs' | 'payload';

function formFaults(inputs: Variables, field: Field): Fault[] {
  const faults = (keywords.safeParse(inputs).error?.issues ?? []).map((issue) => {
    const [deepest = issue] = issue.code === 'invalid_union' ? issue.errors.flat().toReversed() : [];
    const path = issue === deepest ? issue.path : [...issue.path, ...deepest.path];
    return { pointer: pointerTo(field, ...path), message: `"${field}" is no JSON Schema: ${deepest.message}` };
  });
  const { type } = inputs;
  if (type === undefined || type === 'object' || faults.length > 0) return faults;
  return [{ pointer: pointerTo(field, 'type'), message: `what "${field}" describes is an object` }];
}

function compileFault(inputs: Variables, field: Field): Fault[] {
  try {
    inputsSchemaOf(inputs);
    return [];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [{ pointer: pointerTo(field), message: `"${field}" cannot be checked: ${reason}` }];
  }
}

const isObject = (value: Json | undefined): value is Variables => isRecord(value);

function defaultsOf({ properties }: Variables): { name: string; schema: Variables; value: Json }[] {
  return Object.entries(isObject(properties) ? properties : {}).flatMap(([name, schema]) =>
    isObject(schema) && schema['default'] !== undefined ? [{ name, schema, value: schema['default'] }] : [],
  );
}

/** A default that its own schema refuses would begin every instance with it. */
function defaultFaults(inputs: Variables, field: Field): Fault[] {
  const { $defs } = inputs;
  const given = defaultsOf(inputs);
  const refused = given.flatMap(({ name, schema, value }): Fault[] => {
    const alone: Variables = { ...schema, ...($defs !== undefined && { $defs }) };
    const { error } = z.fromJSONSchema(alone).safeParse(value);
    const message = `the default of "${name}" does not fit: ${error?.issues[0]?.message ?? ''}`;
    return error ? [{ pointer: pointerTo(field, 'properties', name, 'default'), message }] : [];
  });
  const defaults = Object.fromEntries(given.map(({ name, value }) => [name, value]));
  const large = { pointer: pointerTo(field), message: 'the defaults are more than 1 MB' };
  return isTooLarge(defaults) ? [...refused, large] : refused;
}

/** What is wrong with the JSON Schema of a field: one that cannot be checked would let everything pass. */
export function objectSchemaFaults(inputs: Variables, field: Field): readonly Fault[] {
  for (const faultsOf of [formFaults, compileFault, defaultFaults]) {
    const faults = faultsOf(inputs, field);
    if (faults.length > 0) return faults;
  }
  return [];
}

/** What begins instances without any input. */
function idleBeginner({ inbound }: DraftGraph, { id, kind, config }: DraftActivity): boolean {
  return inbound(id).length === 0 && !!config && kind?.trigger?.(config.value, id) !== undefined;
}

/** A schedule and an entry signal give no input: each instance that they begin would lack what is asked for. */
function lackingProblems(graph: DraftGraph, inputs: Variables): readonly Problem[] {
  const lacking = tellFaults(inputs, {});
  if (lacking.length === 0) return [];
  return [...graph.activities.values()]
    .filter((activity) => idleBeginner(graph, activity))
    .map(({ id }) => ({
      code: 'field-invalid',
      level: 'error',
      pointer: pointerTo('activities', id),
      activity: id,
      message: `"${id}" begins instances without an input, which does not fit "inputs": ${lacking.join('; ')}`,
      hint: 'Give each input that is required a default, or require it no more.',
    }));
}

/** What is wrong with `inputs`, a JSON Schema, and with what would begin instances that do not fit it. */
export function inputsProblems(graph: DraftGraph): readonly Problem[] {
  const inputs = graph.definition.inputs ?? {};
  const faults = [...objectSchemaFaults(inputs, 'inputs'), ...strayMarks(inputs)];
  if (faults.length === 0) return lackingProblems(graph, inputs);
  return faults.map((fault) => ({
    code: 'field-invalid',
    level: 'error',
    hint: 'Write it as {"type": "object", "properties": {"name": {"type": "string", "default": "..."}}}.',
    ...fault,
  }));
}
