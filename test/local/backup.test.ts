import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openClient } from '../../src/clouds/alibaba/demo/client.ts';
import { startRunner } from './runner-process.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heirtag-backup-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const clientOf = (url: string) => openClient(url, '1000000000000001', async () => {});

it('goes on from a copy of the data folder that was made while it was stopped', async () => {
  const [data, copy] = [join(folder, 'data'), join(folder, 'copy')];
  const runner = await startRunner(data);
  const [disk] = await clientOf(runner.url).cloud('Ecs/CreateDisk', {
    RegionId: 'cn-hangzhou',
    Tag: [{ Key: 'cost', Value: 'shanghai' }],
  });
  if (disk === undefined) throw new Error('there is no disk');
  await runner.interrupt();

  await cp(data, copy, { recursive: true });
  await rm(data, { recursive: true });
  const again = await startRunner(copy);
  const tags = await clientOf(again.url).tagsOf(disk);
  await again.interrupt();

  expect(tags).toEqual({ cost: 'shanghai' });
});
