import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deskSchema, type DeskGroup } from '../../server/contract/desk.ts';
import { signIn } from '../support/apiClient.ts';
import { until } from '../support/until.ts';
import { startOperated, type Operated } from './support/operated.ts';

const sam = { name: 'sam', password: 'the password of sam' };

const definitionOf = (script: string, more: object = {}) => ({
  name: 'purging',
  severity: 'critical',
  supervisors: 'night',
  overlap: 'allow',
  activities: { begin: { type: 'start' }, purge: { type: 'sqlCode', label: 'Purge', script } },
  transitions: [{ from: 'begin', to: 'purge' }],
  ...more,
});

describe('the support desk', () => {
  let site: Operated;
  beforeAll(async () => {
    site = await startOperated();
    const { admin, web } = site;
    await admin.post('/api/operators', { ...sam, role: 'support' });
    await admin.post('/api/groups', { name: 'night', members: ['sam'] });
    await web.createTable('desk_log');
    expect(await admin.post('/api/workflows', definitionOf('DELETE FROM desk_lag'))).toMatchObject({ status: 201 });
  }, 60_000);
  afterAll(() => site.close());

  const groups = async (): Promise<readonly DeskGroup[]> =>
    deskSchema.parse((await site.admin.get('/api/desk')).body).groups;
  const idOf = (address: string): string => address.split('/').at(-1) ?? '';
  const pausedOnes = async (count: number): Promise<DeskGroup> => {
    for (let number = 0; number < count; number += 1) await site.begin('purging');
    return until('they are on the desk', async () =>
      (await groups()).find((group) => group.activity === 'purge' && group.count === count),
    );
  };

  it('groups what failed alike; support resumes all of them on the corrected version, and the desk is empty', async () => {
    const group = await pausedOnes(3);
    expect(group).toMatchObject({
      cause: 'error',
      workflow: 'purging',
      activityLabel: 'Purge',
      severity: 'critical',
      supervisors: 'night',
      suggestion: 'edit',
      newest: { version: 1, by: 'admin' },
    });
    expect(group.message).toContain('desk_lag');
    const { admin, web } = site;
    const corrected = await admin.send('PUT', '/api/workflows/purging', definitionOf('DELETE FROM desk_log'), {
      'if-match': '"1"',
    });
    expect(corrected.status).toBe(200);
    const [outdated] = await groups();
    expect(outdated).toMatchObject({ suggestion: 'resumeOnNewest', newest: { version: 2 } });
    const support = await signIn(web.url, sam.name, sam.password);
    const ids = outdated?.instances.map(({ id }) => id) ?? [];
    const dryRun = await support.post('/api/bulk', { dryRun: true, request: 'resume', version: 2, filter: { ids } });
    expect(dryRun).toMatchObject({ status: 200, body: { count: 3, possible: 3 } });
    const { selection } = dryRun.body as { selection: string };
    await support.post('/api/bulk', { dryRun: false, selection });
    await until('the desk is empty', async () => (await groups()).length === 0);
    for (const id of ids) expect(await admin.get(`/api/instances/${id}`)).toMatchObject({ body: { version: 2 } });
  });

  it('[I18] a hand-over tells the group, is journalled, and stands beside the instance', async () => {
    const { admin, web } = site;
    await admin.send('PUT', '/api/workflows/purging', definitionOf('DELETE FROM desk_lag'), { 'if-match': '"2"' });
    const { instances } = await pausedOnes(1);
    const path = `/api/instances/${instances[0]?.id ?? ''}`;
    const support = await signIn(web.url, sam.name, sam.password);
    const handed = await support.post(`${path}/hand-over`, { to: { group: 'night' }, note: 'The table was renamed.' });
    expect((await site.outcomeOf(handed)).body).toMatchObject({ status: 'applied' });
    expect((await groups())[0]?.instances).toMatchObject([
      { dealing: { what: 'handedOver', by: 'sam', to: 'night', note: 'The table was renamed.' } },
    ]);
    const journal = await admin.get(`${path}/journal?q=renamed`);
    expect(journal.body).toMatchObject({ items: [{ code: 'handed-over', by: 'sam' }] });
    const mails: unknown[] = await web.engine('sb_mail').where({ instance: idOf(path), group_name: 'night' });
    expect(mails).toContainEqual(
      expect.objectContaining({
        title: 'purging is handed over to you',
        message: expect.stringMatching(new RegExp(`The table was renamed\\.\\n\\n${path.replace('/api', '')}$`)),
      }),
    );
    expect(await site.statusOf(path)).toBe('paused');
    expect((await admin.get(`/api/audit?subject=instance/${idOf(path)}`)).body).toMatchObject({
      items: [{ action: 'handOver', by: 'sam' }, { action: 'runNow' }],
    });
  });

  it('hands nothing over to nobody, or without a word', async () => {
    const instance = await site.begin('quick');
    const handed = (body: object) => site.admin.post(`${instance}/hand-over`, body);
    expect(await handed({ to: { group: 'nobody' }, note: 'see' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/to/group' }] },
    });
    expect(await handed({ to: { operator: 'ghost' }, note: 'see' })).toMatchObject({ status: 422 });
    await site.admin.post('/api/groups', { name: 'empty', members: [] });
    expect(await handed({ to: { group: 'empty' }, note: 'see' })).toMatchObject({ status: 422 });
    const ids = [instance.split('/').at(-1) ?? ''];
    const bulk = { dryRun: true, request: 'hand-over', filter: { ids } };
    expect(await site.admin.post('/api/bulk', bulk)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/to' }, { pointer: '/note' }] },
    });
    expect(await site.admin.post('/api/bulk', { ...bulk, to: { operator: 'sam' }, note: 'see' })).toMatchObject({
      body: { possible: 1 },
    });
    expect(await handed({ to: { operator: 'sam' }, note: '  ' })).toMatchObject({ status: 422 });
  });

  it('keeps a failed instance until it is acknowledged or restarted', async () => {
    const { admin } = site;
    const aborting = {
      ...definitionOf('DELETE FROM desk_lag', { onError: 'abort', severity: 'normal' }),
      name: 'aborting',
    };
    await admin.post('/api/workflows', aborting);
    const instance = await site.begin('aborting');
    await site.reach(instance, 'failed');
    const mine = async () => (await groups()).filter(({ workflow }) => workflow === 'aborting');
    expect(await mine()).toMatchObject([{ cause: 'failed', suggestion: 'restart', count: 1 }]);
    await site.outcomeOf(await admin.post(`${instance}/acknowledge`));
    expect(await mine()).toEqual([]);
    const again = await site.begin('aborting');
    await site.reach(again, 'failed');
    expect(await mine()).toMatchObject([{ count: 1, instances: [{ id: idOf(again) }] }]);
    await site.outcomeOf(await admin.post(`${again}/restart`));
    const left = await until('the new one has failed too', async () => {
      const [group] = await mine();
      return group?.instances.every(({ id }) => id !== idOf(again)) ? group : undefined;
    });
    expect(left.count).toBe(1);
  });
});
