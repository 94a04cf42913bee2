import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LazyCodeField } from '../../../definitions/forms/code/LazyCodeField.tsx';
import type { DefinitionDraft } from '../../document/definitionDraft.ts';
import type { DocumentStore } from '../../document/documentStore.ts';
import { readJson } from './readJson.ts';
import classes from './JsonTab.module.css';

interface JsonTabProps {
  readonly definition: DefinitionDraft;
  /** Where somebody draws: what is written can be applied. */
  readonly store?: DocumentStore;
}

/** The definition as JSON beside the canvas; what is applied is one step of undo. */
export function JsonTab({ definition, store }: JsonTabProps) {
  const { t } = useTranslation('drawer');
  const drawn = useMemo(() => JSON.stringify(definition, null, 2), [definition]);
  // Undefined while the text follows the canvas.
  const [written, setWritten] = useState<string>();
  const clipboard = useClipboard();
  const text = written ?? drawn;
  const read = useMemo(() => readJson(text), [text]);
  const isChanged = written !== undefined && written !== drawn;
  const apply = (): void => {
    if (!('draft' in read)) return;
    store?.dispatch({ type: 'replaceDefinition', definition: read.draft });
    setWritten(undefined);
  };
  const fault = (): string | undefined => {
    if ('notJson' in read) return t('json.notJson', { message: read.notJson });
    if ('unreadable' in read) return t('json.notDrawable', read.unreadable);
    return undefined;
  };
  return (
    <div className={classes.tab}>
      <div className={classes.bar}>
        <span className={fault() === undefined ? classes.state : classes.fault} role="status">
          {fault() ?? (isChanged ? t('json.changed') : t('json.same'))}
        </span>
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          leftSection={clipboard.copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
          onClick={() => clipboard.copy(text)}
        >
          {clipboard.copied ? t('json.copied') : t('json.copy')}
        </Button>
        {isChanged && (
          <Button size="compact-xs" variant="default" onClick={() => setWritten(undefined)}>
            {t('json.revert')}
          </Button>
        )}
        {store && (
          <Button size="compact-xs" disabled={!isChanged || fault() !== undefined} onClick={apply}>
            {t('json.apply')}
          </Button>
        )}
      </div>
      <div className={classes.editor}>
        <LazyCodeField
          language="json"
          fill
          lineNumbers
          value={text}
          readOnly={!store}
          label={store ? t('json.editor') : t('json.readOnly')}
          onChange={setWritten}
        />
      </div>
    </div>
  );
}
