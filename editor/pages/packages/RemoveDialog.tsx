import { Button, Checkbox, Modal } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Package } from '../../../server/contract/packages.ts';
import { removalQuery, removePackage, type DataChoice } from '../../api/packages.ts';
import { useLocalized } from '../../i18n/useLocalized.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import classes from './PackagesPage.module.css';
import { WhatGoes } from './WhatGoes.tsx';

interface RemoveDialogProps {
  readonly shown: Package;
  readonly onClose: () => void;
}

const useRemoving = ({ shown, onClose }: RemoveDialogProps) => {
  const { t } = useTranslation('packages');
  const localized = useLocalized();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: removePackage,
    onSuccess: (_, { data }) => {
      const name = localized(shown.label, shown.name);
      const message = t(data === 'keep' ? 'removing.done' : 'removing.doneDrop', { name });
      notifications.show({ message, withBorder: true });
      onClose();
    },
    // Its workflows leave other pages, too; where it was refused, what would go is looked up again.
    onSettled: () => void queries.invalidateQueries(),
  });
};

function RemoveForm(props: RemoveDialogProps) {
  const { t } = useTranslation(['packages', 'frame']);
  const { shown, onClose } = props;
  // Of a removed one only the data are left to go.
  const isLeftOver = shown.status === 'removed';
  const [data, setData] = useState<DataChoice>(isLeftOver ? 'drop' : 'keep');
  const plan = useQuery({ ...removalQuery(shown.name, data), placeholderData: keepPreviousData });
  const removing = useRemoving(props);
  const read = plan.data?.data === data && !plan.isFetching ? plan.data : undefined;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (read) removing.mutate({ name: shown.name, data, confirmation: read.confirmation });
  };
  const submitWord = data === 'keep' ? 'submit' : 'submitDrop';
  return (
    <form onSubmit={submit} className={classes.form}>
      {removing.isError && <ProblemNotice problem={removing.error} />}
      {plan.error && <ProblemNotice problem={plan.error} onRetry={() => void plan.refetch()} />}
      {plan.data && !plan.error && <WhatGoes removal={plan.data} />}
      {plan.isPending && <p className={classes.help}>{t('packages:removing.looking')}</p>}
      {!isLeftOver && (
        <Checkbox
          label={t('packages:removing.drop')}
          checked={data === 'drop'}
          onChange={(event) => setData(event.currentTarget.checked ? 'drop' : 'keep')}
        />
      )}
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('frame:cancel')}
        </Button>
        <Button type="submit" color="red" disabled={!read} loading={removing.isPending}>
          {t(`packages:removing.${isLeftOver ? 'submitLeft' : submitWord}`)}
        </Button>
      </div>
    </form>
  );
}

/** Shows what would go with a package, and removes it once that was read. */
export function RemoveDialog(props: RemoveDialogProps) {
  const { t } = useTranslation(['packages', 'frame']);
  const { shown } = props;
  const name = useLocalized()(shown.label, shown.name);
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={t(`packages:removing.${shown.status === 'removed' ? 'dropTitle' : 'title'}`, { name })}
      closeButtonProps={{ 'aria-label': t('frame:close') }}
    >
      <RemoveForm {...props} />
    </Modal>
  );
}
