import { Button } from '@mantine/core';
import { IconPlus, IconUsersGroup } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Group } from '../../../server/contract/groups.ts';
import { groupsQuery } from '../../api/operators.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import page from '../../ui/page.module.css';
import { Pager } from '../../ui/Pager.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { GroupDialog } from './GroupDialog.tsx';
import classes from './OperatorsPage.module.css';

const size = 50;

function GroupRow({ group, onChange }: { readonly group: Group; readonly onChange: () => void }) {
  const { t } = useTranslation('operators');
  return (
    <li className={classes.group} data-group={group.name}>
      <div className={classes.groupWords}>
        <h3 className={classes.groupName}>{group.name}</h3>
        {group.members.length === 0 ? (
          <p className={page.sub}>{t('nobody')}</p>
        ) : (
          <ul className={classes.members}>
            {group.members.map((member) => (
              <li key={member}>{member}</li>
            ))}
          </ul>
        )}
      </div>
      <Button size="xs" variant="default" aria-label={t('membersNamed', { name: group.name })} onClick={onChange}>
        {t('members')}
      </Button>
    </li>
  );
}

function GroupList({
  groups,
  onChange,
}: {
  readonly groups: readonly Group[];
  readonly onChange: (group: Group) => void;
}) {
  const { t } = useTranslation('operators');
  if (groups.length === 0)
    return (
      <EmptyState title={t('noGroups.title')} icon={<IconUsersGroup size={22} stroke={1.6} aria-hidden />}>
        {t('noGroups.text')}
      </EmptyState>
    );
  return (
    <ul className={classes.groups}>
      {groups.map((group) => (
        <GroupRow key={group.name} group={group} onChange={() => onChange(group)} />
      ))}
    </ul>
  );
}

/** Groups with their members. */
export function GroupsSection() {
  const { t } = useTranslation('operators');
  const [at, setAt] = useState(1);
  const [asked, setAsked] = useState<Group | 'new'>();
  const { data, error, refetch } = useQuery({ ...groupsQuery({ page: at, size }), placeholderData: keepPreviousData });
  return (
    <section className={classes.part}>
      <div className={classes.partHead}>
        <div>
          <h2 className={classes.partTitle}>{t('groups')}</h2>
          <p className={classes.help}>{t('groupsLead')}</p>
        </div>
        <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAsked('new')}>
          {t('addGroup')}
        </Button>
      </div>
      {error && <ProblemNotice problem={error} onRetry={() => void refetch()} />}
      {data && (
        <div className={page.panel}>
          <GroupList groups={data.items} onChange={setAsked} />
        </div>
      )}
      <Pager page={at} size={size} total={data?.total ?? 0} onTurn={setAt} />
      {asked !== undefined && (
        <GroupDialog group={asked === 'new' ? undefined : asked} onClose={() => setAsked(undefined)} />
      )}
    </section>
  );
}
