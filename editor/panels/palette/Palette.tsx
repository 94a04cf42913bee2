import { TextInput, UnstyledButton } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useRef, useState, type DragEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnyKind } from '../../../engine/activity/kind.ts';
import { groupKinds } from '../../canvas/groupKinds.ts';
import { useKindCatalogue } from '../../canvas/kindCatalogue.tsx';
import { kindMime } from '../../canvas/kindDrag.ts';
import { KindIcon } from '../../canvas/KindIcon.tsx';
import classes from './Palette.module.css';

/** What the palette is given. */
export interface PaletteProps {
  /** Enter or a click on a kind: the page lets the canvas add it (`CanvasHandle.addKind`). */
  readonly onAdd: (kind: string) => void;
}

const startDrag = (event: DragEvent, kind: AnyKind) => {
  event.dataTransfer.setData(kindMime, kind.name);
  event.dataTransfer.effectAllowed = 'copy';
};

/** Arrows walk through the kinds, from the search field on. */
function walkKinds(event: KeyboardEvent<HTMLElement>): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by === undefined) return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('input, button[data-kind]')];
  const next = stops[stops.findIndex((stop) => stop === document.activeElement) + by];
  event.preventDefault();
  next?.focus();
}

/** The kinds, grouped and searched; dragged to the canvas, or added by Enter. */
export function Palette({ onAdd }: PaletteProps) {
  const { t } = useTranslation('palette');
  const { kinds } = useKindCatalogue();
  const [search, setSearch] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const shelves = groupKinds(kinds, search);
  const first = shelves[0]?.kinds[0];
  return (
    <div className={classes.palette} onKeyDown={walkKinds}>
      <div className={classes.search}>
        <TextInput
          value={search}
          leftSection={<IconSearch size={16} aria-hidden />}
          placeholder={t('search')}
          aria-label={t('search')}
          onChange={(event) => setSearch(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && search.trim() !== '' && first) onAdd(first.name);
          }}
        />
      </div>
      <div ref={list} className={classes.list}>
        {shelves.map(({ group, kinds: shelf }) => (
          <section key={group} aria-label={t(`group.${group}`)}>
            <h3 className={classes.group}>{t(`group.${group}`)}</h3>
            {shelf.map((kind) => (
              <UnstyledButton
                key={kind.name}
                className={classes.kind}
                data-kind={kind.name}
                draggable
                title={kind.summary}
                onDragStart={(event) => startDrag(event, kind)}
                onClick={() => onAdd(kind.name)}
              >
                <span className={classes.icon}>
                  <KindIcon kind={kind.name} size={18} />
                </span>
                <span className={classes.words}>
                  <span className={classes.label}>{kind.label}</span>
                  <span className={classes.summary}>{kind.summary}</span>
                </span>
              </UnstyledButton>
            ))}
          </section>
        ))}
        {shelves.length === 0 && <p className={classes.nothing}>{t('nothing', { search })}</p>}
      </div>
      <p className={classes.hint}>{t('hint')}</p>
    </div>
  );
}
