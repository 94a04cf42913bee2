import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { operatorGroups, operators } from '../../../definitions/packages/demoData/people.ts';
import { ExecutorFailure } from '../../../engine/activity/executor.ts';
import type { Mail } from '../../../engine/activity/outside.ts';
import { instanceIdSchema } from '../../../engine/model/ids.ts';
import { openEngine, type EngineRun } from '../engineRun.ts';

const nowMs = Date.parse('2026-01-31T04:00:00.000Z');
const now = '2026-01-31T04:00:00.000Z';
const hourMs = 3_600_000;

const id = z.coerce.number();
const messageSchema = z.object({
  newsgroup_msg_id: id,
  newsgroup_id: id,
  parent_id: id.nullable(),
  author_id: id,
  subject: z.string(),
  body: z.string(),
  attachment_name: z.string().nullable(),
  attachment: z.string().nullable(),
  to_operator_id: id.nullable(),
  to_group_id: id.nullable(),
  notified_at: z.unknown(),
});
type Message = z.infer<typeof messageSchema>;
const operatorSchema = z.object({
  operator_id: id,
  label: z.string(),
  email: z.string().nullable(),
  disabled: z.number(),
});
const forumSchema = z.object({ newsgroup_id: id, label: z.string(), subject: z.string(), subject_id: id });

/** A mail as it can be compared: to whom, of what, with which file. */
const compared = ({ to, subject, text, attachment }: Mail): string =>
  JSON.stringify([to, subject, text.trim(), attachment ?? null]);

describe('newsgroupMgt, by the facts of the catalogue', () => {
  let engine: EngineRun;
  const mails: Mail[] = [];
  const server = { takes: Infinity };
  const deliver = async (mail: Mail): Promise<void> => {
    if (mails.length >= server.takes)
      throw new ExecutorFailure({ cause: 'transient', message: 'The mail server is down.' });
    mails.push(mail);
  };

  const read = async <Row>(schema: z.ZodType<Row>, table: string): Promise<Row[]> =>
    z.array(schema).parse(await engine.knex(table).select());
  const messages = () => read(messageSchema, 'nms_newsgroup_msg');
  const post = async (message: Partial<Message>) =>
    engine.knex('nms_newsgroup_msg').insert({
      newsgroup_id: 1,
      author_id: operators.bruno,
      subject: 'News',
      body: 'Look at this.',
      posted_at: now,
      ...message,
    });

  /** Who gets which mail of the messages that nobody was told of, forum by forum and reason by reason. */
  async function foreseen(): Promise<readonly string[]> {
    const all = await messages();
    const people = await read(operatorSchema, 'xtk_operator');
    const forums = await read(forumSchema, 'nms_newsgroup');
    const followers = await read(z.object({ newsgroup_id: id, operator_id: id }), 'nms_newsgroup_follower');
    const members = await read(z.object({ operator_group_id: id, operator_id: id }), 'xtk_operator_group_rel');
    return all
      .filter((message) => message.notified_at === null)
      .flatMap((message) => {
        const forum = forums.find((one) => one.newsgroup_id === message.newsgroup_id);
        const reasons = [
          ...followers.filter((one) => one.newsgroup_id === message.newsgroup_id).map((one) => one.operator_id),
          message.to_operator_id,
          ...members.filter((one) => one.operator_group_id === message.to_group_id).map((one) => one.operator_id),
          all.find((one) => one.newsgroup_msg_id === message.parent_id)?.author_id ?? null,
          forum?.subject === 'operator' ? forum.subject_id : null,
        ];
        const author = people.find((one) => one.operator_id === message.author_id)?.label ?? '';
        return people
          .filter((one) => reasons.includes(one.operator_id) && one.disabled === 0 && (one.email ?? '') !== '')
          .map((one) =>
            compared({
              to: [one.email ?? ''],
              subject: `${forum?.label ?? ''}: ${message.subject}`,
              text: `${author} writes in ${forum?.label ?? ''}:\n\n${message.body}`,
              ...(message.attachment !== null && {
                attachment: { name: message.attachment_name ?? '', base64: message.attachment },
              }),
              key: '',
            }),
          );
      });
  }

  /** Signals a message, and expects the mails that the oracle foresees. */
  async function signal(): Promise<readonly string[]> {
    const expected = await foreseen();
    mails.length = 0;
    await engine.signal('forumMessage');
    expect(mails.map(compared).toSorted()).toEqual(expected.toSorted());
    const statuses: unknown = await engine
      .knex('sb_instance')
      .where({ workflow: 'newsgroupMgt' })
      .distinct('status')
      .pluck('status');
    expect(statuses).toEqual(['finished']);
    return expected;
  }

  beforeAll(async () => {
    engine = await openEngine(nowMs, 0.003, {
      workflows: ['newsgroupMgt'],
      outside: { mail: { sends: true, send: deliver } },
    });
  }, 120_000);
  afterAll(() => engine.close());

  it('mails the new messages of the demo to whom they concern, and the same signal again mails nothing', async () => {
    const before = await messages();
    const expected = await signal();
    expect(expected.length).toBeGreaterThan(8);
    expect(mails.filter(({ attachment }) => attachment?.name === 'draft.txt')).not.toEqual([]);
    const after = await messages();
    expect(after.map(({ notified_at: _, ...message }) => message)).toEqual(
      before.map(({ notified_at: _, ...message }) => message),
    );
    expect(after.filter((message) => message.notified_at === null)).toEqual([]);
    expect(await signal()).toEqual([]);
  });

  it.each([
    ['its followers', {}, ['anna', 'dae']],
    ['the operator whom it names', { newsgroup_id: 2, to_operator_id: operators.elin }, ['chloe', 'elin']],
    ['the group that it names', { newsgroup_id: 2, to_group_id: operatorGroups.reviewers }, ['chloe', 'dae']],
    ['the author whom it answers', { newsgroup_id: 2, parent_id: 2 }, ['chloe', 'elin']],
    ['the owner of a personal forum', { newsgroup_id: 3, author_id: operators.anna }, ['bruno']],
    ['somebody with several reasons once', { to_operator_id: operators.anna, parent_id: 1 }, ['anna', 'bruno', 'dae']],
    ['nobody, where nobody has an address', { newsgroup_id: 3, author_id: operators.anna, subject: 'To nobody' }, []],
  ])('goes to %s', async (reason, message, names) => {
    const owner = { operator_id: operators.bruno };
    const isDisabled = reason.startsWith('nobody');
    await engine
      .knex('xtk_operator')
      .where(owner)
      .update({ disabled: isDisabled ? 1 : 0 });
    await post(message);
    await signal();
    await engine.knex('xtk_operator').where(owner).update({ disabled: 0 });
    expect(mails.map(({ to }) => to[0]).toSorted()).toEqual(names.map((name) => `${name}@shop.example.org`));
  });

  it('keeps no copy of a file for each of those who get it', async () => {
    const attachment = Buffer.from('a plan that many get').toString('base64');
    await post({ subject: 'The plan', attachment_name: 'plan.txt', attachment });
    await signal();
    const files = mails.map((mail) => mail.attachment);
    expect(files).toEqual([1, 2].map(() => ({ name: 'plan.txt', base64: attachment })));
    const kept: unknown[] = await engine.knex('sb_work_rows').select();
    expect(JSON.stringify(kept)).toContain('The plan');
    expect(JSON.stringify(kept)).not.toContain(attachment);
  });

  it('tells of a message once, though two are signalled at the same time', async () => {
    await post({ subject: 'One' });
    await post({ subject: 'Two' });
    mails.length = 0;
    await engine.signal('forumMessage', {}, 2);
    expect(mails.map(({ subject }) => subject).toSorted()).toEqual(
      ['One', 'One', 'Two', 'Two'].map((subject) => `Spring offers: ${subject}`),
    );
  });

  const unfinished = async (): Promise<readonly { id: string; status: string }[]> =>
    z
      .array(z.object({ id: z.string(), status: z.string() }))
      .parse(await engine.knex('sb_instance').whereNotIn('status', ['finished', 'stopped']).select('id', 'status'));
  const told = () => mails.map(({ to, subject }) => `${to.join()}: ${subject}`);
  const toBoth = (subject: string) =>
    ['anna', 'dae'].map((name) => `${name}@shop.example.org: Spring offers: ${subject}`);

  it('[A3] leaves those whom a run that was stopped has not told to the next, and tells nobody twice', async () => {
    await post({ subject: 'Held up' });
    mails.length = 0;
    server.takes = 1;
    await engine.signal('forumMessage');
    await engine.liveUntil(nowMs + hourMs);
    expect(told()).toEqual(toBoth('Held up').slice(0, 1));
    server.takes = Infinity;
    const [held] = await unfinished();
    await engine.ask({ operation: 'kill' }, { instance: instanceIdSchema.parse(held?.id) });
    await engine.signal('forumMessage');
    expect(told()).toEqual(toBoth('Held up'));
    await engine.signal('forumMessage');
    expect(told()).toEqual(toBoth('Held up'));
  });

  it('tries for a day while the mail server is down, then pauses, and later messages have runs of their own', async () => {
    const beginMs = nowMs + 2 * hourMs;
    await engine.until(beginMs);
    mails.length = 0;
    server.takes = 1;
    await post({ subject: 'In an outage' });
    await engine.signal('forumMessage');
    await engine.liveUntil(beginMs + 23 * hourMs);
    expect(await unfinished()).toMatchObject([{ status: 'running' }]);
    await engine.liveUntil(beginMs + 26 * hourMs);
    expect(await unfinished()).toMatchObject([{ status: 'paused' }]);
    server.takes = Infinity;
    await post({ subject: 'Afterwards' });
    await engine.signal('forumMessage');
    expect(told()).toEqual([...toBoth('In an outage').slice(0, 1), ...toBoth('Afterwards')]);
    const [paused] = await unfinished();
    await engine.ask({ operation: 'resume' }, { instance: instanceIdSchema.parse(paused?.id) });
    expect(await unfinished()).toEqual([]);
    expect(told().toSorted()).toEqual([...toBoth('In an outage'), ...toBoth('Afterwards')].toSorted());
  });

  it('leaves out an attachment that is too large, and says where it is', async () => {
    await post({ newsgroup_id: 3, attachment_name: 'film.mp4', attachment: 'AAAA'.repeat(150_001) });
    mails.length = 0;
    await engine.signal('forumMessage');
    expect(mails.map(({ attachment }) => attachment)).toEqual([undefined]);
    expect(mails[0]?.text).toContain('The attachment film.mp4 is too large for a mail');
  });

  it('counts all mails in one technical delivery', async () => {
    const deliveries = z
      .array(z.object({ label: z.string(), sent: z.number(), broad_start_at: z.null() }))
      .parse(await engine.knex('nms_delivery').where({ internal_name: 'newsgroupNotifications' }));
    const [first, ...others] = deliveries;
    expect(others).toEqual([]);
    expect(first?.label).toBe('Discussion forum notifications');
    const sent = z.coerce
      .number()
      .parse((await engine.knex('sb_mail').whereNotNull('key').count('* as n').first())?.['n']);
    expect(first?.sent).toBe(sent);
    expect(sent).toBeGreaterThan(20);
  });
});
