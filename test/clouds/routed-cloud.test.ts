import { expect, it } from 'vitest';
import { absentProvider } from '../../src/clouds/absent-provider.ts';
import { type Arn, formatArn } from '../../src/clouds/arn.ts';
import { nameOfSite } from '../../src/clouds/call.ts';
import { patientCall } from '../../src/clouds/provider.ts';
import { routedCloud } from '../../src/clouds/routed-cloud.ts';
import { changeOf, sightsOf, writesOf, written } from './ask.ts';

const disk = (accountId: string, region: string, id: string): Arn =>
  formatArn({ type: 'Ecs-Disk', accountId, region, id });
const [one, two] = ['1000000000000001', '1000000000000002'];
const mine = disk(one, 'cn-hangzhou', 'd-1');
const yours = disk(two, 'cn-hangzhou', 'd-2');
const far = disk(one, 'cn-beijing', 'd-3');

const open = () => {
  const opened: string[] = [];
  const asked: string[] = [];
  const cloud = routedCloud({
    common: absentProvider,
    regions: ['cn-beijing', 'cn-hangzhou'],
    open: (at) => {
      const name = nameOfSite(at);
      opened.push(name);
      return {
        ...absentProvider,
        describe: async (arns) => {
          asked.push(`${name}: ${arns.length}`);
          return sightsOf(arns, []);
        },
        list: async () => ({ items: [disk(at.accountId, at.region, 'd')], next: undefined }),
        write: async (writes) => writes.map(() => written),
      };
    },
  });
  return { cloud, opened, asked };
};

it('asks the provider of each account and region for what is its own, and opens it once', async () => {
  const { cloud, opened, asked } = open();

  const sights = await cloud.describe([mine, yours, far], patientCall);
  await cloud.describe([far, mine], patientCall);

  expect([...sights.keys()].toSorted()).toEqual([far, mine, yours].toSorted());
  expect(opened.toSorted()).toEqual([
    `${one} cn-beijing`,
    `${one} cn-hangzhou`,
    `${two} cn-hangzhou`,
  ]);
  expect(asked).toHaveLength(5);
});

it('lists the resources of all regions', async () => {
  const { cloud } = open();

  const first = await cloud.list(one, 'Ecs-Disk', undefined, patientCall);
  const second = await cloud.list(one, 'Ecs-Disk', first.next, patientCall);

  expect([first.items, second.items]).toEqual([
    [disk(one, 'cn-beijing', 'd')],
    [disk(one, 'cn-hangzhou', 'd')],
  ]);
});

it('answers writes of several accounts in their order', async () => {
  const { cloud } = open();
  const changes = [mine, far, yours].map((arn) => changeOf(arn, { remove: ['a'] }));

  expect(await cloud.write(writesOf(changes), patientCall)).toHaveLength(3);
});
