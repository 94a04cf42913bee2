import { manifestSchema } from '../../../definitions/packages/manifest.ts';
import { packages } from '../../../definitions/registry/packages.generated.ts';
import { invariant } from '../../../engine/invariant.ts';
import { definitionSchema, type Definition } from '../../../engine/model/definition.ts';

const isDelivery = ({ name }: { readonly name: string }): boolean => name === 'delivery';
const found = packages.find(isDelivery);
invariant(found, 'the delivery package is in the registry');

/** The package as it is installed. */
export const deliveryPackage = found;

export const manifest = manifestSchema.parse(found.manifest);

/** A workflow of the delivery package. */
export function shippedDefinition(name: string): Definition {
  return definitionSchema.parse(deliveryPackage.workflows.find((workflow) => workflow.name === name)?.definition);
}
