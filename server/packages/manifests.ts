import { manifestSchema, type Manifest } from '../../definitions/packages/manifest.ts';
import { packages } from '../../definitions/registry/packages.generated.ts';
import { cubeSchema, type Cube, type Cubes } from '../../engine/activity/cube.ts';
import type { ValidationContext } from '../../engine/graph/validationContext.ts';
import type { Json } from '../../engine/model/json.ts';
import { patternOf } from './tablePattern.ts';

/** The manifests of the packages that are shipped. */
export const manifests: readonly Manifest[] = packages.map(({ manifest }) => manifestSchema.parse(manifest));

/** What `option("Name")` gives while nobody has changed it. */
export const optionDefaults: ReadonlyMap<string, Json> = new Map(
  manifests.flatMap(({ options }) =>
    options.flatMap(({ name, default: value }): [string, Json][] => (value === null ? [] : [[name, value]])),
  ),
);

/** The cubes that the packages declare. */
export const cubes: Cubes = new Map(
  packages.flatMap((shipped) =>
    shipped.cubes.map(({ declaration }): [string, Cube] => {
      const cube = cubeSchema.parse(declaration);
      return [cube.name, cube];
    }),
  ),
);

/** The tables that definition SQL may name through `tables`: those of the manifests, and of the cubes. */
export const tablePatterns: readonly RegExp[] = [
  ...manifests.flatMap(({ tables }) => tables),
  ...[...cubes.values()].map(({ table }) => table),
].map(patternOf);

/** What definitions are checked against: the options and groups of the shipped packages. */
export const validationOfPackages: ValidationContext = {
  options: new Set(manifests.flatMap(({ options }) => options.map(({ name }) => name))),
  groups: new Set(manifests.flatMap(({ groups }) => groups.map(({ name }) => name))),
  names: { cube: new Set(cubes.keys()) },
};
