import { Anchor, Progress } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { TaskRow } from '../../../server/contract/instances.ts';
import type { InstanceView } from '../../../server/contract/instanceView.ts';
import { tasksQuery } from '../../api/instances.ts';
import { useFormats } from '../../i18n/useFormats.ts';
import { Elapsed } from '../../ui/Elapsed.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { joinClasses } from '../../ui/joinClasses.ts';
import page from '../../ui/page.module.css';
import { PageLoading } from '../../ui/PageLoading.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { StatusWord } from '../../ui/StatusWord.tsx';
import { liveTasks } from './liveTasks.ts';
import { useFreshTasks } from './useFreshTasks.ts';
import classes from './TasksTab.module.css';

interface TasksTabProps {
  readonly view: InstanceView;
  readonly selected: readonly string[];
  readonly onSelect: (activity: string) => void;
  readonly onClearSelection: () => void;
  readonly nameOf: (activity: string) => string;
}

function Rows({ task }: { readonly task: TaskRow }) {
  const formats = useFormats();
  const { progress, recordCount } = task;
  if (recordCount !== null) return formats.number(recordCount);
  if (!progress) return null;
  return (
    <span className={classes.rows}>
      {progress.total !== undefined && progress.total > 0 && (
        <Progress value={Math.min(100, (100 * progress.rows) / progress.total)} size="sm" w={72} aria-hidden />
      )}
      {formats.number(progress.rows)}
    </span>
  );
}

function Row({
  task,
  onSelect,
  nameOf,
  chosen,
}: { readonly task: TaskRow; readonly chosen: boolean } & Pick<TasksTabProps, 'onSelect' | 'nameOf'>) {
  const formats = useFormats();
  return (
    <tr className={joinClasses(chosen && classes.chosen)} data-task={task.id} data-activity={task.activity}>
      <td>
        <Anchor component="button" size="sm" className={classes.name} onClick={() => onSelect(task.activity)}>
          {nameOf(task.activity)}
        </Anchor>
      </td>
      <td>
        <StatusWord of="task" status={task.status} />
      </td>
      <td className={joinClasses(page.numbers, classes.minor)}>{task.attempt > 1 ? task.attempt : ''}</td>
      <td className={page.numbers}>
        <Rows task={task} />
      </td>
      <td className={joinClasses(page.numbers, classes.minor)}>{task.startedAt && formats.clock(task.startedAt)}</td>
      <td className={page.numbers}>
        {task.durationMs !== null && formats.duration(task.durationMs)}
        {task.durationMs === null && task.startedAt && task.status === 'running' && <Elapsed from={task.startedAt} />}
      </td>
      <td className={classes.failure}>{task.failure?.message}</td>
    </tr>
  );
}

/** The tasks of an instance, the newest first; filtered by what is selected on the canvas. */
export function TasksTab({ view, selected, onSelect, onClearSelection, nameOf }: TasksTabProps) {
  const { t } = useTranslation('drawer');
  const { data, error, refetch } = useQuery(tasksQuery(view.instance));
  useFreshTasks(view);
  if (error) return <ProblemNotice problem={error} onRetry={() => void refetch()} />;
  if (!data) return <PageLoading />;
  const ofSelection = ({ activity }: TaskRow): boolean => selected.length === 0 || selected.includes(activity);
  const tasks = liveTasks(data.items, view).filter(ofSelection).reverse();
  return (
    <>
      {selected.length > 0 && (
        <p className={classes.only}>
          {t('onlySelection', { names: selected.map(nameOf).join(', ') })}{' '}
          <Anchor component="button" size="xs" onClick={onClearSelection}>
            {t('showAll')}
          </Anchor>
        </p>
      )}
      {tasks.length === 0 ? (
        <EmptyState title={t('tasksEmpty.title')}>{t('tasksEmpty.text')}</EmptyState>
      ) : (
        <table className={joinClasses(page.table, classes.table)}>
          <thead>
            <tr>
              <th scope="col">{t('task.activity')}</th>
              <th scope="col">{t('task.status')}</th>
              <th scope="col" className={joinClasses(page.numbers, classes.minor)}>
                {t('task.attempt')}
              </th>
              <th scope="col" className={page.numbers}>
                {t('task.rows')}
              </th>
              <th scope="col" className={joinClasses(page.numbers, classes.minor)}>
                {t('task.started')}
              </th>
              <th scope="col" className={page.numbers}>
                {t('task.duration')}
              </th>
              <th scope="col">{t('task.failure')}</th>
            </tr>
          </thead>
          <tbody>
            {tasks.map((task) => (
              <Row
                key={task.id}
                task={task}
                chosen={selected.includes(task.activity)}
                onSelect={onSelect}
                nameOf={nameOf}
              />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
