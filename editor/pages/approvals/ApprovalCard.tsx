import { Button, Textarea } from '@mantine/core';
import { IconMessage2 } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Approval } from '../../../server/contract/approvals.ts';
import { useFormats } from '../../i18n/useFormats.ts';
import { useAsk } from '../../panels/topbar/useAsk.tsx';
import { CameFrom } from '../../ui/CameFrom.tsx';
import page from '../../ui/page.module.css';
import { useSession } from '../../ui/SessionProvider.tsx';
import { SeverityBadge } from '../../ui/SeverityBadge.tsx';
import { StatusMark } from '../../ui/StatusMark.tsx';
import classes from './ApprovalsPage.module.css';

/** The choices as buttons, and a note that goes with the answer. */
function Answering({ approval }: { readonly approval: Approval }) {
  const { t } = useTranslation('approvals');
  const { ask, asking } = useAsk();
  const [note, setNote] = useState<string>();
  const { task, title, choices } = approval;
  const answer = (choice: string, label: string): void => {
    const comment = note?.trim() ?? '';
    const body = { choice, ...(comment !== '' && { comment }) };
    ask({ asked: { of: 'task', id: task, verb: 'answer', body }, words: t('asked', { choice: label, title }) });
  };
  return (
    <div className={classes.answering}>
      {note !== undefined && (
        <Textarea
          label={t('note')}
          description={t('noteHelp')}
          autosize
          minRows={2}
          maxLength={10_000}
          autoFocus
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      )}
      <div className={classes.choices}>
        {choices.map(({ outlet, label }, at) => (
          <Button
            key={outlet}
            variant={at === 0 ? 'filled' : 'default'}
            disabled={asking}
            onClick={() => answer(outlet, label)}
          >
            {label}
          </Button>
        ))}
        {note === undefined && (
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconMessage2 size={16} aria-hidden />}
            onClick={() => setNote('')}
          >
            {t('noteAdd')}
          </Button>
        )}
      </div>
    </div>
  );
}

function Facts({ approval }: { readonly approval: Approval }) {
  const { t } = useTranslation('approvals');
  const formats = useFormats();
  const { group, operator, multiple, since, expiresAt } = approval;
  const parts = [
    group === null ? t('asksOperator', { name: operator ?? '' }) : t('asksGroup', { name: group }),
    ...(multiple ? [t('several')] : []),
    t('since', { when: formats.instant(since) }),
  ];
  return (
    <p className={page.sub}>
      {parts.join(' · ')}
      {expiresAt !== null && (
        <>
          {' · '}
          <time dateTime={expiresAt} title={formats.fullInstant(expiresAt)} className={classes.expires}>
            {t('expires', { when: formats.instant(expiresAt) })}
          </time>
        </>
      )}
    </p>
  );
}

function Answered({ by }: { readonly by: readonly string[] }) {
  const { t } = useTranslation('approvals');
  const { operator } = useSession();
  if (by.length === 0) return null;
  return (
    <p className={classes.answered}>
      <StatusMark status="done" size={14} />
      {t('answered', { names: by.join(', ') })}
      {by.includes(operator) && ` · ${t('answeredByMe')}`}
    </p>
  );
}

/** A question with what is needed to decide; whoever is asked answers it here. */
export function ApprovalCard({ approval }: { readonly approval: Approval }) {
  const { t } = useTranslation('approvals');
  return (
    <li className={classes.card} data-approval={approval.task}>
      <div className={classes.words}>
        <div className={classes.head}>
          <h3 className={classes.title}>{approval.title}</h3>
          <SeverityBadge severity={approval.severity} quietNormal />
        </div>
        <Facts approval={approval} />
        {approval.message !== '' && <p className={classes.message}>{approval.message}</p>}
        <Answered by={approval.answeredBy} />
        {approval.mine && <Answering approval={approval} />}
      </div>
      <div className={classes.from}>
        <span className={page.sub}>{t('from')}</span>
        <CameFrom {...approval} />
      </div>
    </li>
  );
}
