import { Button, Modal, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { TestedMail } from '../../../server/contract/outbox.ts';
import { testMail } from '../../api/outbox.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import classes from './OutboxPage.module.css';

const useTesting = (onClose: () => void) => {
  const { t } = useTranslation('outbox');
  const queries = useQueryClient();
  return useMutation({
    mutationFn: testMail,
    onSuccess: ({ status }, to) => {
      if (status === 'refused' || status === 'failed') return;
      notifications.show({ message: t(`test.${status}`, { to }), withBorder: true });
      onClose();
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: ['outbox'] }),
  });
};

/** What the mail server said where it did not take the test. */
function Refusal({ tested }: { readonly tested: TestedMail }) {
  const { t } = useTranslation('outbox');
  const { status, detail } = tested;
  if (status === 'sent' || status === 'kept') return null;
  return (
    <div role="alert" className={classes.refusal}>
      <p className={classes.serverTitle}>{t(`test.${status}`)}</p>
      <p className={classes.help}>{detail}</p>
    </div>
  );
}

function TestForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['outbox', 'frame']);
  const [to, setTo] = useState('');
  const testing = useTesting(onClose);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    testing.mutate(to.trim());
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      {testing.isError && <ProblemNotice problem={testing.error} />}
      {testing.data && <Refusal tested={testing.data} />}
      <TextInput
        label={t('outbox:test.to')}
        description={t('outbox:test.toHelp')}
        type="email"
        required
        withAsterisk={false}
        data-autofocus
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          {t('frame:cancel')}
        </Button>
        <Button type="submit" loading={testing.isPending}>
          {t('outbox:test.submit')}
        </Button>
      </div>
    </form>
  );
}

/** Tries whether mails are taken. */
export function TestDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['outbox', 'frame']);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('outbox:test.title')}
      closeButtonProps={{ 'aria-label': t('frame:close') }}
    >
      <TestForm onClose={onClose} />
    </Modal>
  );
}
