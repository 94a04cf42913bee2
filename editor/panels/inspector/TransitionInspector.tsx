import { IconArrowRight } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { DerivedForm } from '../../../definitions/forms/DerivedForm.tsx';
import { outletOf, type TransitionDraft } from '../../document/definitionDraft.ts';
import type { DocumentStore } from '../../document/documentStore.ts';
import { localizedWith, writtenIn } from '../../document/localizedText.ts';
import { useTextLanguage } from '../../i18n/textLanguage.tsx';
import { transitionFields } from './fieldSets.ts';
import classes from './Inspector.module.css';

interface TransitionInspectorProps {
  readonly store: DocumentStore;
  readonly transitionKey: string;
  readonly transition: TransitionDraft;
}

const noProblems = [] as const;

/** The fields of a transition. */
export function TransitionInspector({ store, transitionKey, transition }: TransitionInspectorProps) {
  const { t } = useTranslation('inspector');
  const { language } = useTextLanguage();
  const fields = useMemo(() => transitionFields(t), [t]);
  const label = writtenIn(language, transition['label']) || undefined;
  const { jump } = transition;
  const values = { ...(label !== undefined && { label }), ...(jump !== undefined && { jump }) };
  return (
    <>
      <header className={classes.header}>
        <span className={classes.icon}>
          <IconArrowRight size={22} stroke={1.75} aria-hidden />
        </span>
        <div className={classes.titles}>
          <h2 className={classes.title}>{t('transition.title')}</h2>
          <div className={classes.subtitle}>
            {t('transition.way', { from: transition.from, to: transition.to, outlet: outletOf(transition) })}
          </div>
        </div>
      </header>
      <div className={classes.panel}>
        <DerivedForm
          fields={fields}
          values={values}
          problems={noProblems}
          setValue={(field, value) => {
            const kept =
              field === 'label'
                ? localizedWith(transition['label'], language, typeof value === 'string' ? value : '')
                : value;
            store.dispatch(
              { type: 'setTransitionField', transition: transitionKey, field, value: kept },
              `${transitionKey}/${field}`,
            );
          }}
        />
      </div>
    </>
  );
}
