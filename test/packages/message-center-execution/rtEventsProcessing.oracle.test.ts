import { describeEventsProcessing } from './eventsProcessing.ts';

describeEventsProcessing({
  workflow: 'rtEventsProcessing',
  queue: 'rt_event',
  everyMinutes: 1,
  dispatch: 'dispatchRtEvent',
  enrich: 'enrichRtEvents',
});
