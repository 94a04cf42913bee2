import { IconArrowsMove, IconMinus, IconPencil, IconPlus, type Icon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Json } from '../../../engine/model/json.ts';
import type { Change, DefinitionDiff, FieldChange } from '../../../server/contract/definitionDiff.ts';
import { joinClasses } from '../../ui/joinClasses.ts';
import classes from './Changes.module.css';
import { TextChange } from './TextChange.tsx';

const icons: Readonly<Record<Change, Icon>> = {
  added: IconPlus,
  removed: IconMinus,
  changed: IconPencil,
  moved: IconArrowsMove,
};

function ChangeWord({ change }: { readonly change: Change }) {
  const { t } = useTranslation('changes');
  const ChangeIcon = icons[change];
  return (
    <span className={joinClasses(classes.word, classes[change])}>
      <ChangeIcon size={14} stroke={2} aria-hidden />
      {t(`change.${change}`)}
    </span>
  );
}

const wordOf = (value: Json | undefined): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));
const isLong = (value: Json | undefined): value is string => typeof value === 'string' && value.includes('\n');

function Field({ field: { pointer, before, after } }: { readonly field: FieldChange }) {
  const { t } = useTranslation('changes');
  const name = pointer.slice(1).replaceAll('/', ' › ').replaceAll('~1', '/').replaceAll('~0', '~');
  return (
    <div className={classes.field}>
      <span className={classes.fieldName}>{name}</span>
      {isLong(before) || isLong(after) ? (
        <TextChange
          before={before === undefined ? '' : wordOf(before)}
          after={after === undefined ? '' : wordOf(after)}
        />
      ) : (
        <span className={classes.values}>
          {before === undefined ? <em>{t('absent')}</em> : <del>{wordOf(before)}</del>}
          <span aria-hidden>→</span>
          {after === undefined ? <em>{t('absent')}</em> : <ins>{wordOf(after)}</ins>}
        </span>
      )}
    </div>
  );
}

interface RowProps {
  readonly name: string;
  readonly id?: string;
  readonly change: Change;
  readonly fields: readonly FieldChange[];
}

function Row({ name, id, change, fields }: RowProps) {
  return (
    <li className={classes.row} data-change={change}>
      <div className={classes.head}>
        <strong>{name}</strong>
        {id !== undefined && id !== name && <span className="mono">{id}</span>}
        <ChangeWord change={change} />
      </div>
      {fields.map((field) => (
        <Field key={field.pointer} field={field} />
      ))}
    </li>
  );
}

/** How many things differ. */
export const countChanges = ({ fields, activities, transitions, reordered }: DefinitionDiff): number =>
  (fields.length > 0 ? 1 : 0) + activities.length + transitions.length + (reordered ? 1 : 0);

interface ChangeListProps {
  readonly diff: DefinitionDiff;
  readonly nameOf: (activity: string) => string;
}

/** What differs between two definitions, by activity and transition; texts line by line. */
export function ChangeList({ diff, nameOf }: ChangeListProps) {
  const { t } = useTranslation('changes');
  const { fields, activities, transitions, reordered } = diff;
  if (countChanges(diff) === 0) return <p className={classes.none}>{t('none')}</p>;
  return (
    <ul className={classes.list}>
      {fields.length > 0 && <Row name={t('workflow')} change="changed" fields={fields} />}
      {activities.map(({ id, change, fields: own }) => (
        <Row key={id} name={nameOf(id)} id={id} change={change} fields={own} />
      ))}
      {transitions.map(({ from, outlet, to, change, fields: own }) => (
        <Row
          key={`${from}:${outlet}:${to}`}
          name={t('transition', {
            from: nameOf(from),
            outlet,
            to: nameOf(to),
            named: outlet === 'default' ? 'no' : 'yes',
          })}
          change={change}
          fields={own}
        />
      ))}
      {reordered && <Row name={t('reordered')} change="changed" fields={[]} />}
    </ul>
  );
}
