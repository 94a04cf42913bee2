import { useTranslation } from 'react-i18next';
import type { Severity } from '../../engine/model/severity.ts';
import { joinClasses } from './joinClasses.ts';
import classes from './SeverityBadge.module.css';

interface SeverityBadgeProps {
  readonly severity: Severity;
  /** `normal` is what most are; it is left out where it would only be noise. */
  readonly quietNormal?: boolean;
}

/** How much a workflow matters; production and critical stand out. */
export function SeverityBadge({ severity, quietNormal = false }: SeverityBadgeProps) {
  const { t } = useTranslation('status');
  if (quietNormal && severity === 'normal') return null;
  return <span className={joinClasses(classes.badge, classes[severity])}>{t(`severity.${severity}`)}</span>;
}
