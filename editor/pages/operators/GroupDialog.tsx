import { Button, Modal, MultiSelect, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Group } from '../../../server/contract/groups.ts';
import { addGroup, operatorsQuery, setMembers } from '../../api/operators.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import classes from './OperatorsPage.module.css';

/** As many as the server gives at once. */
const offered = 500;

interface GroupDialogProps {
  /** The one whose members change; a new one where there is none. */
  readonly group: Group | undefined;
  readonly onClose: () => void;
}

interface MembersProps {
  readonly members: readonly string[];
  readonly onChange: (members: readonly string[]) => void;
}

function Members({ members, onChange }: MembersProps) {
  const { t } = useTranslation('operators');
  const { data } = useQuery(operatorsQuery({ size: offered }));
  const [opened, setOpened] = useState(false);
  const pick = (picked: readonly string[]): void => {
    onChange(picked);
    // Else the list would lie over the buttons; typing opens it again.
    setOpened(false);
  };
  const labels = new Map(data?.items.map(({ name, label }) => [name, label]));
  // Who belongs to it already is offered too, whatever the list holds.
  const names = [...new Set([...labels.keys(), ...members])];
  return (
    <MultiSelect
      label={t('members')}
      description={t('groupForm.membersHelp')}
      placeholder={t('groupForm.search')}
      nothingFoundMessage={t('groupForm.nothing')}
      searchable
      hidePickedOptions
      data={names.map((name) => ({ value: name, label: labels.get(name) ?? name }))}
      value={[...members]}
      onChange={pick}
      dropdownOpened={opened}
      onDropdownOpen={() => setOpened(true)}
      onDropdownClose={() => setOpened(false)}
    />
  );
}

const useSaving = ({ group, onClose }: GroupDialogProps) => {
  const { t } = useTranslation('operators');
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (given: { readonly name: string; readonly members: string[] }) =>
      group === undefined ? addGroup(given) : setMembers(given),
    onSuccess: ({ name, members }) => {
      notifications.show({ message: t('groupForm.done', { name, count: members.length }), withBorder: true });
      onClose();
    },
    // Approvals go by groups.
    onSettled: () => void queries.invalidateQueries(),
  });
};

function GroupForm(props: GroupDialogProps) {
  const { t } = useTranslation(['operators', 'frame']);
  const { group, onClose } = props;
  const [name, setName] = useState(group?.name ?? '');
  const [members, setGiven] = useState<readonly string[]>(group?.members ?? []);
  const saving = useSaving(props);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    saving.mutate({ name: name.trim(), members: [...members] });
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      {saving.isError && <ProblemNotice problem={saving.error} />}
      {group === undefined && (
        <TextInput
          label={t('operators:groupForm.name')}
          description={t('operators:groupForm.nameHelp')}
          required
          withAsterisk={false}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      )}
      <Members members={members} onChange={setGiven} />
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          {t('frame:cancel')}
        </Button>
        <Button type="submit" loading={saving.isPending}>
          {t(`operators:groupForm.${group === undefined ? 'add' : 'save'}`)}
        </Button>
      </div>
    </form>
  );
}

/** A new group, or the members of one. */
export function GroupDialog(props: GroupDialogProps) {
  const { t } = useTranslation(['operators', 'frame']);
  const { group, onClose } = props;
  const title =
    group === undefined
      ? t('operators:groupForm.addTitle')
      : t('operators:groupForm.changeTitle', { name: group.name });
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('frame:close') }}>
      <GroupForm {...props} />
    </Modal>
  );
}
