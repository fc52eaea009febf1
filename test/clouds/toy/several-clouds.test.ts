import { describe, expect, it } from 'vitest';
import { absentProvider } from '../../../src/clouds/absent-provider.ts';
import { type Arn, formatArn } from '../../../src/clouds/arn.ts';
import { type CloudProvider, patientCall } from '../../../src/clouds/provider.ts';
import { severalClouds } from '../../../src/clouds/several-clouds.ts';
import { changeOf, sightsOf, writesOf, written } from '../ask.ts';
import { kinds } from './toy.ts';

const [toys, alibaba] = ['toy-1', '1000000000000001'];
const box = formatArn({ type: kinds.box, region: 'attic', accountId: toys, id: 'red' });
const disk = formatArn({
  type: 'Ecs-Disk',
  region: 'cn-hangzhou',
  accountId: alibaba,
  id: 'd-1',
});

/** A cloud that notes what it is asked. */
const noting = (name: string, asked: string[], facts: Partial<CloudProvider>): CloudProvider => ({
  ...absentProvider,
  describe: async (arns) => {
    asked.push(`${name} describes ${arns}`);
    return sightsOf(arns, []);
  },
  heirs: async (primary) => {
    asked.push(`${name} lists heirs of ${primary}`);
    return { items: [], next: undefined };
  },
  list: async (accountId) => {
    asked.push(`${name} lists ${accountId}`);
    return { items: [], next: undefined };
  },
  write: async (writes) => {
    asked.push(`${name} writes ${writes.map(({ arn }) => arn)}`);
    return writes.map(() => written);
  },
  tagCallsFor: (changes) => changes.length,
  ...facts,
});

const both = () => {
  const asked: string[] = [];
  const cloud = severalClouds(
    new Map([
      ['toy', noting('toy', asked, { maxTagsPerResource: () => 3, readLagSeconds: 30 })],
      [
        'alibaba',
        noting('alibaba', asked, {
          maxTagsPerResource: () => 20,
          tagCallSeconds: 9,
          isOurs: (caller) => caller === 'us',
          rateOf: () => ({ perSecond: 7, burst: 7 }),
        }),
      ],
    ]),
  );
  return { cloud, asked };
};

const refusal = { code: 'CloudNotConfigured' };

describe('several clouds as one', () => {
  it('asks each for what is in its accounts, and answers in order', async () => {
    const { cloud, asked } = both();
    const arns: readonly Arn[] = [box, disk];

    const sights = await cloud.describe(arns, patientCall);
    await cloud.heirs(box, kinds.lid, undefined, patientCall);
    await cloud.list(alibaba, 'Ecs-Disk', undefined, patientCall);
    const changes = [changeOf(disk, {}), changeOf(box, {})];
    const results = await cloud.write(writesOf(changes), patientCall);

    expect([...sights.keys()]).toEqual(arns);
    expect(results).toEqual([written, written]);
    expect(asked.toSorted()).toEqual([
      `alibaba describes ${disk}`,
      `alibaba lists ${alibaba}`,
      `alibaba writes ${disk}`,
      `toy describes ${box}`,
      `toy lists heirs of ${box}`,
      `toy writes ${box}`,
    ]);
    expect(cloud.tagCallsFor(changes)).toBe(2);
  });

  it('tells of each what holds there, and of all what is safe for each', () => {
    const { cloud } = both();

    expect([kinds.box, 'Ecs-Disk' as const].map(cloud.maxTagsPerResource)).toEqual([3, 20]);
    expect(cloud.rateOf('any', alibaba).burst).toBe(7);
    expect(cloud.rateOf('any', toys).burst).toBeGreaterThan(7);
    expect(['us', 'others'].map(cloud.isOurs)).toEqual([true, false]);
    expect([cloud.readLagSeconds, cloud.tagCallSeconds]).toEqual([30, 9]);
  });

  it('refuses what is in an account of a cloud that is not among them', async () => {
    const asked: string[] = [];
    const cloud = severalClouds(new Map([['toy', noting('toy', asked, {})]]));

    const refused = [
      cloud.describe([disk], patientCall),
      cloud.heirs(disk, 'Ecs-Snapshot', undefined, patientCall),
      cloud.list(alibaba, 'Ecs-Disk', undefined, patientCall),
      cloud.write(writesOf([changeOf(disk, {})]), patientCall),
    ];

    for (const each of refused) await expect(each).rejects.toMatchObject(refusal);
    expect(asked).toEqual([]);
    expect(cloud.maxTagsPerResource('Ecs-Disk')).toBe(0);
  });
});
