import { IconCloudCheck, IconCloudOff, IconCloudUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { SaveState } from '../../pages/workflow/draftSaver.ts';
import { useProblemText } from '../../ui/useProblemText.ts';
import classes from './SaveMark.module.css';

/** Whether what is drawn is saved. */
export function SaveMark({ save }: { readonly save: SaveState }) {
  const { t } = useTranslation('workflow');
  const wordProblem = useProblemText();
  if (save.status === 'failed' || save.status === 'conflict') {
    const why = save.failure === undefined ? undefined : wordProblem(save.failure).title;
    return (
      <span className={classes.failed} role="status" title={why}>
        <IconCloudOff size={16} aria-hidden /> {t('top.saveFailed')}
      </span>
    );
  }
  if (save.status === 'saved') {
    return (
      <span className={classes.mark} role="status">
        <IconCloudCheck size={16} stroke={1.7} aria-hidden /> {t('top.saved')}
      </span>
    );
  }
  return (
    <span className={classes.mark} role="status">
      <IconCloudUp size={16} stroke={1.7} aria-hidden /> {save.status === 'saving' ? t('top.saving') : t('top.unsaved')}
    </span>
  );
}
