import { Button, Tooltip } from '@mantine/core';
import { IconChevronRight, IconFocus2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { InstanceView } from '../../../server/contract/instanceView.ts';
import { Elapsed } from '../../ui/Elapsed.tsx';
import { Instant } from '../../ui/Instant.tsx';
import { SeverityBadge } from '../../ui/SeverityBadge.tsx';
import { StatusWord } from '../../ui/StatusWord.tsx';
import { LineMark } from '../shell/LineMark.tsx';
import { InstanceControls } from './InstanceControls.tsx';
import classes from './InstanceHeader.module.css';

interface InstanceHeaderProps {
  readonly view: InstanceView;
  readonly title: string;
  readonly startedBy: string | undefined;
  readonly follows: boolean;
  readonly onFollow: (follows: boolean) => void;
}

function Facts({ view, startedBy }: Pick<InstanceHeaderProps, 'view' | 'startedBy'>) {
  const { t } = useTranslation('instance');
  return (
    <dl className={classes.facts}>
      <div>
        <dt>{t('started')}</dt>
        <dd>
          <Instant at={view.startedAtMs} />{' '}
          {view.parent !== undefined
            ? t('startedByInstance')
            : startedBy !== undefined && t('startedBy', { by: startedBy })}
        </dd>
      </div>
      <div>
        <dt>{t('duration')}</dt>
        <dd>
          <Elapsed from={view.startedAtMs} to={view.endedAtMs} />
        </dd>
      </div>
    </dl>
  );
}

/** Which instance this is, how it stands, and what can be asked of it. */
export function InstanceHeader({ view, title, startedBy, follows, onFollow }: InstanceHeaderProps) {
  const { t } = useTranslation('instance');
  const isLive = view.endedAtMs === undefined;
  return (
    <header className={classes.header}>
      <div className={classes.names}>
        <h1 className={classes.title}>
          <Link href={`/workflows/${view.workflow}`} className={classes.workflow}>
            {title}
          </Link>
          <IconChevronRight size={14} className={classes.chevron} aria-hidden />
          <span className={classes.version}>{t('version', { version: view.version })}</span>
        </h1>
        <StatusWord of="instance" status={view.status} chip />
        <SeverityBadge severity={view.severity} quietNormal />
        <Facts view={view} startedBy={startedBy} />
      </div>
      <div className={classes.controls}>
        {isLive && <LineMark narrow={false} />}
        {isLive && view.status !== 'paused' && (
          <Tooltip label={t('followHelp')}>
            <Button
              variant={follows ? 'light' : 'subtle'}
              color={follows ? 'signal' : 'gray'}
              aria-pressed={follows}
              leftSection={<IconFocus2 size={16} aria-hidden />}
              onClick={() => onFollow(!follows)}
            >
              {t('follow')}
            </Button>
          </Tooltip>
        )}
        <InstanceControls key={view.status} view={view} title={title} />
      </div>
    </header>
  );
}
