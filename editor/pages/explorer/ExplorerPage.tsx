import { Button, SegmentedControl } from '@mantine/core';
import { IconPlus, IconSitemap } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { WorkflowSummary } from '../../../server/contract/workflows.ts';
import { workflowsQuery } from '../../api/workflows.ts';
import { CreateWorkflowDialog } from '../../panels/explorer/CreateWorkflowDialog.tsx';
import { explorerViews, filterWorkflows, type ExplorerFilter } from '../../panels/explorer/explorerView.ts';
import { FolderTree } from '../../panels/explorer/FolderTree.tsx';
import { folderTree, type Folder } from '../../panels/explorer/folderTree.ts';
import { WorkflowTable } from '../../panels/explorer/WorkflowTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilterChoice, ListFilters } from '../../ui/ListFilters.tsx';
import page from '../../ui/page.module.css';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { PageLoading } from '../../ui/PageLoading.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useAddressState } from '../../ui/useAddressState.ts';
import { usePageTitle } from '../../ui/usePageTitle.ts';
import { useRights } from '../../ui/SessionProvider.tsx';
import classes from './ExplorerPage.module.css';

const viewSchema = z.enum(explorerViews).catch('all');

interface FilterProps {
  readonly filter: ExplorerFilter;
  readonly folders: readonly Folder[];
  readonly onChange: (change: Partial<ExplorerFilter>) => void;
}

const flatten = (folders: readonly Folder[]): Folder[] =>
  folders.flatMap((folder) => [folder, ...flatten(folder.children)]);

function Filters({ filter, folders, onChange }: FilterProps) {
  const { t } = useTranslation('explorer');
  return (
    <ListFilters search={t('search')} q={filter.q} onSearch={(q) => onChange({ q })}>
      <div className={classes.folderChoice}>
        <FilterChoice
          label={t('folders')}
          all={t('allFolders')}
          options={flatten(folders).map(({ path }) => ({ value: path, label: path }))}
          value={filter.folder === '' ? undefined : filter.folder}
          onChange={(folder = '') => onChange({ folder })}
        />
      </div>
      <SegmentedControl
        className={classes.views}
        aria-label={t('view.label')}
        size="xs"
        value={filter.view}
        onChange={(view) => onChange({ view: viewSchema.parse(view) })}
        data={explorerViews.map((view) => ({ value: view, label: t(`view.${view}`) }))}
      />
    </ListFilters>
  );
}

interface ListProps {
  readonly all: readonly WorkflowSummary[];
  readonly shown: readonly WorkflowSummary[];
  readonly onClear: () => void;
  readonly onCreate: (() => void) | undefined;
}

function List({ all, shown, onClear, onCreate }: ListProps) {
  const { t } = useTranslation('explorer');
  const icon = <IconSitemap size={22} stroke={1.6} aria-hidden />;
  if (all.length === 0) {
    return (
      <EmptyState
        title={t('empty.title')}
        icon={icon}
        action={onCreate && <Button onClick={onCreate}>{t('new')}</Button>}
      >
        {onCreate ? t('empty.text') : t('empty.textViewer')}
      </EmptyState>
    );
  }
  if (shown.length === 0) {
    const clear = (
      <Button variant="default" onClick={onClear}>
        {t('nothing.clear')}
      </Button>
    );
    return (
      <EmptyState title={t('nothing.title')} icon={icon} action={clear}>
        {t('nothing.text')}
      </EmptyState>
    );
  }
  return <WorkflowTable workflows={shown} />;
}

/** All workflows: by folder, by view, by search; with their state, last runs and next run. */
export function ExplorerPage() {
  const { t } = useTranslation('explorer');
  usePageTitle(t('title'));
  const can = useRights();
  const [params, setParams] = useAddressState();
  const filter: ExplorerFilter = {
    view: viewSchema.parse(params.get('view')),
    folder: params.get('folder') ?? '',
    q: params.get('q') ?? '',
  };
  const { data, error, refetch } = useQuery(workflowsQuery());
  if (error) return <ProblemNotice problem={error} onRetry={() => void refetch()} page />;
  if (!data) return <PageLoading />;

  const folders = folderTree(data.items.map(({ folder }) => folder));
  const change = (part: Partial<ExplorerFilter>): void =>
    setParams({ ...part, ...(part.view === 'all' ? { view: undefined } : {}) });
  const live = data.items.reduce((sum, { liveInstances }) => sum + liveInstances, 0);
  const create = can('modify') ? () => setParams({ new: '1' }) : undefined;
  return (
    <div className={page.page}>
      <PageHeader
        title={t('title')}
        lead={t('lead', { count: data.items.length, running: live })}
        actions={
          create && (
            <Button leftSection={<IconPlus size={16} />} onClick={create}>
              {t('new')}
            </Button>
          )
        }
      />
      <div className={classes.layout}>
        <aside className={classes.side}>
          <FolderTree
            folders={folders}
            total={data.items.length}
            chosen={filter.folder}
            onChoose={(folder) => change({ folder })}
          />
        </aside>
        <div className={classes.main}>
          <Filters filter={filter} folders={folders} onChange={change} />
          <div className={page.panel}>
            <List
              all={data.items}
              shown={filterWorkflows(data.items, filter)}
              onClear={() => setParams({ view: undefined, folder: undefined, q: undefined })}
              onCreate={create}
            />
          </div>
        </div>
      </div>
      {create && params.get('new') !== null && (
        <CreateWorkflowDialog
          folder={filter.folder}
          taken={data.items.map(({ name }) => name)}
          onClose={() => setParams({ new: undefined })}
        />
      )}
    </div>
  );
}
