import { expect } from 'vitest';
import type { InstanceStatus } from '../../../engine/model/instance.ts';
import { signIn } from '../../support/apiClient.ts';
import type { ApiAnswer, ApiClient } from '../../support/apiClient.ts';
import { createDoor } from './door.ts';
import type { Door } from './door.ts';
import { startWeb } from './startWeb.ts';
import type { TestWeb } from './startWeb.ts';
import { until } from './until.ts';

/** Asks another system, waits for a signal and for a day, and is held; `how` the other system hears. */
const everything = (name: string, how: 'deaf' | 'heedful' | 'quick') => ({
  name,
  overlap: 'allow',
  variables: { limit: 1 },
  activities: {
    begin: { type: 'start' },
    ...(how === 'quick' ? {} : { call: { type: 'http', url: `http://door/${how}-{{ instance.id }}` } }),
    go: { type: 'signal' },
    later: { type: 'wait', for: '1d' },
    checked: { type: 'end', execution: 'hold' },
  },
  transitions: [
    ...(how === 'quick' ? [] : [{ from: 'begin', to: 'call' }]),
    ...['go', 'later', 'checked'].map((to) => ({ from: 'begin', to })),
  ],
});

type Workflow = 'quick' | 'deaf' | 'heedful';

export const fieldOf = (answer: ApiAnswer, field: string): unknown =>
  (answer.body as Record<string, unknown> | undefined)?.[field];

/** A web with workflows on which every request can be tried, and what a test asks of their instances. */
export class Operated {
  readonly web: TestWeb;
  readonly admin: ApiClient;
  readonly door: Door;

  constructor(web: TestWeb, admin: ApiClient, door: Door) {
    this.web = web;
    this.admin = admin;
    this.door = door;
  }

  /** Begins an instance, and answers its address. */
  async begin(workflow: string): Promise<string> {
    const begun = await this.admin.post(`/api/workflows/${workflow}/instances`);
    expect(begun.status).toBe(201);
    return begun.headers.get('location') ?? '';
  }

  /** An instance with everything in its place. */
  async settledIn(workflow: Workflow): Promise<string> {
    const instance = await this.begin(workflow);
    const totalOf = async (filter: string) => fieldOf(await this.tasks(instance, filter), 'total');
    await until(
      async () => [await totalOf('status=held'), await totalOf('status=waiting'), await totalOf('status=running')],
      ([held, waiting, running]) => held === 1 && waiting === 2 && running === (workflow === 'quick' ? 0 : 1),
    );
    return instance;
  }

  tasks(instance: string, filter: string): Promise<ApiAnswer> {
    return this.admin.get(`${instance}/tasks?${filter}`);
  }

  async taskOf(instance: string, activity: string): Promise<string> {
    const { body } = await this.tasks(instance, `activity=${activity}`);
    return (body as { items: { id: string }[] }).items[0]?.id ?? 'none';
  }

  async statusOf(instance: string): Promise<unknown> {
    return fieldOf(await this.admin.get(instance), 'status');
  }

  async reach(instance: string, status: InstanceStatus): Promise<void> {
    const reached = await until(
      () => this.statusOf(instance),
      (present) => present === status,
    );
    expect(reached).toBe(status);
  }

  /** How a request came out, as soon as a worker has taken it over. */
  async outcomeOf(asked: ApiAnswer): Promise<ApiAnswer> {
    expect(asked.status).toBe(202);
    return until(
      () => this.admin.get(asked.headers.get('location') ?? ''),
      (answer) => fieldOf(answer, 'status') !== 'requested',
    );
  }

  /** The other system answers the call of an instance. */
  answer(workflow: Workflow, instance: string): void {
    this.door.open(`${workflow}-${instance.split('/').at(-1) ?? ''}`);
  }

  async close(): Promise<void> {
    this.door.openAll();
    await this.web.close();
  }
}

export async function startOperated(): Promise<Operated> {
  const door = createDoor();
  const web = await startWeb({ outside: door.outside });
  const admin = await signIn(web.url);
  for (const how of ['quick', 'deaf', 'heedful'] as const) await admin.post('/api/workflows', everything(how, how));
  return new Operated(web, admin, door);
}
