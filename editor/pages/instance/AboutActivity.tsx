import { Code, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { activityCommonKeys } from '../../../engine/model/definition.ts';
import type { ActivityView, InstanceView } from '../../../server/contract/instanceView.ts';
import type { ActivityDraft, DefinitionDraft } from '../../document/definitionDraft.ts';
import { useKindCatalogue } from '../../canvas/kindCatalogue.tsx';
import { useFormats } from '../../i18n/useFormats.ts';
import { Elapsed } from '../../ui/Elapsed.tsx';
import { Instant } from '../../ui/Instant.tsx';
import { StatusWord } from '../../ui/StatusWord.tsx';
import { Fact, Facts } from './Facts.tsx';
import { FailureBox } from './FailureBox.tsx';
import { TaskActions } from './TaskActions.tsx';
import classes from './AboutPanel.module.css';

interface AboutActivityProps {
  readonly view: InstanceView;
  readonly definition: DefinitionDraft | undefined;
  readonly activity: string;
  readonly nameOf: (activity: string) => string;
}

function ProgressFact({ seen }: { readonly seen: ActivityView }) {
  const { t } = useTranslation('instance');
  const { progress } = seen;
  if (!progress) return null;
  const { rows, rounds, total } = progress;
  return (
    <div className={classes.progress}>
      {total !== undefined && total > 0 && (
        <Progress
          value={Math.min(100, (100 * rows) / total)}
          aria-label={t('panel.progress')}
          transitionDuration={150}
        />
      )}
      <span className="tabular">
        {total === undefined ? t('panel.progressRounds', { rows, rounds }) : t('panel.progressTotal', { rows, total })}
      </span>
    </div>
  );
}

function SeenFacts({ seen }: { readonly seen: ActivityView }) {
  const { t } = useTranslation('instance');
  const formats = useFormats();
  const taskCount = Object.values(seen.counts).reduce((sum, count) => sum + count, 0);
  return (
    <>
      {taskCount > 1 && <Fact name={t('panel.tasks')}>{formats.number(taskCount)}</Fact>}
      {seen.recordCount !== undefined && <Fact name={t('panel.records')}>{formats.number(seen.recordCount)}</Fact>}
      {seen.durationMs !== undefined && <Fact name={t('panel.duration')}>{formats.duration(seen.durationMs)}</Fact>}
      {seen.status === 'running' && seen.startedAtMs !== undefined && (
        <Fact name={t('panel.duration')}>
          <Elapsed from={seen.startedAtMs} />
        </Fact>
      )}
      {seen.dueAtMs !== undefined && (
        <Fact name={t('panel.due')}>
          <Instant at={seen.dueAtMs} />
        </Fact>
      )}
    </>
  );
}

function Configuration({ draft }: { readonly draft: ActivityDraft }) {
  const { t } = useTranslation('instance');
  const own = Object.entries(draft).filter(([field]) => !activityCommonKeys.has(field));
  if (own.length === 0) return null;
  return (
    <section>
      <h3 className={classes.heading}>{t('panel.config')}</h3>
      {own.map(([field, value]) => (
        <div key={field} className={classes.field}>
          <span className={classes.fieldName}>{field}</span>
          <Code block className={classes.code} tabIndex={0}>
            {typeof value === 'string' ? value : JSON.stringify(value, null, 2)}
          </Code>
        </div>
      ))}
    </section>
  );
}

/** An activity in an instance: how its tasks stand, what failed, what it is told to do. */
export function AboutActivity({ view, definition, activity, nameOf }: AboutActivityProps) {
  const { t } = useTranslation('instance');
  const { kinds } = useKindCatalogue();
  const draft = definition?.activities[activity];
  const seen = view.activities[activity];
  return (
    <>
      {draft && <p className={classes.over}>{kinds.get(draft.type)?.label ?? draft.type}</p>}
      <h2 className={classes.title}>{nameOf(activity)}</h2>
      <p className={classes.id}>
        <span className="mono">{activity}</span>
      </p>
      {seen?.failure && seen.status !== 'done' && <FailureBox failure={seen.failure} />}
      {seen && <TaskActions view={view} activity={activity} />}
      <Facts>
        <Fact name={t('panel.status')}>
          {seen?.status === undefined ? t('panel.notReached') : <StatusWord of="task" status={seen.status} />}
        </Fact>
        {seen && <SeenFacts seen={seen} />}
      </Facts>
      {seen && <ProgressFact seen={seen} />}
      {draft && <Configuration draft={draft} />}
    </>
  );
}
