import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { unpackChromium, type Chromium } from './unpackChromium.ts';

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

// A test's browser asks nobody anything but the server under test.
const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
];

/** The browser to test with: the one that TEST_CHROMIUM names, else the machine's, else the one that came with npm. */
export async function findChromium(): Promise<Chromium> {
  const program = process.env['TEST_CHROMIUM'] ?? installed.find((file) => existsSync(file));
  if (program !== undefined) return { program, spareEnv: {} };
  if (process.platform === 'linux' && process.arch === 'x64') return unpackChromium();
  throw new Error('No Chromium was found: install Chromium or Chrome, or name its program in TEST_CHROMIUM.');
}

const isRoot = () => process.getuid?.() === 0;

const launch = (program: string, env: Readonly<Record<string, string>>): Promise<Browser> =>
  chromium.launch({
    executablePath: program,
    headless: true,
    chromiumSandbox: false,
    args: isRoot() ? [...flags, '--no-sandbox'] : flags,
    env: { ...process.env, ...env },
  });

/** A headless Chromium for journeys; whoever launches it closes it. */
export async function launchBrowser(): Promise<Browser> {
  const { program, spareEnv } = await findChromium();
  const fonts = existsSync('/etc/fonts/fonts.conf') ? {} : spareEnv;
  try {
    return await launch(program, fonts);
  } catch (error) {
    // A bare container lacks libraries (NSS): those that came with the packed browser stand in for them.
    if (Object.keys(spareEnv).length === 0) throw error;
    return launch(program, spareEnv);
  }
}
