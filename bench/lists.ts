import { measurePaths, withLongHistory } from './longHistory.ts';
import type { Spread } from './spread.ts';

const pages = [1, 2, 3, 10, 100, 1_000];
const workflows = Array.from({ length: 10 }, (_none, index) => `bench${String(index * 4)}`);

/** Lists and their filters, each with the addresses that a person would turn over. */
const lists: Readonly<Record<string, readonly string[]>> = {
  instances: pages.map((page) => `/api/instances?page=${String(page)}`),
  instancesOfWorkflow: workflows.map((name) => `/api/instances?workflow=${name}`),
  pausedInstances: pages.slice(0, 4).map((page) => `/api/instances?status=paused&page=${String(page)}`),
  finishedInstances: pages.map((page) => `/api/instances?status=finished&page=${String(page)}`),
  searchedInstances: ['i_999', 'bench7', 'nowhere'].map((q) => `/api/instances?q=${q}`),
  desk: ['/api/desk'],
  workflows: ['/api/workflows?size=500'],
  firings: ['/api/firings', '/api/firings?began=no'],
  schedules: ['/api/schedules'],
  agenda: ['/api/agenda'],
  records: ['/api/audit', '/api/outbox', '/api/signals', '/api/approvals'],
};

/** How long lists take with 100,000 instances of a month in the history, by what is listed. */
export const benchLists = (serverUrl?: string): Promise<Readonly<Record<string, Spread>>> =>
  withLongHistory(serverUrl, 30, async ({ client }) => {
    const measured: Record<string, Spread> = {};
    for (const [name, paths] of Object.entries(lists)) {
      // Each list is asked at least twenty times, for a percentile that means something.
      const often = Array.from({ length: Math.ceil(5 / paths.length) }, () => paths).flat();
      measured[name] = await measurePaths(client, often);
    }
    return measured;
  });
