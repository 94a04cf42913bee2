import { Button, Drawer } from '@mantine/core';
import { IconHandStop, IconPlayerPlay } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ScheduleView } from '../../../server/contract/agenda.ts';
import { pastFiringsQuery } from '../../api/schedules.ts';
import { useLocalized } from '../../i18n/useLocalized.ts';
import { Causes } from '../../panels/explain/Causes.tsx';
import { useAsk } from '../../panels/topbar/useAsk.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { Instant } from '../../ui/Instant.tsx';
import page from '../../ui/page.module.css';
import { useRights } from '../../ui/SessionProvider.tsx';
import { BackfillSection } from './BackfillSection.tsx';
import { FiringWord } from './FiringWord.tsx';
import classes from './ScheduleDrawer.module.css';

interface Props {
  readonly schedule: ScheduleView;
}

/** When it fires, and why not. */
function Facts({ schedule }: Props) {
  const { t } = useTranslation('schedules');
  const localize = useLocalized();
  const { workflow, label, rhythm, timeZone, nextAt, activity, activityLabel } = schedule;
  return (
    <dl className={classes.facts}>
      <dt>{t('one.workflow')}</dt>
      <dd>
        <Link href={`/workflows/${workflow}`} className={page.link}>
          {localize(label, workflow)}
        </Link>
      </dd>
      <dt>{t('one.schedule')}</dt>
      <dd>{localize(activityLabel, activity)}</dd>
      <dt>{t('one.rhythm')}</dt>
      <dd>
        {rhythm} <span className={page.sub}>{timeZone}</span>
      </dd>
      <dt>{t('one.next')}</dt>
      <dd>{nextAt === null ? t('one.never') : <Instant at={nextAt} />}</dd>
    </dl>
  );
}

/** What became of its last firings. */
function LastFirings({ schedule: { workflow, activity } }: Props) {
  const { t } = useTranslation('schedules');
  const { data } = useQuery(pastFiringsQuery({ workflow, activity, size: 5 }));
  if (!data) return null;
  return (
    <section className={classes.section} aria-label={t('one.last')}>
      <h3 className={classes.title}>{t('one.last')}</h3>
      {data.items.length === 0 && <p className={classes.help}>{t('one.lastNone')}</p>}
      <ul className={classes.list}>
        {data.items.map((firing) => (
          <li key={firing.id} className={classes.firing}>
            <Instant at={firing.dueAt} />
            {firing.instance === null ? (
              <FiringWord status={firing.status} />
            ) : (
              <Link href={`/instances/${firing.instance}`} className={page.link}>
                <FiringWord status={firing.status} />
              </Link>
            )}
            {firing.reason !== null && <span className={page.sub}>{firing.reason}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Holds and releases; only whom the server lets sees the button. */
function Holding({ schedule }: Props) {
  const { t } = useTranslation('schedules');
  const localize = useLocalized();
  const can = useRights();
  const { ask, asking } = useAsk();
  const [question, setQuestion] = useState(false);
  const { workflow, held, category, label } = schedule;
  if (!can(category === 'technical' ? 'pauseTechnical' : 'pause')) return null;
  const name = localize(label, workflow);
  const request = (verb: 'hold' | 'release', reason = ''): void =>
    ask({
      asked: { of: 'workflow', name: workflow, verb, body: reason === '' ? {} : { reason } },
      words: t(`${verb}.request`, { name }),
    });
  if (held) {
    return (
      <Button
        className={classes.action}
        leftSection={<IconPlayerPlay size={16} aria-hidden />}
        loading={asking}
        onClick={() => request('release')}
      >
        {t('release.action')}
      </Button>
    );
  }
  return (
    <>
      <Button
        className={classes.action}
        variant="default"
        leftSection={<IconHandStop size={16} aria-hidden />}
        loading={asking}
        onClick={() => setQuestion(true)}
      >
        {t('hold.action')}
      </Button>
      <ConfirmDialog
        opened={question}
        title={t('hold.title')}
        text={t('hold.text', { name })}
        reason={t('hold.reason')}
        confirm={t('hold.submit')}
        onConfirm={(reason) => request('hold', reason)}
        onClose={() => setQuestion(false)}
      />
    </>
  );
}

/** A schedule, opened: how it stands, why, what can be done; its address shows the same. */
export function ScheduleDrawer({ schedule, onClose }: Props & { readonly onClose: () => void }) {
  const { t } = useTranslation('frame');
  const localize = useLocalized();
  // That it fires next stands among the facts, and what releases it below them.
  const causes = schedule.causes
    .filter(({ code }) => code !== 'next-firing')
    .map((cause) => (cause.code === 'schedule-held' ? { ...cause, clearing: null } : cause));
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={520}
      title={localize(schedule.label, schedule.workflow)}
      classNames={{ title: classes.opened }}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <div className={classes.content} data-schedule={schedule.workflow} data-held={schedule.held}>
        {causes.length > 0 && (
          <div className={classes.causes}>
            <Causes causes={causes} onSelect={() => undefined} />
          </div>
        )}
        <Facts schedule={schedule} />
        <Holding schedule={schedule} />
        <LastFirings schedule={schedule} />
        <BackfillSection key={`${schedule.workflow}/${schedule.activity}`} schedule={schedule} />
      </div>
    </Drawer>
  );
}
