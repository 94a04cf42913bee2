import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ScheduleView } from '../../../server/contract/agenda.ts';
import { useLocalized } from '../../i18n/useLocalized.ts';
import { CountBadge } from '../../ui/CountBadge.tsx';
import { joinClasses } from '../../ui/joinClasses.ts';
import page from '../../ui/page.module.css';
import { MarkedWord } from '../../ui/StatusWord.tsx';
import { keyOf } from './scheduleAddress.ts';
import classes from './Coming.module.css';

interface RestingListProps {
  readonly schedules: readonly ScheduleView[];
  readonly onOpen: (schedule: string) => void;
}

/** Why it rests, in a word; the sentence is behind it. */
function RestWord({ schedule }: { readonly schedule: ScheduleView }) {
  const { t } = useTranslation('schedules');
  const { status, held } = schedule;
  if (status !== 'started') return <MarkedWord status={status} word={t(`rest.${status}`)} />;
  return held ? (
    <MarkedWord status="held" word={t('rest.held')} />
  ) : (
    <MarkedWord status="finished" word={t('rest.over')} />
  );
}

/** What is held by somebody comes first: it is what is forgotten. */
const rank = ({ status, held }: ScheduleView): number => {
  if (status === 'started') return held ? 0 : 3;
  return status === 'paused' ? 1 : 2;
};

/** The schedules that do not fire, each with why. */
export function RestingList({ schedules, onOpen }: RestingListProps) {
  const { t } = useTranslation('schedules');
  const localize = useLocalized();
  const sorted = [...schedules].sort((one, other) => rank(one) - rank(other));
  return (
    <section className={joinClasses(page.panel, classes.resting)} aria-label={t('rest.title')}>
      <h2 className={classes.heading}>
        {t('rest.title')} <CountBadge count={schedules.length} />
      </h2>
      {sorted.length === 0 ? (
        <p className={classes.none}>{t('rest.none')}</p>
      ) : (
        <ul className={classes.list}>
          {sorted.map((schedule) => (
            <li key={keyOf(schedule)} className={classes.rest} data-resting={keyOf(schedule)}>
              <UnstyledButton className={joinClasses(page.link, classes.name)} onClick={() => onOpen(keyOf(schedule))}>
                {localize(schedule.label, schedule.workflow)}
              </UnstyledButton>
              <RestWord schedule={schedule} />
              <span className={page.sub}>{schedule.rhythm}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
