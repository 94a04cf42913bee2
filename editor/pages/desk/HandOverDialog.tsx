import { Button, Modal, Select, Text, Textarea } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { AddresseeName } from '../../../server/contract/desk.ts';
import type { Addressee } from '../../../server/contract/requests.ts';
import classes from './DeskPage.module.css';

interface HandOverDialogProps {
  /** How many instances it is about. */
  readonly count: number;
  readonly addressees: readonly AddresseeName[];
  readonly onHandOver: (to: Addressee, note: string) => void;
  readonly onClose: () => void;
}

const keyOf = ({ kind, name }: AddresseeName): string => `${kind}:${name}`;

/** Asks a group or an operator to see to instances, with a note. */
export function HandOverDialog({ count, addressees, onHandOver, onClose }: HandOverDialogProps) {
  const { t } = useTranslation(['desk', 'frame']);
  const [to, setTo] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const chosen = addressees.find((addressee) => keyOf(addressee) === to);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!chosen || note.trim() === '') return;
    const { kind, name } = chosen;
    onHandOver(kind === 'group' ? { group: name } : { operator: name }, note.trim());
  };
  const options = (['group', 'operator'] as const).map((kind) => ({
    group: t(`desk:handOver.${kind}`),
    items: addressees
      .filter((addressee) => addressee.kind === kind)
      .map((addressee) => ({ value: keyOf(addressee), label: addressee.label })),
  }));
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('desk:handOver.title')}
      closeButtonProps={{ 'aria-label': t('frame:close') }}
    >
      <form onSubmit={submit}>
        <Text size="sm" c="var(--sb-text-2)">
          {t('desk:handOver.text')}
        </Text>
        <Select
          mt="md"
          label={t('desk:handOver.to')}
          data={options}
          searchable
          openOnFocus={false}
          required
          withAsterisk={false}
          data-autofocus
          value={to}
          onChange={setTo}
        />
        <Textarea
          mt="md"
          label={t('desk:handOver.note')}
          autosize
          minRows={3}
          required
          withAsterisk={false}
          maxLength={2_000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('frame:cancel')}
          </Button>
          <Button type="submit" disabled={!chosen}>
            {t('desk:handOver.submit', { count })}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
