import { beforeEach, describe, expect, it } from 'vitest';
import { nothingOutside } from '../../../engine/activity/nothingOutside.ts';
import { createMailer } from '../../../server/outside/mailer.ts';
import { describeOnDatabases, rowsOf } from '../../../test/support/kindDatabase.ts';
import { mailServer } from '../../../test/support/mailServer.ts';
import { emailExecutor } from './email.executor.ts';
import { emailKind } from './email.kind.ts';

describeOnDatabases('a mail', (database) => {
  const { mails, state, url } = mailServer();
  /** As a server has it: the log of mails is the database's own. */
  const execute = (written: object, { vars = {}, address = url(), of = {} } = {}) => {
    const mail = createMailer({ url: address, from: 'Signalbox <box@example.com>' });
    const config = emailKind.schema.parse({ to: 'ann@example.com', subject: 'News', ...written });
    const lent = { outside: { ...nothingOutside, mail } };
    return database.execute(emailExecutor, config, { vars, lent, isOutside: true, of });
  };

  it('is sent with what the expressions give, markup as text, and once alone', async () => {
    const vars = { name: '<b>Ann</b>', no: 7 };
    const written = { subject: 'Order {{ vars.no }}', text: 'Dear {{ vars.name }}', html: '<p>{{ vars.name }}</p>' };
    const first = await execute(written, { vars });
    expect(first.vars).toEqual({ sent: 1, kept: 0, refused: 0 });
    expect(mails[0]).toContain('Subject: Order 7');
    expect(mails[0]).toContain('Dear <b>Ann</b>');
    expect(mails[0]).toContain('<p>&lt;b&gt;Ann&lt;/b&gt;</p>');
    expect(mails[0]).toMatch(/Message-ID: <[0-9a-f]{40}@example\.com>/);
    expect((await execute(written, { vars })).vars).toEqual({ sent: 1, kept: 0, refused: 0 });
    expect(mails).toHaveLength(1);
  });

  it('goes to each row, and a retry sends what is missing alone', async () => {
    const rows = [[1, 'a@example.com'] as const, [2, 'b@example.com'] as const, [3, 'c@example.com'] as const];
    await database.bring('customers', rowsOf(['id', 'email'], ...rows));
    const written = { each: true, to: '{{ row.email }}', subject: 'No {{ row.id }}' };
    state.refuse = (address) => (address.startsWith('b') ? 450 : undefined);
    await expect(execute(written)).rejects.toMatchObject({ failure: { cause: 'transient' } });
    state.refuse = () => undefined;
    expect((await execute(written)).vars).toEqual({ sent: 3, kept: 0, refused: 0 });
    expect(mails.map((mail) => /Subject: (.*)\r/.exec(mail)?.[1])).toEqual(['No 1', 'No 2', 'No 3']);
  });

  describe('with a key', () => {
    const letter = { each: true, to: '{{ row.email }}', subject: 'No {{ row.id }}', key: '[row.id, row.email]' };
    const another = { idempotencyKey: 'i2/i2.t1' };
    const subjects = () => mails.map((mail) => /Subject: (.*)\r/.exec(mail)?.[1]);
    beforeEach(async () => {
      const rows = [[1, 'a@example.com'] as const, [2, 'b@example.com'] as const, [3, 'c@example.com'] as const];
      await database.bring('customers', rowsOf(['id', 'email'], ...rows));
    });

    it('[A3] goes once, also where the batch broke off in the middle and another instance takes it up', async () => {
      state.refuse = (address) => (address.startsWith('b') ? 450 : undefined);
      await expect(execute(letter)).rejects.toMatchObject({ failure: { cause: 'transient' } });
      state.refuse = () => undefined;
      const { vars, journal } = await execute(letter, { of: another });
      expect(vars).toEqual({ sent: 2, kept: 0, refused: 0, alreadySent: 1 });
      expect(journal).toEqual([{ level: 'info', text: '1 not sent again: what has their keys was sent before.' }]);
      expect(subjects()).toEqual(['No 1', 'No 2', 'No 3']);
      expect((await execute(letter, { of: another })).vars).toEqual({ sent: 2, kept: 0, refused: 0, alreadySent: 1 });
      expect(mails).toHaveLength(3);
    });

    it('[A3] goes for the key of its own activity and workflow, and again for another key', async () => {
      await execute(letter);
      for (const of of [{ activity: 'there' }, { workflow: 'otherDigest' }])
        expect((await execute(letter, { of: { ...another, ...of } })).vars).toMatchObject({ sent: 3, alreadySent: 0 });
      const { vars } = await execute({ ...letter, key: "[row.id, row.email, 'reminder']" }, { of: another });
      expect(vars).toMatchObject({ sent: 3, alreadySent: 0 });
      expect(
        (await execute({ ...letter, key: 'row.id / 2' }, { of: { idempotencyKey: 'i3/i3.t1' } })).vars,
      ).toMatchObject({
        sent: 2,
        alreadySent: 1,
      });
    });

    it('[A3] that was refused or kept may be sent by another instance', async () => {
      state.refuse = (address) => (address.startsWith('b') ? 550 : undefined);
      expect((await execute(letter)).vars).toEqual({ sent: 2, kept: 0, refused: 1, alreadySent: 0 });
      state.refuse = () => undefined;
      const kept = await execute({ ...letter, to: 'x{{ row.email }}' }, { address: '', of: another });
      expect(kept.vars).toEqual({ sent: 0, kept: 1, refused: 0, alreadySent: 2 });
      const sent = await execute(letter, { of: { idempotencyKey: 'i3/i3.t1' } });
      expect(sent.vars).toEqual({ sent: 1, kept: 0, refused: 0, alreadySent: 2 });
      expect(subjects()).toEqual(['No 1', 'No 3', 'No 2']);
    });

    it('[A3] has the same Message-ID in each instance, so that who got it twice can tell', async () => {
      state.breaksAt = () => true;
      await expect(execute(letter)).rejects.toMatchObject({ failure: { cause: 'transient' } });
      state.breaksAt = () => false;
      await execute(letter, { of: another });
      const [doubtful, again, ...others] = mails.map((mail) => /Message-ID: (.*)\r/.exec(mail)?.[1]);
      expect(again).toBe(doubtful);
      expect(new Set([again, ...others]).size).toBe(3);
    });

    it('[A3] may be as long and odd as its values', async () => {
      const odd = { ...letter, key: 'vars.odd + string(row.id)' };
      const vars = { odd: `secret\0\uD800'";--${'x'.repeat(20_000)}` };
      expect((await execute(odd, { vars })).vars).toMatchObject({ sent: 3 });
      expect((await execute(odd, { vars, of: another })).vars).toMatchObject({ sent: 0, alreadySent: 3 });
    });

    it('[A3] that is empty is refused, each for itself', async () => {
      const { vars, journal } = await execute({ ...letter, key: 'row.id == 2 ? null : row.id' });
      expect(vars).toEqual({ sent: 2, kept: 0, refused: 1, alreadySent: 0 });
      expect(journal?.map(({ text }) => text)).toEqual([
        'Not sent, row 2: Its key is empty: nobody could tell whether it was sent.',
      ]);
      await expect(execute({ key: "' '" })).rejects.toMatchObject({ failure: { cause: 'data' } });
    });

    it('[A3] goes once where two rows have the same, and a single mail has its own', async () => {
      expect((await execute({ ...letter, key: "'all'" })).vars).toMatchObject({ sent: 1, alreadySent: 2 });
      expect((await execute({ key: "'all'" }, { of: { activity: 'single' } })).vars).toMatchObject({ sent: 1 });
      expect((await execute({ key: "'all'" }, { of: { ...another, activity: 'single' } })).vars).toEqual({
        sent: 0,
        kept: 0,
        refused: 0,
        alreadySent: 1,
      });
    });
  });

  it('that cannot be delivered to one row is told, and the others get theirs', async () => {
    await database.bring('customers', rowsOf(['email'], ['a@example.com'], ['nobody'], ['gone@example.com']));
    state.refuse = (address) => (address.startsWith('gone') ? 550 : undefined);
    const { vars, journal } = await execute({ each: true, to: '{{ row.email }}' });
    expect(vars).toEqual({ sent: 1, kept: 0, refused: 2 });
    expect(journal?.map(({ text }) => text)).toEqual([
      'Not sent, row 2: “nobody” is no address.',
      expect.stringContaining('Not sent, row 3: The mail was not taken'),
    ]);
  });

  it('reads a file that many get once for those that follow each other, and by what each row says', async () => {
    await database.run('CREATE TABLE papers (paper_id integer, content text)');
    const [one, two] = ['one', 'two'].map((text) => Buffer.from(text).toString('base64'));
    await database.run(`INSERT INTO papers VALUES (1, '${one ?? ''}'), (2, '${two ?? ''}')`);
    await database.bring('letters', rowsOf(['no', 'paper'], [1, 1], [2, 1], [3, 2], [4, 7]));
    const sql = "SELECT content FROM papers WHERE paper_id = :paper AND :read = 'yes'";
    const attachment = { name: 'paper{{ row.paper }}.txt', sql };
    const { vars } = await execute({
      each: true,
      attachment,
      params: { paper: 'row.paper', read: "'yes'" },
      subject: 'No {{ row.no }}',
    });
    expect(vars).toEqual({ sent: 3, kept: 0, refused: 1 });
    expect(mails.map((mail) => [one, two].filter((content) => mail.includes(content ?? '')))).toEqual([
      [one],
      [one],
      [two],
    ]);
  });

  it('takes its file from an expression or from SQL, not from both', () => {
    const written = { to: 'ann@example.com', subject: 'News' };
    const read = (attachment: object) => emailKind.schema.safeParse({ ...written, attachment }).success;
    expect(
      [{ content: 'a' }, { sql: 'SELECT 1' }, { content: 'a', sql: 'SELECT 1' }, {}].map((way) =>
        read({ name: 'x', ...way }),
      ),
    ).toEqual([true, true, false, false]);
  });

  it('carries a file where it has a name, as it is', async () => {
    const content = Buffer.from('tick,tock\n').toString('base64');
    const attachment = { name: '{{ row.file }}', content: 'row.content' };
    await database.bring('files', rowsOf(['file', 'content'], ['a.csv', content], ['', null], ['b.csv', 'no base64!']));
    const { vars } = await execute({ each: true, attachment });
    expect(vars).toEqual({ sent: 2, kept: 0, refused: 1 });
    expect(mails[0]).toContain('filename=a.csv');
    expect(mails[0]).toContain(content);
    expect(mails[1]).not.toContain('attachment');
  });

  it('takes no second header from a value', async () => {
    for (const bad of ['x\r\nBcc: eve@example.com', 'x\nBcc: eve@example.com'])
      for (const written of [{ subject: '{{ vars.bad }}' }, { to: '{{ vars.bad }}@example.com' }])
        await expect(execute(written, { vars: { bad } })).rejects.toMatchObject({ failure: { cause: 'data' } });
    expect(mails).toEqual([]);
  });

  it('goes to whom its template names, and a value names one alone', async () => {
    const vars = { one: ' bob@example.com', name: 'cy', many: 'bob@example.com, eve@example.com' };
    const accepted: string[] = [];
    state.refuse = (address) => void accepted.push(address);
    await execute({ to: 'ann@example.com, {{ vars.one }},{{ vars.name }}@example.com' }, { vars });
    expect(accepted).toEqual(['ann@example.com', 'bob@example.com', 'cy@example.com']);
    for (const to of ['{{ vars.many }}', 'ann@example.com,{{ vars.many }}', '{{ vars.many }},ann@example.com'])
      await expect(execute({ to }, { vars, of: { idempotencyKey: to } })).rejects.toMatchObject({
        failure: { cause: 'data', message: expect.stringContaining('a value gives exactly one') },
      });
    expect(mails).toHaveLength(1);
  });

  it('to a row whose value names several is refused, and the journal says why', async () => {
    await database.bring('customers', rowsOf(['email'], ['a@example.com'], ['b@example.com,eve@example.com']));
    const { vars, journal } = await execute({ each: true, to: '{{ row.email }}' });
    expect(vars).toEqual({ sent: 1, kept: 0, refused: 1 });
    expect(journal?.map(({ text }) => text)).toEqual([
      'Not sent, row 2: “b@example.com,eve@example.com” is not one address: a value gives exactly one.',
    ]);
  });

  it('is kept in the outbox where there is no server for mails, and the journal says so', async () => {
    const { vars, journal } = await execute({}, { address: '' });
    expect([vars, journal]).toMatchObject([
      { sent: 0, kept: 1 },
      [{ text: expect.stringContaining('kept in the outbox') }],
    ]);
    expect(mails).toEqual([]);
  });

  it('waits for a server that does not answer', async () => {
    await expect(execute({}, { address: 'smtp://127.0.0.1:1' })).rejects.toMatchObject({
      failure: { cause: 'transient' },
    });
  });
});
