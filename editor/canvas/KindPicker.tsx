import { IconSearch } from '@tabler/icons-react';
import { useClickOutside } from '@mantine/hooks';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnyKind } from '../../engine/activity/kind.ts';
import { joinClasses } from '../ui/joinClasses.ts';
import { groupKinds } from './groupKinds.ts';
import { KindIcon } from './KindIcon.tsx';
import { useKindCatalogue } from './kindCatalogue.tsx';
import classes from './KindPicker.module.css';

interface KindPickerProps {
  /** Pixels from the canvas' top left corner, already such that the picker fits in. */
  readonly at: { readonly x: number; readonly y: number };
  readonly title: string;
  readonly isOffered: (kind: AnyKind) => boolean;
  readonly onPick: (kind: AnyKind) => void;
  readonly onClose: () => void;
}

/** How large the picker is, for whoever places it. */
export const pickerSize = { width: 320, height: 380 } as const;

interface OptionProps {
  readonly id: string;
  readonly kind: AnyKind;
  readonly isActive: boolean;
  readonly onPick: (kind: AnyKind) => void;
}

function Option({ id, kind, isActive, onPick }: OptionProps) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isActive) element.current?.scrollIntoView({ block: 'nearest' });
  }, [isActive]);
  return (
    <div
      ref={element}
      id={id}
      role="option"
      aria-selected={isActive}
      className={joinClasses(classes.option, isActive && classes.active)}
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => onPick(kind)}
    >
      <span className={classes.icon}>
        <KindIcon kind={kind.name} />
      </span>
      <span className={classes.words}>
        <span className={classes.label}>{kind.label}</span>
        <span className={classes.summary}>{kind.summary}</span>
      </span>
    </div>
  );
}

/** The list of kinds, opened where the new activity will be: type to search, arrows and Enter to choose. */
export function KindPicker({ at, title, isOffered, onPick, onClose }: KindPickerProps) {
  const { t } = useTranslation(['canvas', 'palette']);
  const { kinds } = useKindCatalogue();
  const [search, setSearch] = useState('');
  const [active, setActive] = useState(0);
  const list = useId();
  const outside = useClickOutside(onClose);
  const shelves = groupKinds(kinds, search, isOffered);
  const all = shelves.flatMap((shelf) => shelf.kinds);
  const chosen = all[Math.min(active, all.length - 1)];
  const press = (event: KeyboardEvent) => {
    event.stopPropagation();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setActive((Math.min(active, all.length - 1) + step + all.length) % Math.max(1, all.length));
    else if (event.key === 'Enter' && chosen) onPick(chosen);
    else if (event.key === 'Escape' || event.key === 'Tab') onClose();
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={outside}
      className={joinClasses(classes.picker, 'nowheel', 'nopan', 'nodrag')}
      style={{ left: at.x, top: at.y }}
      role="dialog"
      aria-label={title}
    >
      <div className={classes.head}>
        <IconSearch size={16} aria-hidden />
        <input
          autoFocus
          className={classes.search}
          role="combobox"
          aria-expanded
          aria-controls={list}
          aria-activedescendant={chosen && `${list}-${chosen.name}`}
          placeholder={title}
          aria-label={title}
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value);
            setActive(0);
          }}
          onKeyDown={press}
        />
      </div>
      <div id={list} role="listbox" aria-label={title} className={classes.list}>
        {shelves.map((shelf) => (
          <div key={shelf.group} role="group" aria-label={t(`palette:group.${shelf.group}`)}>
            <div className={classes.group}>{t(`palette:group.${shelf.group}`)}</div>
            {shelf.kinds.map((kind) => (
              <Option
                key={kind.name}
                id={`${list}-${kind.name}`}
                kind={kind}
                isActive={kind === chosen}
                onPick={onPick}
              />
            ))}
          </div>
        ))}
        {all.length === 0 && <div className={classes.nothing}>{t('palette:nothing', { search })}</div>}
      </div>
    </div>
  );
}
