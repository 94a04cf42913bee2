import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Localized } from '../../../engine/model/definition.ts';
import type { InstanceSummary } from '../../../server/contract/instances.ts';
import { useFormats } from '../../i18n/useFormats.ts';
import { useLocalized } from '../../i18n/useLocalized.ts';
import { joinClasses } from '../../ui/joinClasses.ts';
import page from '../../ui/page.module.css';
import { SeverityBadge } from '../../ui/SeverityBadge.tsx';
import { StatusMark } from '../../ui/StatusMark.tsx';
import { useCauseWords } from '../../ui/useCauseWords.ts';
import { waitingSince } from './attention.ts';
import classes from './HomePage.module.css';

interface AttentionRowProps {
  readonly instance: InstanceSummary;
  readonly label: Localized | undefined;
}

/** An instance that waits for a person, with the cause. */
export function AttentionRow({ instance, label }: AttentionRowProps) {
  const { t } = useTranslation(['home', 'status']);
  const formats = useFormats();
  const title = useLocalized()(label, instance.workflow);
  const wordCause = useCauseWords();
  const when = formats.instant(waitingSince(instance));
  const causes = instance.failure?.message ?? instance.pauseCauses.map(wordCause).join(' · ');
  return (
    <li className={classes.row}>
      <StatusMark status={instance.status} size={18} label={t(`status:instance.${instance.status}`)} />
      <div className={classes.words}>
        <div className={classes.line}>
          <Link
            href={`/instances/${instance.id}`}
            className={joinClasses(page.link, instance.severity !== 'normal' && classes.loud)}
          >
            {title}
          </Link>
          <SeverityBadge severity={instance.severity} quietNormal />
          <span className={page.sub}>
            {instance.status === 'failed' ? t('home:failedAt', { when }) : t('home:pausedSince', { when })}
          </span>
        </div>
        <p className={classes.cause}>{causes}</p>
      </div>
      <Button component={Link} href={`/instances/${instance.id}`} variant="default" size="xs">
        {t('home:look')}
      </Button>
    </li>
  );
}
