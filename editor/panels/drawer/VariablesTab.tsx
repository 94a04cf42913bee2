import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LazyCodeField } from '../../../definitions/forms/code/LazyCodeField.tsx';
import type { Json } from '../../../engine/model/json.ts';
import type { InstanceView } from '../../../server/contract/instanceView.ts';
import { variablesQuery } from '../../api/instances.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageLoading } from '../../ui/PageLoading.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useRights } from '../../ui/SessionProvider.tsx';
import { useAsk } from '../topbar/useAsk.tsx';
import { changesOf, type ReadVariables } from './readVariables.ts';
import classes from './VariablesTab.module.css';

type Values = Readonly<Record<string, Json>>;

const textOf = (values: Values): string => JSON.stringify(values, null, 2);

function useFaultOf(): (read: ReadVariables) => string | undefined {
  const { t } = useTranslation('drawer');
  return (read) => {
    if ('notJson' in read) return t('json.notJson', { message: read.notJson });
    if ('notObject' in read) return t('variables.notObject');
    if ('missing' in read) return t('variables.missing', { names: read.missing.join(', ') });
    if ('changedMeanwhile' in read) return t('variables.changedMeanwhile', { names: read.changedMeanwhile.join(', ') });
    if ('masked' in read) return t('variables.isMask', { names: read.masked.join(', ') });
    return undefined;
  };
}

interface Written {
  readonly text: string;
  /** What the writing began with. */
  readonly base: Values;
  /** It was asked for: as soon as it is in force the text follows the instance again. */
  readonly isSent: boolean;
}

const namesIn = (read: ReadVariables): readonly string[] => ('changed' in read ? Object.keys(read.changed) : []);

/** What is written in the place of the variables; where it is refused, the text stays. */
function useWriting(vars: Values, isLocked: boolean) {
  const [written, setWritten] = useState<Written>();
  const reading = (draft: Written | undefined): ReadVariables =>
    changesOf(draft?.text ?? textOf(vars), { base: draft?.base ?? vars, vars });
  const isAtRest = (read: ReadVariables): boolean => 'changed' in read && namesIn(read).length === 0;
  const draft = isLocked || (written?.isSent && isAtRest(reading(written))) ? undefined : written;
  const read = reading(draft);
  const isClean = isAtRest(read);
  const base = isClean ? vars : (draft?.base ?? vars);
  return {
    text: draft?.text ?? textOf(vars),
    read,
    isClean,
    write: (text: string): void => setWritten({ text, base, isSent: false }),
    revert: (): void => setWritten(undefined),
    sent: (): void => setWritten(draft && { ...draft, isSent: true }),
  };
}

interface EditorProps {
  readonly view: InstanceView;
  readonly vars: Values;
  /** Why they cannot be changed now; undefined where they can. */
  readonly locked: string | undefined;
}

function Editor({ view, vars, locked }: EditorProps) {
  const { t } = useTranslation(['drawer', 'workflow']);
  const { ask, asking } = useAsk();
  const faultOf = useFaultOf();
  const { text, read, isClean, write, revert, sent } = useWriting(vars, locked !== undefined);
  const fault = faultOf(read);
  const changes = namesIn(read);
  const apply = (): void => {
    if (!('changed' in read)) return;
    ask({
      asked: { of: 'variables', id: view.instance, body: { vars: read.changed } },
      words: t('workflow:request.variables', { names: changes.join(', ') }),
    });
    sent();
  };
  const state = changes.length > 0 ? t('drawer:variables.changed', { names: changes.join(', ') }) : undefined;
  return (
    <section className={classes.part} aria-label={t('drawer:variables.vars')}>
      <div className={classes.bar}>
        <h3 className={classes.title}>{t('drawer:variables.vars')}</h3>
        <span className={fault === undefined ? classes.state : classes.fault} role="status">
          {locked ?? fault ?? state ?? t('drawer:variables.edit')}
        </span>
        {!isClean && locked === undefined && (
          <Button size="compact-xs" variant="default" onClick={revert}>
            {t('drawer:json.revert')}
          </Button>
        )}
        {locked === undefined && (
          <Button size="compact-xs" disabled={asking || fault !== undefined || changes.length === 0} onClick={apply}>
            {t('drawer:json.apply')}
          </Button>
        )}
      </div>
      <div className={classes.editor}>
        <LazyCodeField
          language="json"
          fill
          lineNumbers
          value={text}
          readOnly={locked !== undefined}
          label={t('drawer:variables.vars')}
          onChange={write}
        />
      </div>
    </section>
  );
}

/** What the instance was begun with and what it has worked out; changed while it is paused, by whoever may. */
export function VariablesTab({ view }: { readonly view: InstanceView }) {
  const { t } = useTranslation('drawer');
  const can = useRights();
  const rests = view.status === 'paused' || view.endedAtMs !== undefined;
  const { data, error, refetch } = useQuery(variablesQuery(view.instance, rests ? view.seq : undefined));
  if (error) return <ProblemNotice problem={error} onRetry={() => void refetch()} />;
  if (!data) return <PageLoading />;
  const { inputs, vars } = data;
  const locked = (): string | undefined => {
    if (!can('modify')) return t('variables.noRight');
    return view.status === 'paused' ? undefined : t('variables.notPaused');
  };
  if (locked() !== undefined && Object.keys(inputs).length + Object.keys(vars).length === 0) {
    return <EmptyState title={t('variables.empty.title')}>{t('variables.empty.text')}</EmptyState>;
  }
  return (
    <div className={classes.tab}>
      <Editor view={view} vars={vars} locked={locked()} />
      <section className={classes.part} aria-label={t('variables.inputs')}>
        <div className={classes.bar}>
          <h3 className={classes.title}>{t('variables.inputs')}</h3>
          <span className={classes.state}>{t('variables.inputsHelp')}</span>
        </div>
        <div className={classes.editor}>
          <LazyCodeField
            language="json"
            fill
            lineNumbers
            value={textOf(inputs)}
            readOnly
            label={t('variables.inputs')}
            onChange={() => undefined}
          />
        </div>
      </section>
    </div>
  );
}
