import { Alert, Badge, Tabs } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { DerivedForm } from '../../../definitions/forms/DerivedForm.tsx';
import type { FormProblem } from '../../../definitions/forms/formContext.tsx';
import type { FieldsSchema } from '../../../definitions/schema/fieldsSchema.ts';
import type { Json } from '../../../engine/model/json.ts';
import type { Problem } from '../../../engine/model/problem.ts';
import { useKindCatalogue } from '../../canvas/kindCatalogue.tsx';
import type { ActivityDraft } from '../../document/definitionDraft.ts';
import type { DocumentStore } from '../../document/documentStore.ts';
import { ActivityHeader } from './ActivityHeader.tsx';
import { advancedFields, errorFields, noteFields } from './fieldSets.ts';
import { IdField } from './IdField.tsx';
import { problemsAt } from './problemsAt.ts';
import classes from './Inspector.module.css';

interface ActivityInspectorProps {
  readonly store: DocumentStore;
  readonly activity: string;
  readonly draft: ActivityDraft;
  readonly problems: readonly Problem[];
}

/** Retries without a number of attempts are none; the first thing said about them brings one along. */
function completeRetry(value: Json | undefined, before: Json | undefined): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if (value['attempts'] !== undefined) return value;
  const had =
    typeof before === 'object' && before !== null && !Array.isArray(before) && before['attempts'] !== undefined;
  return had || Object.keys(value).length === 0 ? undefined : { attempts: 3, ...value };
}

function useSetField(store: DocumentStore, activity: string, draft: ActivityDraft) {
  const retry = draft['retry'];
  return useCallback(
    (field: string, value: Json | undefined) => {
      const kept = field === 'retry' ? completeRetry(value, retry) : value;
      store.dispatch({ type: 'setField', activity, field, value: kept }, `${activity}/${field}`);
    },
    [store, activity, retry],
  );
}

/** How many of the problems are in fields of a tab. */
const countIn = (problems: readonly FormProblem[], set: FieldsSchema | undefined): number =>
  problems.filter(({ pointer }) => Object.hasOwn(set?.properties ?? {}, pointer.split('/')[1] ?? '')).length;

function ProblemCount({ count }: { readonly count: number }) {
  if (count === 0) return null;
  return (
    <Badge circle size="sm" color="red" className={classes.count ?? ''}>
      {count}
    </Badge>
  );
}

/** The fields of one activity: what its kind configures, and what every activity may carry. */
export function ActivityInspector({ store, activity, draft, problems }: ActivityInspectorProps) {
  const { t } = useTranslation('inspector');
  const { fields, forms } = useKindCatalogue();
  const setField = useSetField(store, activity, draft);
  const own = useMemo(() => problemsAt(problems, `/activities/${activity}`), [problems, activity]);
  const [errors, advanced, notes] = useMemo(() => [errorFields(t), advancedFields(t), noteFields(t)], [t]);
  const kindFields = fields[draft.type];
  const OwnForm = forms[draft.type];
  const derived = (set: typeof errors) => (
    <DerivedForm fields={set} values={draft} setValue={setField} problems={own} />
  );
  const tabs = [
    { value: 'configure', set: kindFields },
    { value: 'errors', set: errors },
    { value: 'advanced', set: advanced },
    { value: 'notes', set: notes },
  ] as const;
  const configure = () => {
    if (OwnForm) return <OwnForm value={draft} onChange={setField} />;
    if (kindFields) return derived(kindFields);
    return <Alert color="red">{t('kindUnknown', { kind: draft.type })}</Alert>;
  };
  return (
    <>
      <ActivityHeader store={store} activity={activity} draft={draft} />
      <Tabs defaultValue="configure" keepMounted={false} className={classes.tabs ?? ''}>
        <Tabs.List className={classes.tabList ?? ''}>
          {tabs.map(({ value, set }) => (
            <Tabs.Tab key={value} value={value} rightSection={<ProblemCount count={countIn(own, set)} />}>
              {t(`tab.${value}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="configure" className={classes.panel ?? ''}>
          {configure()}
        </Tabs.Panel>
        <Tabs.Panel value="errors" className={classes.panel ?? ''}>
          {derived(errors)}
        </Tabs.Panel>
        <Tabs.Panel value="advanced" className={classes.panel ?? ''}>
          <IdField store={store} activity={activity} />
          {derived(advanced)}
        </Tabs.Panel>
        <Tabs.Panel value="notes" className={classes.panel ?? ''}>
          {derived(notes)}
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
