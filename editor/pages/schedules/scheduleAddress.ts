import type { ScheduleView } from '../../../server/contract/agenda.ts';

/** The parts of the page, in their order. */
export const views = ['coming', 'heat', 'missed'] as const;
export type View = (typeof views)[number];

/** Which part an address shows. */
export const viewOf = (params: URLSearchParams): View => views.find((view) => view === params.get('view')) ?? views[0];

type Named = Pick<ScheduleView, 'workflow' | 'activity'>;

/** How an address names a schedule; no name has a slash. */
export const keyOf = ({ workflow, activity }: Named): string => `${workflow}/${activity}`;
