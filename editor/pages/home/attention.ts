import { severityRank, type Severity } from '../../../engine/model/severity.ts';
import type { Approval } from '../../../server/contract/approvals.ts';
import type { InstanceSummary } from '../../../server/contract/instances.ts';

/** What needs a person: an instance that does not go on, or a question that waits for an answer. */
export type Need =
  | { readonly kind: 'instance'; readonly instance: InstanceSummary }
  | { readonly kind: 'approval'; readonly approval: Approval };

/** Since when an instance waits for a person: its oldest pause cause, or its end. */
export const waitingSince = ({ pauseCauses, endedAt, startedAt }: InstanceSummary): number => {
  const oldest = Math.min(...pauseCauses.map(({ sinceMs }) => sinceMs));
  return Number.isFinite(oldest) ? oldest : new Date(endedAt ?? startedAt).getTime();
};

const weightOf = (need: Need): { readonly severity: Severity; readonly sinceMs: number } =>
  need.kind === 'instance'
    ? { severity: need.instance.severity, sinceMs: waitingSince(need.instance) }
    : { severity: need.approval.severity, sinceMs: Date.parse(need.approval.since) };

/**
 * Puts what needs a person in the order in which it does: by severity, then the oldest first.
 * @returns all of it, sorted
 */
export function sortByNeed(instances: readonly InstanceSummary[], approvals: readonly Approval[]): Need[] {
  const needs: Need[] = [
    ...instances.map((instance) => ({ kind: 'instance', instance }) as const),
    ...approvals.map((approval) => ({ kind: 'approval', approval }) as const),
  ];
  return needs.sort((one, other) => {
    const [first, second] = [weightOf(one), weightOf(other)];
    return severityRank[second.severity] - severityRank[first.severity] || first.sinceMs - second.sinceMs;
  });
}
