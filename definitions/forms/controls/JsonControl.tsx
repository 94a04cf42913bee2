import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { jsonSchema, type Json } from '../../../engine/model/json.ts';
import { LazyCodeField } from '../code/LazyCodeField.tsx';
import { useFieldProblems } from '../formContext.tsx';
import { useFormEnvironment } from '../formEnvironment.tsx';
import { defaultText, titleOf, type ControlProps } from './controlProps.ts';
import { FieldShell } from './FieldShell.tsx';

const print = (value: Json | undefined) => (value === undefined ? '' : JSON.stringify(value, null, 2));

/** The value that a text is JSON of; `undefined` for no text, a sentence where it is none. */
function read(text: string): { readonly value: Json | undefined } | { readonly fault: string } {
  if (text.trim() === '') return { value: undefined };
  try {
    return { value: jsonSchema.parse(JSON.parse(text)) };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : '' };
  }
}

/** Any JSON value, as text. While it is not JSON, what was there before stays in the definition. */
export function JsonControl(props: ControlProps) {
  const { t } = useTranslation('forms');
  const { value, onChange, pointer, field } = props;
  const standard = defaultText(field);
  const { readOnly } = useFormEnvironment();
  const [typed, setTyped] = useState<string>();
  const isInvalid = useFieldProblems(pointer, true).some(({ level }) => level === 'error');
  const answer = typed === undefined ? undefined : read(typed);
  const isOwn = answer && ('fault' in answer || JSON.stringify(answer.value) === JSON.stringify(value));
  const fault = isOwn && 'fault' in answer ? answer.fault : undefined;
  const write = (text: string) => {
    setTyped(text);
    const next = read(text);
    if ('value' in next) onChange(next.value);
  };
  return (
    <FieldShell {...props} isCode explanation={fault === undefined ? undefined : t('json.fault', { fault })}>
      <LazyCodeField
        language="json"
        label={titleOf(props)}
        value={isOwn && typed !== undefined ? typed : print(value)}
        isInvalid={isInvalid || fault !== undefined}
        readOnly={readOnly}
        // What has a word or a number for its default is short.
        {...(standard !== undefined && { placeholder: JSON.stringify(field.default), minLines: 1 })}
        onChange={write}
      />
    </FieldShell>
  );
}
