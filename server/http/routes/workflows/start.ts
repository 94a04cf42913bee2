import { lifeCycleRoute } from './lifeCycleRoute.ts';

export const startWorkflow = lifeCycleRoute('start', 'startWorkflow', 'Arm the workflow: schedulers and entry signals');
