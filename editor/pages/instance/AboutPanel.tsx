import { CloseButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { InstanceView } from '../../../server/contract/instanceView.ts';
import { keyOf, type DefinitionDraft } from '../../document/definitionDraft.ts';
import type { Selection } from '../../document/selection.ts';
import { AboutActivity } from './AboutActivity.tsx';
import { AboutInstance } from './AboutInstance.tsx';
import { AboutTransition } from './AboutTransition.tsx';
import classes from './AboutPanel.module.css';

interface AboutPanelProps {
  readonly view: InstanceView;
  readonly definition: DefinitionDraft | undefined;
  readonly selection: Selection;
  readonly nameOf: (activity: string) => string;
  readonly onClear: () => void;
  readonly onSelect: (activity: string) => void;
  readonly onShowRows: () => void;
}

/** What is known of the selected activity or transition, else of the whole instance. */
export function AboutPanel({ view, definition, selection, nameOf, onClear, onSelect, onShowRows }: AboutPanelProps) {
  const { t } = useTranslation('instance');
  const [activity] = selection.activities;
  const [key] = selection.transitions;
  const transition = definition?.transitions.find((each) => keyOf(each) === key);
  const nothing = activity === undefined && !transition;
  return (
    <aside className={classes.panel} aria-label={t('panel.label')}>
      {!nothing && <CloseButton className={classes.close} aria-label={t('panel.close')} onClick={onClear} />}
      {activity !== undefined && (
        <AboutActivity key={activity} view={view} definition={definition} activity={activity} nameOf={nameOf} />
      )}
      {activity === undefined && transition && (
        <AboutTransition view={view} transition={transition} nameOf={nameOf} onShowRows={onShowRows} />
      )}
      {nothing && <AboutInstance view={view} definition={definition} nameOf={nameOf} onSelect={onSelect} />}
    </aside>
  );
}
