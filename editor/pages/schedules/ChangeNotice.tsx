import { IconClockExclamation } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ClockChange } from '../../../server/contract/heatMap.ts';
import { useFormats } from '../../i18n/useFormats.ts';
import { useZoned } from './useZoned.ts';
import classes from './SchedulesPage.module.css';

const hourMs = 3_600_000;

interface ChangeNoticeProps {
  readonly change: ClockChange | null;
  readonly from: string;
  readonly to: string;
}

/** Says that the clocks change on a day, when, and how long that day is. */
export function ChangeNotice({ change, from, to }: ChangeNoticeProps) {
  const { t } = useTranslation('schedules');
  const { zone, number } = useFormats();
  const { time } = useZoned();
  if (!change) return null;
  const hours = number((Date.parse(to) - Date.parse(from)) / hourMs);
  return (
    <p className={classes.change}>
      <IconClockExclamation size={18} stroke={1.7} aria-hidden />
      {t(change.byMinutes > 0 ? 'change.forward' : 'change.back', {
        minutes: Math.abs(change.byMinutes),
        time: time(change.at),
        zone,
        hours,
      })}
    </p>
  );
}
