import { forms } from '../../definitions/registry/forms.generated.ts';
import { kindFields } from '../../definitions/registry/kindFields.generated.ts';
import { kinds } from '../../definitions/registry/kinds.generated.ts';
import { kindHelp, kindIcons } from '../../definitions/registry/kindTexts.generated.ts';
import type { KindCatalogue } from '../canvas/kindCatalogue.tsx';

/** All kinds with what the browser shows of them. */
export const kindCatalogue: KindCatalogue = { kinds, icons: kindIcons, fields: kindFields, help: kindHelp, forms };
