import { Button, Modal, Radio } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { InstanceView } from '../../../server/contract/instanceView.ts';
import { dryRunQuery } from '../../api/bulk.ts';
import { VersionChanges } from '../../panels/changes/VersionChanges.tsx';
import classes from './ResumeDialog.module.css';

interface ResumeDialogProps {
  readonly view: InstanceView;
  /** The newest version of its workflow. */
  readonly newest: number;
  readonly onResume: (body: { readonly version?: number }) => void;
  readonly onClose: () => void;
}

/** Why the newest version does not take it; undefined while that is not known, or where it does. */
const useMisfit = ({ view, newest }: ResumeDialogProps): { readonly known: boolean; readonly reason?: string } => {
  const judged = useQuery(dryRunQuery({ request: 'resume', version: newest }, { ids: [view.instance] }));
  const [item] = judged.data?.items ?? [];
  if (!item) return { known: judged.isError };
  return { known: true, ...(item.reason !== null && { reason: item.reason }) };
};

/** Where a newer version is published: on which one to go on, and what differs between them. */
export function ResumeDialog(props: ResumeDialogProps) {
  const { t } = useTranslation(['instance', 'frame']);
  const { view, newest, onResume, onClose } = props;
  const misfit = useMisfit(props);
  const [chosen, setChosen] = useState<'newest' | 'same'>();
  const on = chosen ?? (misfit.reason === undefined ? 'newest' : 'same');
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    onClose();
    onResume(on === 'newest' ? { version: newest } : {});
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={t('instance:resume.title')}
      closeButtonProps={{ 'aria-label': t('frame:close') }}
    >
      <form onSubmit={submit}>
        <Radio.Group
          label={t('instance:resume.question', { present: view.version, newest })}
          value={on}
          onChange={(value) => setChosen(value === 'same' ? 'same' : 'newest')}
        >
          <div className={classes.choices}>
            <Radio
              value="newest"
              disabled={misfit.reason !== undefined}
              label={t('instance:resume.newest', { version: newest })}
              description={misfit.reason ?? t('instance:resume.newestHelp')}
            />
            <Radio
              value="same"
              label={t('instance:resume.same', { version: view.version })}
              description={t('instance:resume.sameHelp')}
            />
          </div>
        </Radio.Group>
        <h3 className={classes.heading}>{t('instance:resume.changes', { present: view.version, newest })}</h3>
        <div className={classes.changes}>
          <VersionChanges workflow={view.workflow} from={view.version} to={newest} />
        </div>
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('frame:cancel')}
          </Button>
          <Button type="submit" disabled={!misfit.known} data-autofocus>
            {t('instance:resume.submit', { version: on === 'newest' ? newest : view.version })}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
