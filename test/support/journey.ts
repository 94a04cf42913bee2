import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { adminPassword, startServer, type TestServer } from './server.ts';

/** An operator's browser window on a running server. */
export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the browser complained of: errors on its console and exceptions nobody caught. */
  readonly complaints: () => readonly string[];
}

/** A server and a browser, for the journeys of one file. */
export interface Journey {
  readonly server: TestServer;
  readonly browser: Browser;
  /** Opens a window of its own; signed in unless nobody is named. */
  readonly visit: (who?: Who) => Promise<Visit>;
  readonly end: () => Promise<void>;
}

/** Who signs in, and how they like it. */
export interface Who {
  readonly name: string;
  readonly password: string;
  readonly colorScheme?: 'light' | 'dark';
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** The administrator that every test server has. */
export const admin: Who = { name: 'admin', password: adminPassword };

const desk = { width: 1440, height: 900 };

// The browser itself logs that the line was cut where a test cuts it.
const expected = [/ERR_INTERNET_DISCONNECTED/, /WebSocket connection to .* failed/];

const listen = (page: Page): string[] => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' && !expected.some((pattern) => pattern.test(text))) complaints.push(text);
  });
  return complaints;
};

/** Fills the sign-in page in and waits for the frame of the pages. */
export async function signInAt(page: Page, { name, password }: Who): Promise<void> {
  await page.getByLabel('Name').fill(name);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}

/** Starts a server with a little demo data, and a browser. */
export async function beginJourney(env: Readonly<Record<string, string>> = {}): Promise<Journey> {
  const [server, browser] = await Promise.all([
    startServer({ env: { SIGNALBOX_DEMO_SCALE: '0.05', ...env } }),
    launchBrowser(),
  ]);
  return {
    server,
    browser,
    visit: async (who) => {
      const { colorScheme = 'light', viewport = desk } = who ?? {};
      const context = await browser.newContext({ baseURL: server.url, viewport, colorScheme, reducedMotion: 'reduce' });
      const page = await context.newPage();
      const complaints = listen(page);
      await page.goto('/');
      if (who) await signInAt(page, who);
      return { page, context, complaints: () => complaints };
    },
    end: async () => {
      await browser.close();
      await server.remove();
    },
  };
}

const axeSource = (): string => readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
  }[];
}

/** What stands in the way of people with disabilities on a page, of the serious kinds: nothing, it should be. */
export async function seriousBarriers(page: Page): Promise<readonly string[]> {
  // The policy of the page forbids scripts from elsewhere; the debugger's door is not bound by it.
  await page.evaluate(axeSource());
  const results = await page.evaluate<AxeResults>(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })`,
  );
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
    );
}
