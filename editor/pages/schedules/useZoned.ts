import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** How days and times of the page are written. */
export interface Zoned {
  /** "04:00", by the viewer's clocks. */
  readonly time: (at: string | number) => string;
  /** "04:00" by the clocks of another zone. */
  readonly timeIn: (at: string, zone: string) => string;
  /** "Mon 23 Nov" */
  readonly shortDay: (day: string) => string;
  /** "Monday, 23 November 2026" */
  readonly longDay: (day: string) => string;
}

/**
 * The formats of days and times.
 * @returns functions that stay the same while the language does
 */
export function useZoned(): Zoned {
  const { i18n } = useTranslation();
  const { language } = i18n;
  return useMemo(() => {
    const locale = language === 'en' ? 'en-GB' : language;
    const clock = { hour: '2-digit', minute: '2-digit' } as const;
    const time = new Intl.DateTimeFormat(locale, clock);
    const short = new Intl.DateTimeFormat(locale, {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      timeZone: 'UTC',
    });
    const long = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: 'UTC' });
    const noon = (day: string): Date => new Date(`${day}T12:00:00Z`);
    return {
      time: (at) => time.format(new Date(at)),
      timeIn: (at, timeZone) => new Intl.DateTimeFormat(locale, { ...clock, timeZone }).format(new Date(at)),
      shortDay: (day) => short.format(noon(day)),
      longDay: (day) => long.format(noon(day)),
    };
  }, [language]);
}
