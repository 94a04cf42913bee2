import { useFormats } from '../i18n/useFormats.ts';
import { joinClasses } from './joinClasses.ts';
import classes from './Instant.module.css';

/** An instant in the viewer's zone; the zone and the seconds are in its title. */
export function Instant({ at, className }: { readonly at: string | number; readonly className?: string | undefined }) {
  const formats = useFormats();
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={formats.fullInstant(at)}
      className={joinClasses(classes.instant, className)}
    >
      {formats.instant(at)}
    </time>
  );
}
