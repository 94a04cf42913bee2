import { Progress, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { TaskStatus } from '../../../engine/model/task.ts';
import type { InstanceView } from '../../../server/contract/instanceView.ts';
import type { DefinitionDraft } from '../../document/definitionDraft.ts';
import { useFormats } from '../../i18n/useFormats.ts';
import { StatusMark } from '../../ui/StatusMark.tsx';
import { useCauseWords } from '../../ui/useCauseWords.ts';
import classes from './AboutPanel.module.css';
import { FailureBox } from './FailureBox.tsx';
import { Family } from './Family.tsx';

interface AboutInstanceProps {
  readonly view: InstanceView;
  readonly definition: DefinitionDraft | undefined;
  readonly nameOf: (activity: string) => string;
  readonly onSelect: (activity: string) => void;
}

const shown: readonly TaskStatus[] = ['failed', 'running', 'retrying', 'held', 'waiting'];

function Causes({ view }: { readonly view: InstanceView }) {
  const { t } = useTranslation('instance');
  const formats = useFormats();
  const wordCause = useCauseWords();
  if (view.pauseCauses.length === 0) return null;
  return (
    <section className={classes.causes} role="status">
      <h3 className={classes.causesTitle}>{t('panel.causes')}</h3>
      <ul>
        {view.pauseCauses.map((cause) => (
          <li key={`${cause.kind} ${cause.sinceMs}`}>
            {wordCause(cause)}
            <span className={classes.when}>
              {t('panel.sinceWhen', { when: formats.instant(cause.sinceMs) })}
              {cause.untilMs !== undefined && `, ${t('panel.until', { when: formats.instant(cause.untilMs) })}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Doing({ view, nameOf, onSelect }: Omit<AboutInstanceProps, 'definition'>) {
  const { t } = useTranslation(['instance', 'status']);
  const formats = useFormats();
  const doing = shown.flatMap((status) =>
    Object.entries(view.activities).flatMap(([activity, seen]) =>
      seen.status === status ? [{ activity, status, seen }] : [],
    ),
  );
  return (
    <ul className={classes.doing}>
      {doing.map(({ activity, status, seen }) => (
        <li key={activity}>
          <UnstyledButton className={classes.doingRow} onClick={() => onSelect(activity)}>
            <StatusMark status={status} label={t(`status:task.${status}`)} />
            <span className={classes.doingName}>{nameOf(activity)}</span>
            {seen.progress && (
              <span className={classes.doingRows}>{t('status:rows', { count: seen.progress.rows })}</span>
            )}
            {seen.dueAtMs !== undefined && <span className={classes.doingRows}>{formats.instant(seen.dueAtMs)}</span>}
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}

/** The instance as a whole: why it does not move, what it does, how far it has come. */
export function AboutInstance({ view, definition, nameOf, onSelect }: AboutInstanceProps) {
  const { t } = useTranslation('instance');
  const all = Object.keys(definition?.activities ?? {}).length;
  const done = Object.values(view.activities).filter(({ status }) => status === 'done' || status === 'skipped').length;
  const inFlight = Object.values(view.tasks).filter(({ status }) => status === 'running').length;
  return (
    <>
      <h2 className={classes.title}>{t('panel.overview')}</h2>
      <Causes view={view} />
      {view.failure && <FailureBox failure={view.failure} />}
      {(view.status === 'pausing' || view.status === 'stopping') && inFlight > 0 && (
        <p className={classes.inFlight}>{t('inFlight', { count: inFlight })}</p>
      )}
      <div className={classes.progress}>
        {view.endedAtMs === undefined && (
          <Progress value={all === 0 ? 0 : (100 * done) / all} aria-label={t('panel.steps')} transitionDuration={200} />
        )}
        <span className="tabular">{t('panel.stepsDone', { done, all })}</span>
      </div>
      <Doing view={view} nameOf={nameOf} onSelect={onSelect} />
      <Family view={view} />
      <p className={classes.hint}>{t('panel.hint')}</p>
    </>
  );
}
