import { useTranslation } from 'react-i18next';
import type { InstanceStatus } from '../../engine/model/instance.ts';
import type { TaskStatus } from '../../engine/model/task.ts';
import type { WorkflowStatus } from '../../server/contract/workflows.ts';
import { joinClasses } from './joinClasses.ts';
import { lookOf, type AnyStatus } from './statusLook.ts';
import { StatusMark } from './StatusMark.tsx';
import classes from './StatusWord.module.css';

type StatusWordProps = (
  | { readonly of: 'task'; readonly status: TaskStatus }
  | { readonly of: 'instance'; readonly status: InstanceStatus }
  | { readonly of: 'workflow'; readonly status: WorkflowStatus }
) & {
  /** A chip with a ground, for headers. */
  readonly chip?: boolean;
};

const useWord = (props: StatusWordProps): string => {
  const { t } = useTranslation('status');
  switch (props.of) {
    case 'task':
      return t(`task.${props.status}`);
    case 'instance':
      return t(`instance.${props.status}`);
    case 'workflow':
      return t(`workflow.${props.status}`);
  }
};

interface MarkedWordProps {
  /** The status that it looks like. */
  readonly status: AnyStatus;
  readonly word: string;
  readonly chip?: boolean | undefined;
}

/** A word in the shape and hue of a status, for what has statuses of its own. */
export function MarkedWord({ status, word, chip }: MarkedWordProps) {
  const { tone } = lookOf(status);
  return (
    <span className={joinClasses(classes.status, classes[tone], chip && classes.chip)}>
      <StatusMark status={status} size={14} />
      {word}
    </span>
  );
}

/** A status: shape, hue and word. */
export function StatusWord(props: StatusWordProps) {
  return <MarkedWord status={props.status} word={useWord(props)} chip={props.chip} />;
}
