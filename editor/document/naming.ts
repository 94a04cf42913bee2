import { namePattern } from '../../engine/model/ids.ts';
import type { Json } from '../../engine/model/json.ts';
import { activityCommonKeys } from '../../engine/model/definition.ts';
import type { ActivityDraft } from './definitionDraft.ts';

/** A name that is free: the wanted one, else with the first number that makes it so (`query`, `query2`, ...). */
export function freshId(wanted: string, taken: ReadonlySet<string>): string {
  const base = namePattern.test(wanted) ? wanted : 'activity';
  if (!taken.has(base)) return base;
  const stem = base.replace(/\d+$/, '').slice(0, 58) || 'activity';
  let number = 2;
  while (taken.has(`${stem}${number}`)) number += 1;
  return `${stem}${number}`;
}

const workTableOf = /\{in\.([A-Za-z][A-Za-z0-9_]*)\}/g;
const activeCall = /\bactive\((["'])([A-Za-z][A-Za-z0-9_]*)\1\)/g;

function renameInText(text: string, names: ReadonlyMap<string, string>): string {
  return text
    .replaceAll(workTableOf, (whole, id: string) => (names.has(id) ? `{in.${names.get(id) ?? id}}` : whole))
    .replaceAll(activeCall, (whole, quote: string, id: string) =>
      names.has(id) ? `active(${quote}${names.get(id) ?? id}${quote})` : whole,
    );
}

function renameIn(value: Json, names: ReadonlyMap<string, string>): Json {
  if (typeof value === 'string') return renameInText(value, names);
  if (Array.isArray(value))
    return keepSame(
      value,
      value.map((item) => renameIn(item, names)),
    );
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, renameIn(item, names)] as const);
  return entries.every(([key, item]) => item === value[key]) ? value : Object.fromEntries(entries);
}

function keepSame(before: Json[], after: Json[]): Json[] {
  return after.every((item, index) => item === before[index]) ? before : after;
}

/**
 * The activity with the names of others renamed where it mentions them: `{in.orders}` in SQL, `active("orders")` in
 * expressions. The very same object where it mentions none.
 */
export function renameReferences(activity: ActivityDraft, names: ReadonlyMap<string, string>): ActivityDraft {
  const entries = Object.entries(activity).map(
    ([field, value]) => [field, activityCommonKeys.has(field) ? value : renameIn(value, names)] as const,
  );
  if (entries.every(([field, value]) => value === activity[field])) return activity;
  // The members are those of an activity, in their order, its `type` untouched.
  return Object.fromEntries(entries) as ActivityDraft;
}
