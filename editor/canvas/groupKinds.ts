import type { AnyKind, KindGroup, Kinds } from '../../engine/activity/kind.ts';
import { readActivity } from '../document/activityReading.ts';
import type { ActivityDraft, DefinitionDraft } from '../document/definitionDraft.ts';

/** A shelf of kinds. */
export interface KindShelf {
  readonly group: KindGroup;
  readonly kinds: readonly AnyKind[];
}

const order: readonly KindGroup[] = ['flow', 'data', 'control', 'outside'];

/** How well a kind answers what is searched: its name begins so, holds it, or its summary does. */
function rank(kind: AnyKind, query: string): number {
  const [label, summary] = [kind.label.toLowerCase(), kind.summary.toLowerCase()];
  if (label.startsWith(query) || kind.name.toLowerCase().startsWith(query)) return 0;
  if (label.includes(query) || kind.name.toLowerCase().includes(query)) return 1;
  return summary.includes(query) ? 2 : 3;
}

/** In the order of a workflow: what begins, what goes on, what ends. */
function turn(kind: AnyKind): number {
  if (kind.inbound === 'never') return 0;
  return readActivity(freshActivity(kind), new Map([[kind.name, kind]])).outlets.length === 0 ? 2 : 1;
}

/** The kinds by shelf, in the order of the palette; only those that a search finds. */
export function groupKinds(
  kinds: Kinds,
  search: string,
  isOffered: (kind: AnyKind) => boolean = () => true,
): KindShelf[] {
  const query = search.trim().toLowerCase();
  const found = [...kinds.values()]
    .filter(isOffered)
    .filter((kind) => query === '' || rank(kind, query) < 3)
    .map((kind) => ({ kind, at: query === '' ? turn(kind) : rank(kind, query) }))
    .sort((one, other) => one.at - other.at)
    .map(({ kind }) => kind);
  return order
    .map((group) => ({ group, kinds: found.filter((kind) => kind.group === group) }))
    .filter((shelf) => shelf.kinds.length > 0);
}

/** A new activity of a kind, as it is drawn first. */
export function freshActivity(kind: AnyKind): ActivityDraft {
  return { type: kind.name, ...kind.initial };
}

/** A new activity of a kind, called so, with a number from the second on. */
export function labelledActivity(kind: AnyKind, { activities }: DefinitionDraft): ActivityDraft {
  const count = Object.values(activities).filter(({ type }) => type === kind.name).length;
  const { type, ...rest } = freshActivity(kind);
  return { type, label: count === 0 ? kind.label : `${kind.label} ${count + 1}`, ...rest };
}
