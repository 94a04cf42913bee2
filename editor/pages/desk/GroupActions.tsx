import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { BulkAsked } from '../../../server/contract/bulk.ts';
import type { AddresseeName, DeskGroup } from '../../../server/contract/desk.ts';
import { BulkDialog } from '../../panels/bulk/BulkDialog.tsx';
import { useRights } from '../../ui/SessionProvider.tsx';
import { HandOverDialog } from './HandOverDialog.tsx';

/** What would be asked of all of a group; undefined where that helps nothing, or takes a page of its own. */
function askedOf({ suggestion, newest, cause }: DeskGroup): BulkAsked | undefined {
  switch (suggestion) {
    case 'resumeOnNewest':
      return { request: 'resume', version: newest.version };
    case 'restart':
      return { request: 'restart' };
    case 'resumeWorkflow':
    case 'openParent':
      return undefined;
    case 'resume':
    case 'edit':
    case 'makeRoom':
      return cause === 'failed' ? undefined : { request: 'resume' };
  }
}

function Elsewhere({ group }: { readonly group: DeskGroup }) {
  const { t } = useTranslation('desk');
  const can = useRights();
  const { suggestion, workflow, activity, instances } = group;
  const [first] = instances;
  if (suggestion === 'openParent' && first)
    return (
      <Button component={Link} href={`/instances/${first.id}`} size="xs" variant="default">
        {t('action.openParent')}
      </Button>
    );
  if (suggestion === 'resumeWorkflow')
    return (
      <Button component={Link} href={`/workflows/${workflow}`} size="xs">
        {t('action.openWorkflow')}
      </Button>
    );
  if (activity === null) return null;
  const edits = can('modify');
  return (
    <Button
      component={Link}
      href={`/workflows/${workflow}?activity=${encodeURIComponent(activity)}`}
      size="xs"
      variant={edits && suggestion === 'edit' ? 'filled' : 'default'}
    >
      {edits ? t('action.edit') : t('action.look')}
    </Button>
  );
}

interface NotingProps {
  readonly group: DeskGroup;
  readonly onOpen: (dialog: 'acknowledge' | 'handOver') => void;
}

/** That somebody has seen it, or is asked to see to it: what is to be mended, by those who may not, first of all. */
function Noting({ group, onOpen }: NotingProps) {
  const { t } = useTranslation('desk');
  const can = useRights();
  if (!can('acknowledge')) return null;
  const isOthers = group.suggestion === 'edit' && !can('modify');
  return (
    <>
      <Button size="xs" variant={isOthers ? 'filled' : 'default'} onClick={() => onOpen('handOver')}>
        {t('action.handOver')}
      </Button>
      <Button size="xs" variant="default" onClick={() => onOpen('acknowledge')}>
        {t('action.acknowledge', { count: group.count })}
      </Button>
    </>
  );
}

interface GroupActionsProps {
  readonly group: DeskGroup;
  readonly addressees: readonly AddresseeName[];
}

/** What can be done about a group: what is suggested first. */
export function GroupActions({ group, addressees }: GroupActionsProps) {
  const { t } = useTranslation('desk');
  const can = useRights();
  const [dialog, setDialog] = useState<'ask' | 'acknowledge' | 'handOver'>();
  const { count, newest, suggestion, instances } = group;
  const asked = askedOf(group);
  const mayAsk = asked !== undefined && can(asked.request === 'restart' ? 'runAgain' : 'resume');
  const words = suggestion === 'resumeOnNewest' || suggestion === 'restart' ? suggestion : 'resume';
  const label = t(`action.${words}`, { count, version: newest.version });
  const filter = { ids: instances.map(({ id }) => id) };
  // What is to be mended is mended by whoever may; the others ask them.
  const isMended = suggestion === 'edit';
  const close = (): void => setDialog(undefined);
  return (
    <>
      {isMended && <Elsewhere group={group} />}
      {mayAsk && (
        <Button size="xs" variant={isMended ? 'default' : 'filled'} onClick={() => setDialog('ask')}>
          {label}
        </Button>
      )}
      {!isMended && <Elsewhere group={group} />}
      <Noting group={group} onOpen={setDialog} />
      {dialog === 'ask' && asked && <BulkDialog asked={asked} filter={filter} title={label} onClose={close} />}
      {dialog === 'acknowledge' && (
        <BulkDialog
          asked={{ request: 'acknowledge' }}
          filter={filter}
          title={t('action.acknowledge', { count })}
          onClose={close}
        />
      )}
      {dialog === 'handOver' && <HandOverDialog instances={filter.ids} addressees={addressees} onClose={close} />}
    </>
  );
}
