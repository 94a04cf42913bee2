import { Button, Modal, Text } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readDraft } from '../../document/definitionDraft.ts';
import type { DocumentStore } from '../../document/documentStore.ts';
import { useFormats } from '../../i18n/useFormats.ts';
import type { DraftSaver, OtherDraft, SaveState } from '../../pages/workflow/draftSaver.ts';
import classes from './ConflictDialog.module.css';

interface ConflictDialogProps {
  readonly store: DocumentStore;
  readonly saver: DraftSaver;
  readonly save: SaveState;
}

/** Puts theirs into the document; what was there is one step of undo away. */
const take = (store: DocumentStore, other: OtherDraft): void => {
  const read = readDraft(other.definition);
  if ('draft' in read) store.dispatch({ type: 'replaceDefinition', definition: read.draft });
};

const useChoices = ({ store, saver, save }: ConflictDialogProps) => {
  const { other } = save;
  const takeTheirs = (): void => {
    if (!other) return;
    take(store, other);
    saver.standOn(other);
    void saver.flush();
  };
  const keepMine = (): void => {
    if (!other) return;
    const { definition } = store.getSnapshot();
    take(store, other);
    store.seal();
    store.dispatch({ type: 'replaceDefinition', definition });
    saver.standOn(other);
    void saver.flush();
  };
  return { takeTheirs, keepMine };
};

/** Somebody else saved first: nothing is overwritten, and nothing is lost, whatever is chosen. */
export function ConflictDialog(props: ConflictDialogProps) {
  const { t } = useTranslation(['workflow', 'frame']);
  const formats = useFormats();
  const clipboard = useClipboard();
  const { save, store } = props;
  const { other } = save;
  const { takeTheirs, keepMine } = useChoices(props);
  const [postponed, setPostponed] = useState(-1);
  const opened = save.status === 'conflict' && postponed !== store.getSnapshot().revision;
  const later = (): void => setPostponed(store.getSnapshot().revision);
  return (
    <Modal
      opened={opened}
      onClose={later}
      title={t('workflow:conflict.title')}
      closeButtonProps={{ 'aria-label': t('frame:close') }}
    >
      <Text size="sm" c="var(--sb-text-2)">
        {other
          ? t('workflow:conflict.text', { by: other.changedBy, when: formats.instant(other.changedAt) })
          : t('workflow:conflict.textUnknown')}
      </Text>
      <div className={classes.choices}>
        <button type="button" className={classes.choice} onClick={keepMine} disabled={!other}>
          <strong>{t('workflow:conflict.mine')}</strong>
          <span>{t('workflow:conflict.mineHelp')}</span>
        </button>
        <button type="button" className={classes.choice} onClick={takeTheirs} disabled={!other}>
          <strong>{t('workflow:conflict.theirs')}</strong>
          <span>{t('workflow:conflict.theirsHelp')}</span>
        </button>
      </div>
      <div className={classes.buttons}>
        <Button
          variant="subtle"
          onClick={() => clipboard.copy(JSON.stringify(store.getSnapshot().definition, null, 2))}
        >
          {clipboard.copied ? t('workflow:conflict.copied') : t('workflow:conflict.copy')}
        </Button>
        <Button variant="default" onClick={later}>
          {t('workflow:conflict.later')}
        </Button>
      </div>
    </Modal>
  );
}
