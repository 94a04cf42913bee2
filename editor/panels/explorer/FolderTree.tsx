import { UnstyledButton } from '@mantine/core';
import { IconChevronRight, IconFolder, IconFolders } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { joinClasses } from '../../ui/joinClasses.ts';
import type { Folder } from './folderTree.ts';
import classes from './FolderTree.module.css';

interface FolderTreeProps {
  readonly folders: readonly Folder[];
  readonly total: number;
  readonly chosen: string;
  readonly onChoose: (path: string) => void;
}

type BranchProps = Pick<FolderTreeProps, 'chosen' | 'onChoose'> & { readonly folder: Folder; readonly depth: number };

function Branch({ folder, depth, chosen, onChoose }: BranchProps) {
  const [open, setOpen] = useState(true);
  const here = chosen === folder.path;
  const hasChildren = folder.children.length > 0;
  return (
    <li>
      <div className={joinClasses(classes.row, here && classes.here)} style={{ paddingLeft: 4 + depth * 14 }}>
        <UnstyledButton
          className={joinClasses(classes.toggle, open && classes.open, !hasChildren && classes.leaf)}
          onClick={() => setOpen(!open)}
          aria-expanded={open}
          aria-label={folder.name}
          disabled={!hasChildren}
        >
          <IconChevronRight size={14} aria-hidden />
        </UnstyledButton>
        <UnstyledButton
          className={classes.name}
          onClick={() => onChoose(folder.path)}
          {...(here ? { 'aria-current': true as const } : {})}
        >
          <IconFolder size={16} stroke={1.6} aria-hidden />
          <span className={classes.word}>{folder.name}</span>
          <span className={classes.count}>{folder.count}</span>
        </UnstyledButton>
      </div>
      {open && hasChildren && (
        <ul className={classes.list}>
          {folder.children.map((child) => (
            <Branch key={child.path} folder={child} depth={depth + 1} chosen={chosen} onChoose={onChoose} />
          ))}
        </ul>
      )}
    </li>
  );
}

/** The folders in which workflows lie. */
export function FolderTree({ folders, total, chosen, onChoose }: FolderTreeProps) {
  const { t } = useTranslation('explorer');
  return (
    <nav aria-label={t('folders')} className={classes.tree}>
      <div className={joinClasses(classes.row, chosen === '' && classes.here)}>
        <UnstyledButton className={joinClasses(classes.name, classes.all)} onClick={() => onChoose('')}>
          <IconFolders size={16} stroke={1.6} aria-hidden />
          <span className={classes.word}>{t('allFolders')}</span>
          <span className={classes.count}>{total}</span>
        </UnstyledButton>
      </div>
      <ul className={classes.list}>
        {folders.map((folder) => (
          <Branch key={folder.path} folder={folder} depth={0} chosen={chosen} onChoose={onChoose} />
        ))}
      </ul>
    </nav>
  );
}
