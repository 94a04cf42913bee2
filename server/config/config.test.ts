import { describe, expect, it } from 'vitest';
import { helpText, loadConfig, printConfig } from './config.ts';
import type { Surroundings } from './config.ts';

const load = (given: Partial<Surroundings>) => loadConfig({ argv: [], env: {}, readFile: () => undefined, ...given });

describe('the configuration', () => {
  it('has a default for everything that must be known', () => {
    expect(load({})).toMatchObject({
      ok: true,
      action: 'run',
      config: { host: '127.0.0.1', port: 8080, data: './data', demo: true, proxies: 0, logLevel: 'info' },
    });
  });

  it('takes arguments before the environment, and the environment before the file', () => {
    const loaded = load({
      argv: ['--port', '1', '--no-demo'],
      env: { SIGNALBOX_PORT: '2', SIGNALBOX_DATA: '/from/environment', SIGNALBOX_NOW: '2026-01-31T04:00:00.000Z' },
      readFile: () => '{"port": 3, "data": "/from/file", "proxies": 4}',
    });
    expect(loaded).toMatchObject({
      ok: true,
      config: { port: 1, data: '/from/environment', proxies: 4, demo: false, now: Date.UTC(2026, 0, 31, 4) },
    });
  });

  it('tells all problems at once, each by the name under which it was given', () => {
    const loaded = load({
      argv: ['--port=high', '--colour', 'red'],
      env: { SIGNALBOX_PROXIES: '-1', SIGNALBOX_PROT: '1', DATABASE_URL: 'mysql://somewhere' },
      readFile: () => '{"logLevel": "loud"}',
    });
    if (loaded.ok) expect.fail('it was taken');
    expect(loaded.problems.map((problem) => problem.split(/[:;]? (is|no|there|a)\b|:/)[0])).toEqual(
      expect.arrayContaining([
        'SIGNALBOX_PROT',
        '--port',
        'SIGNALBOX_PROXIES',
        'DATABASE_URL',
        '"logLevel" in signalbox.config.json',
      ]),
    );
    expect(loaded.problems).toContain('there is no option --colour: see --help');
  });

  it('says that its file is no JSON', () => {
    expect(load({ readFile: () => '{' })).toEqual({ ok: false, problems: ['signalbox.config.json is no JSON object'] });
  });

  it('is printed with its secrets masked', () => {
    const loaded = load({ argv: ['--print-config'], env: { SIGNALBOX_ADMIN_PASSWORD: 'hush' } });
    if (!loaded.ok) expect.fail(loaded.problems.join());
    expect(loaded.action).toBe('printConfig');
    expect(printConfig(loaded.config)).toContain('SIGNALBOX_ADMIN_PASSWORD=********');
    expect(printConfig(loaded.config)).not.toContain('hush');
  });

  it('is explained by --help', () => {
    expect(load({ argv: ['--help'] })).toMatchObject({ action: 'help' });
    expect(helpText()).toContain('SIGNALBOX_PUBLIC_URL');
  });
});
