import { Button, Modal, Select, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { categorySchema } from '../../../engine/model/definition.ts';
import { severitySchema } from '../../../engine/model/severity.ts';
import { createDraft } from '../../api/workflows.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { firstDefinition, isName, nameFor, type NewWorkflow } from './newWorkflow.ts';
import classes from './CreateWorkflowDialog.module.css';

interface CreateWorkflowDialogProps {
  readonly folder: string;
  readonly taken: readonly string[];
  readonly onClose: () => void;
}

const useCreating = () => {
  const { t } = useTranslation('explorer');
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  return useMutation({
    mutationFn: (given: NewWorkflow) => createDraft(given.name, firstDefinition(given, t('create.start'))),
    onSuccess: ({ workflow: name }) => {
      void queries.invalidateQueries({ queryKey: ['workflows', 'list'] });
      navigate(`/workflows/${name}`);
    },
  });
};

interface ChoicesProps {
  readonly given: NewWorkflow;
  readonly onChange: (part: Partial<NewWorkflow>) => void;
}

/** Who may change it, and how much it matters. */
function Choices({ given, onChange }: ChoicesProps) {
  const { t } = useTranslation(['explorer', 'status']);
  return (
    <div className={classes.pair}>
      <Select
        label={t('explorer:create.category')}
        description={t(`explorer:categoryHelp.${given.category}`)}
        inputWrapperOrder={['label', 'input', 'description']}
        allowDeselect={false}
        data={categorySchema.options.map((value) => ({ value, label: t(`explorer:category.${value}`) }))}
        value={given.category}
        onChange={(value) => onChange({ category: categorySchema.parse(value) })}
      />
      <Select
        label={t('explorer:create.severity')}
        allowDeselect={false}
        data={severitySchema.options.map((value) => ({ value, label: t(`status:severity.${value}`) }))}
        value={given.severity}
        onChange={(value) => onChange({ severity: severitySchema.parse(value) })}
      />
    </div>
  );
}

function CreateForm({ folder, taken, onClose }: CreateWorkflowDialogProps) {
  const { t } = useTranslation(['explorer', 'frame']);
  const creating = useCreating();
  const [given, setGiven] = useState<NewWorkflow>({
    label: '',
    name: '',
    category: 'custom',
    folder: folder || 'Workflows',
    severity: 'normal',
  });
  const [ownName, setOwnName] = useState(false);
  const name = ownName ? given.name : nameFor(given.label);
  const nameProblem = (): string | undefined => {
    if (name === '') return undefined;
    if (!isName(name)) return t('explorer:create.nameInvalid');
    return taken.includes(name) ? t('explorer:create.nameTaken') : undefined;
  };
  const problem = nameProblem();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (problem === undefined && name !== '') creating.mutate({ ...given, name });
  };
  const change = (part: Partial<NewWorkflow>): void => setGiven({ ...given, ...part });
  return (
    <form onSubmit={submit} className={classes.form}>
      {creating.isError && <ProblemNotice problem={creating.error} />}
      <TextInput
        label={t('explorer:create.label')}
        placeholder={t('explorer:create.labelPlaceholder')}
        required
        withAsterisk={false}
        data-autofocus
        value={given.label}
        onChange={(event) => change({ label: event.currentTarget.value })}
      />
      <TextInput
        label={t('explorer:create.name')}
        description={t('explorer:create.nameHelp')}
        required
        withAsterisk={false}
        value={name}
        error={problem}
        classNames={{ input: 'mono' }}
        onChange={(event) => {
          setOwnName(true);
          change({ name: event.currentTarget.value });
        }}
      />
      <Choices given={given} onChange={change} />
      <TextInput
        label={t('explorer:create.folder')}
        value={given.folder}
        onChange={(event) => change({ folder: event.currentTarget.value })}
      />
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          {t('frame:cancel')}
        </Button>
        <Button type="submit" loading={creating.isPending}>
          {t('explorer:create.submit')}
        </Button>
      </div>
    </form>
  );
}

/** A new workflow: what it is called and where it lies; the rest is drawn. */
export function CreateWorkflowDialog(props: CreateWorkflowDialogProps) {
  const { t } = useTranslation(['explorer', 'frame']);
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={t('explorer:create.title')}
      closeButtonProps={{ 'aria-label': t('frame:close') }}
    >
      <CreateForm {...props} />
    </Modal>
  );
}
