import { join } from 'node:path';
import {
  attachEach,
  detachEach,
  instancesAndDisks,
  type Pair,
  tagEach,
} from '../measured/scenarios.ts';
import { type MeasuredWorld, openMeasuredWorld } from '../measured/world.ts';

/** Every so many instances has more disks than its system disk. */
const wideEvery = 10;
const moreDisks = 4;

const attachMore = async (world: MeasuredWorld, { instance }: Pair): Promise<void> => {
  const disks: Pair[] = [];
  while (disks.length < moreDisks) {
    const disk = await world.make('Ecs-Disk', 'Ecs/CreateDisk', {
      ZoneId: 'cn-hangzhou-a',
      Size: 20,
    });
    disks.push({ instance, disk });
  }
  await attachEach(world, disks);
};

/** Events that were not handled yet, of each kind; the cloud has what they tell of. */
export type Story = { readonly events: readonly unknown[] };

/** Takes turns, so that every stretch of the story holds a part of each. */
const inTurns = <T>(lists: readonly (readonly T[])[]): readonly T[] => {
  const longest = Math.max(...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) =>
    lists.flatMap((list) => list.slice(at, at + 1)),
  ).flat();
};

/**
 * Fills the data folder of a runner with a cloud in which so much of each has just happened: tag
 * changes of instances with one disk (one in ten: with five), attaches, detaches, and events that
 * change nothing.
 */
export const layStory = async (dataDir: string, each: number): Promise<Story> => {
  const world = await openMeasuredWorld({}, join(dataDir, 'dynamodb'));
  try {
    const pairs = await instancesAndDisks(world, 4 * each);
    const [changing, attaching, detaching, right] = [0, 1, 2, 3].map((part) =>
      pairs.slice(part * each, (part + 1) * each),
    );
    for (const [index, pair] of (changing ?? []).entries()) {
      if (index % wideEvery === 0) await attachMore(world, pair);
    }
    await attachEach(world, detaching ?? []);
    await world.settle();
    const taken = async (work: Promise<void>): Promise<readonly unknown[]> => {
      await work;
      return world.takeWaiting().map((body): unknown => JSON.parse(body));
    };
    const attached = await taken(attachEach(world, right ?? []));
    world.deliver(...attached.map((event) => JSON.stringify(event)));
    await world.settle();
    return {
      events: inTurns([
        await taken(tagEach(world, changing ?? [], 'village')),
        await taken(attachEach(world, attaching ?? [])),
        await taken(detachEach(world, detaching ?? [])),
        attached,
      ]),
    };
  } finally {
    await world.stop();
  }
};
