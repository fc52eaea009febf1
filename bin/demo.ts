import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoOptions } from '../src/cli/session.ts';
import { openOverWire } from '../src/clouds/alibaba/demo/open-over-wire.ts';
import { demoAccounts, playAll } from '../src/clouds/alibaba/demo/play-all.ts';
import { startLocal } from '../src/local/start-local.ts';

/**
 * Plays the demo on a runner of its own, which leaves nothing behind.
 * @returns whether all was right
 */
export const playDemo = async ({ isOverWire }: DemoOptions): Promise<boolean> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'heirtag-demo-'));
  let url = '';
  const overWire = [openOverWire({ urlOf: () => url, accounts: demoAccounts })];
  const runner = await startLocal({
    dataDir,
    port: 0,
    ...(isOverWire ? { openers: overWire } : {}),
  });
  try {
    url = runner.url;
    return await playAll(url, {
      print: (line) => console.log(line),
      pause: () => sleep(10),
      isOverWire,
    });
  } finally {
    await runner.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
};
