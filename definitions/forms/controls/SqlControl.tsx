import { SegmentedControl } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Json } from '../../../engine/model/json.ts';
import { sqlParameters, sqlPlaceholders } from '../../../engine/sql/sqlNames.ts';
import { LazyCodeField } from '../code/LazyCodeField.tsx';
import { useCodeHints, useFieldProblems, useFormState } from '../formContext.tsx';
import { useFormEnvironment } from '../formEnvironment.tsx';
import { keptText, titleOf, type ControlProps } from './controlProps.ts';
import { FieldShell } from './FieldShell.tsx';
import classes from './controls.module.css';

type Database = 'sqlite' | 'postgres';

/** The text of one database, or of all where there is but one. */
function sqlOf(value: Json | undefined, database: Database): string {
  if (typeof value === 'string') return value;
  const text = typeof value === 'object' && value !== null && !Array.isArray(value) ? value[database] : undefined;
  return typeof text === 'string' ? text : '';
}

const isSplit = (value: Json | undefined): boolean => typeof value === 'object' && value !== null;

interface ParameterProps {
  readonly name: string;
  readonly expression: string | undefined;
  readonly onAdd: (() => void) | undefined;
}

/** A parameter: what is bound to it, or that nothing is yet. */
function Parameter({ name, expression, onAdd }: ParameterProps) {
  const { t } = useTranslation('forms');
  if (expression !== undefined || !onAdd)
    return (
      <span className={classes.chip}>
        <code>
          :{name} = {expression}
        </code>
      </span>
    );
  return (
    <button type="button" className={classes.chip} data-missing title={t('sql.addParameter', { name })} onClick={onAdd}>
      <IconPlus size={12} aria-hidden />
      <code>:{name}</code>
      {t('sql.unbound')}
    </button>
  );
}

/** What the names in SQL stand for. Values are bound: they never become part of the text. */
function SqlExplanation({ text }: { readonly text: string }) {
  const { t } = useTranslation('forms');
  const { values, setValue } = useFormState();
  const { readOnly } = useFormEnvironment();
  const hints = useCodeHints();
  const parameters = sqlParameters(text);
  const placeholders = [...new Set(sqlPlaceholders(text).map((placeholder) => placeholder.text))];
  if (parameters.length + placeholders.length === 0) return null;
  const bound = new Map(hints.params.map(({ name, hint }) => [name, hint]));
  const params = values['params'];
  const add = (name: string) => () =>
    setValue('params', {
      ...(typeof params === 'object' && params !== null && !Array.isArray(params) ? params : {}),
      [name]: 'null',
    });
  return (
    <div className={classes.chips}>
      {parameters.map((name) => (
        <Parameter key={name} name={name} expression={bound.get(name)} onAdd={readOnly ? undefined : add(name)} />
      ))}
      {placeholders.map((placeholder) => (
        <span key={placeholder} className={classes.chip} title={t('sql.standIn')}>
          <code>{`{${placeholder}}`}</code>
        </span>
      ))}
    </div>
  );
}

/** SQL: one text for every database or one each; what its names stand for is said below. */
export function SqlControl(props: ControlProps) {
  const { t } = useTranslation('forms');
  const { value, onChange, isRequired, pointer } = props;
  const { readOnly } = useFormEnvironment();
  const hints = useCodeHints();
  const [database, setDatabase] = useState<Database>('sqlite');
  const isInvalid = useFieldProblems(pointer, true).some(({ level }) => level === 'error');
  const split = isSplit(value);
  const text = sqlOf(value, database);
  const write = (next: string) => {
    if (!split) return onChange(keptText(next, isRequired));
    onChange({ sqlite: sqlOf(value, 'sqlite'), postgres: sqlOf(value, 'postgres'), [database]: next });
  };
  const choose = (chosen: string) => {
    if (chosen === 'all') return onChange(keptText(text, isRequired));
    setDatabase(chosen === 'postgres' ? 'postgres' : 'sqlite');
    if (!split) onChange({ sqlite: text, postgres: text });
  };
  const choices = [
    { value: 'all', label: t('sql.all') },
    { value: 'sqlite', label: 'SQLite' },
    { value: 'postgres', label: 'PostgreSQL' },
  ];
  const aside = (
    <SegmentedControl
      size="xs"
      data={choices}
      value={split ? database : 'all'}
      readOnly={readOnly}
      onChange={choose}
      aria-label={t('sql.database')}
    />
  );
  return (
    <FieldShell {...props} isCode aside={aside} explanation={<SqlExplanation text={text} />}>
      <LazyCodeField
        language="sql"
        label={titleOf(props)}
        value={text}
        hints={hints}
        isInvalid={isInvalid}
        readOnly={readOnly}
        lineNumbers
        minLines={6}
        maxLines={18}
        onChange={write}
      />
    </FieldShell>
  );
}
