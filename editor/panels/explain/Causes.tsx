import { Button, UnstyledButton } from '@mantine/core';
import { IconHelpCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Cause, Clearing } from '../../../server/contract/explanation.ts';
import type { Right } from '../../../server/contract/rights.ts';
import type { Asked } from '../../api/requests.ts';
import { workflowQuery } from '../../api/workflows.ts';
import { Instant } from '../../ui/Instant.tsx';
import { useRights } from '../../ui/SessionProvider.tsx';
import { useAsk } from '../topbar/useAsk.tsx';
import classes from './Causes.module.css';

interface Pressed {
  readonly asked: Asked;
  readonly right: Right;
  /** Where the workflow is technical, another right is asked for. */
  readonly technical?: Right;
  readonly words: 'resume' | 'resumeWorkflow' | 'startWorkflow' | 'releaseSchedule' | 'runNow';
}

/** What a button asks, and which right it takes; what needs more than a button is not asked from here. */
function pressedFor(clearing: Clearing): Pressed | undefined {
  switch (clearing.does) {
    case 'resume':
      return { asked: { of: 'instance', id: clearing.instance, verb: 'resume' }, right: 'resume', words: 'resume' };
    case 'resumeWorkflow':
      return {
        asked: { of: 'workflow', name: clearing.workflow, verb: 'resume' },
        right: 'resume',
        words: 'resumeWorkflow',
      };
    case 'startWorkflow':
      return {
        asked: { of: 'workflow', name: clearing.workflow, verb: 'start' },
        right: 'start',
        technical: 'startTechnical',
        words: 'startWorkflow',
      };
    case 'releaseSchedule':
      return {
        asked: { of: 'workflow', name: clearing.workflow, verb: 'release' },
        right: 'pause',
        technical: 'pauseTechnical',
        words: 'releaseSchedule',
      };
    case 'runNow':
      return {
        asked: { of: 'instance', id: clearing.instance, verb: 'run-now', body: { task: clearing.task } },
        right: 'runAgain',
        words: 'runNow',
      };
    default:
      return undefined;
  }
}

function Look({ instance }: { readonly instance: string }) {
  const { t } = useTranslation('instance');
  return (
    <Button component={Link} href={`/instances/${instance}`} size="compact-sm" variant="default">
      {t('explain.open')}
    </Button>
  );
}

function Clear({ clearing }: { readonly clearing: Clearing }) {
  const { t } = useTranslation('instance');
  const can = useRights();
  const { ask, asking } = useAsk();
  const pressed = pressedFor(clearing);
  const ofWorkflow = pressed?.asked.of === 'workflow' ? pressed.asked.name : undefined;
  const workflow = useQuery({ ...workflowQuery(ofWorkflow ?? ''), enabled: ofWorkflow !== undefined });
  if (clearing.does === 'open') return <Look instance={clearing.instance} />;
  // The others stand in the header (restart, unconditional stop), or take more than a press.
  if (!pressed) return null;
  const isTechnical = workflow.data?.category === 'technical';
  if (!can((isTechnical && pressed.technical) || pressed.right)) return null;
  const { asked, words } = pressed;
  return (
    <Button
      size="compact-sm"
      variant="default"
      disabled={asking}
      onClick={() => ask({ asked, words: t(`explain.${words}`) })}
    >
      {t(`explain.${words}`)}
    </Button>
  );
}

interface CauseLineProps {
  readonly cause: Cause;
  readonly onSelect: (activity: string) => void;
}

function CauseLine({ cause, onSelect }: CauseLineProps) {
  const { t } = useTranslation('instance');
  const { activity, since, until, clearing } = cause;
  return (
    <li className={classes.cause} data-cause={cause.code}>
      {activity === null ? (
        <span>{cause.text}</span>
      ) : (
        <UnstyledButton className={classes.activity} onClick={() => onSelect(activity)}>
          {cause.text}
        </UnstyledButton>
      )}
      {since !== null && (
        <span className={classes.since}>
          {t('explain.since')} <Instant at={since} />
        </span>
      )}
      {until !== null && (
        <span className={classes.since}>
          {t('explain.until')} <Instant at={until} />
        </span>
      )}
      {clearing && <Clear clearing={clearing} />}
    </li>
  );
}

interface CausesProps {
  readonly causes: readonly Cause[];
  readonly onSelect: (activity: string) => void;
}

/** Why nothing happens, and what would let it go on: the first cause, and the others when asked for. */
export function Causes({ causes, onSelect }: CausesProps) {
  const { t } = useTranslation('instance');
  const [all, setAll] = useState(false);
  const [first, ...others] = causes;
  if (!first) return null;
  return (
    <section className={classes.explanation} aria-label={t('explain.title')}>
      <IconHelpCircle size={18} stroke={1.7} className={classes.icon} aria-hidden />
      <ul className={classes.causes}>
        {(all ? causes : [first]).map((cause, index) => (
          <CauseLine key={`${cause.code} ${cause.task ?? String(index)}`} cause={cause} onSelect={onSelect} />
        ))}
      </ul>
      {others.length > 0 && (
        <Button size="compact-sm" variant="subtle" color="gray" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('explain.less') : t('explain.more', { count: others.length })}
        </Button>
      )}
    </section>
  );
}
