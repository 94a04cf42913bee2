import { lifeCycleRoute } from './lifeCycleRoute.ts';

export const stopWorkflow = lifeCycleRoute('stop', 'stopWorkflow', 'Disarm the workflow and stop all of its instances');
