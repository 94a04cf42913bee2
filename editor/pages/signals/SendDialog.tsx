import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { signalBodySchema } from '../../../server/contract/signals.ts';
import { sendSignal, type SignalBody } from '../../api/signals.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import classes from './SignalsPage.module.css';

const objectSchema = z.record(z.string(), z.unknown());
const varsSchema = signalBodySchema.shape.vars;

/** What is written as variables, or what is wrong with it. */
function readVars(text: string): { readonly vars: SignalBody['vars'] } | { readonly notJson: string } | 'noObject' {
  if (text.trim() === '') return { vars: {} };
  try {
    const value: unknown = JSON.parse(text);
    if (!objectSchema.safeParse(value).success || Array.isArray(value)) return 'noObject';
    return { vars: varsSchema.parse(value) };
  } catch (error) {
    return { notJson: error instanceof Error ? error.message : String(error) };
  }
}

const useSending = (onClose: () => void) => {
  const { t } = useTranslation('signals');
  const queries = useQueryClient();
  return useMutation({
    mutationFn: sendSignal,
    onSuccess: ({ name }) => {
      notifications.show({ message: t('form.done', { name }), withBorder: true });
      void queries.invalidateQueries({ queryKey: ['signals'] });
      onClose();
    },
  });
};

interface FieldsProps {
  readonly given: { readonly name: string; readonly key: string; readonly vars: string };
  readonly fault: string | undefined;
  readonly onChange: (part: Partial<FieldsProps['given']>) => void;
}

function Fields({ given, fault, onChange }: FieldsProps) {
  const { t } = useTranslation('signals');
  return (
    <>
      <TextInput
        label={t('form.name')}
        description={t('form.nameHelp')}
        required
        withAsterisk={false}
        data-autofocus
        maxLength={200}
        value={given.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <TextInput
        label={t('form.key')}
        description={t('form.keyHelp')}
        maxLength={1_000}
        value={given.key}
        onChange={(event) => onChange({ key: event.currentTarget.value })}
      />
      <Textarea
        label={t('form.vars')}
        description={t('form.varsHelp')}
        classNames={{ input: classes.code }}
        autosize
        minRows={3}
        maxRows={12}
        spellCheck={false}
        value={given.vars}
        error={fault}
        onChange={(event) => onChange({ vars: event.currentTarget.value })}
      />
    </>
  );
}

function SendForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['signals', 'frame']);
  const sending = useSending(onClose);
  const [given, setGiven] = useState({ name: '', key: '', vars: '' });
  const [fault, setFault] = useState<string>();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const read = readVars(given.vars);
    if (read === 'noObject') return setFault(t('signals:form.noObject', { example: '{"order": 17}' }));
    if ('notJson' in read) return setFault(t('signals:form.notJson', { message: read.notJson }));
    setFault(undefined);
    const body = { ...read, ...(given.key !== '' && { key: given.key }) };
    return sending.mutate({ name: given.name.trim(), body });
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      {sending.isError && <ProblemNotice problem={sending.error} />}
      <Fields given={given} fault={fault} onChange={(part) => setGiven({ ...given, ...part })} />
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          {t('frame:cancel')}
        </Button>
        <Button type="submit" loading={sending.isPending}>
          {t('signals:form.submit')}
        </Button>
      </div>
    </form>
  );
}

/** A signal as a person sends it, to try what waits for it. */
export function SendDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['signals', 'frame']);
  return (
    <Modal opened onClose={onClose} title={t('signals:send')} closeButtonProps={{ 'aria-label': t('frame:close') }}>
      <SendForm onClose={onClose} />
    </Modal>
  );
}
