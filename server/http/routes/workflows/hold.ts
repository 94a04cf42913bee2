import { lifeCycleRoute } from './lifeCycleRoute.ts';

export const holdSchedule = lifeCycleRoute('hold', 'holdSchedule', 'No new firings; what runs goes on');
