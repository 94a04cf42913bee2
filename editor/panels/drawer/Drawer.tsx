import { ActionIcon, Tabs, Tooltip } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { joinClasses } from '../../ui/joinClasses.ts';
import { useDrawerOpen, type DrawerName } from './useDrawerOpen.ts';
import { useDrawerHeight } from './useDrawerHeight.ts';
import classes from './Drawer.module.css';

/** A tab of the drawer. */
export interface DrawerTab {
  readonly key: string;
  readonly label: string;
  /** A count or mark beside the label. */
  readonly badge?: ReactNode;
  readonly content: ReactNode;
}

interface DrawerProps {
  readonly tabs: readonly DrawerTab[];
  readonly tab: string;
  readonly onTab: (tab: string) => void;
  /** What stands at the right of the tabs. */
  readonly aside?: ReactNode;
  /** Where its height and whether it is open are remembered. */
  readonly name: DrawerName;
}

/** The drawer below the canvas: tabs, a height that can be drawn, and a way to close it. */
export function Drawer({ tabs, tab, onTab, aside, name }: DrawerProps) {
  const { t } = useTranslation('drawer');
  const [open, setOpen] = useDrawerOpen(name);
  const { height, handle } = useDrawerHeight(name);
  const choose = (value: string | null): void => {
    if (value === null) return;
    onTab(value);
    setOpen(true);
  };
  const toggle = open ? t('collapse') : t('expand');
  return (
    <section className={classes.drawer} aria-label={t('label')} style={open ? { height } : undefined} data-open={open}>
      {open && <div className={classes.handle} aria-label={t('resize')} {...handle} />}
      <Tabs value={tab} onChange={choose} keepMounted={false} className={classes.tabs}>
        <div className={classes.bar}>
          <Tabs.List className={classes.list}>
            {tabs.map(({ key, label, badge }) => (
              <Tabs.Tab key={key} value={key} className={classes.tab}>
                <span className={classes.tabWords}>
                  {label}
                  {badge}
                </span>
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <div className={classes.aside}>
            {open && aside}
            <Tooltip label={toggle}>
              <ActionIcon
                variant="subtle"
                color="gray"
                onClick={() => setOpen(!open)}
                aria-label={toggle}
                aria-expanded={open}
              >
                {open ? <IconChevronDown size={18} /> : <IconChevronUp size={18} />}
              </ActionIcon>
            </Tooltip>
          </div>
        </div>
        {tabs.map(({ key, content }) => (
          <Tabs.Panel key={key} value={key} className={joinClasses(classes.panel, !open && classes.shut)}>
            {content}
          </Tabs.Panel>
        ))}
      </Tabs>
    </section>
  );
}
