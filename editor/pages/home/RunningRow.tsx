import { Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Localized } from '../../../engine/model/definition.ts';
import type { ActivityView, InstanceView } from '../../../server/contract/instanceView.ts';
import type { InstanceSummary } from '../../../server/contract/instances.ts';
import { useFormats } from '../../i18n/useFormats.ts';
import { useLocalized } from '../../i18n/useLocalized.ts';
import { useInstanceView } from '../../live/useInstanceView.ts';
import { Elapsed } from '../../ui/Elapsed.tsx';
import { joinClasses } from '../../ui/joinClasses.ts';
import page from '../../ui/page.module.css';
import { SeverityBadge } from '../../ui/SeverityBadge.tsx';
import { StatusMark } from '../../ui/StatusMark.tsx';
import classes from './HomePage.module.css';

const running = (view: InstanceView): [string, ActivityView][] =>
  Object.entries(view.activities).filter(
    ([, { status }]) => status === 'running' || status === 'retrying' || status === 'waiting',
  );

const countDone = (view: InstanceView): number =>
  Object.values(view.activities).reduce((sum, { counts }) => sum + (counts.done ?? 0), 0);

function Doing({ view }: { readonly view: InstanceView }) {
  const { t } = useTranslation('home');
  const formats = useFormats();
  const live = running(view);
  const [first] = live;
  const progress = first?.[1].progress;
  const share = progress?.total ? Math.min(100, (100 * progress.rows) / progress.total) : undefined;
  return (
    <>
      <p className={classes.cause}>
        {first && <span className="mono">{first[0]}</span>}
        {progress && <span className="tabular"> · {t('progressOf', { rows: progress.rows })}</span>}
        <span> · {t('tasks', { done: countDone(view), live: live.length })}</span>
      </p>
      {share !== undefined && (
        <Progress
          value={share}
          size="sm"
          mt={6}
          aria-label={`${formats.number(Math.round(share))} %`}
          transitionDuration={200}
        />
      )}
    </>
  );
}

interface RunningRowProps {
  readonly instance: InstanceSummary;
  readonly label: Localized | undefined;
}

/** An instance that runs, watched live. */
export function RunningRow({ instance, label }: RunningRowProps) {
  const { t } = useTranslation(['home', 'status']);
  const title = useLocalized()(label, instance.workflow);
  const { watched } = useInstanceView(instance.id);
  return (
    <li className={classes.row}>
      <StatusMark status={watched?.view.status ?? instance.status} size={18} label={t('status:instance.running')} />
      <div className={classes.words}>
        <div className={classes.line}>
          <Link
            href={`/instances/${instance.id}`}
            className={joinClasses(page.link, instance.severity !== 'normal' && classes.loud)}
          >
            {title}
          </Link>
          <SeverityBadge severity={instance.severity} quietNormal />
          <span className={page.sub}>{t('home:startedBy', { by: instance.startedBy })}</span>
        </div>
        {watched && <Doing view={watched.view} />}
      </div>
      <span className={page.sub}>
        <Elapsed from={instance.startedAt} to={instance.endedAt} />
      </span>
    </li>
  );
}
