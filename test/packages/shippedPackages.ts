import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { catalogueEntrySchema, type CatalogueEntry } from '../../definitions/packages/catalogueEntry.ts';
import { manifestSchema, type Manifest } from '../../definitions/packages/manifest.ts';
import { packages } from '../../definitions/registry/packages.generated.ts';
import { definitionSchema, type Definition } from '../../engine/model/definition.ts';

const root = path.resolve(import.meta.dirname, '../../definitions/packages');

/** The manifests of all packages, what each needs before it. */
export const manifests: readonly Manifest[] = packages.map(({ manifest }) => manifestSchema.parse(manifest));

/** A workflow of the catalogue, with its definition where it is shipped. */
export interface CatalogueWorkflow {
  readonly package: string;
  readonly entry: CatalogueEntry;
  /** As its file has it, and parsed. */
  readonly file: unknown;
  readonly definition: Definition | undefined;
}

function entriesOf(name: string): readonly CatalogueEntry[] {
  const folder = path.join(root, name, 'catalogue');
  const files = readdirSync(folder).sort();
  return files.map((file) => catalogueEntrySchema.parse(JSON.parse(readFileSync(path.join(folder, file), 'utf8'))));
}

/** Every workflow of the catalogue, package by package. */
export const catalogue: readonly CatalogueWorkflow[] = packages.flatMap(({ name, workflows }) =>
  entriesOf(name).map((entry) => {
    const file = workflows.find((workflow) => workflow.name === entry.workflow)?.definition;
    return { package: name, entry, file, definition: file === undefined ? undefined : definitionSchema.parse(file) };
  }),
);

/** A workflow that is shipped. */
export interface ShippedWorkflow extends CatalogueWorkflow {
  readonly name: string;
  readonly definition: Definition;
}

/** The workflows whose definition is there. */
export const shippedWorkflows: readonly ShippedWorkflow[] = catalogue.flatMap((workflow) =>
  workflow.definition ? [{ ...workflow, name: workflow.entry.workflow, definition: workflow.definition }] : [],
);
