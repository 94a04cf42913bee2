import { useLocalStorage } from '@mantine/hooks';

/** The drawers of the product. */
export type DrawerName = 'workflow' | 'instance';

/**
 * Whether a drawer is open, remembered. Who draws wants the room; who watches wants the lines.
 * @returns whether it is, and the function that changes that, also from elsewhere on the page
 */
export function useDrawerOpen(name: DrawerName): readonly [boolean, (open: boolean) => void] {
  const [open, setOpen] = useLocalStorage({
    key: `signalbox.drawer.${name}.open`,
    defaultValue: name === 'instance',
    getInitialValueInEffect: false,
  });
  return [open, setOpen];
}
