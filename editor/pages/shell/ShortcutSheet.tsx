import { Kbd, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useRights } from '../../ui/SessionProvider.tsx';
import { pagesFor } from './openPages.ts';
import classes from './ShortcutSheet.module.css';

// `+` joins keys that are pressed together, `,` those of which one does, ` ` those that follow each other.
const sheets: Readonly<Record<'everywhere' | 'canvas' | 'instance', Readonly<Record<string, readonly string[]>>>> = {
  everywhere: {
    palette: ['Ctrl', 'K'],
    sheet: ['?'],
  },
  canvas: {
    add: ['Tab'],
    open: ['Enter'],
    rename: ['F2'],
    delete: ['Del'],
    deleteReconnect: ['Ctrl', 'Del'],
    walk: ['←', '→', '↑', '↓'],
    undo: ['Ctrl', 'Z'],
    redo: ['Ctrl', 'Shift', 'Z'],
    copyPaste: ['Ctrl', 'C', 'X', 'V', 'D'],
    selectAll: ['Ctrl', 'A'],
    disable: ['D'],
    hold: ['H'],
    fit: ['1'],
    find: ['Ctrl', 'F'],
    save: ['Ctrl', 'S'],
  },
  instance: { follow: ['F'] },
};

function Keys({ keys }: { readonly keys: readonly string[] }) {
  return (
    <dd>
      {keys.map((symbol) => (
        <Kbd key={symbol} size="xs">
          {symbol}
        </Kbd>
      ))}
    </dd>
  );
}

function PagesSheet() {
  const { t } = useTranslation('frame');
  return (
    <section className={classes.sheet}>
      <h3 className={classes.title}>{t('palette.pages')}</h3>
      <dl className={classes.list}>
        {pagesFor(useRights()).map(({ key, letter }) => (
          <div key={key} className={classes.row}>
            <dt>{t(`pages.${key}`)}</dt>
            <Keys keys={['G', letter.toUpperCase()]} />
          </div>
        ))}
      </dl>
    </section>
  );
}

function Sheet({ name }: { readonly name: keyof typeof sheets }) {
  const { t } = useTranslation('frame');
  return (
    <section className={classes.sheet}>
      <h3 className={classes.title}>{t(`shortcuts.${name}`)}</h3>
      <dl className={classes.list}>
        {Object.entries(sheets[name]).map(([key, keys]) => (
          <div key={key} className={classes.row}>
            {/* The keys of a sheet are keys of the texts, which Object.entries forgets. */}
            <dt>{t(`shortcuts.${key as 'palette'}`)}</dt>
            <Keys keys={keys} />
          </div>
        ))}
      </dl>
    </section>
  );
}

/** All keys on one sheet. */
export function ShortcutSheet({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('frame');
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('shortcuts.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <div className={classes.sheets}>
        <Sheet name="canvas" />
        <div>
          <Sheet name="everywhere" />
          <PagesSheet />
          <Sheet name="instance" />
        </div>
      </div>
    </Modal>
  );
}
