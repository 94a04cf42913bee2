import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** How instants and lengths of time are written for the operator, in their zone. */
export interface Formats {
  /** "Today 04:00", "12 Mar 04:00": short, for lists. */
  readonly instant: (at: string | number) => string;
  /** With date, seconds and zone, for titles. */
  readonly fullInstant: (at: string | number) => string;
  /** "04:00:12.345", for journals. */
  readonly clock: (at: string | number) => string;
  readonly duration: (ms: number) => string;
  /** A length that still grows: whole seconds, so that it ticks calmly. */
  readonly growing: (ms: number) => string;
  readonly number: (value: number) => string;
  /** The viewer's zone. */
  readonly zone: string;
}

const dayMs = 86_400_000;
const startOfDay = (date: Date): number => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

const createFormatters = (language: string) => {
  // English readers of this product are everywhere: day before month, 24 hours.
  const locale = language === 'en' ? 'en-GB' : language;
  const thisYear = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const;
  return {
    time: new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }),
    thisYear: new Intl.DateTimeFormat(locale, thisYear),
    otherYear: new Intl.DateTimeFormat(locale, { ...thisYear, year: 'numeric' }),
    full: new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long' }),
    clock: new Intl.DateTimeFormat(locale, {
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      fractionalSecondDigits: 3,
    }),
    number: new Intl.NumberFormat(locale),
  };
};

/**
 * The operator's formats.
 * @returns functions that stay the same while the language does
 */
export function useFormats(): Formats {
  const { t, i18n } = useTranslation('status');
  const language = i18n.language;
  return useMemo(() => {
    const formatters = createFormatters(language);
    const instant = (at: string | number): string => {
      const date = new Date(at);
      const now = new Date();
      const days = Math.round((startOfDay(date) - startOfDay(now)) / dayMs);
      const time = formatters.time.format(date);
      if (days === 0) return t('when.today', { time });
      if (days === 1) return t('when.tomorrow', { time });
      if (days === -1) return t('when.yesterday', { time });
      return (date.getFullYear() === now.getFullYear() ? formatters.thisYear : formatters.otherYear).format(date);
    };
    const duration = (ms: number): string => {
      const seconds = Math.floor(ms / 1_000);
      if (ms < 1_000) return t('duration.ms', { n: Math.round(ms) });
      if (seconds < 10) return t('duration.s', { n: Math.floor(ms / 100) / 10 });
      if (seconds < 60) return t('duration.wholeS', { n: seconds });
      if (seconds < 3_600) return t('duration.minutes', { m: Math.floor(seconds / 60), s: seconds % 60 });
      if (seconds < 86_400)
        return t('duration.hours', { h: Math.floor(seconds / 3_600), m: Math.floor((seconds % 3_600) / 60) });
      return t('duration.days', { d: Math.floor(seconds / 86_400), h: Math.floor((seconds % 86_400) / 3_600) });
    };
    return {
      instant,
      duration,
      growing: (ms) => (ms < 10_000 ? t('duration.wholeS', { n: Math.floor(ms / 1_000) }) : duration(ms)),
      fullInstant: (at) => formatters.full.format(new Date(at)),
      clock: (at) => formatters.clock.format(new Date(at)),
      number: (value) => formatters.number.format(value),
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    };
  }, [language, t]);
}
