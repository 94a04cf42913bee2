import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mailListSchema } from '../../server/contract/outbox.ts';
import { signIn, type ApiClient } from '../support/apiClient.ts';
import { admin, beginJourney, type Journey, type Visit } from '../support/journey.ts';
import { until } from '../support/until.ts';

const payment = {
  name: 'payment',
  label: 'Pay invoices',
  activities: {
    begin: { type: 'start' },
    tell: {
      type: 'alert',
      group: 'workflowSupervisors',
      title: 'An invoice came',
      message: 'It is <b>due</b> & dear.',
    },
    ask: {
      type: 'approval',
      group: 'workflowSupervisors',
      title: 'Pay 1200 to ACME?',
      message: 'Invoice 17.',
      choices: [
        { outlet: 'yes', label: 'Pay' },
        { outlet: 'no', label: 'Do not pay' },
      ],
    },
    parcel: { type: 'signal', name: 'parcel', correlate: "'17'" },
    done: { type: 'end', result: "'with ' + vars.answer.comment" },
  },
  transitions: [
    { from: 'begin', to: 'tell' },
    { from: 'tell', to: 'ask' },
    { from: 'ask', outlet: 'yes', to: 'done' },
    { from: 'tell', to: 'parcel' },
  ],
};

describe('the records in the browser', () => {
  const journey: { now?: Journey; visit?: Visit; api?: ApiClient; instance?: string } = {};
  const page = (): Page => journey.visit!.page;

  beforeAll(async () => {
    journey.now = await beginJourney();
    journey.api = await signIn(journey.now.server.url);
    await journey.api.post('/api/workflows', payment);
    const { body } = await journey.api.post('/api/workflows/payment/instances');
    journey.instance = (body as { id: string }).id;
    const mails = async () =>
      mailListSchema.parse((await journey.api!.get(`/api/outbox?instance=${journey.instance!}`)).body);
    await until('it tells and asks', async () => (await mails()).total === 2);
    await journey.api.post('/api/signals/parcel', { id: 'p1', key: '71', vars: { weight: 3 } });
    journey.visit = await journey.now.visit(admin);
  });
  afterAll(() => journey.now?.end());

  test('a mail that was kept is found in the outbox and opened, as plain text', async () => {
    await page().getByRole('link', { name: 'Outbox' }).click();
    await page().getByText('No mail server: mails are kept here').waitFor();
    await page().getByLabel('Search by title or recipient').fill('invoice came');
    await page().getByRole('button', { name: 'An invoice came' }).click();
    const opened = page().getByRole('dialog');
    await opened.getByText('It is <b>due</b> & dear.').waitFor();
    await opened.getByText('group workflowSupervisors').waitFor();
    expect(page().url()).toMatch(/[?&]q=invoice\+came&mail=\d+$/);
    expect(await opened.getByRole('link', { name: 'Pay invoices' }).getAttribute('href')).toBe(
      `/instances/${journey.instance!}`,
    );
    await page().keyboard.press('Escape');
    await opened.waitFor({ state: 'detached' });
  });

  test('a test mail is kept where there is no mail server, and says so', async () => {
    await page().getByRole('button', { name: 'Send a test' }).click();
    await page().getByRole('textbox', { name: 'To' }).fill('anna@example.org');
    await page().getByRole('button', { name: 'Send', exact: true }).click();
    await page().getByText('There is no mail server: the test is kept in the outbox.').waitFor();
    await page().getByLabel('Search by title or recipient').fill('anna@');
    await page().locator('tr[data-mail]', { hasText: 'anna@example.org' }).waitFor();
  });

  test('what waits for me stands on Home, is answered in the inbox, and goes away', async () => {
    await page().getByRole('link', { name: 'Home' }).click();
    const needs = page().getByRole('region', { name: 'Needs a person' });
    await needs
      .locator('[data-approval]', { hasText: 'Pay 1200 to ACME?' })
      .getByRole('link', { name: 'Answer' })
      .click();
    const card = page().getByRole('region', { name: 'For you' }).locator('li', { hasText: 'Pay 1200 to ACME?' });
    await card.getByText('Invoice 17.').waitFor();
    await card.getByRole('button', { name: 'Add a note' }).click();
    await card.getByLabel('Note').fill('the order is signed');
    await card.getByRole('button', { name: 'Pay', exact: true }).click();
    await card.waitFor({ state: 'detached' });
    await page().getByText('Pay: Pay 1200 to ACME?').waitFor();
  });

  test('a signal that nobody took is aimed at an instance, which takes it', async () => {
    await page().getByRole('link', { name: 'Signals' }).click();
    const row = page().locator('tr[data-signal="p1"]');
    await row.getByText('Nobody took it').waitFor();
    await row.getByRole('button', { name: 'Aim again' }).click();
    const dialog = page().getByRole('dialog');
    await dialog.getByText('One instance').click();
    await dialog.getByRole('combobox', { name: 'Instance' }).fill('Pay invoices');
    await page()
      .getByRole('option', { name: `Pay invoices · ${journey.instance!}` })
      .click();
    await dialog.getByRole('button', { name: 'Aim', exact: true }).click();
    await row.getByText('Delivered').waitFor();
    expect(await row.getByRole('link').getAttribute('href')).toBe(`/instances/${journey.instance!}`);
    await until('the instance is finished', async () => {
      const { body } = await journey.api!.get(`/api/instances/${journey.instance!}`);
      return JSON.stringify(body).includes('"finished"');
    });
  });

  test('all of it stands in the audit trail, with the way to the instance, and is fetched as a file', async () => {
    await page().getByRole('link', { name: 'Audit trail' }).click();
    await page().getByRole('combobox', { name: 'Who' }).click();
    await page().getByRole('option', { name: 'admin' }).click();
    const lines = page().locator('tr[data-line]');
    const aimed = lines.filter({ hasText: 'redirectSignal' });
    await aimed.locator('summary').click();
    await aimed.getByText(`"instance": "${journey.instance!}"`).waitFor();
    await lines.filter({ hasText: 'mail test' }).waitFor();
    const answered = lines.filter({ hasText: 'the order is signed' });
    expect(await answered.getByRole('link').getAttribute('href')).toBe(`/instances/${journey.instance!}`);
    await page().getByRole('button', { name: 'Download' }).click();
    const csv = page().getByRole('menuitem', { name: 'As CSV, for spreadsheets' });
    const [download] = await Promise.all([page().waitForEvent('download'), csv.click()]);
    const text = await readFile(await download.path(), 'utf8');
    expect(text).toContain('"redirectSignal","signal/parcel/p1"');
    expect(text).not.toContain('"engine"');
    expect(journey.visit!.complaints()).toEqual([]);
  });
});
