import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Removal } from '../../../server/contract/packages.ts';
import classes from './PackagesPage.module.css';

interface GoingProps {
  readonly title: string;
  readonly help?: string;
  readonly names: readonly { readonly name: string; readonly note?: string | undefined }[];
}

function Going({ title, help, names }: GoingProps): ReactNode {
  return (
    <div className={classes.going}>
      <p className={classes.goingTitle}>{title}</p>
      {names.length > 0 && (
        <ul className={classes.goingNames}>
          {names.map(({ name, note }) => (
            <li key={name}>
              <span className={classes.name}>{name}</span>
              {note !== undefined && <span className={classes.note}>{note}</span>}
            </li>
          ))}
        </ul>
      )}
      {help !== undefined && <p className={classes.help}>{help}</p>}
    </div>
  );
}

/** What a dry run of removing has told. */
export function WhatGoes({ removal }: { readonly removal: Removal }) {
  const { t } = useTranslation('packages');
  const { workflows, instances, tables, data } = removal;
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const isKept = data === 'keep';
  return (
    <div className={classes.removal} role="group" aria-live="polite">
      <Going
        title={t('removing.workflows', { count: workflows.length })}
        names={workflows.map(({ name, changed }) => ({ name, note: changed ? t('removing.changed') : undefined }))}
      />
      <Going
        title={t('removing.instances', { count: instances.length })}
        help={t('removing.history')}
        names={instances.map(({ id, workflow }) => ({ name: id, note: workflow }))}
      />
      <Going
        title={t(isKept ? 'removing.tablesKept' : 'removing.tablesDropped', { count: tables.length, rows })}
        {...(tables.length > 0 && { help: t(isKept ? 'removing.keptHelp' : 'removing.droppedHelp') })}
        names={tables.map((table) => ({ name: table.name, note: t('removing.rows', { rows: table.rows }) }))}
      />
    </div>
  );
}
