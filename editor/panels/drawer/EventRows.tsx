import { Button } from '@mantine/core';
import { IconDownload, IconLock } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { secretMask } from '../../../engine/model/secrets.ts';
import type { Json } from '../../../engine/model/json.ts';
import { ApiProblem } from '../../api/ApiProblem.ts';
import { eventRowsQuery, fetchAllRows, mostFileRows, rowsAtOnce } from '../../api/instances.ts';
import { useFormats } from '../../i18n/useFormats.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { joinClasses } from '../../ui/joinClasses.ts';
import page from '../../ui/page.module.css';
import { PageLoading } from '../../ui/PageLoading.tsx';
import { Pager } from '../../ui/Pager.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { rowsCsv } from './rowsCsv.ts';
import { saveFile } from './saveFile.ts';
import type { CarriedRows, Passing } from './passings.ts';
import classes from './DataTab.module.css';

interface EventRowsProps {
  readonly instance: string;
  readonly passing: Passing;
  readonly rows: CarriedRows;
  readonly nameOf: (activity: string) => string;
}

function Cell({ value }: { readonly value: Json | undefined }) {
  const { t } = useTranslation('drawer');
  if (value === undefined || value === null) return <span className={classes.none}>{t('data.null')}</span>;
  if (value === secretMask) {
    return (
      <span className={classes.masked} title={t('data.maskedHelp')}>
        <IconLock size={13} aria-hidden />
        {t('data.masked')}
      </span>
    );
  }
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return (
    <span className={classes.value} title={text}>
      {text}
    </span>
  );
}

interface TableProps {
  readonly columns: readonly string[];
  readonly items: readonly Readonly<Record<string, Json>>[];
  /** The number of the first row. */
  readonly first: number;
}

function Table({ columns, items, first }: TableProps) {
  const { t } = useTranslation('drawer');
  const formats = useFormats();
  const isNumber = (name: string): boolean =>
    items.some((row) => typeof row[name] === 'number') &&
    items.every((row) => typeof row[name] === 'number' || row[name] === null);
  const side = new Map(columns.map((name) => [name, isNumber(name) ? page.numbers : undefined]));
  return (
    <table className={joinClasses(page.table, classes.table)}>
      <caption className={classes.caption}>{t('data.table')}</caption>
      <thead>
        <tr>
          <th scope="col" className={classes.position}>
            {t('data.position')}
          </th>
          {columns.map((name) => (
            <th key={name} scope="col" className={joinClasses('mono', side.get(name))}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((row, index) => (
          <tr key={first + index}>
            <td className={classes.position}>{formats.number(first + index)}</td>
            {columns.map((name) => (
              <td key={name} className={side.get(name)}>
                <Cell value={row[name]} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Download({ instance, passing, rows }: EventRowsProps) {
  const { t } = useTranslation('drawer');
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => fetchAllRows(instance, rows.event),
    onSuccess: ({ columns, items }) =>
      saveFile({
        name: `${passing.from}-${passing.to}.csv`,
        type: 'text/csv',
        text: rowsCsv(columns, items),
      }),
  });
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        loading={isPending}
        leftSection={<IconDownload size={14} aria-hidden />}
        onClick={() => mutate()}
      >
        {rows.count > mostFileRows ? t('data.csvFirst', { count: mostFileRows }) : t('data.csv')}
      </Button>
      {error && <ProblemNotice problem={error} />}
    </>
  );
}

const isGone = (problem: unknown): boolean => problem instanceof ApiProblem && problem.status === 404;

/** The rows that one event carried, page by page, as long as they are kept. */
export function EventRows(props: EventRowsProps) {
  const { instance, rows } = props;
  const { t } = useTranslation('drawer');
  const [turned, setTurned] = useState(1);
  const { data, error, refetch } = useQuery(eventRowsQuery(instance, rows.event, turned));
  if (isGone(error)) return <EmptyState title={t('data.gone.title')}>{t('data.gone.text')}</EmptyState>;
  if (error) return <ProblemNotice problem={error} onRetry={() => void refetch()} />;
  if (!data) return <PageLoading />;
  if (data.total === 0) {
    return <EmptyState title={t('data.empty.title')}>{t('data.empty.text', { table: rows.table })}</EmptyState>;
  }
  const isKept = data.total < rows.count;
  return (
    <>
      <div className={classes.about}>
        <span className={classes.note}>
          {isKept ? t('data.kept', { kept: data.total, count: rows.count }) : t('data.count', { count: data.total })}
          {rows.handedOn && ` · ${t('data.handedOn', { name: props.nameOf(rows.table) })}`}
        </span>
        <Download {...props} />
      </div>
      {/* A region that scrolls is reached by keys. */}
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('data.table')}>
        <Table columns={data.columns} items={data.items} first={(turned - 1) * rowsAtOnce + 1} />
      </div>
      <div className={classes.pager}>
        <Pager page={turned} size={rowsAtOnce} total={data.total} onTurn={setTurned} order="inOrder" />
      </div>
    </>
  );
}
