import { Button, Modal, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Role } from '../../../server/contract/rights.ts';
import { addOperator } from '../../api/operators.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { HandOver } from './HandOver.tsx';
import classes from './OperatorsPage.module.css';
import { PasswordField } from './PasswordField.tsx';
import { RoleChoice } from './RoleChoice.tsx';

interface Given {
  readonly name: string;
  readonly label: string;
  readonly role: Role;
  readonly password: string;
}

interface AddFormProps {
  readonly onAdded: (added: Given) => void;
  readonly onClose: () => void;
}

/** The name stays, the label may change. */
function Naming({ given, onChange }: { readonly given: Given; readonly onChange: (part: Partial<Given>) => void }) {
  const { t } = useTranslation('operators');
  return (
    <>
      <TextInput
        label={t('form.name')}
        description={t('form.nameHelp')}
        autoComplete="off"
        required
        withAsterisk={false}
        data-autofocus
        value={given.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <TextInput
        label={t('form.label')}
        description={t('form.labelHelp')}
        autoComplete="off"
        value={given.label}
        onChange={(event) => onChange({ label: event.currentTarget.value })}
      />
    </>
  );
}

function AddForm({ onAdded, onClose }: AddFormProps) {
  const { t } = useTranslation(['operators', 'frame']);
  const queries = useQueryClient();
  const [given, setGiven] = useState<Given>({ name: '', label: '', role: 'support', password: '' });
  const adding = useMutation({
    mutationFn: addOperator,
    onSuccess: ({ name, label, role }) => {
      void queries.invalidateQueries({ queryKey: ['operators'] });
      onAdded({ name, label, role, password: given.password });
    },
  });
  const change = (part: Partial<Given>): void => setGiven({ ...given, ...part });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const { name, label, role, password } = given;
    adding.mutate({ name: name.trim(), role, password, ...(label.trim() !== '' && { label: label.trim() }) });
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      {adding.isError && <ProblemNotice problem={adding.error} />}
      <Naming given={given} onChange={change} />
      <RoleChoice role={given.role} onChange={(role) => change({ role })} />
      <PasswordField
        label={t('operators:form.password')}
        help={t('operators:form.passwordHelp')}
        required
        value={given.password}
        onChange={(password) => change({ password })}
      />
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          {t('frame:cancel')}
        </Button>
        <Button type="submit" loading={adding.isPending}>
          {t('operators:form.add')}
        </Button>
      </div>
    </form>
  );
}

/** A new operator; then the password, to hand over. */
export function AddOperatorDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['operators', 'frame']);
  const [added, setAdded] = useState<Given>();
  const title = added ? t('operators:handOver.title', { name: added.label }) : t('operators:form.addTitle');
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('frame:close') }}>
      {added ? (
        <HandOver name={added.name} password={added.password} onDone={onClose} />
      ) : (
        <AddForm onAdded={setAdded} onClose={onClose} />
      )}
    </Modal>
  );
}
