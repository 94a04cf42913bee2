import { z } from 'zod';
import type { ApiClient } from './apiClient.ts';
import { until } from './until.ts';

/** A workflow whose one write statement goes on for minutes, and holds the database's write lock as long. */
export const slowWrite = {
  name: 'slowWrite',
  activities: {
    begin: { type: 'start' },
    write: {
      type: 'sqlCode',
      label: 'A long write',
      script: `DELETE FROM xtk_option WHERE name = (
  WITH RECURSIVE counted (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM counted WHERE i < 20000000000)
  SELECT CAST(max(i) AS TEXT) FROM counted)`,
    },
    done: { type: 'end' },
  },
  transitions: [
    { from: 'begin', to: 'write' },
    { from: 'write', to: 'done' },
  ],
};

const instanceSchema = z.object({ id: z.string(), status: z.string() });

/** How an instance stands, as programs see it. */
export async function statusOf(client: ApiClient, instance: string): Promise<string> {
  return instanceSchema.parse((await client.get(`/api/instances/${instance}`)).body).status;
}

const tasksSchema = z.object({ items: z.array(z.object({ activity: z.string(), status: z.string() })) });

/** Publishes it, begins an instance and waits until its statement is being executed. */
export async function beginSlowWrite(client: ApiClient): Promise<string> {
  await client.post('/api/workflows', slowWrite);
  const { id } = instanceSchema.parse((await client.post('/api/workflows/slowWrite/instances')).body);
  await until('the long statement is being executed', async () => {
    const { items } = tasksSchema.parse((await client.get(`/api/instances/${id}/tasks`)).body);
    return items.some(({ activity, status }) => activity === 'write' && status === 'running');
  });
  return id;
}
