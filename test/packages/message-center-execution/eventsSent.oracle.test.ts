import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { nothingOutside } from '../../../engine/activity/nothingOutside.ts';
import type { Mail } from '../../../engine/activity/outside.ts';
import { createMailer } from '../../../server/outside/mailer.ts';
import { mailServer, readMail } from '../../support/mailServer.ts';
import { openEngine, type EngineRun } from '../engineRun.ts';
import { runWorkflow } from '../runWorkflow.ts';

const nowMs = Date.parse('2026-01-31T05:00:00.000Z');
const at = new Date(nowMs).toISOString();

describe('what is ready is sent', () => {
  const { mails, state, url } = mailServer();
  let engine: EngineRun;
  let made: ReturnType<typeof createMailer> | undefined;
  const mailer = () => (made ??= createMailer({ url: url(), from: 'box@example.com' }));

  beforeAll(async () => {
    const mail = { sends: true, send: (one: Mail) => mailer().send(one) };
    const workflows = ['rtEventsProcessing', 'updateEventsStatus', 'deliveryMgt'];
    engine = await openEngine(nowMs, 0.01, { workflows, outside: { ...nothingOutside, mail } });
    // What the demo has waiting is not this test's.
    await engine.knex('nms_rt_event').where({ status: 'pending' }).update({ status: 'ignored' });
    await engine.knex('nms_delivery').whereIn('state', [51, 55]).update({ state: 95 });
  }, 120_000);
  afterAll(() => engine.close());

  const event = (id: number, email: string) => ({
    event_id: id,
    external_id: `sent-${String(id)}`,
    type: 'orderConfirmation',
    wished_channel: 0,
    status: 'pending',
    email,
    context: '{"order": 7}',
    created_at: at,
  });
  const eventsOf = async (ids: readonly number[]) => {
    const rows: unknown = await engine
      .knex('nms_rt_event')
      .whereIn('event_id', ids)
      .orderBy('event_id')
      .pluck('status');
    return z.array(z.string()).parse(rows);
  };
  const addresses = () => mails.map((mail) => /^To: (.*)$/m.exec(mail)?.[1]?.trim()).sort();

  it('by rtEventsProcessing, from the event to its mail and back to its status', async () => {
    await engine.knex('nms_rt_event').insert([event(800_001, 'ann@example.com'), event(800_002, 'gone@example.com')]);
    state.refuse = (address) => (address.startsWith('gone') ? 550 : undefined);
    await runWorkflow(engine, 'rtEventsProcessing');
    expect(addresses()).toEqual(['ann@example.com']);
    expect(readMail(mails[0] ?? '')).toContain('Hello, this is about {"order": 7}.');
    expect(await eventsOf([800_001, 800_002])).toEqual(['pendingDelivery', 'pendingDelivery']);
    await runWorkflow(engine, 'updateEventsStatus');
    expect(await eventsOf([800_001, 800_002])).toEqual(['sent', 'deliveryError']);
    await runWorkflow(engine, 'rtEventsProcessing');
    expect(mails).toHaveLength(1);
  });

  it('by rtEventsProcessing later, where the mail server was away: events are linked to their templates all the same', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => 800_100 + index);
    await engine.knex('nms_rt_event').insert(ids.map((id) => event(id, `p${String(id)}@example.com`)));
    state.refuse = () => 421;
    await runWorkflow(engine, 'rtEventsProcessing');
    expect(mails).toEqual([]);
    expect(new Set(await eventsOf(ids))).toEqual(new Set(['pendingDelivery']));
    state.refuse = () => undefined;
    await runWorkflow(engine, 'rtEventsProcessing');
    expect(addresses()).toEqual(ids.map((id) => `p${String(id)}@example.com`));
  });

  it('by deliveryMgt where somebody has set it going, but for what answers events', async () => {
    const { knex } = engine;
    const person = { first_name: 'Ann', last_name: 'Berg', created_at: at, last_modified_at: at };
    await knex('nms_recipient').insert({ recipient_id: 800_001, email: 'ann@example.com', ...person });
    await knex('nms_group').insert({ group_id: 800_001, label: 'News', last_modified_at: at });
    await knex('nms_rcp_grp_rel').insert({ rcp_grp_rel_id: 800_001, group_id: 800_001, recipient_id: 800_001 });
    const dates = { created_at: at, last_modified_at: at };
    const going = { delivery_id: 800_001, label: 'News', state: 51, delivery_mapping_id: 1, target_group_id: 800_001 };
    await knex('nms_delivery').insert({ ...going, ...dates });
    const content = { sender: 'shop@shop.example', subject: 'News', text_body: 'Hello {{ recipient.first_name }}' };
    await knex('nms_delivery_content').insert({
      delivery_content_id: 800_001,
      delivery_id: 800_001,
      ...content,
      last_modified_at: at,
    });
    await knex('nms_rt_event').insert(event(800_200, 'later@example.com'));
    await runWorkflow(engine, 'deliveryMgt');
    expect(mails.filter((mail) => mail.includes('Subject: News'))).toHaveLength(1);
    expect(addresses()).not.toContain('later@example.com');
    expect(await knex('nms_delivery').where({ delivery_id: 800_001 }).first('state', 'sent')).toEqual({
      state: 95,
      sent: 1,
    });
  });
});
