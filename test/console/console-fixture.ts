import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import * as z from 'zod/mini';
import { buildConsole } from '../../console/build.ts';
import { type Client, openClient } from '../../src/clouds/alibaba/demo/client.ts';
import { openConsoleFiles } from '../../src/console/console-files.ts';
import { startLocal } from '../../src/local/start-local.ts';
import { startBrowser } from './browser.ts';
import { leaveBehind } from './left-behind.ts';
import { openSignedStage, type SignedStage } from './signed-stage.ts';

/** A page, its account, and what went wrong in the browser. */
export type Visit = {
  readonly page: Page;
  /** Everything that the browser complained about: scripts, policies, failed loads. */
  readonly complaints: readonly string[];
  /** Goes to a view by its address. @param hash `#/rules` */
  readonly open: (hash: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

export type VisitOptions = {
  readonly accountId: string;
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
  /** Where the console is; at the service itself unless given. */
  readonly url?: string;
};

/** A service that wants a token. */
export type Guarded = {
  /** What the command prints: it lets the browser in that opens it. */
  readonly consoleUrl: string;
  readonly url: string;
  readonly stop: () => Promise<void>;
};

/** One server and one browser for all that is looked at. */
export type Console = {
  readonly url: string;
  readonly newAccount: () => string;
  /** The service as its other users see it. */
  readonly clientOf: (accountId: string) => Client;
  /** Looks at everything of an account, so that there are counts to show. */
  readonly sweep: (accountId: string) => Promise<void>;
  readonly visit: (options: VisitOptions) => Promise<Visit>;
  /** Another service, which wants a token of everybody. */
  readonly openGuarded: () => Promise<Guarded>;
  /** The service behind a gateway that verifies signatures, and the console for it. */
  readonly openSigned: (isReadOnly: boolean) => Promise<SignedStage>;
  /** A page of a browser that knows nothing yet. */
  readonly newPage: () => Promise<Page>;
  readonly stop: () => Promise<void>;
};

const sizeOf = (width: number): BrowserContextOptions => ({
  viewport: { width, height: width < 600 ? 740 : 900 },
});

/** The browser tells a load that was answered with an error; whether that is wrong a test says itself. */
const isAnswered = (text: string): boolean => text.startsWith('Failed to load resource');

const watch = (page: Page): readonly string[] => {
  const complaints: string[] = [];
  page.on('console', (message) => {
    const isComplaint = message.type() === 'error' || message.type() === 'warning';
    if (isComplaint && !isAnswered(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return complaints;
};

const visitWith = async (
  context: BrowserContext,
  { url, accountId }: { readonly url: string; readonly accountId: string },
): Promise<Visit> => {
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const complaints = watch(page);
  return {
    page,
    complaints,
    open: async (hash) => {
      const account = `${hash.includes('?') ? '&' : '?'}account=${accountId}`;
      await page.goto(`${url}/console/${hash}${account}`);
    },
    close: () => context.close(),
  };
};

const openBrowser = (browser: Browser, ownUrl: string): Console['visit'] => {
  return async ({ accountId, width = 1440, scheme = 'light', url = ownUrl }) => {
    const context = await browser.newContext({
      ...sizeOf(width),
      colorScheme: scheme,
      reducedMotion: 'reduce',
    });
    return visitWith(context, { url, accountId });
  };
};

const jobsAnswer = z.object({ jobs: z.array(z.unknown()) });

/** Starts a sweep, and sees it to its end. */
const sweepOf =
  (url: string): Console['sweep'] =>
  async (accountId) => {
    const jobs = `${url}/v1/accounts/${accountId}/jobs`;
    await fetch(jobs, { method: 'POST', body: JSON.stringify({ kind: 'sweep' }) });
    for (;;) {
      const done = await fetch(`${jobs}?kind=sweep&status=done`);
      if (jobsAnswer.parse(await done.json()).jobs.length > 0) return;
      await pause(20);
    }
  };

/** Builds the console, starts the service and a browser. */
export const openConsole = async (): Promise<Console> => {
  const folder = await mkdtemp(join(tmpdir(), 'heirtag-console-'));
  const built = join(folder, 'dist');
  await buildConsole({ outDir: built });
  const dataDir = join(folder, 'data');
  await leaveBehind(dataDir);
  const runner = await startLocal({
    dataDir,
    port: 0,
    console: openConsoleFiles(built),
    contestRepairs: '1',
    jobResourcesPerSecond: '200',
  });
  const browser = await startBrowser();
  let lastAccount = 1_000_000_000_100_000 + randomInt(1000) * 1000;
  return {
    url: runner.url,
    newAccount: () => {
      lastAccount += 1;
      return String(lastAccount);
    },
    clientOf: (accountId) => openClient(runner.url, accountId, () => pause(20)),
    sweep: sweepOf(runner.url),
    visit: openBrowser(browser, runner.url),
    openGuarded: async () => {
      const guarded = await startLocal({
        dataDir: join(folder, 'guarded'),
        port: 0,
        token: 'a secret',
        console: openConsoleFiles(built),
      });
      return {
        consoleUrl: guarded.consoleUrl ?? '',
        url: guarded.url,
        stop: guarded.stop,
      };
    },
    openSigned: async (isReadOnly) => {
      const files = await openConsoleFiles(built);
      if (files === undefined) throw new Error('the console was not built');
      return openSignedStage(runner.url, { files, isReadOnly });
    },
    newPage: async () => (await browser.newContext()).newPage(),
    stop: async () => {
      await browser.close();
      await runner.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
