import { Button, Modal, SegmentedControl, Select, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import {
  privacyBodySchema,
  privacyNamespaceSchema,
  privacyTypeSchema,
  regulationSchema,
  type PrivacyBody,
} from '../../../server/contract/privacy.ts';
import { askPrivacy } from '../../api/privacy.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import classes from './PrivacyPage.module.css';

const useAsking = (onClose: () => void) => {
  const { t } = useTranslation('privacy');
  const queries = useQueryClient();
  return useMutation({
    mutationFn: askPrivacy,
    onSuccess: ({ name }) => {
      notifications.show({ message: t('form.done', { name }), withBorder: true });
      void queries.invalidateQueries({ queryKey: ['privacy'] });
      onClose();
    },
  });
};

interface PersonProps {
  readonly given: PrivacyBody;
  readonly onChange: (part: Partial<PrivacyBody>) => void;
}

/** By what the person is found, and under which law. */
function Person({ given, onChange }: PersonProps) {
  const { t } = useTranslation('privacy');
  return (
    <>
      <div className={classes.pair}>
        <Select
          label={t('form.namespace')}
          allowDeselect={false}
          data={privacyNamespaceSchema.options.map((value) => ({ value, label: t(`namespace.${value}`) }))}
          value={given.namespace}
          onChange={(value) => onChange({ namespace: privacyNamespaceSchema.parse(value) })}
        />
        <Select
          label={t('column.regulation')}
          allowDeselect={false}
          data={regulationSchema.options}
          value={given.regulation}
          onChange={(value) => onChange({ regulation: regulationSchema.parse(value) })}
        />
      </div>
      <TextInput
        label={t(`namespace.${given.namespace}`)}
        description={t('form.valueHelp')}
        type={given.namespace === 'email' ? 'email' : 'tel'}
        required
        withAsterisk={false}
        data-autofocus
        value={given.value}
        onChange={(event) => onChange({ value: event.currentTarget.value })}
      />
    </>
  );
}

function AskForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['privacy', 'frame']);
  const asking = useAsking(onClose);
  const [given, setGiven] = useState<PrivacyBody>({
    type: 'access',
    namespace: 'email',
    regulation: 'GDPR',
    value: '',
  });
  const change = (part: Partial<PrivacyBody>): void => setGiven({ ...given, ...part });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const { name = '', ...rest } = given;
    const read = privacyBodySchema.safeParse({ ...rest, ...(name.trim() !== '' && { name }) });
    // What is wrong with it the server says, field by field.
    asking.mutate(read.success ? read.data : rest);
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      {asking.isError && <ProblemNotice problem={asking.error} />}
      <SegmentedControl
        fullWidth
        aria-label={t('privacy:column.type')}
        data={privacyTypeSchema.options.map((value) => ({ value, label: t(`privacy:type.${value}`) }))}
        value={given.type}
        onChange={(value) => change({ type: privacyTypeSchema.parse(value) })}
      />
      <p className={classes.help}>{t(`privacy:typeHelp.${given.type}`)}</p>
      <Person given={given} onChange={change} />
      <TextInput
        label={t('privacy:form.name')}
        description={t('privacy:form.nameHelp')}
        value={given.name ?? ''}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          {t('frame:cancel')}
        </Button>
        <Button type="submit" loading={asking.isPending}>
          {t('privacy:form.submit')}
        </Button>
      </div>
    </form>
  );
}

/** A request of a person, as an administrator writes it down. */
export function AskDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['privacy', 'frame']);
  return (
    <Modal opened onClose={onClose} title={t('privacy:ask')} closeButtonProps={{ 'aria-label': t('frame:close') }}>
      <AskForm onClose={onClose} />
    </Modal>
  );
}
