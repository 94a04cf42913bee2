import { z } from 'zod';

type JsonSchema = Record<string, unknown>;
type Direction = 'input' | 'output';

/** Collects the schemas of the document under names. */
export interface Components {
  /** A reference to a schema; the first name that it is asked under stays its name. */
  readonly named: (name: string, schema: z.ZodType, direction: Direction) => JsonSchema;
  /** As `named`, where nobody needs the reference. */
  readonly name: (name: string, schema: z.ZodType, direction: Direction) => void;
  /** A small schema written where it is used. */
  readonly inline: (schema: unknown) => JsonSchema;
  readonly schemas: () => JsonSchema;
}

const prefix = '#/components/schemas/';

const isRecord = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `$ref` inside a schema of its own means that schema; inside the document it means the component. */
function rehomed(value: unknown, home: string): unknown {
  if (Array.isArray(value)) return value.map((item) => rehomed(item, home));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      key === '$ref' ? rehomedReference(part, home) : rehomed(part, home),
    ]),
  );
}

function rehomedReference(reference: unknown, home: string): unknown {
  if (typeof reference !== 'string') return reference;
  if (reference === '#') return `${prefix}${home}`;
  return reference.replace(/^#\/\$defs\//, `${prefix}${home}_`);
}

function jsonSchemaOf(schema: z.ZodType, direction: Direction): JsonSchema {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { io: direction, unrepresentable: 'any' });
  return json;
}

export function createComponents(): Components {
  const schemas = new Map<string, unknown>();
  const names = new Map<string, string>();
  const keys = new Map<z.ZodType, number>();
  const keyOf = (schema: z.ZodType, direction: Direction): string => {
    if (!keys.has(schema)) keys.set(schema, keys.size);
    return `${keys.get(schema) ?? ''}${direction}`;
  };
  const named: Components['named'] = (name, schema, direction) => {
    const key = keyOf(schema, direction);
    const known = names.get(key);
    if (known !== undefined) return { $ref: `${prefix}${known}` };
    names.set(key, name);
    const { $defs, ...json } = jsonSchemaOf(schema, direction);
    schemas.set(name, rehomed(json, name));
    for (const [part, definition] of Object.entries(isRecord($defs) ? $defs : {})) {
      schemas.set(`${name}_${part}`, rehomed(definition, name));
    }
    return { $ref: `${prefix}${name}` };
  };
  return {
    named,
    name: (name, schema, direction) => {
      named(name, schema, direction);
    },
    inline: (schema) => (schema instanceof z.ZodType ? jsonSchemaOf(schema, 'input') : {}),
    schemas: () => Object.fromEntries([...schemas].sort(([a], [b]) => a.localeCompare(b))),
  };
}
