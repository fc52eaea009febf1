import { describe, expect, it } from 'vitest';
import { absentProvider } from '../../src/clouds/absent-provider.ts';
import type { Arn } from '../../src/clouds/arn.ts';
import type { CloudProvider, Resource } from '../../src/clouds/provider.ts';
import { gatheredCloud } from '../../src/wave/gathered-cloud.ts';
import { impatientCloud } from '../../src/wave/impatient-cloud.ts';
import { createTagWriter } from '../../src/wave/tag-writer.ts';
import { createWave } from '../../src/wave/wave.ts';
import { named, tagged } from '../engine/fixtures.ts';

const disks = Array.from({ length: 10 }, (_, index) => named('Ecs-Disk', `d-${index}`));
const [first = named('Ecs-Disk', 'd-0')] = disks;
const silent = named('Ecs-Disk', 'd-4');
const never = <T>(): Promise<T> => new Promise(() => {});

/** Deadlines that end as soon as nothing else happens. */
const openDeadline = () => {
  const counts = { begun: 0, calledOff: 0 };
  return {
    counts,
    deadline: {
      seconds: 10,
      after: (_: number, act: () => void) => {
        counts.begun += 1;
        const timer = setImmediate(act);
        return () => {
          counts.calledOff += 1;
          clearImmediate(timer);
        };
      },
    },
  };
};

const cloudWith = (changes: Partial<CloudProvider>) => {
  const { deadline, counts } = openDeadline();
  return { cloud: impatientCloud({ ...absentProvider, ...changes }, deadline), counts };
};

describe('a cloud that does not wait for ever', () => {
  it('hands answers on, and forgets the deadline', async () => {
    const found: ReadonlyMap<Arn, Resource> = new Map([[first, tagged(first, { a: '1' })]]);
    const { cloud, counts } = cloudWith({ describe: async () => found });

    expect(await cloud.describe([first])).toBe(found);
    expect(counts).toEqual({ begun: 1, calledOff: 1 });
  });

  it('fails a read that is not answered, which may be made again', async () => {
    const { cloud } = cloudWith({ describe: never, heirs: never, list: never });

    for (const read of [
      cloud.describe([first]),
      cloud.heirs(first, 'Ecs-Snapshot', undefined),
      cloud.list('1000000000000001', 'Ecs-Disk', undefined),
    ]) {
      await expect(read).rejects.toMatchObject({
        code: 'NoAnswer',
        kind: 'retryable',
        details: {},
      });
    }
  });

  it('says of a tag call that is not answered that it may still arrive', async () => {
    const { cloud } = cloudWith({ setTags: never, removeTags: never });

    for (const call of [cloud.setTags([first], new Map()), cloud.removeTags([first], ['a'])]) {
      await expect(call).rejects.toMatchObject({ details: { mayHaveHappened: true } });
    }
  });
});

describe('one resource for which the cloud never answers', () => {
  const openGather = () => createWave({ afterLongestWait: () => () => {} }).gather;

  it('keeps its nine neighbours from nothing when they are described together', async () => {
    const { cloud } = cloudWith({
      describe: async (arns) =>
        arns.includes(silent) ? never() : new Map(arns.map((arn) => [arn, tagged(arn, {})])),
    });
    const { describe: read } = gatheredCloud(cloud, openGather());

    const ends = await Promise.allSettled(disks.map((disk) => read([disk])));

    const failed = disks.filter((_, index) => ends[index]?.status === 'rejected');
    expect(failed).toEqual([silent]);
  });

  it('keeps its neighbours from no tag, although those may have to be confirmed later', async () => {
    const written: Arn[] = [];
    const { cloud } = cloudWith({
      tagCallLimits: { resources: 50, tags: 10 },
      setTags: async (arns) => {
        if (arns.includes(silent)) return never();
        written.push(...arns);
        return new Map();
      },
    });
    const writer = createTagWriter(cloud, openGather());

    const ends = await Promise.allSettled(
      disks.map((disk) => writer.set(disk, new Map([['a', '1']]), () => {})),
    );

    expect(written.toSorted()).toEqual(disks.filter((disk) => disk !== silent));
    expect(ends.every(({ status }) => status === 'rejected')).toBe(true);
  });
});
