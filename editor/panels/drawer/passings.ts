import type { Entry } from '../../../engine/model/entry.ts';
import type { Event } from '../../../engine/model/event.ts';
import { transitionKey } from '../../../server/contract/instanceView.ts';

/** The rows that an event carried: kept under the event that brought them from where they were made. */
export interface CarriedRows {
  readonly event: string;
  readonly count: number;
  /** Under which name SQL reads them. */
  readonly table: string;
  /** They were made before and handed on. */
  readonly handedOn: boolean;
}

/** One event on its way from an activity to the next, with the rows that it carried. */
export interface Passing {
  readonly key: string;
  readonly atMs: number;
  readonly from: string;
  readonly outlet: string;
  readonly to: string;
  readonly rows: CarriedRows | undefined;
}

/** What is asked for: a transition by its key, or an activity; all that passed where neither is named. */
export interface PassingsAbout {
  readonly transition?: string | undefined;
  readonly activity?: string | undefined;
}

type Created = Extract<Entry, { type: 'eventCreated' }>;

const isCreated = (entry: Entry): entry is Created => entry.type === 'eventCreated';

/** Which event brought each work table into being; an inherited one is read under it. */
const makersOf = (created: readonly Created[]): ReadonlyMap<string, string> =>
  new Map(created.flatMap(({ event }) => (event.workTable ? [[event.workTable.name, event.id] as const] : [])));

const rowsOf = (event: Event, makers: ReadonlyMap<string, string>): CarriedRows[] => {
  const own = event.workTable;
  if (own) return [{ event: event.id, count: own.recordCount, table: event.from, handedOn: false }];
  return Object.entries(event.inherited ?? {}).flatMap(([table, { name, recordCount }]) => {
    const maker = makers.get(name);
    return maker === undefined ? [] : [{ event: maker, count: recordCount, table, handedOn: true }];
  });
};

const passingOf = ({ event, atMs }: Created, rows: CarriedRows | undefined): Passing => ({
  key: rows ? `${event.id} ${rows.table}` : event.id,
  atMs,
  from: event.from,
  outlet: event.outlet,
  to: event.to,
  rows,
});

/** What left an activity; where nothing has, what came to it. */
const around = (created: readonly Created[], activity: string): readonly Created[] => {
  const left = created.filter(({ event }) => event.from === activity);
  return left.length > 0 ? left : created.filter(({ event }) => event.to === activity);
};

const chosenOf = (created: readonly Created[], { transition, activity }: PassingsAbout): readonly Created[] => {
  if (activity !== undefined) return around(created, activity);
  if (transition === undefined) return created;
  return created.filter(({ event }) => transitionKey(event.from, event.outlet, event.to) === transition);
};

/**
 * The events that passed, as a history tells them, each with its rows; an event that hands several work tables on
 * stands once for each.
 * @returns the newest first
 */
export function passingsOf(entries: readonly Entry[], about: PassingsAbout): Passing[] {
  const created = entries.filter(isCreated);
  const makers = makersOf(created);
  return chosenOf(created, about)
    .toReversed()
    .flatMap((entry) => {
      const rows = rowsOf(entry.event, makers);
      return rows.length === 0 ? [passingOf(entry, undefined)] : rows.map((each) => passingOf(entry, each));
    });
}

/**
 * Which passing is shown at first: the newest that brought rows into being, else that carried any, else the newest.
 * @returns it, where anything passed
 */
export const shownAtFirst = (passings: readonly Passing[]): Passing | undefined =>
  passings.find(({ rows }) => rows?.handedOn === false && rows.count > 0) ??
  passings.find(({ rows }) => rows !== undefined) ??
  passings[0];
