import type { Arn } from '../../src/clouds/arn.ts';
import { formatArn, parseArn } from '../../src/clouds/arn.ts';
import { accountId } from '../seed.ts';
import type { HttpService } from './http-service.ts';
import { settle } from './play.ts';

const diskRule = 'rule:AttachDisk-DetachDisk-TagInstance:Ecs-Instance:Ecs-Disk';
const region = 'cn-hangzhou';
const mostEvents = 1000;
const looksAtOnce = 8;

/** How long it took until all was right. */
export type Burst = { readonly seconds: number };

export const seededInstance = formatArn({
  type: 'Ecs-Instance',
  region,
  accountId,
  id: 'i-seed-0',
});

export const seededDisks = (count: number): readonly Arn[] =>
  Array.from({ length: count }, (_, index) =>
    formatArn({ type: 'Ecs-Disk', region, accountId, id: `d-seed-${index}` }),
  );

/** Switches the rule of disks on. */
export const enableDiskRule = async ({ request }: HttpService): Promise<void> => {
  await request('PUT', `/v1/feature?accountId=${accountId}`, { status: 'Enable' });
  const path = `/v1/rules/${encodeURIComponent(diskRule)}?accountId=${accountId}`;
  await request('PUT', path, { status: 'Enable' });
};

/** @throws when a disk has another value */
const assertAll = async (
  { look }: HttpService,
  disks: readonly Arn[],
  { key, value }: { readonly key: string; readonly value: string },
): Promise<void> => {
  for (let at = 0; at < disks.length; at += looksAtOnce) {
    const some = disks.slice(at, at + looksAtOnce);
    for (const [index, seen] of (await Promise.all(some.map(look))).entries()) {
      const found = seen?.tags.get(key);
      if (found !== value) throw new Error(`${some[index]} has ${key}=${found}, not ${value}`);
    }
  }
};

const timed = async (work: () => Promise<void>): Promise<Burst> => {
  const begin = performance.now();
  await work();
  return { seconds: (performance.now() - begin) / 1000 };
};

/** Sends one event for each disk, all at once; each makes its disk inherit. */
export const burst = async (service: HttpService, disks: readonly Arn[]): Promise<Burst> => {
  const events = disks.map((disk, index) => ({
    eventId: `burst-${index}`,
    eventName: 'TagResources',
    serviceName: 'Ecs',
    eventType: 'ApiCall',
    eventTime: new Date().toISOString(),
    acsRegion: region,
    recipientAccountId: accountId,
    requestParameters: { ResourceType: 'disk', ResourceId: [parseArn(disk).id] },
  }));
  const took = await timed(async () => {
    for (let at = 0; at < events.length; at += mostEvents) {
      await service.request('POST', '/v1/events', events.slice(at, at + mostEvents));
    }
    await settle(service);
  });
  await assertAll(service, disks, { key: 'cost', value: 'shanghai' });
  return took;
};

/** Changes a tag of the primary so many times in a row, without waiting for its heirs. */
export const changeRow = async (
  service: HttpService,
  disks: readonly Arn[],
  changes: number,
): Promise<Burst> => {
  const took = await timed(async () => {
    for (let change = 1; change <= changes; change += 1) {
      const parameters = {
        RegionId: region,
        ResourceType: 'instance',
        ResourceId: [parseArn(seededInstance).id],
        Tag: [{ Key: 'cost', Value: `change-${change}` }],
      };
      await service.call('Ecs/TagResources', parameters, accountId);
    }
    await settle(service);
  });
  await assertAll(service, disks, { key: 'cost', value: `change-${changes}` });
  return took;
};
