import { Button, Modal, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Operator } from '../../../server/contract/operators.ts';
import { changeOperator } from '../../api/operators.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { HandOver } from './HandOver.tsx';
import classes from './OperatorsPage.module.css';
import { PasswordField } from './PasswordField.tsx';
import { RoleChoice } from './RoleChoice.tsx';

interface ChangeFormProps {
  readonly operator: Operator;
  /** With the new password, where there is one. */
  readonly onChanged: (password: string) => void;
  readonly onClose: () => void;
}

function ChangeForm({ operator, onChanged, onClose }: ChangeFormProps) {
  const { t } = useTranslation(['operators', 'frame']);
  const queries = useQueryClient();
  const [label, setLabel] = useState(operator.label);
  const [role, setRole] = useState(operator.role);
  const [password, setPassword] = useState('');
  const changing = useMutation({
    mutationFn: changeOperator,
    onSuccess: () => onChanged(password),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['operators'] }),
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const patch = { label: label.trim() || operator.name, role, ...(password !== '' && { password }) };
    changing.mutate({ name: operator.name, patch });
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      {changing.isError && <ProblemNotice problem={changing.error} />}
      <TextInput
        label={t('operators:form.label')}
        description={t('operators:form.labelHelp')}
        data-autofocus
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <RoleChoice role={role} onChange={setRole} />
      <PasswordField
        label={t('operators:form.newPassword')}
        help={t('operators:form.newPasswordHelp')}
        required={false}
        value={password}
        onChange={setPassword}
      />
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          {t('frame:cancel')}
        </Button>
        <Button type="submit" loading={changing.isPending}>
          {t('operators:form.save')}
        </Button>
      </div>
    </form>
  );
}

interface ChangeOperatorDialogProps {
  readonly operator: Operator;
  readonly onClose: () => void;
}

/** Label, role and password of an operator; a new password is shown once more, to hand over. */
export function ChangeOperatorDialog({ operator, onClose }: ChangeOperatorDialogProps) {
  const { t } = useTranslation(['operators', 'frame']);
  const [password, setPassword] = useState('');
  const name = operator.label;
  const finish = (given: string): void => {
    notifications.show({ message: t('operators:form.changed', { name }), withBorder: true });
    if (given === '') onClose();
    else setPassword(given);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(`operators:${password === '' ? 'form.changeTitle' : 'handOver.title'}`, { name })}
      closeButtonProps={{ 'aria-label': t('frame:close') }}
    >
      {password === '' ? (
        <ChangeForm operator={operator} onChanged={finish} onClose={onClose} />
      ) : (
        <HandOver name={operator.name} password={password} onDone={onClose} />
      )}
    </Modal>
  );
}
