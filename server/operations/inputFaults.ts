import { z } from 'zod';
import type { Variables } from '../../engine/model/json.ts';
import type { FieldError } from '../contract/problemDetails.ts';

/** The schema that `inputs` describes; undefined where it says something that cannot be checked here. */
function schemaOf(inputs: Variables): z.ZodType | undefined {
  try {
    return z.fromJSONSchema(inputs);
  } catch {
    return undefined;
  }
}

/** Everything in which an input differs from what a definition's `inputs`, a JSON Schema, asks for (semantics.md 6). */
export function inputFaults(inputs: Variables | undefined, input: Variables): readonly FieldError[] {
  const checked = inputs === undefined ? undefined : schemaOf(inputs)?.safeParse(input);
  return (checked?.error?.issues ?? []).map(({ path, message }) => ({
    pointer: `/${['input', ...path.map(String)].join('/')}`,
    message,
    hint: 'The definition describes its inputs.',
  }));
}
