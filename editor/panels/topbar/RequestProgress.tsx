import { Anchor } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCheck } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Request } from '../../../server/contract/requests.ts';
import { instancesQuery } from '../../api/instances.ts';
import { requestQuery } from '../../api/requests.ts';
import { joinClasses } from '../../ui/joinClasses.ts';
import classes from './RequestProgress.module.css';

const steps = ['requested', 'accepted', 'applied'] as const;
const readMs = 3_500;

const reached = (status: Request['status'], step: (typeof steps)[number]): boolean =>
  status !== 'refused' && steps.indexOf(step) <= steps.indexOf(status);

/** A restart leads on to the instance that it began: the newest of its workflow. */
function NewInstance({ request }: { readonly request: Request }) {
  const { t } = useTranslation('workflow');
  const { data } = useQuery({
    ...instancesQuery({ workflow: request.workflow ?? '', size: 1 }),
    enabled: request.workflow !== null,
  });
  const [newest] = data?.items ?? [];
  if (!newest || newest.id === request.instance) return null;
  return (
    <li className={classes.step}>
      <Anchor
        component={Link}
        href={`/instances/${newest.id}`}
        size="xs"
        onClick={() => notifications.hide(request.id)}
      >
        {t('restarted')}
      </Anchor>
    </li>
  );
}

/** How far a request has come: requested, accepted, applied, or refused with the reason. */
export function RequestProgress({ id }: { readonly id: string }) {
  const { t } = useTranslation(['workflow', 'status']);
  const queries = useQueryClient();
  const { data } = useQuery(requestQuery(id));
  const status = data?.status ?? 'requested';

  useEffect(() => {
    if (status !== 'applied') return undefined;
    const stays = data?.operation === 'restart';
    void queries.invalidateQueries({ queryKey: ['workflows'], predicate: ({ queryKey }) => queryKey[1] !== 'draft' });
    for (const of of ['instances', 'approvals', 'signals']) void queries.invalidateQueries({ queryKey: [of] });
    const timer = setTimeout(() => notifications.hide(id), stays ? 4 * readMs : readMs);
    return () => clearTimeout(timer);
  }, [data?.operation, id, queries, status]);

  if (status === 'refused') {
    return (
      <p className={classes.refused} data-request={status}>
        <strong>{t('status:request.refused')}</strong> {data?.reason}
      </p>
    );
  }
  return (
    <ol className={classes.steps} data-request={status}>
      {steps.map((step) => (
        <li key={step} className={joinClasses(classes.step, reached(status, step) && classes.reached)}>
          <span className={classes.lamp}>
            {reached(status, step) && <IconCheck size={10} stroke={3} aria-hidden />}
          </span>
          {t(`status:request.${step}`)}
        </li>
      ))}
      {data?.operation === 'restart' && status === 'applied' && <NewInstance request={data} />}
      {data && <li className={classes.by}>{t('workflow:request.by', { by: data.by })}</li>}
    </ol>
  );
}
