import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BulkFilter, BulkRequest } from '../../../server/contract/bulk.ts';
import type { Right } from '../../../server/contract/rights.ts';
import type { BulkAsking } from '../../panels/bulk/bulkAsking.ts';
import { useRights } from '../../ui/SessionProvider.tsx';
import classes from './InstancesPage.module.css';

/** What can be asked of many, and the right that it takes; the preview says of which it would be refused. */
const requests = {
  resume: 'resume',
  pause: 'controlInstance',
  stop: 'controlInstance',
  restart: 'runAgain',
  acknowledge: 'acknowledge',
} as const satisfies Partial<Record<BulkRequest, Right>>;
type Request = keyof typeof requests;
const all: readonly Request[] = ['resume', 'pause', 'stop', 'restart', 'acknowledge'];

interface ManyActionsProps {
  readonly ids: readonly string[];
  /** How many fit the filters of the list, on all of its pages. */
  readonly total: number;
  /** The filters, where all that fit are meant and not only what was chosen. */
  readonly filter: BulkFilter;
  readonly onAsk: (asking: BulkAsking) => void;
  readonly onClear: () => void;
}

/** What can be asked of the rows that were chosen, or of all that fit the filters: each after a preview. */
export function ManyActions({ ids, total, filter, onAsk, onClear }: ManyActionsProps) {
  const { t } = useTranslation('instance');
  const can = useRights();
  const [isAll, setAll] = useState(false);
  const count = isAll ? total : ids.length;
  const meant = isAll ? filter : { ids: [...ids] };
  return (
    <div className={classes.many} role="toolbar" aria-label={t('list.many')}>
      <span role="status">{t('list.chosen', { count })}</span>
      {!isAll && total > ids.length && (
        <Button size="compact-sm" variant="subtle" onClick={() => setAll(true)}>
          {t('list.all', { count: total })}
        </Button>
      )}
      {all
        .filter((one) => can(requests[one]))
        .map((one) => (
          <Button
            key={one}
            size="compact-sm"
            variant="default"
            onClick={() => onAsk({ asked: { request: one }, filter: meant, title: t(`list.request.${one}`) })}
          >
            {t(`list.request.${one}`)}
          </Button>
        ))}
      <Button size="compact-sm" variant="subtle" color="gray" onClick={onClear}>
        {t('list.clearChosen')}
      </Button>
    </div>
  );
}
