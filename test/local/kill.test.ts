import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { type Client, openClient, type TagList } from '../../src/clouds/alibaba/demo/client.ts';
import { type Arn, parseArn } from '../../src/clouds/arn.ts';
import { HeirtagError } from '../../src/model/errors.ts';
import { type RunnerProcess, startRunner } from './runner-process.ts';

const diskRule = 'rule:AttachDisk-DetachDisk-TagInstance:Ecs-Instance:Ecs-Disk';
const snapshotRule = 'rule:CreateSnapshot-TagDisk:Ecs-Disk:Ecs-Snapshot';
const accountId = '1000000000000001';
const region = { RegionId: 'cn-hangzhou' };
const diskCount = 3;
const kills = Number(process.env.HEIRTAG_KILLS ?? 8);

const seed = Number(process.env.HEIRTAG_TEST_SEED ?? 20_260_301);

/** The same numbers for the same seed, from 0 up to, but without, 1 (mulberry32). */
const randomFrom = (start: number) => {
  let state = start;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** A step that may be done again when nobody knows whether it happened. */
type Step = (client: Client) => Promise<unknown>;

/** The cloud says that this has happened already. */
const isDone = (error: unknown): boolean =>
  error instanceof HeirtagError &&
  /IncorrectDiskStatus|not attached|DiskNotPortable/.test(error.message);

const idOf = (arn: Arn): string => parseArn(arn).id;

type World = {
  readonly instances: readonly Arn[];
  readonly disks: readonly Arn[];
  readonly snapshots: readonly Arn[];
};

const typed = (arns: readonly Arn[], type: string): Arn => {
  const arn = arns.find((each) => parseArn(each).type === type);
  if (arn === undefined) throw new Error(`no ${type} among ${arns}`);
  return arn;
};

const build = async (client: Client): Promise<World> => {
  await client.setFeature('Enable');
  await client.setRule(diskRule, { status: 'Enable' });
  await client.setRule(snapshotRule, { status: 'Enable' });
  const make = async (action: string, type: string, parameters: object = {}) =>
    typed(await client.cloud(action, { ...region, ...parameters }), type);
  const instances = [
    await make('Ecs/CreateInstance', 'Ecs-Instance'),
    await make('Ecs/CreateInstance', 'Ecs-Instance'),
  ];
  const disks: Arn[] = [];
  const snapshots: Arn[] = [];
  for (let index = 0; index < diskCount; index += 1) {
    const disk = await make('Ecs/CreateDisk', 'Ecs-Disk');
    disks.push(disk);
    snapshots.push(await make('Ecs/CreateSnapshot', 'Ecs-Snapshot', { DiskId: idOf(disk) }));
  }
  await client.settle();
  return { instances, disks, snapshots };
};

/** A random script: tags come, change and go, disks hang on one instance, on the other, on none. */
const script = ({ instances, disks }: World): readonly Step[] => {
  const random = randomFrom(seed);
  const pick = <T>(items: readonly T[]): T => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  };
  const holders = new Map<Arn, Arn>();
  return Array.from({ length: Math.max(60, kills) }, (_, index): Step => {
    const kind = random();
    const [instance, disk, key] = [pick(instances), pick(disks), pick(['cost', 'team', 'stage'])];
    if (kind < 0.4) return (client) => client.tag(instance, { [key]: `v${index}` });
    if (kind < 0.55) return (client) => client.untag(instance, [key]);
    if (kind < 0.65) return (client) => client.tag(disk, { own: `o${index}` });
    const holder = holders.get(disk);
    const call = { ...region, DiskId: idOf(disk), InstanceId: idOf(holder ?? instance) };
    if (holder === undefined) holders.set(disk, instance);
    else holders.delete(disk);
    return (client) =>
      client.cloud(holder === undefined ? 'Ecs/AttachDisk' : 'Ecs/DetachDisk', call);
  });
};

const clientOf = (runner: RunnerProcess): Client =>
  openClient(runner.url, accountId, () => sleep(5));

/** Does a step until it is surely done, whatever happens to the runner meanwhile. */
const persist = async (current: () => Promise<RunnerProcess>, step: Step): Promise<void> => {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    try {
      await step(clientOf(await current()));
      return;
    } catch (error) {
      if (isDone(error)) return;
      // The runner was killed under the call, or answered that something in it was.
      await sleep(20);
    }
  }
  throw new Error('the step never got through');
};

type Ending = {
  readonly tags: readonly TagList[];
  readonly inherited: readonly (readonly string[])[];
};

const endOf = async (client: Client, { disks, snapshots }: World): Promise<Ending> => {
  await client.settle();
  const all = [...disks, ...snapshots];
  return {
    tags: await Promise.all(all.map(client.tagsOf)),
    inherited: await Promise.all(all.map(client.inheritedKeysOf)),
  };
};

const inFolder = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'heirtag-kill-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const playUndisturbed = (): Promise<Ending> =>
  inFolder(async (folder) => {
    const runner = await startRunner(folder);
    const client = clientOf(runner);
    const world = await build(client);
    for (const step of script(world)) await step(client);
    const ending = await endOf(client, world);
    await runner.interrupt();
    return ending;
  });

const playWithKills = (): Promise<Ending> =>
  inFolder(async (folder) => {
    let running = startRunner(folder);
    const world = await build(clientOf(await running));
    const random = randomFrom(seed + 1);
    const steps = script(world);
    const perKill = Math.ceil(steps.length / kills);
    for (let from = 0; from < steps.length; from += perKill) {
      const killing = sleep(random() * 150).then(async () => {
        await (await running).kill();
        running = startRunner(folder);
        await running;
      });
      for (const step of steps.slice(from, from + perKill)) await persist(() => running, step);
      await killing;
    }
    const runner = await running;
    const ending = await endOf(clientOf(runner), world);
    expect(await clientOf(runner).settle()).toBeUndefined();
    await runner.interrupt();
    return ending;
  });

it(
  `ends in the same tags when it is killed ${kills} times at random moments (seed ${seed})`,
  async () => {
    const [undisturbed, killed] = [await playUndisturbed(), await playWithKills()];

    expect(killed).toEqual(undisturbed);
  },
  180_000 + kills * 20_000,
);
