import { readFileSync } from 'node:fs';
import path from 'node:path';
import { definitionSchema, type Definition } from '../../engine/model/definition.ts';

const activities = path.resolve(import.meta.dirname, '../../definitions/activities');

/** The text of a kind's example, as it lies in the kind's folder. */
export function exampleJson(kind: string): unknown {
  return JSON.parse(readFileSync(path.join(activities, kind, 'example.workflow.json'), 'utf8'));
}

/** A kind's example as a definition. */
export const exampleWorkflow = (kind: string): Definition => definitionSchema.parse(exampleJson(kind));
