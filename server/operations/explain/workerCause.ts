import type { WorkerStatus } from '../../processes/workerLink.ts';
import type { Found } from './cause.ts';

/** What keeps everything from moving. */
export function workerCause(worker: WorkerStatus): readonly Found[] {
  switch (worker) {
    case 'gone':
      return [
        {
          code: 'worker-gone',
          text: 'No worker is running: nothing goes on until one is back. What was asked is kept.',
          clearing: { does: 'startWorker' },
        },
      ];
    case 'busy':
      return [{ code: 'worker-busy', text: 'The worker executes a long statement, and takes up the rest after it.' }];
    default:
      return [];
  }
}
