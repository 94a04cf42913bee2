import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { FormEnvironmentProvider, type TableHint } from '../../../definitions/forms/formEnvironment.tsx';
import type { Problem } from '../../../engine/model/problem.ts';
import { useKindCatalogue } from '../../canvas/kindCatalogue.tsx';
import { activityIn } from '../../document/definitionDraft.ts';
import type { DocumentStore } from '../../document/documentStore.ts';
import { findTransition } from '../../document/rules.ts';
import { useDocument } from '../../document/useDocument.ts';
import { ActivityInspector } from './ActivityInspector.tsx';
import { TransitionInspector } from './TransitionInspector.tsx';
import { useEnvironment } from './useEnvironment.ts';
import { WorkflowInspector } from './WorkflowInspector.tsx';
import classes from './Inspector.module.css';

/** What the inspector is given. */
export interface InspectorProps {
  readonly store: DocumentStore;
  readonly problems?: readonly Problem[];
  readonly readOnly?: boolean;
  /** The tables and options that SQL and expressions complete. */
  readonly tables?: readonly TableHint[];
  readonly options?: readonly string[];
}

const noProblems: readonly Problem[] = [];
const noTables: readonly TableHint[] = [];
const noOptions: readonly string[] = [];

/** One stack of undo: the fields' own would undo what the document does not know. */
function undoKeys(event: KeyboardEvent, store: DocumentStore): void {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase();
  const isRedo = key === 'y' || (key === 'z' && event.shiftKey);
  if (!isRedo && key !== 'z') return;
  event.preventDefault();
  event.stopPropagation();
  if (isRedo) store.redo();
  else store.undo();
}

/** The fields of the selected activity or transition; of the workflow where nothing is selected. */
export function Inspector(props: InspectorProps) {
  const { store, problems = noProblems, readOnly = false, tables = noTables, options = noOptions } = props;
  const { t } = useTranslation('inspector');
  const { kinds } = useKindCatalogue();
  const { definition, selection } = useDocument(store);
  const [activity, ...others] = selection.activities;
  const [key] = selection.transitions;
  const draft = activity === undefined ? undefined : activityIn(definition, activity);
  const transition = key === undefined ? undefined : findTransition(definition, key);
  const environment = useEnvironment(definition, kinds, draft && activity, { readOnly, tables, options });
  const content = () => {
    if (others.length > 0) return <Several count={selection.activities.length} />;
    if (activity !== undefined && draft)
      return <ActivityInspector key={activity} store={store} activity={activity} draft={draft} problems={problems} />;
    if (key !== undefined && transition)
      return <TransitionInspector key={key} store={store} transitionKey={key} transition={transition} />;
    return <WorkflowInspector store={store} definition={definition} problems={problems} />;
  };
  return (
    <FormEnvironmentProvider value={environment}>
      <section
        className={classes.inspector}
        aria-label={t('title')}
        onKeyDownCapture={(event) => undoKeys(event, store)}
        onBlur={store.seal}
      >
        {content()}
      </section>
    </FormEnvironmentProvider>
  );
}

function Several({ count }: { readonly count: number }) {
  const { t } = useTranslation('inspector');
  return (
    <div className={classes.several}>
      <h2>{t('several.title', { count })}</h2>
      <p>{t('several.words')}</p>
    </div>
  );
}
