import { Button, VisuallyHidden } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PrivacyRequest, PrivacyStatus } from '../../../server/contract/privacy.ts';
import { confirmDeletion } from '../../api/privacy.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { Instant } from '../../ui/Instant.tsx';
import { joinClasses } from '../../ui/joinClasses.ts';
import page from '../../ui/page.module.css';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { MarkedWord } from '../../ui/StatusWord.tsx';
import classes from './PrivacyPage.module.css';

/** What each status looks like: what waits for a person has the hand. */
const looks = {
  new: 'pending',
  retryPending: 'retrying',
  processing: 'running',
  retryInProgress: 'running',
  deleteConfirmationPending: 'held',
  deletePending: 'pending',
  deleteInProgress: 'running',
  complete: 'done',
  error: 'failed',
  errorDataNotFound: 'failed',
} as const satisfies Record<PrivacyStatus, string>;

const useConfirming = (request: PrivacyRequest) => {
  const { t } = useTranslation('privacy');
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => confirmDeletion(request.id),
    onSuccess: () => notifications.show({ message: t('confirm.done', { name: request.name }), withBorder: true }),
    onError: (problem) => notifications.show({ message: <ProblemNotice problem={problem} />, withBorder: true }),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['privacy'] }),
  });
};

function Confirming({ request }: { readonly request: PrivacyRequest }) {
  const { t } = useTranslation('privacy');
  const [opened, setOpened] = useState(false);
  const confirming = useConfirming(request);
  return (
    <>
      <Button size="xs" color="red" variant="outline" loading={confirming.isPending} onClick={() => setOpened(true)}>
        {t('confirm.action')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={t('confirm.title')}
        text={t('confirm.text', { value: request.value })}
        confirm={t('confirm.submit')}
        dangerous
        onConfirm={() => confirming.mutate()}
        onClose={() => setOpened(false)}
      />
    </>
  );
}

function Fetching({ file }: { readonly file: string }) {
  const { t } = useTranslation('privacy');
  return (
    <Button
      component="a"
      href={file}
      download
      size="xs"
      variant="default"
      leftSection={<IconDownload size={14} aria-hidden />}
    >
      {t('fetch')}
    </Button>
  );
}

/** What a person can do next with a request; what would be deleted can be read before. */
function Next({ request }: { readonly request: PrivacyRequest }) {
  return (
    <div className={classes.actions}>
      {request.file !== null && <Fetching file={request.file} />}
      {request.status === 'deleteConfirmationPending' && <Confirming request={request} />}
    </div>
  );
}

function Row({ request }: { readonly request: PrivacyRequest }) {
  const { t } = useTranslation('privacy');
  const { status, error } = request;
  return (
    <tr data-request={request.id} data-status={status}>
      <td className={classes.who}>
        <div className={classes.value}>{request.value}</div>
        <div className={page.sub}>
          {t('about', { name: request.name, namespace: t(`namespace.${request.namespace}`) })}
        </div>
      </td>
      <td className={classes.type}>{t(`type.${request.type}`)}</td>
      <td className={classes.minor}>{request.regulation}</td>
      <td className={classes.status}>
        <MarkedWord status={looks[status]} word={t(`status.${status}`)} />
        {error !== null && <div className={joinClasses(page.sub, classes.error)}>{error}</div>}
      </td>
      <td className={classes.minor}>
        <Instant at={request.createdAt} />
      </td>
      <td className={classes.minor}>{request.endedAt !== null && <Instant at={request.endedAt} />}</td>
      <td>
        <Next request={request} />
      </td>
    </tr>
  );
}

/** Privacy requests as a table; on a phone as cards. */
export function PrivacyTable({ requests }: { readonly requests: readonly PrivacyRequest[] }) {
  const { t } = useTranslation('privacy');
  return (
    <table className={joinClasses(page.table, page.stacked, classes.table)}>
      <thead>
        <tr>
          {(['who', 'type', 'regulation', 'status', 'asked', 'ended'] as const).map((column) => (
            <th key={column} scope="col">
              {t(`column.${column}`)}
            </th>
          ))}
          <th scope="col">
            <VisuallyHidden>{t('column.next')}</VisuallyHidden>
          </th>
        </tr>
      </thead>
      <tbody>
        {requests.map((request) => (
          <Row key={request.id} request={request} />
        ))}
      </tbody>
    </table>
  );
}
