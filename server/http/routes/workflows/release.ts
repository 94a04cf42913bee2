import { lifeCycleRoute } from './lifeCycleRoute.ts';

export const releaseSchedule = lifeCycleRoute('release', 'releaseSchedule', 'Firings begin instances again');
