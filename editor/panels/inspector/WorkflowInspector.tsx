import { Textarea, TextInput } from '@mantine/core';
import { IconHierarchy } from '@tabler/icons-react';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { DerivedForm } from '../../../definitions/forms/DerivedForm.tsx';
import { useFormEnvironment } from '../../../definitions/forms/formEnvironment.tsx';
import type { Json } from '../../../engine/model/json.ts';
import type { Problem } from '../../../engine/model/problem.ts';
import type { DefinitionDraft } from '../../document/definitionDraft.ts';
import type { DocumentStore } from '../../document/documentStore.ts';
import { localizedWith, textIn, writtenIn } from '../../document/localizedText.ts';
import { useTextLanguage } from '../../i18n/textLanguage.tsx';
import { dataFields, generalFields, runningFields } from './fieldSets.ts';
import { problemsAt } from './problemsAt.ts';
import classes from './Inspector.module.css';

interface WorkflowInspectorProps {
  readonly store: DocumentStore;
  readonly definition: DefinitionDraft;
  readonly problems: readonly Problem[];
}

/** The properties of the workflow itself. */
export function WorkflowInspector({ store, definition, problems }: WorkflowInspectorProps) {
  const { t } = useTranslation('inspector');
  const { language } = useTextLanguage();
  const { readOnly } = useFormEnvironment();
  const setValue = useCallback(
    (property: string, value: Json | undefined) =>
      void store.dispatch({ type: 'setProperty', property, value }, `/${property}`),
    [store],
  );
  const own = useMemo(() => problemsAt(problems, ''), [problems]);
  const sections = useMemo(
    () => [
      { title: t('workflow.general'), fields: generalFields(t) },
      { title: t('workflow.running'), fields: runningFields(t) },
      { title: t('workflow.data'), fields: dataFields(t) },
    ],
    [t],
  );
  const { activities: _activities, transitions: _transitions, ...values } = definition;
  const words = (property: 'label' | 'description', otherwise = '') => ({
    value: writtenIn(language, definition[property]),
    placeholder: textIn(language, definition[property]) ?? otherwise,
    readOnly,
    onChange: (event: { currentTarget: { value: string } }) =>
      setValue(property, localizedWith(definition[property], language, event.currentTarget.value)),
  });
  const name = typeof definition['name'] === 'string' ? definition['name'] : '';
  return (
    <>
      <header className={classes.header}>
        <span className={classes.icon}>
          <IconHierarchy size={22} stroke={1.75} aria-hidden />
        </span>
        <div className={classes.titles}>
          <h2 className={classes.title}>{t('workflow.title')}</h2>
          <div className={classes.subtitle}>
            <code>{name}</code>
          </div>
        </div>
      </header>
      <div className={classes.panel}>
        <div className={classes.section}>
          <TextInput label={t('workflow.label')} {...words('label', name)} />
          <Textarea label={t('workflow.description')} autosize minRows={2} maxRows={8} {...words('description')} />
        </div>
        {sections.map(({ title, fields }) => (
          <div key={title} className={classes.section}>
            <h3>{title}</h3>
            <DerivedForm fields={fields} values={values} setValue={setValue} problems={own} />
          </div>
        ))}
      </div>
    </>
  );
}
