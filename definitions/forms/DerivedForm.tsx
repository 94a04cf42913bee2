import { Collapse, UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Json } from '../../engine/model/json.ts';
import type { FieldSchema, FieldsSchema } from '../schema/fieldsSchema.ts';
import { controlFor } from './controlFor.tsx';
import { FormStateProvider, type FormProblem } from './formContext.tsx';
import classes from './DerivedForm.module.css';

/** What a derived form is given. */
export interface DerivedFormProps {
  readonly fields: FieldsSchema;
  readonly values: Readonly<Record<string, Json>>;
  readonly setValue: (field: string, value: Json | undefined) => void;
  /** Pointers begin at the form: `/sql`. */
  readonly problems: readonly FormProblem[];
  /** Shows only these fields. */
  readonly only?: readonly string[];
}

/** From so many optional fields on, those that are not filled in are folded away. */
const foldFrom = 5;

function isFolded(field: FieldSchema, name: string, props: DerivedFormProps): boolean {
  const isRequired = props.fields.required?.includes(name) === true;
  const isFilled = Object.hasOwn(props.values, name);
  const isFaulty = props.problems.some(({ pointer }) => pointer === `/${name}` || pointer.startsWith(`/${name}/`));
  return !isRequired && !isFilled && !isFaulty && field.widget !== 'toggle';
}

/** A form made of a kind's schema alone: for each field the control that its widget names. It knows no kind. */
export function DerivedForm(props: DerivedFormProps) {
  const { t } = useTranslation('forms');
  const { fields, values, setValue, problems, only } = props;
  const [isOpen, setIsOpen] = useState(false);
  const state = useMemo(() => ({ values, setValue, problems }), [values, setValue, problems]);
  const entries = Object.entries(fields.properties).filter(([name]) => only?.includes(name) ?? true);
  const [initialFolded] = useState(
    () => new Set(entries.filter(([name, field]) => isFolded(field, name, props)).map(([name]) => name)),
  );
  const isLong = initialFolded.size >= foldFrom;
  const draw = ([name, field]: [string, FieldSchema]) => {
    const Control = controlFor(field);
    return (
      <Control
        key={name}
        name={name}
        pointer={`/${name}`}
        field={field}
        isRequired={fields.required?.includes(name) === true}
        value={values[name]}
        onChange={(value) => setValue(name, value)}
      />
    );
  };
  if (entries.length === 0) return <p className={classes.nothing}>{t('form.nothing')}</p>;
  const shown = entries.filter(([name, field]) => !isLong || !initialFolded.has(name) || !isFolded(field, name, props));
  const folded = entries.filter((entry) => !shown.includes(entry));
  return (
    <FormStateProvider value={state}>
      <div className={classes.fields}>
        {shown.map(draw)}
        {folded.length > 0 && (
          <div>
            <UnstyledButton className={classes.fold} aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
              <IconChevronRight size={16} aria-hidden />
              {t('form.more', { count: folded.length })}
            </UnstyledButton>
            <Collapse expanded={isOpen}>
              <div className={classes.fields}>{isOpen && folded.map(draw)}</div>
            </Collapse>
          </div>
        )}
      </div>
    </FormStateProvider>
  );
}
