import { severityRank } from '../../../engine/model/severity.ts';
import type { InstanceSummary } from '../../../server/contract/instances.ts';

/** Since when an instance waits for a person: its oldest pause cause, or its end. */
export const waitingSince = ({ pauseCauses, endedAt, startedAt }: InstanceSummary): number => {
  const oldest = Math.min(...pauseCauses.map(({ sinceMs }) => sinceMs));
  return Number.isFinite(oldest) ? oldest : new Date(endedAt ?? startedAt).getTime();
};

/**
 * Puts what needs a person in the order in which it does: by severity, then the oldest first.
 * @returns the instances, sorted
 */
export function sortByNeed(instances: readonly InstanceSummary[]): InstanceSummary[] {
  return [...instances].sort(
    (one, other) =>
      severityRank[other.severity] - severityRank[one.severity] || waitingSince(one) - waitingSince(other),
  );
}
