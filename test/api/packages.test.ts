import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { packages } from '../../definitions/registry/packages.generated.ts';
import { invariant } from '../../engine/invariant.ts';
import { packageSchema, removalSchema, type Package } from '../../server/contract/packages.ts';
import { installWorkflow } from '../../server/operations/packageWorkflows.ts';
import type { Resources } from '../../server/operations/resources.ts';
import { installWorkflows } from '../../server/packages/installWorkflows.ts';
import { signIn, type ApiClient } from '../support/apiClient.ts';
import { startWeb, type TestWeb } from './support/startWeb.ts';

const problemSchema = z.object({ code: z.string(), state: z.string().optional(), detail: z.string() });
const auditSchema = z.object({ items: z.array(z.object({ action: z.string(), after: z.string().nullable() })) });

describe('packages, installed and removed through HTTP', () => {
  let web: TestWeb;
  let admin: ApiClient;

  const state = async (name: string): Promise<Package> =>
    packageSchema.parse((await admin.get(`/api/packages/${name}`)).body);
  const planOf = async (name: string, data: 'keep' | 'drop') =>
    removalSchema.parse((await admin.post(`/api/packages/${name}/remove`, { dryRun: true, data })).body);
  const remove = async (name: string, data: 'keep' | 'drop') => {
    const { confirmation } = await planOf(name, data);
    return admin.post(`/api/packages/${name}/remove`, { dryRun: false, data, confirmation });
  };
  const tables = async (): Promise<readonly string[]> =>
    (await web.web.resources.engine.tables()).map(({ name }) => name);
  const workflow = async (name: string): Promise<number> => (await admin.get(`/api/workflows/${name}`)).status;

  beforeAll(async () => {
    web = await startWeb({ packages });
    admin = await signIn(web.url);
    for (const { name } of packages) await web.changePackage({ what: 'install', name, demo: true });
    await installWorkflows(web.web.resources, packages);
  }, 180_000);
  afterAll(() => web.close());

  it('are listed with what they need and what needs them', async () => {
    expect(await state('delivery')).toMatchObject({
      status: 'installed',
      hasData: true,
      neededBy: packages.map(({ name }) => name).filter((name) => !['delivery', 'installed-by-default'].includes(name)),
    });
    expect(await state('marketing-resources')).toMatchObject({ needs: ['delivery', 'marketing-campaigns'] });
    expect((await admin.get('/api/packages/nothing')).status).toBe(404);
  });

  it('have workflows that a start does not check again while they stand as they are shipped', async () => {
    const [shipped] = packages.flatMap(({ name, workflows }) =>
      workflows.map((one) => ({ packageName: name, ...one })),
    );
    invariant(shipped, 'workflows are shipped');
    const checked: unknown[] = [];
    const resources: Resources = {
      ...web.web.resources,
      validate: (input) => {
        checked.push(input);
        return web.web.resources.validate(input);
      },
    };
    expect((await installWorkflow(resources, shipped)).outcome).toBe('unchanged');
    expect(checked).toEqual([]);
    await expect(installWorkflow(resources, { ...shipped, definition: {} })).rejects.toMatchObject({ code: 'invalid' });
    expect(checked).toEqual([{}]);
  });

  it('are refused where another package needs them', async () => {
    const refused = await admin.post('/api/packages/marketing-campaigns/remove', { dryRun: true });
    expect(refused.status).toBe(409);
    expect(problemSchema.parse(refused.body)).toMatchObject({ state: 'needed' });
  });

  it('tell what would go, and go only with the confirmation of that', async () => {
    const plan = await planOf('marketing-resources', 'drop');
    expect(plan.tables).toContainEqual({ name: 'nms_asset', rows: 9 });
    const unread = { dryRun: false, data: 'drop', confirmation: 'I have not looked' };
    const refused = await admin.post('/api/packages/marketing-resources/remove', unread);
    expect(problemSchema.parse(refused.body)).toMatchObject({ state: 'unconfirmed' });
    expect((await state('marketing-resources')).status).toBe('installed');
  });

  it('keep their data unless it is asked otherwise, and find it when they come again', async () => {
    expect((await remove('marketing-resources', 'keep')).status).toBe(200);
    expect(await state('marketing-resources')).toMatchObject({ status: 'removed', hasData: true });
    expect(await tables()).toContain('nms_asset');
    const again = await admin.post('/api/packages/marketing-resources/install', { demo: true });
    expect(again.status).toBe(200);
    expect(await state('marketing-resources')).toMatchObject({ status: 'installed' });
    expect(await web.engine('nms_asset').select('asset_id')).toHaveLength(9);
  });

  it('leave no table behind where their data is dropped, and begin empty when they come again', async () => {
    expect((await remove('message-center-execution', 'drop')).status).toBe(200);
    expect(await state('message-center-execution')).toMatchObject({ status: 'removed', hasData: false });
    expect((await tables()).filter((name) => name.endsWith('_rt_event'))).toEqual(['nms_rt_event']);
    expect(await web.engine('nms_delivery_mapping').where('name', 'like', 'map_%_event')).toEqual([]);
    await admin.post('/api/packages/message-center-execution/install', {});
    expect(await web.engine('nms_broad_log_rt_event').select('broad_log_id')).toEqual([]);
    expect(await web.engine('nms_delivery_mapping').where('name', 'like', 'map_%_event')).toHaveLength(2);
  });

  it('are refused where the kept data of another package points to theirs, and where something is missing', async () => {
    await remove('marketing-resources', 'keep');
    await remove('distributed-marketing', 'drop');
    const kept = await admin.post('/api/packages/marketing-campaigns/remove', { dryRun: true, data: 'drop' });
    expect(problemSchema.parse(kept.body)).toMatchObject({ state: 'needed' });
    expect((await remove('marketing-resources', 'drop')).status).toBe(200);
    expect((await remove('marketing-campaigns', 'drop')).status).toBe(200);
    const lacking = await admin.post('/api/packages/marketing-resources/install', {});
    expect(problemSchema.parse(lacking.body)).toMatchObject({ state: 'needs' });
  }, 60_000);

  it('take their workflows along, whose instances are stopped, and bring them again started', async () => {
    for (const name of [
      'privacy-data-protection-regulation',
      'offer-engine',
      'message-center-execution',
      'mid-sourcing-platform',
    ])
      expect((await remove(name, 'drop')).status).toBe(200);
    const begun = await admin.post('/api/workflows/cleanupPausedWorkflows/instances', {});
    expect(begun.status).toBe(201);
    const plan = await planOf('delivery', 'drop');
    expect(plan.workflows.map(({ name }) => name)).toContain('cleanup');
    expect((await remove('delivery', 'drop')).status).toBe(200);
    expect(await workflow('cleanup')).toBe(404);
    expect((await tables()).filter((name) => /^(nms|xtk)_/.test(name) && name !== 'xtk_option')).toEqual([
      'xtk_heat_map_cell',
      'xtk_heat_map_run',
    ]);
    // A start finds it removed.
    await installWorkflows(web.web.resources, packages);
    expect(await workflow('cleanup')).toBe(404);
    expect((await admin.post('/api/packages/delivery/install', {})).status).toBe(200);
    expect(await workflow('cleanup')).toBe(200);
  }, 60_000);

  it('are for administrators, and every change is in the audit trail', async () => {
    await admin.post('/api/operators', { name: 'olga', role: 'operator', password: 'long enough to be one' });
    const operator = await signIn(web.url, 'olga', 'long enough to be one');
    expect((await operator.get('/api/packages')).status).toBe(200);
    expect((await operator.post('/api/packages/offer-engine/install', {})).status).toBe(403);
    const trail = auditSchema.parse((await admin.get('/api/audit?subject=package/delivery')).body);
    expect(trail.items.map(({ action }) => action).toSorted()).toEqual(['installPackage', 'removePackage']);
  });
});
