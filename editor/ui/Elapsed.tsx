import { useFormats } from '../i18n/useFormats.ts';
import { useNow } from './useNow.ts';

interface ElapsedProps {
  readonly from: string | number;
  /** Left out or null while it goes on: then it ticks. */
  readonly to?: string | number | null | undefined;
}

/** How long something took, or has taken so far. */
export function Elapsed({ from, to }: ElapsedProps) {
  const formats = useFormats();
  const open = to === undefined || to === null;
  const now = useNow(open);
  const end = open ? now : new Date(to).getTime();
  const ms = Math.max(0, end - new Date(from).getTime());
  return <span className="tabular">{open ? formats.growing(ms) : formats.duration(ms)}</span>;
}
