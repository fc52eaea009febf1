import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createConsoleProxy, proxyHostname } from '../src/cli/console-proxy.ts';
import type { ConsoleOrder } from '../src/cli/session.ts';
import { createDoor } from '../src/console/door.ts';
import { startHttpServer } from '../src/local/http-server.ts';
import { NotFoundError } from '../src/model/errors.ts';
import { builtConsole } from './built-console.ts';

const openers: Readonly<Record<string, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', '""'],
};

/** Command lines are for all to read: the address with its token goes by a file that is ours alone. */
const openBrowser = async (address: string, folder: string): Promise<void> => {
  const page = join(folder, 'open.html');
  const text = `<!doctype html><meta http-equiv="refresh" content="0; url=${address}">\n`;
  await writeFile(page, text, { mode: 0o600 });
  const [command, ...args] = openers[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...args, pathToFileURL(page).href], {
    stdio: 'ignore',
    detached: true,
  });
  // Where there is no browser, the address that was printed is enough.
  child.on('error', () => {});
  child.unref();
};

const tell = (line: string): void => {
  process.stderr.write(`heirtag: ${line}\n`);
};

/** Serves the console for a stage until Ctrl-C. @throws NotFoundError `ConsoleNotBuilt` */
export const serveConsole = async (order: ConsoleOrder): Promise<void> => {
  const { port, isReadOnly, isToOpen } = order;
  const files = await builtConsole(tell);
  if (files === undefined) {
    throw new NotFoundError({
      code: 'ConsoleNotBuilt',
      message: 'there is no built console: npm run console:build makes it',
    });
  }
  const door = createDoor({
    name: `heirtag-console-${randomUUID()}`,
    secrets: () => randomBytes(32).toString('base64url'),
    clock: Date.now,
  });
  const app = createConsoleProxy({ ...order, files, door, newRequestId: randomUUID });
  const server = await startHttpServer({ fetch: app.fetch, hostname: proxyHostname, port });
  const address = `${server.url}${door.path}`;
  process.stdout.write(`console of ${order.endpoint.origin} at ${address}\n`);
  if (isReadOnly) process.stdout.write('read-only: nothing but looks and plans goes through\n');
  const folder = await mkdtemp(join(tmpdir(), 'heirtag-open-'));
  try {
    if (isToOpen) await openBrowser(address, folder);
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  } finally {
    await rm(folder, { recursive: true, force: true });
    await server.stop();
  }
};
