import { Button, Modal, SegmentedControl, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { Signal } from '../../../server/contract/signals.ts';
import { instancesQuery } from '../../api/instances.ts';
import { workflowsQuery } from '../../api/workflows.ts';
import { useLocalized } from '../../i18n/useLocalized.ts';
import { useAsk } from '../../panels/topbar/useAsk.tsx';
import classes from './SignalsPage.module.css';

const whereSchema = z.enum(['anybody', 'one']);

/** The instances that could wait: those that have not ended. */
function useLiveInstances(): readonly { readonly value: string; readonly label: string }[] {
  const localize = useLocalized();
  const running = useQuery(instancesQuery({ status: 'running', size: 500 }));
  const paused = useQuery(instancesQuery({ status: 'paused', size: 500 }));
  const { data: workflows } = useQuery(workflowsQuery());
  const labels = new Map(workflows?.items.map(({ name, label }) => [name, label]));
  return [...(running.data?.items ?? []), ...(paused.data?.items ?? [])].map(({ id, workflow }) => ({
    value: id,
    label: `${localize(labels.get(workflow), workflow)} · ${id}`,
  }));
}

function AimForm({ signal, onClose }: { readonly signal: Signal; readonly onClose: () => void }) {
  const { t } = useTranslation(['signals', 'frame']);
  const { ask } = useAsk();
  const instances = useLiveInstances();
  const [where, setWhere] = useState<z.infer<typeof whereSchema>>('anybody');
  const [instance, setInstance] = useState<string | null>(null);
  const { id, name } = signal;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const body = { name, ...(where === 'one' && instance !== null && { instance }) };
    ask({ asked: { of: 'signal', id, verb: 'redirect', body }, words: t('signals:aim.asked', { name }) });
    onClose();
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      <p className={classes.help}>{t('signals:aim.text')}</p>
      <SegmentedControl
        fullWidth
        aria-label={t('signals:aim.where')}
        data={whereSchema.options.map((value) => ({ value, label: t(`signals:aim.${value}`) }))}
        value={where}
        onChange={(value) => setWhere(whereSchema.parse(value))}
      />
      <p className={classes.help}>{t(`signals:aim.${where}Help`)}</p>
      {where === 'one' && (
        <Select
          label={t('signals:aim.instance')}
          required
          withAsterisk={false}
          searchable
          nothingFoundMessage={t('signals:aim.instanceNone')}
          data={instances}
          value={instance}
          onChange={setInstance}
        />
      )}
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          {t('frame:cancel')}
        </Button>
        <Button type="submit" disabled={where === 'one' && instance === null}>
          {t('signals:aim.submit')}
        </Button>
      </div>
    </form>
  );
}

/** Where a signal goes that nobody took. */
export function AimDialog({ signal, onClose }: { readonly signal: Signal; readonly onClose: () => void }) {
  const { t } = useTranslation(['signals', 'frame']);
  const title = t('signals:aim.title', { name: signal.name });
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('frame:close') }}>
      <AimForm signal={signal} onClose={onClose} />
    </Modal>
  );
}
