import type { ActivityId } from '../model/ids.ts';
import type { DraftGraph } from './draftGraph.ts';
import { upstreamOf } from './upstream.ts';

/** The names that may stand in `vars`; `any` where they depend on data. */
export interface KnownVariables {
  readonly names: ReadonlySet<string>;
  readonly any: boolean;
}

/** What `vars` can hold at an activity: what some path to it sets. */
export function variablesAt(graph: DraftGraph, id: ActivityId): KnownVariables {
  const names = upstreamOf(graph).names(id);
  return { names, any: names.has('*') };
}
