import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { signIn, type ApiClient } from '../support/apiClient.ts';
import { createPostgresDatabase, type PostgresDatabase } from '../support/postgres.ts';
import { killProcess, startServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

const people = Array.from({ length: 12 }, (_, index) => ({
  id: index + 1,
  email: `p${String(index + 1)}@example.com`,
}));
const values = (row: (person: (typeof people)[number]) => string): string => people.map(row).join(', ');

const drawing = `
  INSERT INTO nms_delivery_mapping (name, label, broad_log_schema, tracking_log_schema) VALUES ('map_people', 'People', 'nms_broad_log_rcp', 'nms_tracking_log_rcp');
  INSERT INTO nms_group (group_id, label, last_modified_at) VALUES (1, 'People', :now);
  INSERT INTO nms_recipient (recipient_id, first_name, last_name, email, created_at, last_modified_at) VALUES ${values(({ id, email }) => `(${String(id)}, 'P', 'Q', '${email}', :now, :now)`)};
  INSERT INTO nms_rcp_grp_rel (group_id, recipient_id) VALUES ${values(({ id }) => `(1, ${String(id)})`)};
  INSERT INTO nms_delivery (delivery_id, label, state, delivery_mapping_id, target_group_id, created_at, last_modified_at) SELECT 1, 'News', 51, delivery_mapping_id, 1, :now, :now FROM nms_delivery_mapping WHERE name = 'map_people';
  INSERT INTO nms_delivery_content (delivery_id, sender, subject, text_body, last_modified_at) VALUES (1, 'shop@example.com', 'News', 'Hello', :now)`;

const sending = {
  name: 'sendNews',
  package: 'delivery',
  activities: {
    begin: { type: 'start' },
    draw: {
      type: 'sqlCode',
      script: { sqlite: drawing, postgres: drawing.replaceAll(':now', 'CAST(:now AS timestamptz)') },
      params: { now: 'now' },
    },
    send: { type: 'delivery', delivery: '1', batch: 2 },
    done: { type: 'end', result: 'vars' },
  },
  transitions: [
    { from: 'begin', to: 'draw' },
    { from: 'draw', to: 'send' },
    { from: 'send', to: 'done' },
  ],
};

const begunSchema = z.object({ id: z.string() });
const instanceSchema = z.object({ status: z.string(), result: z.unknown() });
const journalSchema = z.object({ items: z.array(z.object({ text: z.string() })) });

/** A mail server that does something when it has got the n-th mail; what answers false leaves that mail without an answer. */
function mailServerThat(act: (mails: number) => Promise<boolean>) {
  const addresses: string[] = [];
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, taken) => {
      stream.resume();
      stream.once('end', () => {
        addresses.push(session.envelope.rcptTo[0]?.address ?? 'nobody');
        void act(addresses.length).then((answers) => {
          if (answers) taken();
        });
      });
    },
  });
  smtp.on('error', () => undefined);
  return { addresses, smtp };
}

describe.each(['SQLite', 'PostgreSQL'])('a delivery on %s that is paused, and whose worker dies', (name) => {
  const opened: { database?: PostgresDatabase; server?: TestServer; client?: ApiClient; instance?: string } = {};
  const { addresses, smtp } = mailServerThat(async (mails) => {
    if (mails === 4) await opened.client?.post(`/api/instances/${opened.instance ?? ''}/pause`);
    if (mails === 8) killProcess(opened.server?.workerPid() ?? 0);
    return mails !== 8;
  });
  const instance = async () =>
    instanceSchema.parse((await opened.client?.get(`/api/instances/${opened.instance ?? ''}`))?.body);
  const reaches = (status: string) =>
    until(`it is ${status}`, async () => ((await instance()).status === status ? true : undefined), 60_000);

  beforeAll(async () => {
    await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
    if (name === 'PostgreSQL') opened.database = await createPostgresDatabase();
    // It listens on a port.
    const { port } = smtp.server.address() as AddressInfo;
    const env = {
      DATABASE_URL: opened.database?.url ?? '',
      SIGNALBOX_SMTP_URL: `smtp://127.0.0.1:${String(port)}`,
    };
    opened.server = await startServer({ args: ['--no-demo'], env });
    opened.client = await signIn(opened.server.url);
  }, 90_000);
  afterAll(async () => {
    await opened.server?.remove();
    await opened.database?.drop();
    await new Promise<void>((resolve) => smtp.close(resolve));
  });

  it(`[M1] goes to everybody once, and tells of whom nobody knows (${name})`, async () => {
    const { client } = opened;
    expect((await client?.post('/api/workflows', sending))?.status).toBe(201);
    const begun = await client?.post('/api/workflows/sendNews/instances');
    opened.instance = begunSchema.parse(begun?.body).id;
    await reaches('paused');
    expect(addresses).toHaveLength(4);
    expect((await client?.post(`/api/instances/${opened.instance}/resume`))?.status).toBe(202);
    await reaches('finished');
    expect(addresses.toSorted()).toEqual(people.map(({ email }) => email).toSorted());
    const told = z
      .object({ sent: z.number(), doubtful: z.number(), waiting: z.number() })
      .parse((await instance()).result);
    expect(told.sent + told.doubtful).toBe(people.length);
    expect([1, 2]).toContain(told.doubtful);
    const { items } = journalSchema.parse((await client?.get(`/api/instances/${opened.instance}/journal`))?.body);
    expect(items.filter(({ text }) => text.startsWith('Nobody knows whether message'))).toHaveLength(told.doubtful);
  }, 120_000);
});
