import { useQuery } from '@tanstack/react-query';
import { diffQuery, versionQuery } from '../../api/workflows.ts';
import { localizedSchema } from '../../../engine/model/definition.ts';
import { readDraft } from '../../document/definitionDraft.ts';
import { useLocalized } from '../../i18n/useLocalized.ts';
import { PageLoading } from '../../ui/PageLoading.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { ChangeList } from './ChangeList.tsx';

interface VersionChangesProps {
  readonly workflow: string;
  readonly from: number;
  readonly to: number | 'draft';
  /** The draft, where it is compared: its activities are named as they are drawn. */
  readonly draft?: unknown;
}

const labelsOf = (definition: unknown) => {
  const read = readDraft(definition);
  const activities = 'draft' in read ? read.draft.activities : {};
  return new Map(
    Object.entries(activities).map(([id, activity]) => [id, localizedSchema.safeParse(activity['label'])]),
  );
};

/** What differs between two versions, or a version and the draft, with the activities' labels. */
export function VersionChanges({ workflow, from, to, draft }: VersionChangesProps) {
  const localize = useLocalized();
  const diff = useQuery(diffQuery(workflow, from, to));
  const before = useQuery(versionQuery(workflow, from));
  const after = useQuery({ ...versionQuery(workflow, to === 'draft' ? from : to), enabled: to !== 'draft' });
  const failure = diff.error ?? before.error ?? after.error;
  if (failure) return <ProblemNotice problem={failure} onRetry={() => void diff.refetch()} />;
  if (!diff.data || !before.data) return <PageLoading />;
  const [newer, older] = [labelsOf(draft ?? after.data?.definition), labelsOf(before.data.definition)];
  const nameOf = (activity: string): string => {
    const label = newer.get(activity) ?? older.get(activity);
    return label?.success ? localize(label.data, activity) : activity;
  };
  return <ChangeList diff={diff.data} nameOf={nameOf} />;
}
