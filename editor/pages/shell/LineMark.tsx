import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLine } from '../../live/LiveProvider.tsx';
import type { LineState } from '../../live/liveClient.ts';
import { joinClasses } from '../../ui/joinClasses.ts';
import classes from './LineMark.module.css';

type Words = 'connecting' | 'live' | 'silent' | 'reconnecting' | 'refused' | 'workerBusy' | 'workerGone';

const helpOf = {
  connecting: 'connectingHelp',
  live: 'liveHelp',
  silent: 'silentHelp',
  reconnecting: 'reconnectingHelp',
  refused: 'refusedHelp',
  workerBusy: 'busyHelp',
  workerGone: 'goneHelp',
} as const;

const tones: Readonly<Record<Words, string | undefined>> = {
  connecting: classes.quiet,
  live: classes.good,
  silent: classes.amber,
  reconnecting: classes.amber,
  refused: classes.bad,
  workerBusy: classes.good,
  workerGone: classes.bad,
};

const wordsOf = ({ connection, worker }: LineState): Words => {
  if (connection !== 'live') return connection;
  if (worker === 'gone') return 'workerGone';
  return worker === 'busy' ? 'workerBusy' : 'live';
};

/** How fresh the picture is: live, reconnecting, without a worker. */
export function LineMark({ narrow }: { readonly narrow: boolean }) {
  const { t } = useTranslation('frame');
  const words = wordsOf(useLine());
  return (
    <Tooltip label={t(`line.${helpOf[words]}`)} position="right" multiline maw={280}>
      <div className={joinClasses(classes.line, narrow && classes.narrow)} role="status" tabIndex={0} data-line={words}>
        <span className={joinClasses(classes.lamp, tones[words])} aria-hidden />
        <span className={narrow ? classes.unseen : undefined}>{t(`line.${words}`)}</span>
      </div>
    </Tooltip>
  );
}
