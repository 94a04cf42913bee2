import { z } from 'zod';
import type { AnyKind } from '../../engine/activity/kind.ts';
import { invariant } from '../../engine/invariant.ts';
import { activityCommonShape, definitionSchema } from '../../engine/model/definition.ts';
import { activityIdSchema } from '../../engine/model/ids.ts';

/** A JSON Schema (2020-12). */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

function configShape(kind: AnyKind): z.core.$ZodShape {
  invariant(kind.schema instanceof z.ZodObject, `the configuration of the kind ${kind.name} is a strict object`);
  return kind.schema.shape;
}

/** An activity of one kind: what every activity may carry and what this kind adds. */
function activityOf(kind: AnyKind) {
  const shape = { ...activityCommonShape, type: z.literal(kind.name), ...configShape(kind) };
  return z.strictObject(shape).meta({ id: `${kind.name}Activity`, title: kind.label, description: kind.summary });
}

const asWritten = { target: 'draft-2020-12', io: 'input', unrepresentable: 'any' } as const;

/**
 * The JSON Schema of a workflow file, made of the schemas that validate it. What only a program can judge (transitions
 * that lead somewhere, SQL that parses) is not in it.
 */
export function workflowJsonSchema(kinds: readonly AnyKind[]): JsonSchema {
  const [first, ...others] = kinds.map(activityOf);
  invariant(first, 'there is a kind');
  const file = definitionSchema.extend({
    activities: z.record(activityIdSchema, z.discriminatedUnion('type', [first, ...others])),
  });
  return z.toJSONSchema(
    file.meta({ title: 'Workflow', description: 'A workflow of Signalbox, format version 1.' }),
    asWritten,
  );
}

/** The JSON Schema of a kind's own fields, with the title, description and widget of each: what its form derives from. */
export function kindFields(kind: AnyKind): JsonSchema {
  const { $schema: _, ...fields } = z.toJSONSchema(kind.schema, asWritten);
  return fields;
}

/** The same of the fields that every activity may carry. */
export function commonFields(): JsonSchema {
  const { $schema: _, ...fields } = z.toJSONSchema(z.strictObject(activityCommonShape), asWritten);
  return fields;
}
