import { Button, Modal, Text, Textarea } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';

interface ConfirmDialogProps {
  readonly opened: boolean;
  readonly title: string;
  /** What it will touch. */
  readonly text: string;
  readonly confirm: string;
  readonly dangerous?: boolean;
  /** Asks for a reason, under this label. */
  readonly reason?: string;
  readonly reasonNeeded?: boolean;
  readonly onConfirm: (reason: string) => void;
  readonly onClose: () => void;
}

function ConfirmForm({
  text,
  confirm,
  dangerous,
  reason,
  reasonNeeded = false,
  onConfirm,
  onClose,
}: ConfirmDialogProps) {
  const { t } = useTranslation('frame');
  const [given, setGiven] = useState('');
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    onClose();
    onConfirm(given.trim());
  };
  return (
    <form onSubmit={submit}>
      <Text size="sm" c="var(--sb-text-2)">
        {text}
      </Text>
      {reason !== undefined && (
        <Textarea
          mt="md"
          label={reason}
          autosize
          minRows={2}
          required={reasonNeeded}
          value={given}
          onChange={(event) => setGiven(event.currentTarget.value)}
          data-autofocus
        />
      )}
      <div style={{ display: 'flex', justifyContent: 'flex-end', gap: 8, marginTop: 24 }}>
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button
          type="submit"
          color={dangerous === true ? 'red' : 'signal'}
          {...(reason === undefined ? { 'data-autofocus': true } : {})}
        >
          {confirm}
        </Button>
      </div>
    </form>
  );
}

/** Asks before something that others will feel, and says what it touches. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { t } = useTranslation('frame');
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.title}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <ConfirmForm {...props} />
    </Modal>
  );
}
