// Linli in a real browser. `cargo xtask test browser` sets the variables; by hand, LINLI_BIN and LINLI_SITE will do:
//   LINLI_BIN=../target/debug/linli LINLI_SITE=../target/site npx playwright test
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

/** A variable with a stand-in. This file is read again in each worker: what the first reading chose must be handed on. */
function setting(name: string, otherwise: () => string): string {
  return (process.env[name] ??= otherwise());
}

const scratch = setting('LINLI_SCRATCH', () => mkdtempSync(join(tmpdir(), 'linli-end2end-')));
const port = setting('LINLI_PORT', () => '3457');
const chromium = setting(
  'LINLI_CHROMIUM',
  () => ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path)) ?? '',
);
const baseURL = `http://127.0.0.1:${port}`;

// A fresh database with ten days of demo data. The shell's `exec` lets the server get Playwright's signal to stop.
const server = [
  '"$LINLI_BIN" migrate --database "$DATABASE"',
  '"$LINLI_BIN" demo --database "$DATABASE" --data "$LINLI_SCRATCH" --days 10',
  'exec "$LINLI_BIN" serve --database "$DATABASE" --data "$LINLI_SCRATCH" --site "$LINLI_SITE" --listen "127.0.0.1:$LINLI_PORT" $REACH',
].join(' && ');

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  workers: 2,
  retries: 0,
  forbidOnly: true,
  // Generous: a log-in is slow on purpose, and a small machine may be building beside it.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: process.env.LINLI_REPORT ? [['list'], ['json', { outputFile: process.env.LINLI_REPORT }]] : [['list']],
  use: {
    baseURL,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: chromium,
      // Chromium's own sandbox does not work as root and in some containers; the pages are ours.
      chromiumSandbox: false,
      // The browser of the tests calls nobody but the server under test.
      args: [
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-domain-reliability',
        '--disable-sync',
        '--no-default-browser-check',
        '--no-first-run',
        '--no-pings',
      ],
    },
  },
  // The same pages with scripts and without: `*.noscript.spec.ts` runs as a browser that has none.
  projects: [
    { name: 'scripts', testIgnore: /\.noscript\.spec\.ts$/, use: { javaScriptEnabled: true } },
    { name: 'no-scripts', testMatch: /\.noscript\.spec\.ts$/, use: { javaScriptEnabled: false } },
  ],
  webServer: {
    command: server,
    url: `${baseURL}/healthz`,
    env: {
      ...(process.env as Record<string, string>),
      // Nobody takes mail there; webhooks of the tests are on this machine.
      REACH: `--private-webhooks --smtp smtp://127.0.0.1:9 --mail-from linli@example.org --public-url ${baseURL}`,
      DATABASE: `sqlite://${join(scratch, 'linli.db')}`,
    },
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGINT', timeout: 10_000 },
    timeout: 180_000,
    stdout: 'ignore',
    stderr: 'pipe',
  },
});
