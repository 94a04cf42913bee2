import { Button, Modal, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { BulkItem, Selection } from '../../../server/contract/bulk.ts';
import { applySelection, dryRunQuery, selectionQuery } from '../../api/bulk.ts';
import page from '../../ui/page.module.css';
import { PageLoading } from '../../ui/PageLoading.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { MarkedWord } from '../../ui/StatusWord.tsx';
import type { BulkAsking } from './bulkAsking.ts';
import classes from './BulkDialog.module.css';

interface BulkDialogProps extends BulkAsking {
  readonly onClose: () => void;
}

const looks = {
  possible: 'pending',
  requested: 'running',
  accepted: 'running',
  applied: 'done',
  refused: 'failed',
} as const satisfies Record<BulkItem['outcome'], string>;

function Items({ items }: { readonly items: readonly BulkItem[] }) {
  const { t } = useTranslation('bulk');
  return (
    <ul className={classes.items} tabIndex={0} aria-label={t('items')}>
      {items.map(({ instance, workflow, outcome, reason }) => (
        <li key={instance} className={classes.item} data-outcome={outcome}>
          <Link href={`/instances/${instance}`} className={page.link}>
            {workflow}
          </Link>
          <span className={classes.id}>{instance}</span>
          <span className={classes.outcome}>
            <MarkedWord status={looks[outcome]} word={t(`outcome.${outcome}`)} />
          </span>
          {reason !== null && <span className={classes.reason}>{reason}</span>}
        </li>
      ))}
    </ul>
  );
}

const isSettled = ({ outcome }: BulkItem): boolean => outcome === 'applied' || outcome === 'refused';

function Progress({ selection, onClose }: { readonly selection: Selection; readonly onClose: () => void }) {
  const { t } = useTranslation(['bulk', 'frame']);
  const { data = selection } = useQuery(selectionQuery(selection.selection));
  const applied = data.items.filter(({ outcome }) => outcome === 'applied').length;
  const settled = data.items.filter(isSettled).length;
  return (
    <>
      <Text size="sm" role="status">
        {settled === data.count
          ? t('bulk:done', { applied, count: data.count })
          : t('bulk:underWay', { settled, count: data.count })}
      </Text>
      <Items items={data.items} />
      <div className={classes.buttons}>
        <Button onClick={onClose} data-autofocus>
          {t('frame:close')}
        </Button>
      </div>
    </>
  );
}

function Preview({ asked, filter, onClose }: BulkDialogProps) {
  const { t } = useTranslation(['bulk', 'frame']);
  const queries = useQueryClient();
  const dryRun = useQuery(dryRunQuery(asked, filter));
  const applying = useMutation({
    mutationFn: applySelection,
    onSettled: () => void queries.invalidateQueries({ queryKey: ['desk'] }),
  });
  if (applying.data) return <Progress selection={applying.data} onClose={onClose} />;
  const failure = applying.error ?? dryRun.error;
  const again = (): void => {
    applying.reset();
    void dryRun.refetch();
  };
  if (failure) return <ProblemNotice problem={failure} onRetry={again} />;
  if (!dryRun.data) return <PageLoading />;
  const { selection, count, possible, items } = dryRun.data;
  return (
    <>
      <Text size="sm">{t('bulk:preview', { count, possible })}</Text>
      <Items items={items} />
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          {t('frame:cancel')}
        </Button>
        <Button
          disabled={possible === 0}
          loading={applying.isPending}
          onClick={() => applying.mutate(selection)}
          data-autofocus
        >
          {t(`bulk:apply.${asked.request}`, { count: possible })}
        </Button>
      </div>
    </>
  );
}

/** Shows what a request would do to many instances, asks it of them, and shows how far each has come. */
export function BulkDialog(props: BulkDialogProps) {
  const { t } = useTranslation('frame');
  return (
    <Modal opened onClose={props.onClose} size="lg" title={props.title} closeButtonProps={{ 'aria-label': t('close') }}>
      <Preview {...props} />
    </Modal>
  );
}
