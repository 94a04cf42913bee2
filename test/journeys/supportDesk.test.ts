import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { inRoot } from '../../build/paths.mjs';
import { signIn, type ApiClient } from '../support/apiClient.ts';
import { admin, beginJourney, type Journey } from '../support/journey.ts';

const sam = { name: 'sam', password: 'the password of sam' };

const definitionSchema = z.looseObject({ activities: z.record(z.string(), z.looseObject({})) });

/** The clean-up as somebody copied it, and made it critical. */
function copyOfCleanup(): object {
  const file = inRoot('definitions', 'packages', 'delivery', 'workflows', 'cleanup.json');
  const { package: _package, ...drawn } = definitionSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return {
    ...drawn,
    name: 'nightlyPurge',
    label: { en: 'Nightly purge' },
    severity: 'critical',
    supervisors: 'nightShift',
  };
}

const auditSchema = z.object({ items: z.array(z.object({ by: z.string(), action: z.string(), subject: z.string() })) });

describe('a table was renamed, and a critical workflow stands still', () => {
  const journey: { now?: Journey; api?: ApiClient; instance?: string } = {};
  const here = (): Journey => journey.now!;
  const api = (): ApiClient => journey.api!;
  const instance = (): string => journey.instance!;

  /** What somebody does on the database behind everybody's back. */
  const onDatabase = (sql: string): void => {
    const database = new Database(join(here().server.data, 'signalbox.db'));
    database.exec(sql);
    database.close();
  };

  beforeAll(async () => {
    journey.now = await beginJourney();
    journey.api = await signIn(here().server.url);
    expect(await api().post('/api/operators', { ...sam, label: 'Sam', role: 'support' })).toMatchObject({
      status: 201,
    });
    expect(await api().post('/api/groups', { name: 'nightShift', members: ['sam'] })).toMatchObject({ status: 201 });
    expect(await api().post('/api/workflows', copyOfCleanup())).toMatchObject({ status: 201 });
    onDatabase('ALTER TABLE nms_email_error RENAME TO nms_mail_error');
    const begun = await api().post('/api/workflows/nightlyPurge/instances');
    journey.instance = (begun.headers.get('location') ?? '').split('/').at(-1) ?? '';
  });
  afterAll(() => journey.now?.end());

  const openInstance = async (page: Page): Promise<void> => {
    await page.goto(`/instances/${instance()}`);
    await page.waitForSelector('[data-instance][data-status="paused"]', { timeout: 90_000 });
  };

  test('support sees it on every page, in the outbox, on the desk, and why', async () => {
    const { page, complaints } = await here().visit(sam);
    await openInstance(page);
    await page.getByText('A critical workflow needs you: nightlyPurge').waitFor();

    await page.getByRole('link', { name: 'Outbox', exact: true }).click();
    await page.waitForURL('**/outbox');
    await page.getByRole('button', { name: 'nightlyPurge is paused' }).click();
    await page
      .getByText(/no such table: nms_email_error/)
      .first()
      .waitFor();
    await page.locator(`a[href="/instances/${instance()}"]`).first().waitFor();

    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Support', exact: true }).click();
    const group = page.locator('[data-workflow="nightlyPurge"]');
    await group.getByText(/no such table: nms_email_error/).waitFor();
    await group.getByText('It will fail again until the activity is mended.').waitFor();
    await group.getByText('Supervisors: nightShift').waitFor();
    await group.getByRole('button', { name: 'Hand over' }).click();
    await page.getByRole('combobox', { name: 'To' }).click();
    await page.getByRole('option', { name: 'Administrator' }).click();
    await page.getByLabel('What they should know').fill('The table nms_email_error is gone.');
    await page.getByRole('dialog').getByRole('button', { name: 'Hand over' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Hand over 1' }).click();
    await page.getByText('Applied to 1 instance of 1.').waitFor();
    await page.getByRole('dialog').locator('footer, div').getByRole('button', { name: 'Close' }).last().click();
    await group.getByRole('button', { name: 'Show the instance' }).click();
    await group.getByText('Handed over to admin by sam: The table nms_email_error is gone.').waitFor();

    await group.getByRole('link', { name: instance() }).click();
    const explanation = page.locator('[data-cause="task-failed"]').first();
    await page.getByRole('button', { name: 'One more cause' }).click();
    await explanation.getByText(/no such table: nms_email_error/).waitFor();
    await page.locator('[data-activity="emailErrors"]').first().click();
    const about = page.getByRole('complementary', { name: 'About' });
    await about.getByText(/DELETE FROM nms_email_error/).waitFor();
    await about.getByText(/no such table: nms_email_error/).waitFor();
    expect(complaints()).toEqual([]);
    await page.context().close();
  });

  test('an administrator corrects the activity and publishes', async () => {
    const { page, complaints } = await here().visit(admin);
    await page.goto('/desk');
    await page.locator('[data-workflow="nightlyPurge"]').getByRole('link', { name: 'Edit the activity' }).click();
    await page.waitForSelector('[data-save="saved"]');
    const sql = page.getByRole('complementary', { name: 'Properties' }).locator('.cm-content').first();
    await expect.poll(() => sql.innerText()).toContain('nms_email_error');
    await sql.click();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(
      'DELETE FROM nms_mail_error WHERE NOT EXISTS (SELECT 1 FROM nms_email_error_stat s WHERE s.mx_ip = nms_mail_error.mx_ip)',
    );
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('16 SMTP errors').waitFor();
    await dialog.getByLabel('What has changed').fill('The table was renamed');
    await dialog.getByRole('button', { name: /^Publish/ }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(complaints()).toEqual([]);
    await page.context().close();
  });

  test('support sees what changed, resumes on the new version, and it finishes', async () => {
    const { page, complaints } = await here().visit(sam);
    await page.goto('/desk');
    const group = page.locator('[data-workflow="nightlyPurge"]');
    await group.getByRole('button', { name: 'Resume on version 2' }).waitFor();
    await openInstance(page);
    await page.locator('header').getByRole('button', { name: 'Resume', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('What changed from version 1 to 2').waitFor();
    await dialog.getByText('16 SMTP errors').waitFor();
    await dialog
      .getByText(/nms_mail_error/)
      .first()
      .waitFor();
    await dialog.getByRole('button', { name: 'Resume on version 2' }).click();
    await page.waitForSelector('[data-instance][data-status="finished"]', { timeout: 90_000 });
    await page.getByText('Version 2').first().waitFor();
    await page.goto('/desk');
    await page.getByText('Nothing waits for a person').first().waitFor();
    expect(complaints()).toEqual([]);
    await page.context().close();
  });

  test('many instances are asked at once, after a preview', async () => {
    const { page, complaints } = await here().visit(sam);
    await page.goto('/instances?workflow=nightlyPurge');
    await page.getByRole('checkbox', { name: 'Choose all on this page' }).check();
    const chosen = page.getByRole('toolbar', { name: 'What can be asked of those that are chosen' });
    await chosen.getByText('1 chosen').waitFor();
    expect(await chosen.getByRole('button', { name: 'Stop' }).count()).toBe(0);
    await chosen.getByRole('button', { name: 'Acknowledge' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('It would happen to 1 instance of 1 that you chose.').waitFor();
    await dialog.getByRole('button', { name: 'Acknowledge 1' }).click();
    await dialog.getByText('Applied to 1 instance of 1.').waitFor();
    expect(complaints()).toEqual([]);
    await page.context().close();
  });

  test('the audit trail tells all of it', async () => {
    const told = async (subject: string) =>
      auditSchema
        .parse((await api().get(`/api/audit?subject=${subject}`)).body)
        .items.map(({ by, action }) => `${by} ${action}`);
    expect(await told('workflow/nightlyPurge')).toEqual(['admin publish', 'admin saveDraft', 'admin publish']);
    expect(await told(`instance/${instance()}`)).toEqual([
      'sam acknowledge',
      'sam resume',
      'sam handOver',
      'admin runNow',
    ]);
  });
});
