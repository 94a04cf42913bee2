import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { BulkAsked } from '../../../server/contract/bulk.ts';
import type { DeskGroup } from '../../../server/contract/desk.ts';
import type { BulkAsking } from '../../panels/bulk/bulkAsking.ts';
import { useRights } from '../../ui/SessionProvider.tsx';

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

/** What a group asks the page to open: the dialog outlives the group, which leaves the desk when it succeeds. */
export type DeskDialog =
  | { readonly kind: 'bulk'; readonly asking: BulkAsking }
  | { readonly kind: 'handOver'; readonly instances: readonly string[] };

interface GroupActionsProps {
  readonly group: DeskGroup;
  readonly onOpen: (dialog: DeskDialog) => void;
}

/** That somebody has seen it, or is asked to see to it: what is to be mended, by those who may not, first of all. */
function Noting({ group, onOpen }: GroupActionsProps) {
  const { t } = useTranslation('desk');
  const can = useRights();
  if (!can('acknowledge')) return null;
  const isOthers = group.suggestion === 'edit' && !can('modify');
  const instances = group.instances.map(({ id }) => id);
  const title = t('action.acknowledge', { count: instances.length });
  const acknowledging = { asked: { request: 'acknowledge' }, filter: { ids: instances }, title } as const;
  return (
    <>
      <Button
        size="xs"
        variant={isOthers ? 'filled' : 'default'}
        onClick={() => onOpen({ kind: 'handOver', instances })}
      >
        {t('action.handOver')}
      </Button>
      <Button size="xs" variant="default" onClick={() => onOpen({ kind: 'bulk', asking: acknowledging })}>
        {title}
      </Button>
    </>
  );
}

/** What can be done about a group: what is suggested first. Of more than are listed, the oldest are asked. */
export function GroupActions({ group, onOpen }: GroupActionsProps) {
  const { t } = useTranslation('desk');
  const can = useRights();
  const { newest, suggestion, instances } = group;
  const asked = askedOf(group);
  const mayAsk = asked !== undefined && can(asked.request === 'restart' ? 'runAgain' : 'resume');
  const words = suggestion === 'resumeOnNewest' || suggestion === 'restart' ? suggestion : 'resume';
  const title = t(`action.${words}`, { count: instances.length, version: newest.version });
  const filter = { ids: instances.map(({ id }) => id) };
  // What is to be mended is mended by whoever may; the others ask them.
  const isMended = suggestion === 'edit';
  return (
    <>
      {isMended && <Elsewhere group={group} />}
      {mayAsk && (
        <Button
          size="xs"
          variant={isMended ? 'default' : 'filled'}
          onClick={() => onOpen({ kind: 'bulk', asking: { asked, filter, title } })}
        >
          {title}
        </Button>
      )}
      {!isMended && <Elsewhere group={group} />}
      <Noting group={group} onOpen={onOpen} />
    </>
  );
}
