import { lifeCycleRoute } from './lifeCycleRoute.ts';

export const resumeWorkflow = lifeCycleRoute('resume', 'resumeWorkflow', 'Go on where the workflow was paused');
