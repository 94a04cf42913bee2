import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { InstanceView } from '../../../server/contract/instanceView.ts';
import { explainQuery } from '../../api/explain.ts';
import { Causes } from '../../panels/explain/Causes.tsx';

/** An instance that runs through changes at every step: it is explained once it stands. */
const standsMs = 600;

interface ExplanationProps {
  readonly view: InstanceView;
  readonly onSelect: (activity: string) => void;
}

/** Why an instance does not go on; nothing where it moves or has finished. */
export function Explanation({ view, onSelect }: ExplanationProps) {
  const [seq] = useDebouncedValue(view.seq, standsMs);
  const isOver = view.status === 'finished';
  const { data } = useQuery({
    ...explainQuery(view.instance, seq),
    enabled: !isOver && seq === view.seq,
    placeholderData: keepPreviousData,
  });
  return isOver || !data || data.moves ? null : <Causes causes={data.causes} onSelect={onSelect} />;
}
