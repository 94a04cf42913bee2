import { IconPuzzle } from '@tabler/icons-react';
import { useKindCatalogue } from './kindCatalogue.tsx';
import classes from './KindIcon.module.css';

interface KindIconProps {
  readonly kind: string;
  readonly size?: number;
}

/** The icon of an activity's kind, in the colour of the text around it. */
export function KindIcon({ kind, size = 20 }: KindIconProps) {
  const svg = useKindCatalogue().icons[kind];
  if (svg === undefined) return <IconPuzzle size={size} stroke={1.75} aria-hidden />;
  // The registry's own files, built into the program: nothing that anybody typed.
  return (
    <span
      className={classes.icon}
      style={{ width: size, height: size }}
      aria-hidden
      dangerouslySetInnerHTML={{ __html: svg }}
    />
  );
}
