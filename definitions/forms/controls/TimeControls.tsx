import { TextInput } from '@mantine/core';
import cronstrue from 'cronstrue';
import { useTranslation } from 'react-i18next';
import { parseDuration } from '../../../engine/model/duration.ts';
import { nextFirings } from '../../../engine/time/nextFiring.ts';
import { parseSchedule, parseWrittenTime } from '../../../engine/time/schedule.ts';
import { isTimeZone } from '../../../engine/time/zone.ts';
import { useFieldProblems, useFormState } from '../formContext.tsx';
import { useFormEnvironment } from '../formEnvironment.tsx';
import { idOf, defaultText, keptText, textOf, type ControlProps } from './controlProps.ts';
import { FieldShell } from './FieldShell.tsx';
import { durationParts } from './durationParts.ts';
import classes from './controls.module.css';

function ShortText({ placeholder, ...props }: ControlProps & { readonly placeholder: string }) {
  const { value, onChange, isRequired, pointer } = props;
  const { readOnly } = useFormEnvironment();
  const isInvalid = useFieldProblems(pointer, true).some(({ level }) => level === 'error');
  return (
    <TextInput
      className={classes.monospace ?? ''}
      value={textOf(value)}
      placeholder={placeholder}
      readOnly={readOnly}
      error={isInvalid}
      id={idOf(pointer)}
      spellCheck={false}
      onChange={(event) => onChange(keptText(event.currentTarget.value, isRequired))}
    />
  );
}

/** A length of time in words, or that the text is none. */
function DurationWords({ text }: { readonly text: string }) {
  const { t } = useTranslation('forms');
  if (text === '') return null;
  const lengthMs = parseDuration(text);
  if (lengthMs === undefined) return <>{t('duration.none')}</>;
  return (
    <>
      {durationParts(lengthMs)
        .map(({ unit, count }) => t(`duration.${unit}`, { count }))
        .join(' ')}
    </>
  );
}

/** A length of time: `90s`, `15m`, `2h`, `7d`. */
export function DurationControl(props: ControlProps) {
  const { t } = useTranslation('forms');
  const text = textOf(props.value);
  return (
    <FieldShell {...props} explanation={text === '' ? undefined : <DurationWords text={text} />}>
      <ShortText {...props} placeholder={defaultText(props.field) ?? t('duration.example')} />
    </FieldShell>
  );
}

/** What a cron expression says, in words. */
function cronWords(cron: string): string | undefined {
  try {
    return cronstrue.toString(cron, { use24HourTimeFormat: true, throwExceptionOnParseError: true });
  } catch {
    // The library throws what is no error of ours: half a pattern is no pattern yet.
    return undefined;
  }
}

const shownFirings = 3;

/** Words and the coming firings of a schedule, in its own zone. */
function CronExplanation({ cron }: { readonly cron: string }) {
  const { t, i18n } = useTranslation('forms');
  const { timeZone: outer, now } = useFormEnvironment();
  const { values } = useFormState();
  const own = values['timeZone'];
  const timeZone = typeof own === 'string' && isTimeZone(own) ? own : outer;
  const parsed = parseSchedule({ cron });
  const words = cronWords(cron);
  if (!parsed.ok || !isTimeZone(timeZone)) return <>{words}</>;
  const locale = i18n.language === 'en' ? 'en-GB' : i18n.language;
  const format = new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  });
  const firings = nextFirings(parsed.schedule, now(), shownFirings, timeZone).map((firing) => format.format(firing));
  return (
    <>
      <div className={classes.strong}>{words}</div>
      <div>{t('cron.next', { firings: firings.join(' · '), timeZone })}</div>
    </>
  );
}

/** A cron expression, with what it says and when that comes. */
export function CronControl(props: ControlProps) {
  const cron = textOf(props.value);
  return (
    <FieldShell {...props} explanation={cron.trim() === '' ? undefined : <CronExplanation cron={cron} />}>
      <ShortText {...props} placeholder="0 4 * * *" />
    </FieldShell>
  );
}

/** An instant, or a time of the zone. */
export function InstantControl(props: ControlProps) {
  const { t } = useTranslation('forms');
  const { timeZone } = useFormEnvironment();
  const text = textOf(props.value);
  const time = text === '' ? undefined : parseWrittenTime(text);
  const explanation = () => {
    if (text === '') return undefined;
    if (!time) return t('instant.none');
    return 'wallMs' in time ? t('instant.wall', { timeZone }) : t('instant.exact');
  };
  return (
    <FieldShell {...props} explanation={explanation()}>
      <ShortText {...props} placeholder="2026-01-31T04:00" />
    </FieldShell>
  );
}
