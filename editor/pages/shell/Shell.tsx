import { useHotkeys, useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoute } from 'wouter';
import { useWorkflowSummaries } from '../../live/useWorkflowSummaries.ts';
import { joinClasses } from '../../ui/joinClasses.ts';
import { Banners } from './Banners.tsx';
import { BottomNav } from './BottomNav.tsx';
import { ShellContext } from './shellContext.ts';
import { SideNav } from './SideNav.tsx';
import { useSessionEnd } from './useSessionEnd.ts';
import { useGoKeys } from './useGoKeys.ts';
import classes from './Shell.module.css';

const CommandPalette = lazy(async () => ({ default: (await import('./CommandPalette.tsx')).CommandPalette }));
const ShortcutSheet = lazy(async () => ({ default: (await import('./ShortcutSheet.tsx')).ShortcutSheet }));

type Overlay = 'palette' | 'shortcuts';

function Overlays({ overlay, onClose }: { readonly overlay: Overlay | undefined; readonly onClose: () => void }) {
  return (
    <Suspense>
      {overlay === 'palette' && <CommandPalette onClose={onClose} />}
      {overlay === 'shortcuts' && <ShortcutSheet onClose={onClose} />}
    </Suspense>
  );
}

/** What stands around every page: navigation, banners, the state of the line, the operator. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation('frame');
  useWorkflowSummaries();
  useSessionEnd();
  const [overlay, setOverlay] = useState<Overlay>();
  const [wide, setWide] = useLocalStorage({
    key: 'signalbox.nav.wide',
    defaultValue: true,
    getInitialValueInEffect: false,
  });
  const phone = useMediaQuery('(max-width: 760px)', undefined, { getInitialValueInEffect: false });
  const onWorkflow = useRoute('/workflows/:name/*?')[0];
  const onInstance = useRoute('/instances/:id')[0];
  // A canvas wants the room: there the navigation is narrow whatever was chosen.
  const narrow = !wide || onWorkflow || onInstance;

  useHotkeys([
    ['mod+K', () => setOverlay('palette')],
    ['shift+?', () => setOverlay('shortcuts')],
    ['?', () => setOverlay('shortcuts')],
  ]);
  useGoKeys();

  const openers = { openPalette: () => setOverlay('palette'), openShortcuts: () => setOverlay('shortcuts') };
  return (
    <ShellContext value={openers}>
      <a href="#content" className="skipLink">
        {t('skipToContent')}
      </a>
      <div className={joinClasses(classes.shell, narrow && classes.narrow)}>
        {!phone && <SideNav narrow={narrow} canWiden={!onWorkflow && !onInstance} onToggle={() => setWide(!wide)} />}
        <div className={classes.column}>
          <Banners />
          <main id="content" className={classes.content} tabIndex={-1}>
            {children}
          </main>
        </div>
        {phone && <BottomNav />}
      </div>
      <Overlays overlay={overlay} onClose={() => setOverlay(undefined)} />
    </ShellContext>
  );
}
