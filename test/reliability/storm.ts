import type { Arn } from '../../src/clouds/arn.ts';
import { inChunks } from '../../src/model/chunks.ts';
import { type Crowd, type CrowdOptions, idOf, openCrowd } from './crowd.ts';

const region = { RegionId: 'cn-hangzhou' };
const diskRule = 'rule:AttachDisk-DetachDisk-TagInstance:Ecs-Instance:Ecs-Disk';

/** What a storm came to. */
export type StormReport = {
  readonly seconds: number;
  readonly right: number;
  readonly deadLetters: number;
  /** The API that had the most calls. */
  readonly api: string;
  readonly calls: number;
  /** Calls that were taken, of those that the cloud would have taken in that time: 1 is all. */
  readonly used: number;
  /** Calls that were refused, of all calls. */
  readonly refused: number;
  /** How often something was put off. */
  readonly putOff: number;
  /** How long it took until a change of one more instance was applied to its disk, each 17 seconds meanwhile. */
  readonly liveSeconds: readonly number[];
};

/** Makes something in the cloud. */
const make = async ({ call }: Crowd, action: string, parameters: object): Promise<Arn> => {
  const [arn] = await call(action, { ...region, ...parameters });
  if (arn === undefined) throw new Error(`${action} made nothing`);
  return arn;
};

const tagInstances = async (
  crowd: Crowd,
  instances: readonly Arn[],
  tags: Readonly<Record<string, string>>,
): Promise<void> => {
  await crowd.call('Ecs/TagResources', {
    ...region,
    ResourceType: 'instance',
    ResourceId: instances.map(idOf),
    Tag: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  });
};

const openStorm = async (options: CrowdOptions): Promise<Crowd> => {
  const crowd = openCrowd(options);
  await crowd.request('PUT', '/v1/feature', { status: 'Enable' });
  await crowd.request('PUT', `/v1/rules/${encodeURIComponent(diskRule)}`, { status: 'Enable' });
  return crowd;
};

/** Seconds between two changes of one more instance. */
const liveApart = { calm: 2, storm: 17 } as const;

/** Changes the tags of one more instance now and then, and measures how long its disk takes. */
const watchLive = async (crowd: Crowd) => {
  crowd.loseEvents(true);
  const instance = await make(crowd, 'Ecs/CreateInstance', {});
  const disk = await make(crowd, 'Ecs/CreateDisk', { InstanceId: idOf(instance) });
  crowd.loseEvents(false);
  const { time } = crowd;
  const seconds: number[] = [];
  const watch = async (apartSeconds: number, isOver: () => boolean): Promise<void> => {
    for (let index = 1; !isOver(); index += 1) {
      await time.sleep(apartSeconds);
      const value = String(index);
      const begin = time.clock();
      await tagInstances(crowd, [instance], { live: value });
      while ((await crowd.tagsOf([disk]))[0]?.get('live') !== value) await time.sleep(0.1);
      seconds.push((time.clock() - begin) / 1000);
    }
  };
  return { watch, seconds };
};

type Storm = {
  readonly crowd: Crowd;
  readonly begin: () => Promise<void>;
  readonly rate: CrowdOptions['rate'];
  /** The workers have a change now and then for so long before. */
  readonly calmSeconds?: number;
  readonly disks: readonly Arn[];
  /** Of some of the disks, those that are right. */
  readonly rightOf: (disks: readonly Arn[]) => Promise<readonly Arn[]>;
};

/** Resources that are looked at together. */
const looksAtOnce = 100;

/** Watches until all are right. Whatever was right once is not looked at again until the end. */
const watchAll = ({ disks, rightOf }: Pick<Storm, 'disks' | 'rightOf'>) => {
  let chunks = inChunks(disks, looksAtOnce);
  return {
    areAllRight: async (): Promise<boolean> => {
      for (const chunk of chunks) {
        if ((await rightOf(chunk)).length < chunk.length) return false;
        chunks = chunks.slice(1);
      }
      return true;
    },
    countRight: async (): Promise<number> => {
      let right = 0;
      for (const chunk of inChunks(disks, looksAtOnce)) right += (await rightOf(chunk)).length;
      return right;
    },
  };
};

/** Lets a time pass in which each worker has something to do now and then. */
const passCalm = async (
  crowd: Crowd,
  live: Awaited<ReturnType<typeof watchLive>>,
  seconds: number,
): Promise<void> => {
  const until = crowd.time.clock() + seconds * 1000;
  let isWatched = false;
  void live
    .watch(liveApart.calm, () => crowd.time.clock() >= until)
    .then(() => {
      isWatched = true;
    });
  await crowd.work(() => isWatched && crowd.queue.size() === 0);
  crowd.useAnew();
};

/** Lets a storm pass. */
const weather = async ({
  crowd,
  begin,
  rate,
  calmSeconds = 0,
  ...watched
}: Storm): Promise<StormReport> => {
  const live = await watchLive(crowd);
  if (calmSeconds > 0) await passCalm(crowd, live, calmSeconds);
  const all = watchAll(watched);
  let isWatched = false;
  let seconds: number | undefined;
  const start = crowd.time.clock();
  await begin();
  void live
    .watch(liveApart.storm, () => seconds !== undefined)
    .then(() => {
      isWatched = true;
    });
  await crowd.work(async () => {
    if (seconds === undefined && (await all.areAllRight())) {
      seconds = (crowd.time.clock() - start) / 1000;
    }
    return isWatched && crowd.queue.size() === 0;
  });
  const lasted = seconds ?? (crowd.time.clock() - start) / 1000;
  const used = [...crowd.used];
  const [[api, { taken }] = ['none', { taken: 0 }]] = used.toSorted(
    ([, left], [, other]) => other.taken - left.taken,
  );
  const refused = used.reduce((sum, [, each]) => sum + each.refused, 0);
  const calls = used.reduce((sum, [, each]) => sum + each.taken, 0);
  return {
    seconds: lasted,
    right: await all.countRight(),
    deadLetters: crowd.queue.dead.length,
    api,
    calls: taken,
    used: taken / (rate.burst + rate.perSecond * lasted),
    refused: refused / (refused + calls),
    putOff: crowd.counted.get('MessagesPutOff') ?? 0,
    liveSeconds: live.seconds,
  };
};

/** So many disks are attached at once: each to an instance with tags of its own. */
export const attachStorm = async (options: CrowdOptions, count: number): Promise<StormReport> => {
  const crowd = await openStorm(options);
  const pairs: { readonly instance: Arn; readonly disk: Arn }[] = [];
  crowd.loseEvents(true);
  while (pairs.length < count) {
    const instance = await make(crowd, 'Ecs/CreateInstance', {});
    await tagInstances(crowd, [instance], { cost: String(pairs.length) });
    pairs.push({
      instance,
      disk: await make(crowd, 'Ecs/CreateDisk', { ZoneId: 'cn-hangzhou-a' }),
    });
  }
  crowd.loseEvents(false);
  const costs = new Map(pairs.map(({ disk }, index) => [disk, String(index)]));
  return weather({
    crowd,
    rate: options.rate,
    disks: pairs.map(({ disk }) => disk),
    begin: async () => {
      for (const { instance, disk } of pairs) {
        await crowd.call('Ecs/AttachDisk', {
          ...region,
          InstanceId: idOf(instance),
          DiskId: idOf(disk),
        });
      }
    },
    rightOf: async (some) => {
      const tags = await crowd.tagsOf(some);
      return some.filter((disk, index) => tags[index]?.get('cost') === costs.get(disk));
    },
  });
};

const keys = Array.from({ length: 14 }, (_, index) => `key-${index}`);

const allKeys = Object.fromEntries(keys.map((key) => [key, 'v']));

const withAllKeys = async (crowd: Crowd, disks: readonly Arn[]): Promise<readonly Arn[]> => {
  const tags = await crowd.tagsOf(disks);
  return disks.filter((_, index) => keys.every((key) => tags[index]?.get(key) === 'v'));
};

/** Which of the keys a disk has already: no two have the same, and each lacks ten at the most. */
const ownKeys = (count: number): readonly (readonly string[])[] =>
  Array.from({ length: 2 ** keys.length }, (_, bits) =>
    keys.filter((_key, bit) => (bits >> bit) & 1),
  )
    .filter(({ length }) => length >= 4 && length < keys.length)
    .slice(0, count);

/** One call tags so many instances that share so many disks, none of which needs the same change as another. */
export const fanOutStorm = async (
  options: CrowdOptions,
  {
    instances: instanceCount,
    disks: diskCount,
    ...calm
  }: { readonly instances: number; readonly disks: number } & Pick<Storm, 'calmSeconds'>,
): Promise<StormReport> => {
  const crowd = await openStorm(options);
  crowd.loseEvents(true);
  const instances: Arn[] = [];
  while (instances.length < instanceCount) {
    instances.push(await make(crowd, 'Ecs/CreateInstance', {}));
  }
  const disks: Arn[] = [];
  for (const [index, own] of ownKeys(diskCount).entries()) {
    const Tag = own.map((Key) => ({ Key, Value: 'v' }));
    const instance = instances[index % instanceCount];
    if (instance === undefined) throw new Error('no instance to hang a disk on');
    disks.push(await make(crowd, 'Ecs/CreateDisk', { InstanceId: idOf(instance), Tag }));
  }
  crowd.loseEvents(false);
  return weather({
    crowd,
    rate: options.rate,
    ...calm,
    disks,
    begin: () => tagInstances(crowd, instances, allKeys),
    rightOf: (some) => withAllKeys(crowd, some),
  });
};
