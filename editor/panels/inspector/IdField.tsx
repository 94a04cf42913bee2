import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormEnvironment } from '../../../definitions/forms/formEnvironment.tsx';
import type { DocumentStore } from '../../document/documentStore.ts';
import { canRename } from '../../document/rules.ts';
import classes from './Inspector.module.css';

interface IdFieldProps {
  readonly store: DocumentStore;
  readonly activity: string;
}

/** The activity's id; it is renamed when the field is left, not with every letter. */
export function IdField({ store, activity }: IdFieldProps) {
  const { t } = useTranslation('inspector');
  const { readOnly } = useFormEnvironment();
  const [typed, setTyped] = useState<string>();
  const permission = canRename(store.getSnapshot().definition, activity, typed ?? activity);
  const fault = () => {
    if (permission.allowed) return undefined;
    return permission.refusal.code === 'activity-exists' ? t('idTaken') : t('idInvalid');
  };
  const keep = () => {
    if (typed !== undefined && permission.allowed) store.dispatch({ type: 'rename', activity, to: typed });
    setTyped(undefined);
  };
  return (
    <TextInput
      className={classes.id ?? ''}
      label={t('id')}
      description={t('idHelp')}
      value={typed ?? activity}
      error={fault()}
      readOnly={readOnly}
      spellCheck={false}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep();
        if (event.key === 'Escape') setTyped(undefined);
      }}
    />
  );
}
