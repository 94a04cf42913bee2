import { joinClasses } from './joinClasses.ts';
import classes from './CountBadge.module.css';

interface CountBadgeProps {
  readonly count: number;
  readonly tone?: 'plain' | 'failed' | 'waiting';
}

/** A count beside a word. */
export function CountBadge({ count, tone = 'plain' }: CountBadgeProps) {
  return <span className={joinClasses(classes.badge, classes[tone])}>{count}</span>;
}
