import type { Category, DefinitionInput } from '../../../engine/model/definition.ts';
import { namePattern } from '../../../engine/model/ids.ts';
import type { Severity } from '../../../engine/model/severity.ts';
import { activityIdSchema, workflowNameSchema } from '../../../engine/model/ids.ts';

/** What is asked of whoever makes a workflow. */
export interface NewWorkflow {
  readonly label: string;
  readonly name: string;
  readonly category: Category;
  readonly folder: string;
  readonly severity: Severity;
}

/** Whether a text can name a workflow. */
export const isName = (text: string): boolean => namePattern.test(text);

/**
 * Makes a name of a title: `Nightly import` becomes `nightlyImport`.
 * @returns a valid name, or nothing where the title gives none
 */
export function nameFor(label: string): string {
  const plain = label.normalize('NFD').replace(/[\u0300-\u036f]/g, '');
  const words = plain.split(/[^A-Za-z0-9]+/).filter(Boolean);
  const joined = words
    .map((word, index) => (index === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1))
    .join('');
  return joined.replace(/^[^A-Za-z]+/, '').slice(0, 64);
}

/**
 * The smallest workflow that runs: it starts. The author draws on from there.
 * @returns its definition
 */
export function firstDefinition(given: NewWorkflow, startLabel: string): DefinitionInput {
  const start = activityIdSchema.parse('start');
  return {
    name: workflowNameSchema.parse(given.name),
    label: given.label,
    category: given.category,
    folder: given.folder,
    severity: given.severity,
    activities: {
      [start]: { type: 'start', label: startLabel, position: [0, 0] },
    },
  };
}
