import { Checkbox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { InstanceSummary } from '../../../server/contract/instances.ts';
import { workflowsQuery } from '../../api/workflows.ts';
import { useLocalized } from '../../i18n/useLocalized.ts';
import { Elapsed } from '../../ui/Elapsed.tsx';
import { Instant } from '../../ui/Instant.tsx';
import { joinClasses } from '../../ui/joinClasses.ts';
import page from '../../ui/page.module.css';
import { SeverityBadge } from '../../ui/SeverityBadge.tsx';
import { StatusWord } from '../../ui/StatusWord.tsx';
import { useCauseWords } from '../../ui/useCauseWords.ts';
import classes from './InstanceTable.module.css';

/** Which rows are chosen, where something can be asked of many at once. */
export interface Choosing {
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (ids: readonly string[], isChosen: boolean) => void;
}

interface InstanceTableProps {
  readonly instances: readonly InstanceSummary[];
  /** All are of one workflow: its name would only repeat itself. */
  readonly oneWorkflow?: boolean;
  readonly choosing?: Choosing | undefined;
}

interface InstanceRowProps extends Pick<InstanceTableProps, 'choosing'> {
  readonly instance: InstanceSummary;
  readonly oneWorkflow: boolean;
  readonly title: string;
}

function InstanceRow({ instance, oneWorkflow, title, choosing }: InstanceRowProps) {
  const { t } = useTranslation('instance');
  const wordCause = useCauseWords();
  const causes = instance.failure?.message ?? instance.pauseCauses.map(wordCause).join(' · ');
  return (
    <tr data-instance={instance.id}>
      {choosing && (
        <td className={classes.choice}>
          <Checkbox
            size="xs"
            aria-label={t('list.choose', { name: title, id: instance.id })}
            checked={choosing.chosen.has(instance.id)}
            onChange={(event) => choosing.onChoose([instance.id], event.currentTarget.checked)}
          />
        </td>
      )}
      <td className={classes.nameCell}>
        <Link
          href={`/instances/${instance.id}`}
          className={joinClasses(page.link, instance.severity !== 'normal' && !oneWorkflow && classes.loud)}
        >
          {oneWorkflow ? <Instant at={instance.startedAt} /> : title}
        </Link>
        {causes && <div className={classes.cause}>{causes}</div>}
      </td>
      <td>
        <StatusWord of="instance" status={instance.status} />
      </td>
      {!oneWorkflow && (
        <td className={classes.severityCell}>
          <SeverityBadge severity={instance.severity} />
        </td>
      )}
      {!oneWorkflow && (
        <td>
          <Instant at={instance.startedAt} />
        </td>
      )}
      <td className={page.numbers}>
        <Elapsed from={instance.startedAt} to={instance.endedAt} />
      </td>
      <td className={classes.byCell}>{instance.startedBy}</td>
      <td className={classes.versionCell}>{t('version', { version: instance.version })}</td>
    </tr>
  );
}

function ChooseAll({ instances, choosing }: { readonly instances: readonly string[]; readonly choosing: Choosing }) {
  const { t } = useTranslation('instance');
  const count = instances.filter((id) => choosing.chosen.has(id)).length;
  const isAll = count === instances.length;
  return (
    <Checkbox
      size="xs"
      aria-label={t('list.chooseAll')}
      checked={isAll}
      indeterminate={count > 0 && !isAll}
      onChange={() => choosing.onChoose(instances, !isAll)}
    />
  );
}

/** Instances as a table; on a phone as cards. */
export function InstanceTable({ instances, oneWorkflow = false, choosing }: InstanceTableProps) {
  const { t } = useTranslation('instance');
  const localize = useLocalized();
  const { data } = useQuery(workflowsQuery());
  const labels = new Map((data?.items ?? []).map(({ name, label }) => [name, label]));
  return (
    <table className={joinClasses(page.table, classes.table)}>
      <thead>
        <tr>
          {choosing && (
            <th scope="col" className={classes.choice}>
              <ChooseAll instances={instances.map(({ id }) => id)} choosing={choosing} />
            </th>
          )}
          <th scope="col">{oneWorkflow ? t('list.started') : t('list.workflow')}</th>
          <th scope="col">{t('list.status')}</th>
          {!oneWorkflow && <th scope="col">{t('list.severity')}</th>}
          {!oneWorkflow && <th scope="col">{t('list.started')}</th>}
          <th scope="col" className={page.numbers}>
            {t('list.duration')}
          </th>
          <th scope="col">{t('list.by')}</th>
          <th scope="col">{t('list.version')}</th>
        </tr>
      </thead>
      <tbody>
        {instances.map((instance) => (
          <InstanceRow
            key={instance.id}
            instance={instance}
            oneWorkflow={oneWorkflow}
            choosing={choosing}
            title={localize(labels.get(instance.workflow), instance.workflow)}
          />
        ))}
      </tbody>
    </table>
  );
}
