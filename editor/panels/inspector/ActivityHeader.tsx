import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { KindIcon } from '../../canvas/KindIcon.tsx';
import { useKindCatalogue } from '../../canvas/kindCatalogue.tsx';
import type { ActivityDraft } from '../../document/definitionDraft.ts';
import type { DocumentStore } from '../../document/documentStore.ts';
import { localizedWith, textIn, writtenIn } from '../../document/localizedText.ts';
import { useTextLanguage } from '../../i18n/textLanguage.tsx';
import { useFormEnvironment } from '../../../definitions/forms/formEnvironment.tsx';
import classes from './Inspector.module.css';

interface ActivityHeaderProps {
  readonly store: DocumentStore;
  readonly activity: string;
  readonly draft: ActivityDraft;
}

/** What is inspected: its kind, and its label to change on the spot. */
export function ActivityHeader({ store, activity, draft }: ActivityHeaderProps) {
  const { t } = useTranslation('inspector');
  const { language } = useTextLanguage();
  const { kinds } = useKindCatalogue();
  const { readOnly } = useFormEnvironment();
  const kind = kinds.get(draft.type);
  const write = (text: string) =>
    store.dispatch(
      { type: 'setField', activity, field: 'label', value: localizedWith(draft['label'], language, text) },
      `${activity}/label`,
    );
  return (
    <header className={classes.header}>
      <span className={classes.icon}>
        <KindIcon kind={draft.type} size={22} />
      </span>
      <div className={classes.titles}>
        <TextInput
          variant="unstyled"
          classNames={{ input: classes.title ?? '' }}
          value={writtenIn(language, draft['label'])}
          placeholder={textIn(language, draft['label']) ?? activity}
          readOnly={readOnly}
          aria-label={t('label')}
          onChange={(event) => write(event.currentTarget.value)}
        />
        <div className={classes.subtitle} title={kind?.summary}>
          {kind?.label ?? draft.type} · <code>{activity}</code>
        </div>
      </div>
    </header>
  );
}
