import { UnstyledButton } from '@mantine/core';
import { IconRepeat } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { AgendaEntry, ScheduleView } from '../../../server/contract/agenda.ts';
import { useFormats } from '../../i18n/useFormats.ts';
import { useLocalized } from '../../i18n/useLocalized.ts';
import { joinClasses } from '../../ui/joinClasses.ts';
import page from '../../ui/page.module.css';
import { differs, hoursOf, isFrequent } from './agendaHours.ts';
import { keyOf } from './scheduleAddress.ts';
import { useZoned } from './useZoned.ts';
import classes from './Coming.module.css';

interface EntryProps {
  readonly entry: AgendaEntry;
  readonly schedule: ScheduleView | undefined;
  readonly onOpen: (schedule: string) => void;
}

function Name({ entry, schedule, onOpen }: EntryProps) {
  const localize = useLocalized();
  return (
    <UnstyledButton
      className={joinClasses(page.link, classes.name, schedule?.severity !== 'normal' && classes.loud)}
      onClick={() => onOpen(keyOf(entry))}
    >
      {localize(schedule?.label, entry.workflow)}
    </UnstyledButton>
  );
}

/** The schedule's own time, where its clocks show another one than the viewer's. */
function OwnTime({ entry, schedule }: Pick<EntryProps, 'entry' | 'schedule'>) {
  const { t } = useTranslation('schedules');
  const { zone } = useFormats();
  const { timeIn } = useZoned();
  if (!schedule || !differs(entry.firstAt, zone, schedule.timeZone)) return null;
  return (
    <span className={joinClasses(page.sub, classes.own)}>
      {t('coming.own', { time: timeIn(entry.firstAt, schedule.timeZone), zone: schedule.timeZone })}
    </span>
  );
}

/** One firing, at its time. */
function Once(props: EntryProps) {
  const { time } = useZoned();
  return (
    <li className={classes.entry} data-firing={keyOf(props.entry)}>
      <time dateTime={props.entry.firstAt} className={classes.time}>
        {time(props.entry.firstAt)}
      </time>
      <Name {...props} />
      <OwnTime {...props} />
    </li>
  );
}

/** Many firings in one line: how often, from when to when, how many. */
function Often(props: EntryProps) {
  const { t } = useTranslation('schedules');
  const { time } = useZoned();
  const { entry, schedule } = props;
  const { firstAt, lastAt, count, more } = entry;
  return (
    <li className={classes.often} data-firing={keyOf(entry)}>
      <Name {...props} />
      <span className={classes.rhythm}>{schedule?.rhythm}</span>
      <span className={joinClasses(page.sub, 'tabular')}>
        {t('coming.often', { from: time(firstAt), to: time(lastAt), count, more: more ? 'yes' : 'no' })}
      </span>
    </li>
  );
}

interface AgendaListProps {
  readonly entries: readonly AgendaEntry[];
  readonly schedules: readonly ScheduleView[];
  readonly onOpen: (schedule: string) => void;
}

/** A day: what fires again and again, then the others by the hour. */
export function AgendaList({ entries, schedules, onOpen }: AgendaListProps) {
  const { t } = useTranslation('schedules');
  const { zone } = useFormats();
  const { time } = useZoned();
  const byKey = new Map(schedules.map((schedule) => [keyOf(schedule), schedule]));
  const frequent = entries.filter(isFrequent);
  const propsOf = (entry: AgendaEntry) => ({ entry, schedule: byKey.get(keyOf(entry)), onOpen });
  return (
    <>
      {frequent.length > 0 && (
        <section className={classes.frequent} aria-label={t('coming.frequent')}>
          <h3 className={classes.hour}>
            <IconRepeat size={16} stroke={1.7} aria-hidden />
            <span className={classes.hourWord}>{t('coming.frequent')}</span>
          </h3>
          <ul className={classes.list}>
            {frequent.map((entry) => (
              <Often key={keyOf(entry)} {...propsOf(entry)} />
            ))}
          </ul>
        </section>
      )}
      {hoursOf(entries, zone).map(({ startsAtMs, entries: own }) => (
        <section key={startsAtMs} className={classes.slot}>
          <h3 className={joinClasses(classes.hour, 'tabular')}>{time(startsAtMs)}</h3>
          <ul className={classes.list}>
            {own.map((entry) => (
              <Once key={`${keyOf(entry)} ${entry.firstAt}`} {...propsOf(entry)} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
