import { Drawer } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { HeatCellContent, HeatFilter, HeatRun } from '../../../server/contract/heatMap.ts';
import { heatCellQuery } from '../../api/schedules.ts';
import { workflowQuery, workflowsQuery } from '../../api/workflows.ts';
import { useLocalized } from '../../i18n/useLocalized.ts';
import { CountBadge } from '../../ui/CountBadge.tsx';
import { Elapsed } from '../../ui/Elapsed.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Instant } from '../../ui/Instant.tsx';
import { joinClasses } from '../../ui/joinClasses.ts';
import page from '../../ui/page.module.css';
import { PageLoading } from '../../ui/PageLoading.tsx';
import { Pager } from '../../ui/Pager.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { StatusWord } from '../../ui/StatusWord.tsx';
import { useNameOf } from '../useNameOf.ts';
import { useZoned } from './useZoned.ts';
import classes from './CellDrawer.module.css';

/** An instance that ran in the cell, and what was at work of it. */
function Run({ run, nameOf }: { readonly run: HeatRun; readonly nameOf: (activity: string) => string }) {
  const { t } = useTranslation('schedules');
  const { id, status, startedAt, endedAt, tasks, taskTotal } = run;
  return (
    <li className={classes.run} data-run={id}>
      <div className={classes.runHead}>
        <Link href={`/instances/${id}`} className={page.link}>
          <Instant at={startedAt} />
        </Link>
        <StatusWord of="instance" status={status} />
        <span className={joinClasses(page.sub, classes.took)}>
          <Elapsed from={startedAt} to={endedAt} />
        </span>
      </div>
      <ul className={classes.tasks}>
        {tasks.map((task) => (
          <li key={task.id} className={classes.task}>
            <span className={classes.activity}>{nameOf(task.activity)}</span>
            <span className={joinClasses(page.sub, classes.took)}>
              <Elapsed from={task.startedAt} to={task.endedAt} />
            </span>
          </li>
        ))}
      </ul>
      {taskTotal > tasks.length && (
        <p className={page.sub}>{t('heat.moreTasks', { count: taskTotal - tasks.length })}</p>
      )}
    </li>
  );
}

interface OfWorkflowProps {
  readonly workflow: string;
  readonly label: string;
  readonly instances: number;
  readonly runs: readonly HeatRun[];
}

/** A workflow that ran in the cell. */
function OfWorkflow({ workflow, label, instances, runs }: OfWorkflowProps) {
  const { data } = useQuery(workflowQuery(workflow));
  const nameOf = useNameOf(data?.definition ?? undefined);
  return (
    <section className={classes.workflow} aria-label={label}>
      <h3 className={classes.title}>
        <Link href={`/workflows/${workflow}`} className={page.link}>
          {label}
        </Link>
        <CountBadge count={instances} />
      </h3>
      <ul className={classes.list}>
        {runs.map((run) => (
          <Run key={run.id} run={run} nameOf={nameOf} />
        ))}
      </ul>
    </section>
  );
}

function Content({ content }: { readonly content: HeatCellContent }) {
  const { t } = useTranslation('schedules');
  const localize = useLocalized();
  const workflows = useQuery(workflowsQuery());
  const labels = new Map((workflows.data?.items ?? []).map(({ name, label }) => [name, label]));
  if (content.workflows.length === 0) return <EmptyState title={t('heat.cellEmpty')} />;
  return content.workflows.flatMap(({ workflow, instances }) => {
    const runs = content.items.filter((run) => run.workflow === workflow);
    // Those of other pages are not named on this one.
    if (runs.length === 0) return [];
    const label = localize(labels.get(workflow), workflow);
    return [<OfWorkflow key={workflow} workflow={workflow} label={label} instances={instances} runs={runs} />];
  });
}

interface CellDrawerProps {
  readonly at: string;
  readonly filter: HeatFilter;
  readonly onClose: () => void;
}

/** Five minutes, opened: the workflows that ran, their instances and activities; its address shows the same. */
export function CellDrawer({ at, filter, onClose }: CellDrawerProps) {
  const { t } = useTranslation(['schedules', 'frame']);
  const { time } = useZoned();
  const [turned, setTurned] = useState(1);
  const { data, error } = useQuery({
    ...heatCellQuery({ at, ...filter, page: turned }),
    placeholderData: keepPreviousData,
  });
  const title = data
    ? t('schedules:heat.opened', { from: time(data.startsAt), to: time(data.endsAt), count: data.workflows.length })
    : t('schedules:view.heat');
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={480}
      title={title}
      classNames={{ title: classes.opened }}
      closeButtonProps={{ 'aria-label': t('frame:close') }}
    >
      {error && <ProblemNotice problem={error} />}
      {!data && !error && <PageLoading />}
      {data && (
        <div className={classes.content} data-opened-cell={data.startsAt}>
          <Content content={data} />
          <Pager page={turned} size={50} total={data.total} onTurn={setTurned} />
        </div>
      )}
    </Drawer>
  );
}
