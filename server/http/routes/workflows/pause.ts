import { lifeCycleRoute } from './lifeCycleRoute.ts';

export const pauseWorkflow = lifeCycleRoute('pause', 'pauseWorkflow', 'Hold the schedule and pause each live instance');
