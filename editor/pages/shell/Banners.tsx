import { Button } from '@mantine/core';
import { IconAlertOctagon, IconPlugConnectedX, IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { instancesQuery } from '../../api/instances.ts';
import { useLine } from '../../live/LiveProvider.tsx';
import { joinClasses } from '../../ui/joinClasses.ts';
import classes from './Banners.module.css';

interface BannerProps {
  readonly tone: 'bad' | 'amber' | 'plain';
  readonly icon: ReactNode;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

function Banner({ tone, icon, children, action }: BannerProps) {
  return (
    <div className={joinClasses(classes.banner, classes[tone])} role="alert">
      {icon}
      <span className={classes.words}>{children}</span>
      {action}
    </div>
  );
}

/** Critical instances that are paused call on every page until somebody has looked after them (semantics.md 10). */
function CriticalBanner() {
  const { t } = useTranslation('frame');
  const { data } = useQuery(instancesQuery({ severity: 'critical', status: 'paused' }));
  const [first] = data?.items ?? [];
  if (!data || !first) return null;
  const href = data.total === 1 ? `/instances/${first.id}` : '/instances?severity=critical&status=paused';
  return (
    <Banner
      tone="bad"
      icon={<IconAlertOctagon size={18} aria-hidden />}
      action={
        <Button component={Link} href={href} size="compact-xs" variant="white" c="#b3202d">
          {t('banner.open')}
        </Button>
      }
    >
      {t('banner.critical', { count: data.total, name: first.workflow })}
    </Banner>
  );
}

/** What concerns every page at once. */
export function Banners() {
  const { t } = useTranslation('frame');
  const { worker, outdated } = useLine();
  return (
    <>
      {outdated && (
        <Banner
          tone="plain"
          icon={<IconRefresh size={18} aria-hidden />}
          action={
            <Button size="compact-xs" variant="default" onClick={() => window.location.reload()}>
              {t('banner.reload')}
            </Button>
          }
        >
          {t('banner.outdated')}
        </Banner>
      )}
      {worker === 'gone' && (
        <Banner tone="amber" icon={<IconPlugConnectedX size={18} aria-hidden />}>
          {t('banner.workerGone')}
        </Banner>
      )}
      <CriticalBanner />
    </>
  );
}
