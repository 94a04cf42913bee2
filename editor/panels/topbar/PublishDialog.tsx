import { Button, Modal, Text, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkflowSummary } from '../../../server/contract/workflows.ts';
import { ApiProblem } from '../../api/ApiProblem.ts';
import { publishDraft } from '../../api/workflows.ts';
import type { DefinitionDraft } from '../../document/definitionDraft.ts';
import type { DraftSaver } from '../../pages/workflow/draftSaver.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { VersionChanges } from '../changes/VersionChanges.tsx';
import { PublishRefused } from './PublishRefused.tsx';
import classes from './PublishDialog.module.css';

interface PublishDialogProps {
  readonly workflow: WorkflowSummary;
  readonly title: string;
  readonly saver: DraftSaver;
  readonly draft: DefinitionDraft;
  readonly onFocus: (at: { readonly activity?: string }) => void;
  readonly onClose: () => void;
}

const usePublishing = ({ workflow, saver, onClose }: PublishDialogProps) => {
  const { t } = useTranslation('workflow');
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (note: string) => {
      // The server publishes the draft that it has: what is drawn must be saved first.
      const isSaved = await saver.flush();
      return isSaved ? publishDraft(workflow.name, note) : undefined;
    },
    onSuccess: (published) => {
      onClose();
      if (!published) return;
      saver.standOn(published.draft);
      notifications.show({
        color: 'green',
        message: t('publish.done', { version: published.version }),
        withBorder: true,
      });
      void queries.invalidateQueries({ queryKey: ['workflows'], predicate: ({ queryKey }) => queryKey[1] !== 'draft' });
    },
  });
};

const newerVersionOf = (problem: Error): number | undefined => {
  if (!(problem instanceof ApiProblem) || problem.code !== 'revision-conflict') return undefined;
  const { current } = problem.details;
  return typeof current === 'object' && current !== null && 'version' in current && typeof current.version === 'number'
    ? current.version
    : undefined;
};

interface FailureProps {
  readonly problem: Error;
  readonly given: PublishDialogProps;
  readonly onRebased: () => void;
}

function Failure({ problem, given, onRebased }: FailureProps) {
  const { t } = useTranslation('workflow');
  const { saver, onFocus, onClose } = given;
  const newer = newerVersionOf(problem);
  if (newer !== undefined) {
    const { revision, baseVersion } = saver.state.getSnapshot();
    const rebase = (): void => {
      saver.standOn({ revision, baseVersion: newer });
      onRebased();
    };
    return (
      <div className={classes.behind} role="alert">
        <strong>{t('behind.title')}</strong>
        <p>{t('behind.text', { base: baseVersion, current: newer })}</p>
        <Button size="xs" variant="default" onClick={rebase}>
          {t('behind.rebase', { current: newer })}
        </Button>
      </div>
    );
  }
  if (problem instanceof ApiProblem && problem.code === 'invalid') {
    const go = (activity: string | undefined): void => {
      onClose();
      if (activity !== undefined) onFocus({ activity });
    };
    return <PublishRefused errors={problem.errors} onGo={go} />;
  }
  return <ProblemNotice problem={problem} />;
}

/** What differs from the newest version; asked once what is drawn is saved. */
function Changes({ workflow, saver, draft }: PublishDialogProps) {
  const { t } = useTranslation('changes');
  const saved = useQuery({
    queryKey: ['workflows', 'flushed', workflow.name],
    queryFn: () => saver.flush(),
    gcTime: 0,
  });
  return (
    <section className={classes.changes} aria-label={t('sincePublished')}>
      <h3 className={classes.heading}>{t('sincePublished')}</h3>
      {saved.data === true && (
        <VersionChanges workflow={workflow.name} from={workflow.version} to="draft" draft={draft} />
      )}
    </section>
  );
}

/** Makes a version of the draft, with a note; what stands in the way is listed and nothing is published. */
export function PublishDialog(props: PublishDialogProps) {
  const { t } = useTranslation(['workflow', 'frame']);
  const { workflow, title, onClose } = props;
  const publishing = usePublishing(props);
  const [note, setNote] = useState('');
  const version = workflow.version + 1;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    publishing.mutate(note.trim());
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('workflow:publish.title', { name: title })}
      closeButtonProps={{ 'aria-label': t('frame:close') }}
    >
      <form onSubmit={submit} className={classes.form}>
        {publishing.isError && <Failure problem={publishing.error} given={props} onRebased={publishing.reset} />}
        <Textarea
          label={t('workflow:publish.note')}
          placeholder={t('workflow:publish.notePlaceholder')}
          autosize
          minRows={2}
          data-autofocus
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Text size="sm" c="var(--sb-text-2)">
          {t('workflow:publish.next', { version })}
        </Text>
        {workflow.version > 0 && <Changes {...props} />}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('frame:cancel')}
          </Button>
          <Button type="submit" loading={publishing.isPending}>
            {t('workflow:publish.submit', { version })}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
