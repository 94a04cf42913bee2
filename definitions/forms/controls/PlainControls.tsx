import { NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFieldProblems } from '../formContext.tsx';
import { useFormEnvironment } from '../formEnvironment.tsx';
import { idOf, defaultText, keptText, textOf, titleOf, type ControlProps } from './controlProps.ts';
import { FieldFaults } from './FieldFaults.tsx';
import { FieldShell } from './FieldShell.tsx';
import classes from './controls.module.css';

/** Whether the field itself is wrong, for the border of its control. */
const useIsInvalid = (pointer: string) => useFieldProblems(pointer, true).some(({ level }) => level === 'error');

/** One line of text. */
export function TextControl(props: ControlProps) {
  const { value, onChange, isRequired, field, pointer } = props;
  const { readOnly } = useFormEnvironment();
  return (
    <FieldShell {...props}>
      <TextInput
        value={textOf(value)}
        placeholder={defaultText(field) ?? ''}
        readOnly={readOnly}
        error={useIsInvalid(pointer)}
        id={idOf(pointer)}
        onChange={(event) => onChange(keptText(event.currentTarget.value, isRequired))}
      />
    </FieldShell>
  );
}

/** A pattern with `*` and `?`: letters of one width, so that it is read exactly. */
export function GlobControl(props: ControlProps) {
  return (
    <div className={classes.monospace}>
      <TextControl {...props} />
    </div>
  );
}

/** Several lines of text. */
export function MultilineControl(props: ControlProps) {
  const { value, onChange, isRequired, field, pointer } = props;
  const { readOnly } = useFormEnvironment();
  return (
    <FieldShell {...props}>
      <Textarea
        autosize
        minRows={2}
        maxRows={12}
        value={textOf(value)}
        placeholder={defaultText(field) ?? ''}
        readOnly={readOnly}
        error={useIsInvalid(pointer)}
        id={idOf(pointer)}
        onChange={(event) => onChange(keptText(event.currentTarget.value, isRequired))}
      />
    </FieldShell>
  );
}

const bound = (value: unknown) => (typeof value === 'number' && Math.abs(value) < 2 ** 53 - 1 ? value : undefined);

/** A number; emptied, it is left out. */
export function NumberControl(props: ControlProps) {
  const { value, onChange, field, pointer } = props;
  const { readOnly } = useFormEnvironment();
  const [min, max] = [bound(field['minimum']), bound(field['maximum'])];
  return (
    <FieldShell {...props}>
      <NumberInput
        value={typeof value === 'number' ? value : textOf(value)}
        placeholder={defaultText(field) ?? ''}
        readOnly={readOnly}
        error={useIsInvalid(pointer)}
        id={idOf(pointer)}
        allowDecimal={field.type !== 'integer'}
        {...(min !== undefined && { min })}
        {...(max !== undefined && { max })}
        clampBehavior="none"
        onChange={(next) => onChange(next === '' ? undefined : next)}
      />
    </FieldShell>
  );
}

/** On or off. Where that is the default nothing is written. */
export function ToggleControl(props: ControlProps) {
  const { value, onChange, field, pointer } = props;
  const { readOnly } = useFormEnvironment();
  const problems = useFieldProblems(pointer);
  const standard = field.default === true;
  return (
    <div data-field={pointer}>
      <Switch
        label={titleOf(props)}
        description={field.description}
        classNames={{ description: classes.description ?? '' }}
        checked={typeof value === 'boolean' ? value : standard}
        disabled={readOnly}
        onChange={({ currentTarget: { checked } }) => onChange(checked === standard ? undefined : checked)}
      />
      <FieldFaults problems={problems} />
    </div>
  );
}

function choicesOf({ field }: ControlProps): { value: string; label: string }[] {
  const { choices } = field;
  if (Array.isArray(choices)) return choices.map((value: string) => ({ value, label: value }));
  if (choices) return Object.entries(choices).map(([value, label]) => ({ value, label }));
  return (field.enum ?? []).map((value) => ({ value: String(value), label: String(value) }));
}

/** One of a few. */
export function ChoiceControl(props: ControlProps) {
  const { t } = useTranslation('forms');
  const { value, onChange, field, isRequired, pointer } = props;
  const { readOnly } = useFormEnvironment();
  const choices = choicesOf(props);
  const empty = typeof field['empty'] === 'string' ? field['empty'] : undefined;
  const standard = choices.find((choice) => choice.value === field.default)?.label;
  return (
    <FieldShell {...props}>
      <Select
        data={choices}
        value={value === undefined ? null : textOf(value)}
        placeholder={standard === undefined ? (empty ?? t('choice.none')) : t('choice.standard', { standard })}
        clearable={!isRequired}
        readOnly={readOnly}
        error={useIsInvalid(pointer)}
        id={idOf(pointer)}
        onChange={(next) => onChange(next ?? undefined)}
      />
    </FieldShell>
  );
}

const zones = () => ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

/** A time zone by its name. */
export function TimeZoneControl(props: ControlProps) {
  const { value, onChange, pointer } = props;
  const { readOnly, timeZone } = useFormEnvironment();
  const text = textOf(value);
  const known = zones();
  return (
    <FieldShell {...props}>
      <Select
        searchable
        clearable
        limit={50}
        data={text === '' || known.includes(text) ? known : [text, ...known]}
        value={text === '' ? null : text}
        placeholder={timeZone}
        readOnly={readOnly}
        error={useIsInvalid(pointer)}
        id={idOf(pointer)}
        onChange={(next) => onChange(next ?? undefined)}
      />
    </FieldShell>
  );
}
