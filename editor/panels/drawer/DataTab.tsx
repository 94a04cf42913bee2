import { Anchor, Select } from '@mantine/core';
import { IconRoute } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../i18n/useFormats.ts';
import type { InstanceHistory } from '../../live/useInstanceHistory.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageLoading } from '../../ui/PageLoading.tsx';
import { EventRows } from './EventRows.tsx';
import { passingsOf, shownAtFirst, type Passing, type PassingsAbout } from './passings.ts';
import classes from './DataTab.module.css';

interface DataTabProps {
  readonly instance: string;
  readonly history: InstanceHistory;
  readonly about: PassingsAbout;
  readonly nameOf: (activity: string) => string;
  readonly onClearSelection: () => void;
}

/** How many passings are offered for choice; older ones are reached by choosing a transition. */
const mostOffered = 200;

const isNarrowed = ({ activity, transition }: PassingsAbout): boolean =>
  activity !== undefined || transition !== undefined;

/** How a passing is called in the list of all. */
function useWordsOf(nameOf: DataTabProps['nameOf']): (passing: Passing) => string {
  const { t } = useTranslation('drawer');
  const formats = useFormats();
  return ({ from, to, atMs, rows }) =>
    t('data.passing', {
      from: nameOf(from),
      to: nameOf(to),
      at: formats.clock(atMs),
      rows: rows ? t('data.count', { count: rows.count }) : t('data.noRows'),
    });
}

/** Where nothing has passed: what would be here, and how to see more. */
function NothingPassed({ history, about }: Pick<DataTabProps, 'history' | 'about'>) {
  const { t } = useTranslation('drawer');
  const { loadEarlier } = history;
  return (
    <EmptyState
      icon={<IconRoute size={22} aria-hidden />}
      title={isNarrowed(about) ? t('data.notPassed.title') : t('data.nothing.title')}
      action={
        loadEarlier && (
          <Anchor component="button" size="sm" onClick={loadEarlier}>
            {t('earlier')}
          </Anchor>
        )
      }
    >
      {isNarrowed(about) ? t('data.notPassed.text') : t('data.nothing.text')}
    </EmptyState>
  );
}

function Passed({
  instance,
  passings,
  about,
  nameOf,
  onClearSelection,
}: Omit<DataTabProps, 'history'> & { readonly passings: readonly Passing[] }) {
  const { t } = useTranslation('drawer');
  const wordsOf = useWordsOf(nameOf);
  const [picked, setPicked] = useState<string>();
  const shown = passings.find(({ key }) => key === picked) ?? shownAtFirst(passings);
  if (!shown) return null;
  const offered = passings.slice(0, mostOffered);
  const choice = offered.includes(shown) ? offered : [...offered, shown];
  return (
    <div className={classes.tab}>
      <div className={classes.bar}>
        <Select
          size="xs"
          className={classes.choice}
          aria-label={t('data.choose')}
          allowDeselect={false}
          searchable={choice.length > 12}
          data={choice.map((passing) => ({ value: passing.key, label: wordsOf(passing) }))}
          value={shown.key}
          onChange={(key) => setPicked(key ?? undefined)}
          nothingFoundMessage={t('data.noMatch')}
          maxDropdownHeight={240}
        />
        {isNarrowed(about) && (
          <Anchor component="button" size="xs" className={classes.all} onClick={onClearSelection}>
            {t('showAll')}
          </Anchor>
        )}
        {passings.length > mostOffered && (
          <span className={classes.note}>{t('data.newest', { count: mostOffered, total: passings.length })}</span>
        )}
      </div>
      {shown.rows ? (
        <EventRows key={shown.key} instance={instance} passing={shown} rows={shown.rows} nameOf={nameOf} />
      ) : (
        <EmptyState title={t('data.noTable.title')}>{t('data.noTable.text', { from: nameOf(shown.from) })}</EmptyState>
      )}
    </div>
  );
}

/** The rows that passed: of the chosen transition or activity, else of the last event that carried any. */
export function DataTab({ history, about, ...props }: DataTabProps) {
  const { entries, isLoading } = history;
  const { transition, activity } = about;
  const passings = useMemo(() => passingsOf(entries, { transition, activity }), [entries, transition, activity]);
  if (passings.length === 0 && isLoading && entries.length === 0) return <PageLoading />;
  if (passings.length === 0) return <NothingPassed history={history} about={about} />;
  return <Passed key={`${transition ?? ''} ${activity ?? ''}`} {...props} about={about} passings={passings} />;
}
