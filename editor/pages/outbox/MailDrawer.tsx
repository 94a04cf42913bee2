import { Drawer } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { MailDetail } from '../../../server/contract/outbox.ts';
import { mailQuery } from '../../api/outbox.ts';
import { CameFrom } from '../../ui/CameFrom.tsx';
import { Instant } from '../../ui/Instant.tsx';
import { PageLoading } from '../../ui/PageLoading.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { MailStatusWord } from './MailStatusWord.tsx';
import { useRecipients } from './useRecipients.ts';
import classes from './OutboxPage.module.css';

function Opened({ mail }: { readonly mail: MailDetail }) {
  const { t } = useTranslation('outbox');
  const recipients = useRecipients();
  return (
    <>
      <dl className={classes.facts}>
        <dt>{t('column.status')}</dt>
        <dd>
          <MailStatusWord status={mail.status} />
          <p className={classes.help}>{t(`statusHelp.${mail.status}`)}</p>
        </dd>
        <dt>{t('column.to')}</dt>
        <dd>{recipients(mail)}</dd>
        <dt>{t('column.at')}</dt>
        <dd>
          <Instant at={mail.at} />
        </dd>
        <dt>{t('column.from')}</dt>
        <dd>
          <CameFrom {...mail} />
        </dd>
      </dl>
      {/* Plain text, whatever it looks like: nothing of it is ever HTML here. */}
      <pre className={classes.message}>{mail.message}</pre>
    </>
  );
}

/** A mail, opened: its address shows the same. */
export function MailDrawer({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { t } = useTranslation(['outbox', 'frame']);
  const { data, error } = useQuery(mailQuery(id));
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={560}
      title={data?.title ?? t('outbox:title')}
      classNames={{ title: classes.opened }}
      closeButtonProps={{ 'aria-label': t('frame:close') }}
    >
      {error && <ProblemNotice problem={error} />}
      {!data && !error && <PageLoading />}
      {data && <Opened mail={data} />}
    </Drawer>
  );
}
