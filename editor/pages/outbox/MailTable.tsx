import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Mail } from '../../../server/contract/outbox.ts';
import { CameFrom } from '../../ui/CameFrom.tsx';
import { Instant } from '../../ui/Instant.tsx';
import { joinClasses } from '../../ui/joinClasses.ts';
import page from '../../ui/page.module.css';
import { MailStatusWord } from './MailStatusWord.tsx';
import { useRecipients } from './useRecipients.ts';
import classes from './OutboxPage.module.css';

function Row({ mail, onOpen }: { readonly mail: Mail; readonly onOpen: (id: string) => void }) {
  const recipients = useRecipients();
  return (
    <tr data-mail={mail.id}>
      <td className={classes.what}>
        <UnstyledButton className={joinClasses(page.link, classes.title)} onClick={() => onOpen(mail.id)}>
          {mail.title}
        </UnstyledButton>
      </td>
      <td className={classes.status}>
        <MailStatusWord status={mail.status} />
      </td>
      <td className={classes.to}>{recipients(mail)}</td>
      <td className={classes.from}>
        <CameFrom {...mail} />
      </td>
      <td className={classes.at}>
        <Instant at={mail.at} />
      </td>
    </tr>
  );
}

interface MailTableProps {
  readonly mails: readonly Mail[];
  readonly onOpen: (id: string) => void;
}

/** Mails as a table; on a phone as cards. */
export function MailTable({ mails, onOpen }: MailTableProps) {
  const { t } = useTranslation('outbox');
  return (
    <table className={joinClasses(page.table, page.stacked, classes.table)}>
      <thead>
        <tr>
          {(['what', 'status', 'to', 'from', 'at'] as const).map((column) => (
            <th key={column} scope="col">
              {t(`column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {mails.map((mail) => (
          <Row key={mail.id} mail={mail} onOpen={onOpen} />
        ))}
      </tbody>
    </table>
  );
}
