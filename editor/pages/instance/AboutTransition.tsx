import { Button } from '@mantine/core';
import { IconTable } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { InstanceView } from '../../../server/contract/instanceView.ts';
import { keyOf, outletOf, type TransitionDraft } from '../../document/definitionDraft.ts';
import { useFormats } from '../../i18n/useFormats.ts';
import { Instant } from '../../ui/Instant.tsx';
import { Fact, Facts } from './Facts.tsx';
import classes from './AboutPanel.module.css';

interface AboutTransitionProps {
  readonly view: InstanceView;
  readonly transition: TransitionDraft;
  readonly nameOf: (activity: string) => string;
  readonly onShowRows: () => void;
}

/** How often a transition was passed, when last, and with how many rows. */
export function AboutTransition({ view, transition, nameOf, onShowRows }: AboutTransitionProps) {
  const { t } = useTranslation('instance');
  const formats = useFormats();
  const passed = view.transitions[keyOf(transition)];
  return (
    <>
      <p className={classes.over}>{t('panel.transition')}</p>
      <h2 className={classes.title}>
        {nameOf(transition.from)} → {nameOf(transition.to)}
      </h2>
      <Facts>
        <Fact name={t('panel.outlet')}>
          <span className="mono">{outletOf(transition)}</span>
        </Fact>
        <Fact name={t('panel.passed')}>
          {passed ? t('panel.passedTimes', { count: passed.count }) : t('panel.notReached')}
        </Fact>
        {passed?.recordCount !== undefined && (
          <Fact name={t('panel.records')}>{formats.number(passed.recordCount)}</Fact>
        )}
        {passed && (
          <Fact name={t('panel.lastAt')}>
            <Instant at={passed.atMs} />
          </Fact>
        )}
      </Facts>
      {passed && (
        <div className={classes.actions}>
          <Button size="xs" variant="default" leftSection={<IconTable size={15} aria-hidden />} onClick={onShowRows}>
            {t('panel.showRows')}
          </Button>
        </div>
      )}
    </>
  );
}
