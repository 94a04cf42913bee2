import type { Json } from '../../../engine/model/json.ts';
import type { FieldSchema } from '../../schema/fieldsSchema.ts';

/** What every control of a derived form is given. */
export interface ControlProps {
  readonly name: string;
  /** Where the field stands in its form: `/branches/0/condition`. */
  readonly pointer: string;
  readonly field: FieldSchema;
  readonly isRequired: boolean;
  readonly value: Json | undefined;
  /** No value: the field is left out of the definition. */
  readonly onChange: (value: Json | undefined) => void;
}

/** The field's words: its title, else its name. */
export const titleOf = ({ field, name }: Pick<ControlProps, 'field' | 'name'>): string => field.title ?? name;

/** A value as text; what is none shows as JSON, so that nothing is lost unseen. */
export function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Text as it is kept: none where an optional field was emptied. */
export const keptText = (text: string, isRequired: boolean): string | undefined =>
  text === '' && !isRequired ? undefined : text;

/** What a field has when nothing is written, as text. */
export const defaultText = (field: FieldSchema): string | undefined =>
  typeof field.default === 'string' || typeof field.default === 'number' ? String(field.default) : undefined;

/** The id of a field's control, for its label. */
export const idOf = (pointer: string): string => `field${pointer.replaceAll(/[^\w]/g, '-')}`;
