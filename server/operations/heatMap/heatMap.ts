import { parseDuration } from '../../../engine/model/duration.ts';
import type { Definition } from '../../../engine/model/definition.ts';
import type { HeatCellContent, HeatCellQuery, HeatFilter, HeatMap, HeatMapQuery } from '../../contract/heatMap.ts';
import { requireRight, type Actor } from '../actor.ts';
import { answerPage, rangeOf } from '../paging.ts';
import { isoOf } from '../ports/clock.ts';
import { cellMs, type HeatWindow } from '../ports/heatMapReads.ts';
import type { Resources } from '../resources.ts';
import { cellCount, changeWithin, countCells, rangeOfDay, rowsOfDay } from './heatDay.ts';

/** The newest definitions of workflows: category and kinds are as they are now. */
async function definitionsOf({ inbox }: Resources): Promise<readonly Definition[]> {
  const workflows = await inbox.workflows.list();
  const versions = await Promise.all(workflows.map(({ name, version }) => inbox.versions.find(name, version)));
  return versions.flatMap((version) => (version ? [version.definition] : []));
}

type Wanted = Pick<HeatWindow, 'workflows' | 'activities' | 'minMs'>;

/** What a filter means for the runs; undefined where it fits none. */
async function wantedBy(resources: Resources, filter: HeatFilter): Promise<Wanted | undefined> {
  const { workflow, category, kind, minDuration } = filter;
  const minMs = minDuration === undefined ? 0 : (parseDuration(minDuration) ?? 0);
  if (category === undefined && kind === undefined)
    return { minMs, workflows: workflow === undefined ? undefined : [workflow] };
  const definitions = (await definitionsOf(resources)).filter(
    (one) => (category === undefined || one.category === category) && (workflow === undefined || one.name === workflow),
  );
  const activities = definitions.flatMap(({ name, activities: drawn }) =>
    Object.entries(drawn).flatMap(([activity, { type }]) => (type === kind ? [{ workflow: name, activity }] : [])),
  );
  const workflows = kind === undefined ? definitions.map(({ name }) => name) : activities.map((one) => one.workflow);
  if (workflows.length === 0) return undefined;
  return { minMs, workflows: [...new Set(workflows)], ...(kind !== undefined && { activities }) };
}

async function day(resources: Resources, query: HeatMapQuery): Promise<HeatMap> {
  const { engine, clock } = resources;
  const { day: written, zone: timeZone } = query;
  const range = rangeOfDay(written, timeZone);
  const nowMs = clock.nowMs();
  const wanted = await wantedBy(resources, query);
  const isPossible = wanted && range.fromMs <= nowMs && range.fromMs < range.untilMs;
  const spans = isPossible ? await engine.heatSpans({ ...range, ...wanted, nowMs }) : [];
  const counts = countCells(spans, cellCount(range));
  return {
    day: written,
    timeZone,
    from: isoOf(range.fromMs),
    to: isoOf(range.untilMs),
    asOf: isoOf(nowMs),
    change: changeWithin(range, timeZone),
    most: counts.workflows.reduce((most, count) => Math.max(most, count), 0),
    rows: [...rowsOfDay(range, timeZone, counts)],
  };
}

async function cell(resources: Resources, query: HeatCellQuery): Promise<HeatCellContent> {
  const { engine, clock } = resources;
  // Offsets are whole quarters of an hour: cells begin at the same instants in every zone.
  const fromMs = Math.floor(Date.parse(query.at) / cellMs) * cellMs;
  const untilMs = fromMs + cellMs;
  const wanted = await wantedBy(resources, query);
  const window = wanted && { ...wanted, fromMs, untilMs, nowMs: clock.nowMs() };
  const workflows = window ? await engine.heatWorkflows(window) : [];
  const items = window ? await engine.heatRuns(window, rangeOf(query)) : [];
  const total = workflows.reduce((sum, { instances }) => sum + instances, 0);
  return {
    ...answerPage({ items, total }, query),
    startsAt: isoOf(fromMs),
    endsAt: isoOf(untilMs),
    workflows: [...workflows],
  };
}

/** How many workflows ran together in each five minutes of a day, and what they were. */
export const createHeatMapOperations = (resources: Resources) => ({
  day: async (actor: Actor, query: HeatMapQuery): Promise<HeatMap> => {
    requireRight(actor, 'view');
    return day(resources, query);
  },
  cell: async (actor: Actor, query: HeatCellQuery): Promise<HeatCellContent> => {
    requireRight(actor, 'view');
    return cell(resources, query);
  },
});
