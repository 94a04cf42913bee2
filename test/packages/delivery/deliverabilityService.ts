import type { Knex } from 'knex';
import { z } from 'zod';
import type { HttpClient } from '../../../engine/activity/outside.ts';

const postedSchema = z.array(z.object({ text: z.string(), failure_reason: z.number(), qualification: z.string() }));

export const bounce = (name: string, pattern: string, reason: number) => ({ name, pattern, reason });

const initialLists = (): Record<string, object[]> => ({
  bounceRules: [bounce('userUnknown', '550 5.1.%', 1), bounce('spam', '554 spam%', 20)],
  inboundMailRules: [bounce('complaint', 'Abuse report%', 8), bounce('vacation', 'On vacation%', 0)],
  mxRules: [
    { pattern: '*', max_connections: 5, max_messages: 50, period_seconds: 60 },
    { pattern: '*.example.org', max_connections: 20, max_messages: 500, period_seconds: 60 },
  ],
  domains: [{ domain: 'example.org', mx_pattern: '*.example.org' }, { domain: 'example.se' }],
  suppressions: [
    { address: 'never@example.org', reason: 'complained' },
    { address: 'nobody@example.org', reason: 'asked' },
  ],
});

/** What the service is asked. */
interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly body: string;
}

/** What it answers. */
interface Answered {
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A deliverability service: lists in pages of one, messages, and what was sent to it. */
export function createDeliverabilityService() {
  const lists = initialLists();
  const posted: z.infer<typeof postedSchema>[] = [];
  const state: { messages: object[] } = { messages: [] };
  const page = (items: readonly object[], url: URL): { body: object; next?: string } => {
    const number = Number(url.searchParams.get('page') ?? '0');
    const body = { items: items.slice(number, number + 1) };
    return number + 1 < items.length ? { body, next: `${url.pathname}?page=${number + 1}` } : { body };
  };
  const answer = ({ method, url, body: sent }: Asked): Answered => {
    if (method === 'POST') posted.push(postedSchema.parse(JSON.parse(sent)));
    const list = lists[url.pathname.replace('/v1/lists/', '')];
    const { body, next } = list ? page(list, url) : { body: { items: state.messages } };
    const link = next === undefined ? {} : { link: `<${next}>; rel="next"` };
    return { text: JSON.stringify(body), headers: { 'content-type': 'application/json', ...link } };
  };
  return { lists, posted, state, answer };
}

export type DeliverabilityService = ReturnType<typeof createDeliverabilityService>;

/** Reaches a service, wherever it is asked for. */
export const clientOf = ({ answer }: DeliverabilityService): HttpClient => ({
  send: async ({ method, url, body = '' }) => ({ status: 200, url, ...answer({ method, url: new URL(url), body }) }),
});

/** The lists are refreshed each night, from a service that knows us. */
export async function connectDeliverability(knex: Knex): Promise<void> {
  const options = [
    { name: 'Deliverability_NightlyRefresh', data_type: 'boolean', value: 'true' },
    { name: 'Deliverability_ServiceUrl', data_type: 'text', value: 'http://127.0.0.1/v1' },
    { name: 'DmRendering_cuid', data_type: 'text', value: 'shop 1' },
  ];
  await knex('xtk_option').insert(options).onConflict('name').merge();
}
