import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { nothingOutside } from '../../../engine/activity/nothingOutside.ts';
import { instanceIdSchema } from '../../../engine/model/ids.ts';
import { createMailer } from '../../../server/outside/mailer.ts';
import { mailServer, readMail } from '../../support/mailServer.ts';
import { openEngine, type EngineRun } from '../engineRun.ts';

const nowMs = Date.parse('2026-01-31T04:00:00.000Z');
const at = (ms = 0): string => new Date(nowMs + ms).toISOString();

const sending = (name: string, activity: object = {}) => ({
  name,
  activities: {
    begin: { type: 'start' },
    send: { type: 'delivery', onError: 'ignore', ...activity },
    done: { type: 'end', result: 'vars' },
  },
  transitions: [
    { from: 'begin', to: 'send' },
    { from: 'send', to: 'done' },
  ],
});

const logSchema = z.array(
  z.object({
    broad_log_id: z.coerce.number(),
    recipient_id: z.coerce.number(),
    status: z.number(),
    token: z.string().nullable(),
    text: z.string().nullable(),
    failure_reason: z.number().nullable(),
  }),
);
const vars = { recordCount: 0, sent: 0, kept: 0, failed: 0, ignored: 0, doubtful: 0, waiting: 0 };

describe('a delivery that is ready', () => {
  const { mails, state, url } = mailServer();
  let engine: EngineRun;
  let runs = 0;
  let next = 700_000;

  const mailer = { sends: true, url: '' };
  const outside = {
    ...nothingOutside,
    publicUrl: 'https://mails.example.com',
    mail: {
      get sends() {
        return mailer.sends;
      },
      send: (mail: Parameters<ReturnType<typeof createMailer>['send']>[0]) => current().send(mail),
    },
  };
  let made: ReturnType<typeof createMailer> | undefined;
  const current = () => (made ??= createMailer({ url: url(), from: 'signalbox@example.com' }));

  beforeAll(async () => {
    engine = await openEngine(nowMs, 0.01, { workflows: [], outside });
    await engine.publish(sending('sendAll'));
    await engine.publish(sending('sendOne', { delivery: 'instance.inputs.delivery', batch: 2 }));
    await engine.publish(sending('sendABit', { delivery: 'instance.inputs.delivery', batch: 2, stopAfter: '0s' }));
    // What the demo has under way is not this test's.
    await engine.knex('nms_delivery').whereIn('state', [51, 55]).update({ state: 95 });
  }, 120_000);
  afterAll(() => engine.close());

  /** People with these addresses, on a list of their own; answers the list and their numbers. */
  async function people(
    ...addresses: readonly (string | { email: string; black_list: number; first_name?: string })[]
  ) {
    const { knex } = engine;
    const group = (next += 1);
    await knex('nms_group').insert({ group_id: group, label: 'Test', last_modified_at: at() });
    const ids: number[] = [];
    for (const [index, person] of addresses.entries()) {
      const row = typeof person === 'string' ? { email: person, black_list: 0 } : person;
      const id = (next += 1);
      ids.push(id);
      const dates = { created_at: at(), last_modified_at: at() };
      await knex('nms_recipient').insert({
        recipient_id: id,
        first_name: `Name ${String(index)}`,
        last_name: 'X',
        ...row,
        ...dates,
      });
      await knex('nms_rcp_grp_rel').insert({ rcp_grp_rel_id: id, group_id: group, recipient_id: id });
    }
    return { group, ids };
  }

  const content = {
    sender: 'Shop <shop@shop.example>',
    subject: 'For {{ recipient.first_name }}',
    text_body: 'Hello {{ recipient.first_name }}, see https://shop.example/new or {{ mirrorPage }}',
    html_body:
      '<html><body><p>{{ recipient.first_name }}</p><a href="https://shop.example/new?a=1&amp;b=2">new</a> <a href="{{ mirrorPage }}">page</a></body></html>',
  };

  async function delivery(more: object, written: Partial<typeof content> | null = {}): Promise<number> {
    const id = (next += 1);
    const row = { delivery_id: id, label: `Delivery ${String(id)}`, state: 51, delivery_mapping_id: 1 };
    await engine.knex('nms_delivery').insert({ ...row, created_at: at(), last_modified_at: at(), ...more });
    if (written)
      await engine
        .knex('nms_delivery_content')
        .insert({ delivery_content_id: id, delivery_id: id, ...content, ...written, last_modified_at: at() });
    return id;
  }

  const stateSchema = z.object({ status: z.string(), result: z.json().optional() });
  const instanceOf = async (id: string) => {
    const row: unknown = await engine.knex('sb_instance').where({ id }).first('state');
    return stateSchema.parse(JSON.parse(z.object({ state: z.string() }).parse(row).state));
  };

  async function send(id?: number) {
    runs += 1;
    const instance = instanceIdSchema.parse(`i_send${String(runs)}`);
    const input = id === undefined ? {} : { delivery: id };
    await engine.ask({ operation: 'runNow', instance, input }, { workflow: id === undefined ? 'sendAll' : 'sendOne' });
    const { result = null } = await instanceOf(instance);
    return { instance, vars: result };
  }

  const logOf = async (id: number) => {
    const rows: unknown = await engine
      .knex('nms_broad_log_rcp AS l')
      .leftJoin('nms_broad_log_msg AS m', 'm.broad_log_msg_id', 'l.broad_log_msg_id')
      .where('l.delivery_id', id)
      .orderBy('l.broad_log_id')
      .select('l.broad_log_id', 'l.recipient_id', 'l.status', 'l.token', 'm.text', 'm.failure_reason');
    return logSchema.parse(rows);
  };
  const exclusions = async (id: number): Promise<readonly (readonly [number, number])[]> => {
    const rows: unknown = await engine.knex('nms_exclude_log_rcp').where({ delivery_id: id }).orderBy('recipient_id');
    const schema = z.array(z.object({ recipient_id: z.coerce.number(), reason: z.number() }));
    return schema.parse(rows).map(({ recipient_id, reason }) => [recipient_id, reason] as const);
  };
  const deliveryRow = async (id: number) =>
    z.record(z.string(), z.unknown()).parse(await engine.knex('nms_delivery').where({ delivery_id: id }).first());
  const journalOf = async (instance: string): Promise<readonly string[]> => {
    const rows: unknown = await engine.knex('sb_history').where({ instance }).orderBy('seq').pluck('entry');
    return z.array(z.string()).parse(rows);
  };
  const addressesOf = () => mails.map((mail) => /^To: (.*)$/m.exec(mail)?.[1]?.trim()).sort();

  it('to many is cut short when its time is up, and goes on the next time until all have theirs', async () => {
    const addresses = ['u1', 'u2', 'u3', 'u4', 'u5'].map((name) => `${name}@example.com`);
    const { group } = await people(...addresses);
    const id = await delivery({ target_group_id: group });
    const told: unknown[] = [];
    for (let parts = 0; parts < 4; parts += 1) {
      runs += 1;
      const instance = instanceIdSchema.parse(`i_bit${String(runs)}`);
      await engine.ask({ operation: 'runNow', instance, input: { delivery: id } }, { workflow: 'sendABit' });
      const { status } = await instanceOf(instance);
      const isCutShort = (await journalOf(instance)).some((line) => line.includes('The time is up'));
      told.push([status, mails.length, isCutShort, (await deliveryRow(id))['state']]);
    }
    expect(told).toEqual([
      ['finished', 0, true, 51],
      ['finished', 2, true, 55],
      ['finished', 4, true, 55],
      ['finished', 5, true, 95],
    ]);
    expect(addressesOf()).toEqual(addresses);
  });

  it('goes to each member of its list once, with what is theirs, and says so', async () => {
    const { group, ids } = await people(
      { email: 'ann@example.com', black_list: 0, first_name: '<b>Ann & Co</b>' },
      'ben@example.com',
      'BEN@example.com',
      { email: 'no@example.com', black_list: 1 },
      'none',
      'closed@example.com',
      'denied@example.com',
    );
    const quarantined = { type: 0, last_modified_at: at() };
    await engine.knex('nms_address').insert([
      { address_id: 900_001, address: 'closed@example.com', status: 3, ...quarantined },
      { address_id: 900_002, address: 'denied@example.com', status: 4, ...quarantined },
    ]);
    const id = await delivery({ target_group_id: group });
    const { vars: told } = await send(id);
    expect(told).toEqual({ ...vars, recordCount: 2, sent: 2 });
    expect(addressesOf()).toEqual(['ann@example.com', 'ben@example.com']);
    const log = await logOf(id);
    expect(log.map(({ recipient_id, status }) => [recipient_id, status])).toEqual([
      [ids[0], 1],
      [ids[1], 1],
    ]);
    const excluded: unknown = await engine
      .knex('nms_exclude_log_rcp')
      .where({ delivery_id: id })
      .orderBy('recipient_id')
      .pluck('reason');
    expect(excluded).toEqual([4, 3, 1, 2, 3]);
    expect(await deliveryRow(id)).toMatchObject({ state: 95, to_deliver: 2, processed: 2, sent: 2, failed: 0 });

    const links: unknown[] = await engine
      .knex('nms_tracking_url')
      .where({ delivery_id: id })
      .orderBy('tracking_url_id');
    const numbers = z
      .array(z.object({ tracking_url_id: z.coerce.string(), type: z.number(), source_url: z.string() }))
      .parse(links);
    const numberOf = (address: string, type: number) =>
      numbers.find((link) => link.source_url === address && link.type === type)?.tracking_url_id ?? 'none';
    const token = log[0]?.token ?? '';
    expect(token).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set(log.map((row) => row.token)).size).toBe(2);
    const mail = readMail(mails.find((each) => each.includes('To: ann@')) ?? '');
    const base = 'https://mails.example.com';
    expect(mail).toContain('From: Shop <shop@shop.example>');
    expect(mail).toContain('Subject: For <b>Ann & Co</b>');
    expect(mail).toContain(
      `Hello <b>Ann & Co</b>, see ${base}/r/${token}-${numberOf('https://shop.example/new', 1)} or ${base}/m/${token}`,
    );
    expect(mail).toContain('<p>&lt;b&gt;Ann &amp; Co&lt;/b&gt;</p>');
    expect(mail).toContain(`<a href="${base}/r/${token}-${numberOf('https://shop.example/new?a=1&b=2', 1)}">new</a>`);
    expect(mail).toContain(`<img src="${base}/o/${token}-${numberOf('', 2)}" width="1" height="1" alt=""></body>`);
    expect(numberOf('', 4)).not.toBe('none');
    const page: unknown = await engine.knex('nms_mirror_page_search').where({ token }).first('mirror_page_info_id');
    const { mirror_page_info_id: info } = z.object({ mirror_page_info_id: z.coerce.string() }).parse(page);
    expect(await engine.knex('nms_mirror_page_info').where({ mirror_page_info_id: info }).first('data')).toEqual({
      data: '{"values":{"recipient.first_name":"<b>Ann & Co</b>"}}',
    });

    expect((await send(id)).vars).toEqual(vars);
    expect(mails).toHaveLength(2);
    expect(await logOf(id)).toEqual(log);
  });

  it('notes who is refused for ever and why, and tries the others again the next time', async () => {
    const { group } = await people('a@example.com', 'gone@example.com', 'busy@example.com', 'b@example.com');
    const id = await delivery({ target_group_id: group });
    state.refuse = (address) => (address.startsWith('gone') ? 550 : address.startsWith('busy') ? 450 : undefined);
    expect((await send(id)).vars).toMatchObject({ sent: 2, failed: 1, waiting: 1 });
    expect(await deliveryRow(id)).toMatchObject({ state: 55, sent: 2, failed: 1, retried: 1, processed: 3 });
    const log = await logOf(id);
    expect(log.map(({ status, text, failure_reason }) => [status, text, failure_reason])).toEqual([
      [1, null, null],
      [2, '550', 20],
      [6, '450', 0],
      [1, null, null],
    ]);
    state.refuse = () => undefined;
    mails.length = 0;
    expect((await send(id)).vars).toMatchObject({ sent: 1, failed: 0, waiting: 0 });
    expect(addressesOf()).toEqual(['busy@example.com']);
    expect(await deliveryRow(id)).toMatchObject({ state: 95, sent: 3, failed: 1 });
  });

  it('[M1] marks what may have been sent and never sends it again by itself', async () => {
    const { group } = await people('a@example.com', 'lost@example.com', 'dead@example.com', 'b@example.com');
    const id = await delivery({ target_group_id: group, state: 55 });
    // Another worker had claimed one long ago, and said nothing since.
    const [, , dead] = await engine
      .knex('nms_rcp_grp_rel')
      .where({ group_id: group })
      .orderBy('recipient_id')
      .pluck('recipient_id');
    const claimed = { delivery_id: id, status: 3, sending_by: 'i0/i0.t1#1', last_modified_at: at() };
    const rows = await engine
      .knex('nms_rcp_grp_rel')
      .where({ group_id: group })
      .orderBy('recipient_id')
      .pluck('recipient_id');
    for (const recipient of rows)
      await engine.knex('nms_broad_log_rcp').insert({
        broad_log_id: (next += 1),
        recipient_id: recipient,
        ...claimed,
        ...(recipient === dead ? { sending_at: at(-3_600_000) } : { status: 6, sending_by: null }),
      });
    state.breaksAt = (mail) => mail.includes('To: lost@');
    const { instance, vars: told } = await send(id);
    expect(told).toMatchObject({ sent: 2, doubtful: 2, waiting: 0 });
    expect(addressesOf()).toEqual(['a@example.com', 'b@example.com', 'lost@example.com']);
    const doubtful = (await logOf(id)).filter(({ status }) => status === 4);
    expect(doubtful).toHaveLength(2);
    const journal = (await journalOf(instance)).join('\n');
    for (const { broad_log_id: message } of doubtful)
      expect(journal).toContain(`Nobody knows whether message ${String(message)} of delivery ${String(id)} was sent`);
    expect(await deliveryRow(id)).toMatchObject({ state: 95, sent: 2, doubtful: 2 });
    expect((await send(id)).vars).toEqual(vars);
    expect(mails).toHaveLength(3);
  });

  it('leaves what another one has claimed just now to it', async () => {
    const { group, ids } = await people('a@example.com', 'theirs@example.com');
    const id = await delivery({ target_group_id: group });
    const theirs = { sending_by: 'i0/i0.t1#1', sending_at: at(-60_000), last_modified_at: at() };
    await engine.knex('nms_broad_log_rcp').insert({
      broad_log_id: (next += 1),
      delivery_id: id,
      recipient_id: ids[1],
      status: 3,
      ...theirs,
    });
    expect((await send(id)).vars).toMatchObject({ sent: 1, doubtful: 0 });
    expect(addressesOf()).toEqual(['a@example.com']);
    expect(await deliveryRow(id)).toMatchObject({ state: 55, processed: 1 });
  });

  it('leaves out who was denylisted or went into quarantine since, and who cannot be written to', async () => {
    const { group, ids } = await people(
      'a@example.com',
      'late@example.com',
      'closing@example.com',
      'strange@example.com',
    );
    const id = await delivery(
      { state: 55 },
      { subject: "{{ recipient.email.startsWith('strange') ? recipient.nothing : 'x' }}" },
    );
    for (const recipient of ids)
      await engine.knex('nms_broad_log_rcp').insert({
        broad_log_id: (next += 1),
        delivery_id: id,
        recipient_id: recipient,
        status: 6,
        last_modified_at: at(),
      });
    await engine.knex('nms_recipient').where({ recipient_id: ids[1] }).update({ black_list: 1 });
    await engine
      .knex('nms_address')
      .insert({ address_id: 900_003, address: 'closing@example.com', type: 0, status: 3, last_modified_at: at() });
    expect((await send(id)).vars).toMatchObject({ sent: 1, ignored: 2, failed: 1 });
    expect((await logOf(id)).map(({ status }) => status)).toEqual([1, 8, 8, 2]);
    expect(group).toBeGreaterThan(0);
  });

  it('goes to nobody whom the deliverability service suppresses, whether that is known before or comes meanwhile', async () => {
    const suppressed = (address: string) =>
      engine.knex('nms_suppression').insert({ address, reason: 'complaint', last_modified_at: at() });
    const { group, ids } = await people('fine@example.com', 'Complained@example.com', 'complains@example.com');
    await suppressed('complained@example.com');
    const listed = await delivery({ target_group_id: group });
    expect((await send(listed)).vars).toMatchObject({ sent: 2, ignored: 0 });
    expect(addressesOf()).toEqual(['complains@example.com', 'fine@example.com']);
    expect(await exclusions(listed)).toEqual([[ids[1], 2]]);

    await suppressed('complains@example.com');
    const prepared = await delivery({ state: 55 });
    await engine.knex('nms_broad_log_rcp').insert({
      broad_log_id: (next += 1),
      delivery_id: prepared,
      recipient_id: ids[2],
      status: 6,
      last_modified_at: at(),
    });
    expect((await send(prepared)).vars).toMatchObject({ sent: 0, ignored: 1 });
  });

  it('goes to nobody whom the last forecast left out by arbitration', async () => {
    const { group, ids } = await people('kept@example.com', 'left@example.com');
    const id = await delivery({ target_group_id: group });
    const foreseen = { delivery_id: id, weight: 5, planned_at: at(), computed_at: at() };
    await engine.knex('nms_forecast_log_rcp').insert([
      { ...foreseen, recipient_id: ids[0], excluded: 0 },
      { ...foreseen, recipient_id: ids[1], excluded: 1 },
      { ...foreseen, recipient_id: ids[0], delivery_id: id + 1, excluded: 1 },
    ]);
    expect((await send(id)).vars).toMatchObject({ sent: 1 });
    expect(addressesOf()).toEqual(['kept@example.com']);
    expect(await exclusions(id)).toEqual([[ids[1], 5]]);
  });

  it('is billed by the bytes of its messages, however many a character takes', async () => {
    const { group } = await people({ email: 'a@example.com', black_list: 0, first_name: '가나다' });
    const id = await delivery(
      { target_group_id: group },
      { text_body: '{{ recipient.first_name }}é', html_body: '', sender: '' },
    );
    await send(id);
    expect(Number((await deliveryRow(id))['bytes'])).toBe(3 * 3 + 2);
  });

  it('to a list with nobody in it, or without one, is paused and told instead of finished', async () => {
    const { group } = await people();
    const empty = await delivery({ target_group_id: group });
    const listless = await delivery({});
    for (const id of [empty, listless]) {
      const { instance, vars: told } = await send(id);
      expect(told).toEqual(vars);
      expect((await deliveryRow(id))['state']).toBe(75);
      const journal = (await journalOf(instance)).join('\n');
      expect(journal).toContain(`Delivery ${String(id)} (Delivery ${String(id)}) is for nobody: it is paused.`);
      const lines: unknown = await engine.knex('xtk_job_log').where({ delivery_id: id }).pluck('message');
      expect(lines).toEqual([
        'Paused, since it is for nobody: it has no message, and no list of which anybody is to get one.',
      ]);
    }
    expect(mails).toEqual([]);
  });

  it('waits while the mail server is gone, and goes on where it was', async () => {
    const addresses = Array.from({ length: 14 }, (_, index) => `p${String(index).padStart(2, '0')}@example.com`);
    const { group } = await people(...addresses);
    const id = await delivery({ target_group_id: group });
    await engine.publish(sending('sendWhole', { delivery: 'instance.inputs.delivery', onError: 'pause' }));
    state.refuse = () => 421;
    const instance = instanceIdSchema.parse('i_gone');
    await engine.ask({ operation: 'runNow', instance, input: { delivery: id } }, { workflow: 'sendWhole' });
    expect((await instanceOf(instance)).status).toBe('paused');
    expect((await logOf(id)).map((row) => row.status)).toEqual(addresses.map(() => 6));
    state.refuse = () => undefined;
    await engine.ask({ operation: 'resume' }, { instance });
    expect((await instanceOf(instance)).result).toMatchObject({ sent: 14, waiting: 0 });
    expect(addressesOf()).toEqual(addresses);
  });

  it('that nobody has written is told, one that cannot be read is paused, and neither keeps others waiting', async () => {
    const { group } = await people('a@example.com');
    const silent = await delivery({ target_group_id: group, weight: 9 }, null);
    const broken = await delivery({ target_group_id: group, weight: 9 }, { subject: '{{ 1 + }}' });
    const later = await delivery({ target_group_id: group, scheduled_at: at(60_000) });
    const over = await delivery({ target_group_id: group, validity_at: at(-1) });
    const template = await delivery({ target_group_id: group, is_model: 1 });
    const good = await delivery({ target_group_id: group, weight: 1 });
    const { instance, vars: told } = await send();
    expect(told).toMatchObject({ sent: 1 });
    const states = async (id: number) => (await deliveryRow(id))['state'];
    expect(await Promise.all([silent, broken, later, over, template, good].map(states))).toEqual([
      51, 75, 51, 51, 51, 95,
    ]);
    expect((await journalOf(instance)).join('\n')).toContain(`Nobody has written what delivery ${String(silent)} (`);
    for (const id of [silent, later, over, template])
      await engine.knex('nms_delivery').where({ delivery_id: id }).update({ state: 0 });
    expect((await send(silent)).vars).toBeNull();
  });

  it('[M2] of events goes first, says what their context holds, and stays open for more', async () => {
    const { knex } = engine;
    const { group } = await people('plain@example.com');
    const plain = await delivery({ target_group_id: group, weight: 9 });
    const template = await delivery(
      { is_model: 1, state: 0 },
      { subject: 'Yours', text_body: 'Order {{ event.data.order }} of {{ event.email }}', html_body: '' },
    );
    const mapping: unknown = await knex('nms_delivery_mapping')
      .where({ name: 'map_rt_event' })
      .first('delivery_mapping_id');
    const { delivery_mapping_id: mapped } = z.object({ delivery_mapping_id: z.coerce.number() }).parse(mapping);
    const id = await delivery(
      { state: 55, template_id: template, month: '2026-01', delivery_mapping_id: mapped },
      null,
    );
    const event = async (order: number) => {
      const number = (next += 1);
      await knex('nms_rt_event').insert({
        event_id: number,
        type: 'order',
        status: 'pendingDelivery',
        email: 'same@example.com',
        context: JSON.stringify({ order }),
        created_at: at(),
      });
      await knex('nms_broad_log_rt_event').insert({
        broad_log_id: (next += 1),
        delivery_id: id,
        event_id: number,
        status: 6,
        last_modified_at: at(),
      });
    };
    await event(7);
    await event(8);
    expect((await send()).vars).toMatchObject({ sent: 3 });
    expect(mails.map((mail) => /^Order (\d) of same@example.com/m.exec(readMail(mail))?.[1])).toEqual(
      expect.arrayContaining(['7', '8', undefined]),
    );
    expect(mails[2]).toContain('To: plain@');
    expect([(await deliveryRow(id))['state'], (await deliveryRow(plain))['state']]).toEqual([55, 95]);
    await event(9);
    expect((await send()).vars).toMatchObject({ sent: 1 });
  });

  it('is kept in the outbox where there is no server for mails, and its log does not say that it was sent', async () => {
    const { group } = await people('kept@example.com');
    const id = await delivery({ target_group_id: group });
    mailer.sends = false;
    expect((await send(id)).vars).toMatchObject({ sent: 0, kept: 1 });
    mailer.sends = true;
    expect((await logOf(id)).map(({ status }) => status)).toEqual([5]);
    expect(await deliveryRow(id)).toMatchObject({ state: 95, sent: 0, processed: 1 });
    const kept: unknown = await engine
      .knex('sb_mail')
      .where('key', 'like', 'delivery/%')
      .first('to', 'status', 'title');
    expect(kept).toEqual({ to: '["kept@example.com"]', status: 'kept', title: 'For Name 0' });
    expect(mails).toEqual([]);
  });
});
