import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { instanceIdSchema } from '../../../engine/model/ids.ts';
import { id, instant, oracleRun } from '../oracleRun.ts';

const nowMs = Date.parse('2026-01-31T10:06:00.000Z');

const deliverySchema = z.object({
  operation_delivery_id: id,
  delivery_id: id,
  kind: z.string(),
  stage: z.string(),
  supplier_service_id: id.nullable(),
  file_name: z.string().nullable(),
  supplier_told_at: instant.nullable(),
  post_started_at: instant.nullable(),
  post_instance: z.string().nullable(),
  post_message: z.string().nullable(),
  file_sent_at: instant.nullable(),
});
const serviceSchema = z.object({
  supplier_service_id: id,
  supplier_id: id,
  notice_title: z.string(),
  recipient_group: z.string(),
  file_name: z.string(),
  post_workflow: z.string().nullable(),
});
const contactSchema = z.object({ supplier_id: id, recipient_group: z.string(), email: z.string() });
const sendingSchema = z.object({ delivery_id: id, label: z.string(), internal_name: z.string(), state: z.number() });
type Delivery = z.infer<typeof deliverySchema>;

/** Carries a file, and is done when the provider has it. */
const carrier = {
  name: 'carryFile',
  label: 'Carry the file',
  category: 'campaign',
  overlap: 'allow',
  activities: {
    begin: { type: 'start' },
    arrived: { type: 'wait', for: '1h' },
    done: { type: 'end', result: 'instance.inputs' },
  },
  transitions: [
    { from: 'begin', to: 'arrived' },
    { from: 'arrived', to: 'done' },
  ],
};

describe('supplierMgt, by the facts of the catalogue', () => {
  const { engine, run, runWithoutMail, read, mails } = oracleRun('supplierMgt', nowMs);
  const table = <Row>(schema: z.ZodType<Row>, name: string) => read(schema, engine().knex(name).orderBy(1).select());
  const deliveries = () => table(deliverySchema, 'nms_operation_delivery');
  const oneOf = async (own: number): Promise<Delivery> => {
    const found = (await deliveries()).find((one) => one.operation_delivery_id === own);
    if (!found) throw new TypeError(`there is no delivery ${String(own)}`);
    return found;
  };
  const change = (own: number, changed: object) =>
    engine().knex('nms_operation_delivery').where({ operation_delivery_id: own }).update(changed);

  /** What stands after a run, for the part that no instance decides: names, notices, and what is finished. */
  async function runAndJudge(): Promise<void> {
    const before = await deliveries();
    const services = new Map(
      (await table(serviceSchema, 'nms_supplier_service')).map((one) => [one.supplier_service_id, one]),
    );
    const contacts = await table(contactSchema, 'nms_supplier_contact');
    const sending = new Map(
      (await read(sendingSchema, engine().knex('nms_delivery').whereNotNull('internal_name'))).map((one) => [
        one.delivery_id,
        one,
      ]),
    );
    const fileOf = ({ kind, stage, supplier_service_id: service, delivery_id: own, file_name: name }: Delivery) => {
      const stages = kind === 'directMail' ? ['pendingExtraction', 'fileToApprove', 'started'] : ['started'];
      const pattern = services.get(service ?? 0)?.file_name;
      if (name !== null || pattern === undefined || !['directMail', 'external'].includes(kind)) return name;
      if (!stages.includes(stage)) return name;
      return pattern.replace('{delivery}', sending.get(own)?.internal_name ?? '').replace('{date}', '2026-01-31');
    };
    const noticesOf = (delivery: Delivery) => {
      const service = services.get(delivery.supplier_service_id ?? 0);
      const isMeant = delivery.stage === 'started' && ['directMail', 'external'].includes(delivery.kind);
      if (!service || !isMeant || delivery.supplier_told_at !== null) return [];
      const title = service.notice_title
        .replace('{delivery}', sending.get(delivery.delivery_id)?.label ?? '')
        .replace('{file}', fileOf(delivery) ?? '');
      return contacts
        .filter((one) => one.supplier_id === service.supplier_id && one.recipient_group === service.recipient_group)
        .map(({ email }) => ({ to: [email], title }));
    };
    await run();
    expect(await mails()).toEqual(before.flatMap(noticesOf));
    const after = await deliveries();
    expect(after.map(({ file_name: name }) => name)).toEqual(before.map(fileOf));
    expect(after.map(({ supplier_told_at: told }) => told)).toEqual(
      before.map((one) => (noticesOf(one).length > 0 ? nowMs : one.supplier_told_at)),
    );
    const isFinished = (one: Delivery): boolean =>
      one.stage === 'finished' ||
      (one.stage === 'started' && ['directMail', 'external'].includes(one.kind) && one.file_sent_at !== null);
    expect(after.map(({ stage }) => stage === 'finished')).toEqual(after.map(isFinished));
    const states = new Map(
      (await read(sendingSchema.pick({ delivery_id: true, state: true }), engine().knex('nms_delivery'))).map((one) => [
        one.delivery_id,
        one.state,
      ]),
    );
    const gone = after.filter((one, index) => one.stage === 'finished' && before[index]?.stage !== 'finished');
    expect(gone.map((one) => states.get(one.delivery_id))).toEqual(gone.map(() => 95));
  }

  it('notifies, names and finishes as the oracle foresees on the demo data, and a second run changes nothing', async () => {
    await runAndJudge();
    expect((await mails()).map(({ title }) => title)).toEqual(['The file of Letter on its way']);
    expect(await oneOf(13)).toMatchObject({ file_name: 'campaign13_2026-01-31.csv', stage: 'started' });
    expect(await oneOf(14)).toMatchObject({ stage: 'finished' });
    const after = await deliveries();
    await runAndJudge();
    expect(await deliveries()).toEqual(after);
    expect(await mails()).toEqual([]);
  });

  it('triggers nothing without approval, and tells once there is somebody to be told', async () => {
    await change(9, { stage: 'targeted', file_sent_at: null });
    const contacts = engine().knex('nms_supplier_contact').where({ supplier_id: 2 });
    await contacts.clone().update({ recipient_group: 'elsewhere' });
    await runAndJudge();
    expect(await oneOf(9)).toMatchObject({ file_name: null, supplier_told_at: null });
    await change(9, { stage: 'started' });
    await runAndJudge();
    expect(await oneOf(9)).toMatchObject({ file_name: 'calls_2026-01-31.csv', supplier_told_at: null });
    await contacts.clone().update({ recipient_group: 'production' });
    await runAndJudge();
    expect(await mails()).toEqual([{ to: ['call@agency.example.org'], title: 'The file of Calls of the agency' }]);
  });

  it('keeps the name that a file has, and the mails that are no file', async () => {
    await change(8, { file_name: 'mine.csv', stage: 'fileToApprove' });
    await change(1, { supplier_service_id: 1, stage: 'started' });
    await runAndJudge();
    expect(await oneOf(8)).toMatchObject({ file_name: 'mine.csv' });
    expect(await oneOf(1)).toMatchObject({ file_name: null, supplier_told_at: null, stage: 'started' });
  });

  it('begins the post-processing of a letter once, and finishes it when that has', async () => {
    const { knex } = engine();
    await knex('nms_supplier_service').where({ supplier_service_id: 1 }).update({ post_workflow: 'carryFile' });
    await runAndJudge();
    expect((await oneOf(13)).post_message).toContain('there is no workflow “carryFile”');
    await engine().publish(carrier);
    await runAndJudge();
    const begun = await oneOf(13);
    expect(begun).toMatchObject({ stage: 'started', post_started_at: nowMs, post_message: null, file_sent_at: null });
    await runAndJudge();
    const instances = () =>
      read(
        z.object({ id: z.string(), status: z.string(), state: z.string() }),
        knex('sb_instance').where({ workflow: 'carryFile' }).orderBy('id'),
      );
    expect((await instances()).map(({ id: own }) => own)).toEqual([begun.post_instance]);
    const [only] = await instances();
    expect(JSON.parse(only?.state ?? '')).toMatchObject({
      inputs: { delivery: begun.delivery_id, file: 'campaign13_2026-01-31.csv', template: 'address' },
    });
    const carried = instanceIdSchema.parse(begun.post_instance);
    await engine().ask({ operation: 'runPending' }, { instance: carried });
    expect((await instances())[0]).toMatchObject({ status: 'finished' });
    await runAndJudge();
    expect(await oneOf(13)).toMatchObject({ stage: 'finished', file_sent_at: nowMs });
  });

  it('says that post-processing was stopped, and finishes nothing by it; external ones are begun elsewhere', async () => {
    await change(7, { stage: 'started' });
    await engine()
      .knex('nms_supplier_service')
      .where({ supplier_service_id: 2 })
      .update({ post_workflow: 'carryFile' });
    await runAndJudge();
    const begun = await oneOf(7);
    expect((await oneOf(9)).post_instance).toBeNull();
    await engine().ask({ operation: 'kill' }, { instance: instanceIdSchema.parse(begun.post_instance) });
    await runAndJudge();
    expect(await oneOf(7)).toMatchObject({
      stage: 'started',
      file_sent_at: null,
      post_message: 'The post-processing is stopped.',
    });
    await change(7, { file_sent_at: new Date(nowMs).toISOString() });
    await runAndJudge();
    expect(await oneOf(7)).toMatchObject({ stage: 'finished' });
  });

  it('goes on while no mail can be sent, and tells the provider when one can', async () => {
    await change(9, { stage: 'started', supplier_told_at: null });
    await runWithoutMail();
    await runAndJudge();
    expect((await mails()).map(({ title }) => title)).toContain('The file of Calls of the agency');
  });
});
