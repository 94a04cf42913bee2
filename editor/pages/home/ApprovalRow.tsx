import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Localized } from '../../../engine/model/definition.ts';
import type { Approval } from '../../../server/contract/approvals.ts';
import { useFormats } from '../../i18n/useFormats.ts';
import { useLocalized } from '../../i18n/useLocalized.ts';
import { joinClasses } from '../../ui/joinClasses.ts';
import page from '../../ui/page.module.css';
import { SeverityBadge } from '../../ui/SeverityBadge.tsx';
import { StatusMark } from '../../ui/StatusMark.tsx';
import classes from './HomePage.module.css';

interface ApprovalRowProps {
  readonly approval: Approval;
  readonly label: Localized | undefined;
}

/** A question that waits for the answer of whoever looks. */
export function ApprovalRow({ approval, label }: ApprovalRowProps) {
  const { t } = useTranslation(['home', 'status']);
  const formats = useFormats();
  const workflow = useLocalized()(label, approval.workflow);
  return (
    <li className={classes.row} data-approval={approval.task}>
      <StatusMark status="waiting" size={18} label={t('status:task.waiting')} />
      <div className={classes.words}>
        <div className={classes.line}>
          <Link href="/approvals" className={joinClasses(page.link, approval.severity !== 'normal' && classes.loud)}>
            {approval.title}
          </Link>
          <SeverityBadge severity={approval.severity} quietNormal />
          <span className={page.sub}>{t('home:approvalAsked', { when: formats.instant(approval.since) })}</span>
        </div>
        <p className={classes.cause}>{workflow}</p>
      </div>
      <Button component={Link} href="/approvals" variant="default" size="xs">
        {t('home:answer')}
      </Button>
    </li>
  );
}
