import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { KindFolder } from './kindFolder.ts';
import type { LoadedKinds } from './loadedKinds.ts';
import type { PackageFolder } from './packageFolder.ts';

/** A file that the registry consists of, before it is formatted. */
export interface WrittenFile {
  /** Below definitions/. */
  readonly file: string;
  readonly text: string;
}

const heading = '// Written by `npm run registry` from the folders beside it; not edited by hand.\n';

const importOf = (names: string, file: string): string => `import { ${names} } from '../${file}';`;
const typesOf = (names: string, file: string): string => `import type { ${names} } from '../${file}';`;

function kindsFile(folders: readonly KindFolder[]): WrittenFile {
  const names = folders.map(({ name }) => `${name}Kind`);
  const text = [
    heading,
    typesOf('AnyKind, Kinds', '../engine/activity/kind.ts'),
    ...folders.map(({ name }) => importOf(`${name}Kind`, `activities/${name}/${name}.kind.ts`)),
    `\nconst all: readonly AnyKind[] = [${names.join(', ')}];`,
    '\n/** All activity kinds by name. */',
    'export const kinds: Kinds = new Map(all.map((kind) => [kind.name, kind]));',
  ];
  return { file: 'registry/kinds.generated.ts', text: text.join('\n') };
}

function executorsFile(folders: readonly KindFolder[]): WrittenFile {
  const withExecutor = folders.filter(({ hasExecutor }) => hasExecutor);
  const names = withExecutor.map(({ name }) => `${name}Executor`);
  const text = [
    heading,
    typesOf('AnyExecutor, Executors', '../engine/activity/executor.ts'),
    ...withExecutor.map(({ name }) => importOf(`${name}Executor`, `activities/${name}/${name}.executor.ts`)),
    `\nconst all: readonly AnyExecutor[] = [${names.join(', ')}];`,
    '\n/** The executors of the kinds that work, by the kind’s name. */',
    'export const executors: Executors = new Map(all.map((executor) => [executor.kind, executor]));',
  ];
  return { file: 'registry/executors.generated.ts', text: text.join('\n') };
}

const formOf = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}Form`;

function formsFile(folders: readonly KindFolder[]): WrittenFile {
  const withForm = folders.filter(({ hasForm }) => hasForm);
  const text = [
    heading,
    ...withForm.map(({ name }) => importOf(formOf(name), `activities/${name}/${name}.form.tsx`)),
    '\n/** The forms of the kinds for which the derived form is not enough, by the kind’s name. */',
    `export const forms = {${withForm.map(({ name }) => `${name}: ${formOf(name)}`).join(', ')}} as const;`,
  ];
  return { file: 'registry/forms.generated.ts', text: text.join('\n') };
}

const textIn = (folder: KindFolder, file: string): string => readFileSync(path.join(folder.folder, file), 'utf8');

const mapOf = (entries: readonly (readonly [string, unknown])[]): string => JSON.stringify(Object.fromEntries(entries));

function kindTextsFile(folders: readonly KindFolder[]): WrittenFile {
  const icons = folders.map((folder) => [folder.name, textIn(folder, `${folder.name}.icon.svg`).trim()] as const);
  const helps = folders.map((folder) => [folder.name, textIn(folder, `${folder.name}.help.md`)] as const);
  const text = [
    heading,
    '/** The icon of each kind, as SVG that takes its colour from the text around it. */',
    `export const kindIcons: Readonly<Record<string, string>> = ${mapOf(icons)};`,
    '\n/** The help of each kind in English, as Markdown. */',
    `export const kindHelp: Readonly<Record<string, string>> = ${mapOf(helps)};`,
  ];
  return { file: 'registry/kindTexts.generated.ts', text: text.join('\n') };
}

function kindFieldsFile({ kindFields, commonFields }: LoadedKinds): WrittenFile {
  const text = [
    heading,
    typesOf('FieldsSchema', 'schema/fieldsSchema.ts'),
    '\n/** The fields of each kind, as JSON Schema with title, description and widget: the derived forms are made of it. */',
    `export const kindFields: Readonly<Record<string, FieldsSchema>> = ${JSON.stringify(kindFields)};`,
    '\n/** The fields that every activity may carry. */',
    `export const commonFields: FieldsSchema = ${JSON.stringify(commonFields)};`,
  ];
  return { file: 'registry/kindFields.generated.ts', text: text.join('\n') };
}

function packageFile({ name, tables, workflows, cubes, reports, hasDemo }: PackageFolder): WrittenFile {
  const place = `../../packages/${name}`;
  const tableNames = tables.map((table) => `table${table.slice(0, 4)}`);
  const cubeNames = cubes.map((cube) => `${cube}Cube`);
  const reportNames = reports.map((report) => `${report}Report`);
  const jsonOf = (as: string, file: string) => `import ${as} from '${place}/${file}.json' with { type: 'json' };`;
  const listed = (names: readonly string[], identifiers: readonly string[], field: string) =>
    names.map((entry, index) => `{ name: '${entry}', ${field}: ${identifiers[index] ?? entry} },`).join('\n');
  const text = [
    heading,
    jsonOf('manifest', 'manifest'),
    ...tables.map((table, index) => `import * as ${tableNames[index] ?? table} from '${place}/tables/${table}.ts';`),
    ...workflows.map((workflow) => jsonOf(workflow, `workflows/${workflow}`)),
    ...cubes.map((cube, index) => jsonOf(cubeNames[index] ?? cube, `cubes/${cube}`)),
    ...reports.map((report, index) => jsonOf(reportNames[index] ?? report, `reports/${report}`)),
    ...(hasDemo ? [`import * as demo from '${place}/demo/generate.ts';`] : []),
    `\n/** The package ${name} as it is installed. */`,
    `export const ${identifier(name)}Package = {`,
    `name: '${name}',`,
    'manifest,',
    `tables: [${listed(tables, tableNames, 'migration')}],`,
    `workflows: [${listed(workflows, workflows, 'definition')}],`,
    `cubes: [${listed(cubes, cubeNames, 'declaration')}],`,
    `reports: [${listed(reports, reportNames, 'declaration')}],`,
    hasDemo ? 'demo,' : 'demo: undefined,',
    '} as const;',
  ];
  return { file: `registry/packages/${name}.generated.ts`, text: text.join('\n') };
}

/** A package's name as part of an identifier: `message-center` becomes `messageCenter`. */
const identifier = (name: string): string =>
  name.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

function packagesFile(packages: readonly PackageFolder[]): WrittenFile {
  const names = packages.map(({ name }) => `${identifier(name)}Package`);
  const text = [
    heading,
    ...packages.map(({ name }, index) => `import { ${names[index] ?? ''} } from './packages/${name}.generated.ts';`),
    typesOf('ShippedPackage', 'packages/shippedPackage.ts'),
    '\n/** The packages, what each needs before it; manifests and definitions are parsed by whoever installs them. */',
    `export const packages: readonly ShippedPackage[] = [${names.join(', ')}];`,
  ];
  return { file: 'registry/packages.generated.ts', text: text.join('\n') };
}

/** All files of the registry: the same folders always give the same texts. */
export function writtenFiles(
  folders: readonly KindFolder[],
  packages: readonly PackageFolder[],
  loaded: LoadedKinds,
): readonly WrittenFile[] {
  return [
    kindsFile(folders),
    executorsFile(folders),
    formsFile(folders),
    kindTextsFile(folders),
    kindFieldsFile(loaded),
    packagesFile(packages),
    ...packages.map(packageFile),
    { file: 'schema/workflow.schema.json', text: JSON.stringify(loaded.workflowSchema) },
  ];
}
