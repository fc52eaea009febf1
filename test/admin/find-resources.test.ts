import { describe, expect, it } from 'vitest';
import { findResources } from '../../src/admin/find-resources.ts';
import { type Arn, parseArn } from '../../src/clouds/arn.ts';
import { cause, diskRule, instance } from '../engine/fixtures.ts';

const accountId = '1000000000000001';
const handled = ['cn-shanghai', 'eu-west-1'];
const disk = (region: string): Arn => `arn:acs:ecs:${region}:${accountId}:disk/d-1`;

const removed = {
  time: '2026-01-01T00:00:00.000Z',
  cause,
  key: 'cost',
  action: 'removed',
  value: null,
  previous: 'a',
  rule: diskRule,
  primary: instance,
  reason: 'detached',
} as const;

/** Looks for a disk where the cloud has none. @returns what was found, and in which regions the cloud and the history were asked */
const find = async (known: readonly Arn[]) => {
  const askedOfCloud = new Set<string>();
  const askedOfHistory = new Set<string>();
  const found = await findResources(
    {
      regions: new Map([['alibaba', new Set(handled)]]),
      cloud: {
        describe: async (arns) => {
          for (const arn of arns) askedOfCloud.add(parseArn(arn).region);
          return new Map(arns.map((arn) => [arn, { kind: 'gone' }]));
        },
      },
      history: {
        ofResource: async (arn) => {
          askedOfHistory.add(parseArn(arn).region);
          const entry = { ...removed, resource: arn };
          return { items: known.includes(arn) ? [entry] : [], next: undefined };
        },
      },
    },
    { accountId, name: 'd-1' },
    { from: '', to: '' },
  );
  return { found, askedOfCloud, askedOfHistory };
};

it('asks the cloud in the regions that are handled alone', async () => {
  const { askedOfCloud } = await find([]);

  expect(askedOfCloud).toEqual(new Set(handled));
});

it('finds in the history what was in a region that is handled no more', async () => {
  const { found, askedOfHistory } = await find([disk('cn-beijing')]);

  expect(found).toEqual([disk('cn-beijing')]);
  expect(askedOfHistory.size).toBeGreaterThan(handled.length);
});

describe('an id of AWS', () => {
  const ofAws = { accountId: '123456789012', region: 'eu-central-1' };

  /** What is asked of the cloud for a name, type by type. */
  const typesAskedFor = async (name: string): Promise<ReadonlySet<string>> => {
    const types = new Set<string>();
    await findResources(
      {
        regions: new Map([['aws', new Set([ofAws.region])]]),
        cloud: {
          describe: async (arns) => {
            for (const arn of arns) types.add(parseArn(arn).type);
            return new Map(
              arns.map((arn) => [
                arn,
                { kind: 'present', resource: { arn, tags: new Map(), parents: [] } },
              ]),
            );
          },
        },
        history: { ofResource: async () => ({ items: [], next: undefined }) },
      },
      { accountId: ofAws.accountId, name },
      { from: '', to: '' },
    );
    return types;
  };

  it.each(['vol-0123456789abcdef0', 'vol-01234567'])(
    'is looked for among its own type where it says so, as %s: a log group may have any name',
    async (name) => {
      expect(await typesAskedFor(name)).toEqual(new Set(['Ec2-Volume']));
    },
  );

  it.each(['vol-of-the-shop', 'i-am-a-database', 'orders'])(
    'is looked for among all types where it is a name, as %s',
    async (name) => {
      expect((await typesAskedFor(name)).size).toBeGreaterThan(10);
    },
  );
});
