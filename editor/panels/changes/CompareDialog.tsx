import { Modal, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Changes.module.css';
import { VersionChanges } from './VersionChanges.tsx';

interface CompareDialogProps {
  readonly workflow: string;
  /** The numbers of the versions, newest first. */
  readonly versions: readonly number[];
  /** The version whose changes are asked for first. */
  readonly version: number;
  /** What is drawn, where somebody draws. */
  readonly draft?: unknown;
  readonly onClose: () => void;
}

/** Any two versions of a workflow side by side, the draft among them. */
export function CompareDialog({ workflow, versions, version, draft, onClose }: CompareDialogProps) {
  const { t } = useTranslation(['changes', 'frame']);
  const newest = versions[0] ?? version;
  const [from, setFrom] = useState(Math.max(1, version - 1));
  const [to, setTo] = useState<number | 'draft'>(version === 1 ? (draft === undefined ? newest : 'draft') : version);
  const named = versions.map((number) => ({ value: String(number), label: t('changes:version', { version: number }) }));
  const drawn = draft === undefined ? [] : [{ value: 'draft', label: t('changes:draft') }];
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={t('changes:compareTitle')}
      closeButtonProps={{ 'aria-label': t('frame:close') }}
    >
      <div className={classes.choice}>
        <Select
          label={t('changes:from')}
          allowDeselect={false}
          data={named}
          value={String(from)}
          onChange={(value) => setFrom(Number(value))}
        />
        <Select
          label={t('changes:to')}
          allowDeselect={false}
          data={[...drawn, ...named]}
          value={String(to)}
          onChange={(value) => setTo(value === 'draft' ? 'draft' : Number(value))}
        />
      </div>
      <VersionChanges workflow={workflow} from={from} to={to} {...(to === 'draft' && { draft })} />
    </Modal>
  );
}
