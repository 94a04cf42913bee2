import { Button, Checkbox, Modal } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Package } from '../../../server/contract/packages.ts';
import { installPackage } from '../../api/packages.ts';
import { useLocalized } from '../../i18n/useLocalized.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import classes from './PackagesPage.module.css';

interface InstallDialogProps {
  readonly shown: Package;
  readonly onClose: () => void;
}

const useInstalling = ({ shown, onClose }: InstallDialogProps) => {
  const { t } = useTranslation('packages');
  const localized = useLocalized();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: installPackage,
    onSuccess: () => {
      const name = localized(shown.label, shown.name);
      notifications.show({ message: t('installing.done', { name }), withBorder: true });
      onClose();
    },
    // Its workflows and reports appear on other pages, too.
    onSettled: () => void queries.invalidateQueries(),
  });
};

function InstallForm(props: InstallDialogProps) {
  const { t } = useTranslation(['packages', 'frame']);
  const { shown, onClose } = props;
  const [demo, setDemo] = useState(false);
  const installing = useInstalling(props);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    installing.mutate({ name: shown.name, demo });
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      {installing.isError && <ProblemNotice problem={installing.error} />}
      <p className={classes.help}>{t('packages:installing.text')}</p>
      {shown.hasData ? (
        <p className={classes.help}>{t('packages:installing.kept')}</p>
      ) : (
        <Checkbox
          label={t('packages:installing.demo')}
          description={t('packages:installing.demoHelp')}
          checked={demo}
          onChange={(event) => setDemo(event.currentTarget.checked)}
        />
      )}
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          {t('frame:cancel')}
        </Button>
        <Button type="submit" loading={installing.isPending} data-autofocus>
          {t('packages:install')}
        </Button>
      </div>
    </form>
  );
}

/** Asks before a package is installed, and whether with demo data. */
export function InstallDialog(props: InstallDialogProps) {
  const { t } = useTranslation(['packages', 'frame']);
  const name = useLocalized()(props.shown.label, props.shown.name);
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={t('packages:installing.title', { name })}
      closeButtonProps={{ 'aria-label': t('frame:close') }}
    >
      <InstallForm {...props} />
    </Modal>
  );
}
