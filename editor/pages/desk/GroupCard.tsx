import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { DeskGroup } from '../../../server/contract/desk.ts';
import { useLocalized } from '../../i18n/useLocalized.ts';
import { Instant } from '../../ui/Instant.tsx';
import { joinClasses } from '../../ui/joinClasses.ts';
import page from '../../ui/page.module.css';
import { SeverityBadge } from '../../ui/SeverityBadge.tsx';
import { StatusMark } from '../../ui/StatusMark.tsx';
import classes from './DeskPage.module.css';
import { GroupActions, type DeskDialog } from './GroupActions.tsx';
import { GroupInstances } from './GroupInstances.tsx';

function Facts({ group }: { readonly group: DeskGroup }) {
  const { t } = useTranslation('desk');
  const { count, since, supervisors, newest } = group;
  return (
    <p className={classes.facts}>
      <span>{t('count', { count })}</span>
      <span>
        {t('since')} <Instant at={since} />
      </span>
      {supervisors !== null && <span>{t('supervisors', { group: supervisors })}</span>}
      {newest.version > 0 && (
        <span>
          {t('changed', { version: newest.version, by: newest.by })} <Instant at={newest.at} />
        </span>
      )}
    </p>
  );
}

interface GroupCardProps {
  readonly group: DeskGroup;
  readonly onOpen: (dialog: DeskDialog) => void;
}

/** Instances that stand still for one cause: what it is, whom it concerns, and what to do about it. */
export function GroupCard({ group, onOpen }: GroupCardProps) {
  const { t } = useTranslation(['desk', 'status']);
  const localize = useLocalized();
  const [open, setOpen] = useState(false);
  const { cause, workflow, label, activity, activityLabel, message, hint, severity, suggestion, newest } = group;
  const status = cause === 'failed' ? 'failed' : 'paused';
  return (
    <li className={joinClasses(page.panel, classes.group)} data-cause={cause} data-workflow={workflow}>
      <StatusMark status={status} size={20} label={t(`status:instance.${status}`)} />
      <div className={classes.body}>
        <div className={classes.line}>
          <Link
            href={`/workflows/${workflow}`}
            className={joinClasses(page.link, severity !== 'normal' && classes.loud)}
          >
            {localize(label, workflow)}
          </Link>
          <SeverityBadge severity={severity} quietNormal />
          <span className={classes.where}>
            {t(`desk:cause.${cause}`)}
            {activity !== null && ` ${t('desk:at', { activity: localize(activityLabel, activity) })}`}
          </span>
        </div>
        {message !== '' && <p className={classes.message}>{message}</p>}
        {hint !== null && <p className={classes.hint}>{hint}</p>}
        <Facts group={group} />
        <p className={classes.suggestion}>{t(`desk:suggestion.${suggestion}`, { version: newest.version })}</p>
        <div className={classes.actions}>
          <GroupActions group={group} onOpen={onOpen} />
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            aria-expanded={open}
            onClick={() => setOpen((before) => !before)}
          >
            {open ? t('desk:action.hide') : t('desk:action.show', { count: group.count })}
          </Button>
        </div>
        {open && <GroupInstances group={group} />}
      </div>
    </li>
  );
}
