import { describeEventsProcessing } from './eventsProcessing.ts';

describeEventsProcessing({
  workflow: 'batchEventsProcessing',
  queue: 'batch_event',
  everyMinutes: 10,
  dispatch: 'dispatchBatchEvent',
  enrich: 'enrichBatchEvents',
});
