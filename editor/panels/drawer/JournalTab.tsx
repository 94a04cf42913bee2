import { Anchor, Button, SegmentedControl, TextInput, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconArrowDown, IconExclamationCircle, IconSearch } from '@tabler/icons-react';
import { useLayoutEffect, useMemo, useRef, useState, type UIEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { Level } from '../../../engine/model/entry.ts';
import { useFormats } from '../../i18n/useFormats.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { joinClasses } from '../../ui/joinClasses.ts';
import type { InstanceHistory } from '../../live/useInstanceHistory.ts';
import { activityOf, lineOf } from './entryLine.ts';
import { isShown, journalDepths, type JournalFilter, type WordedEntry } from './journalFilter.ts';
import classes from './JournalTab.module.css';

/** How many lines stand in the page at once; the rest is a click away. */
const stretch = 600;
const nearEnd = 24;
const depthSchema = z.enum(journalDepths);

interface JournalTabProps {
  readonly history: InstanceHistory;
  readonly selected: readonly string[];
  readonly onSelect: (activity: string) => void;
  readonly onClearSelection: () => void;
  readonly nameOf: (activity: string) => string;
}

const levelIcon = (level: Level) => {
  if (level === 'error') return <IconExclamationCircle size={15} className={classes.errorIcon} aria-hidden />;
  if (level === 'warning') return <IconAlertTriangle size={15} className={classes.warningIcon} aria-hidden />;
  return <span className={classes.infoIcon} aria-hidden />;
};

interface LineProps extends Pick<JournalTabProps, 'onSelect' | 'nameOf'> {
  readonly worded: WordedEntry;
}

function Line({ worded: { entry, line }, onSelect, nameOf }: LineProps) {
  const { t } = useTranslation('status');
  const formats = useFormats();
  const activity = activityOf(entry);
  return (
    <li className={joinClasses(classes.line, classes[line.level])} data-seq={entry.seq} data-type={entry.type}>
      <time
        className={classes.at}
        dateTime={new Date(entry.atMs).toISOString()}
        title={formats.fullInstant(entry.atMs)}
      >
        {formats.clock(entry.atMs)}
      </time>
      <span className={classes.level} title={t(`level.${line.level}`)}>
        {levelIcon(line.level)}
      </span>
      {activity === undefined ? (
        <span className={classes.activity} />
      ) : (
        <UnstyledButton className={classes.activity} onClick={() => onSelect(activity)} title={activity}>
          {nameOf(activity)}
        </UnstyledButton>
      )}
      <span className={classes.text}>{line.text}</span>
    </li>
  );
}

interface FiltersProps extends Pick<JournalTabProps, 'selected' | 'onClearSelection' | 'nameOf'> {
  readonly filter: JournalFilter;
  readonly onFilter: (change: Partial<JournalFilter>) => void;
}

function Filters({ filter, onFilter, selected, onClearSelection, nameOf }: FiltersProps) {
  const { t } = useTranslation('drawer');
  return (
    <div className={classes.filters}>
      <SegmentedControl
        size="xs"
        aria-label={t('level.label')}
        value={filter.depth}
        onChange={(depth) => onFilter({ depth: depthSchema.parse(depth) })}
        data={journalDepths.map((value) => ({ value, label: t(`level.${value}`) }))}
      />
      <TextInput
        size="xs"
        className={classes.search}
        aria-label={t('search')}
        placeholder={t('search')}
        leftSection={<IconSearch size={14} aria-hidden />}
        value={filter.text}
        onChange={(event) => onFilter({ text: event.currentTarget.value })}
      />
      {selected.length > 0 && (
        <span className={classes.only}>
          {t('onlySelection', { names: selected.map(nameOf).join(', ') })}{' '}
          <Anchor component="button" size="xs" onClick={onClearSelection}>
            {t('showAll')}
          </Anchor>
        </span>
      )}
    </div>
  );
}

/** Keeps the newest line in view as long as the reader has not scrolled away from it. */
const useTail = (count: number) => {
  const list = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  useLayoutEffect(() => {
    if (atEnd && list.current) list.current.scrollTop = list.current.scrollHeight;
  }, [atEnd, count]);
  const onScroll = ({ currentTarget }: UIEvent<HTMLElement>): void =>
    setAtEnd(currentTarget.scrollHeight - currentTarget.scrollTop - currentTarget.clientHeight < nearEnd);
  return { list, atEnd, onScroll, toEnd: () => setAtEnd(true) };
};

/** What the reader chose: how deep, which words, how far back. */
type Given = Pick<JournalFilter, 'depth' | 'text'> & { readonly shown: number };

/** The instance's history in words: filtered by selection, depth and text; it follows the newest line. */
export function JournalTab({ history, selected, onSelect, onClearSelection, nameOf }: JournalTabProps) {
  const { t } = useTranslation(['drawer', 'status']);
  const formats = useFormats();
  const [given, setGiven] = useState<Given>({ depth: 'journal', text: '', shown: stretch });
  const filter: JournalFilter = { depth: given.depth, text: given.text, activities: selected };
  const worded = useMemo(
    () => history.entries.map((entry) => ({ entry, line: lineOf(entry, { t, formats }) })),
    [history.entries, t, formats],
  );
  const matching = worded.filter((each) => isShown(each, filter));
  const hidden = Math.max(0, matching.length - given.shown);
  const { list, atEnd, onScroll, toEnd } = useTail(matching.length);
  const showEarlier = (): void => {
    setGiven({ ...given, shown: given.shown + stretch });
    if (hidden === 0) history.loadEarlier?.();
  };
  return (
    <div className={classes.journal}>
      <Filters
        filter={filter}
        onFilter={(change) => setGiven({ ...given, ...change })}
        selected={selected}
        onClearSelection={onClearSelection}
        nameOf={nameOf}
      />
      <div
        className={classes.scroll}
        ref={list}
        onScroll={onScroll}
        tabIndex={0}
        role="log"
        aria-label={t('drawer:tab.journal')}
      >
        {(hidden > 0 || history.loadEarlier) && (
          <Button variant="subtle" size="compact-xs" className={classes.earlier} onClick={showEarlier}>
            {hidden > 0 ? t('drawer:earlierOf', { count: hidden }) : t('drawer:earlier')}
          </Button>
        )}
        {matching.length === 0 && !history.isLoading && (
          <EmptyState title={t('drawer:journalEmpty.title')}>{t('drawer:journalEmpty.text')}</EmptyState>
        )}
        <ol className={classes.lines}>
          {matching.slice(hidden).map((each) => (
            <Line key={each.entry.seq} worded={each} onSelect={onSelect} nameOf={nameOf} />
          ))}
        </ol>
      </div>
      {!atEnd && matching.length > 0 && (
        <Button
          size="compact-xs"
          variant="default"
          className={classes.toEnd}
          leftSection={<IconArrowDown size={14} />}
          onClick={toEnd}
        >
          {t('drawer:toNewest')}
        </Button>
      )}
    </div>
  );
}
