import { describe, expect, it } from 'vitest';
import { type Arn, formatArn } from '../../../../src/clouds/alibaba/arn.ts';
import type { ResourceType } from '../../../../src/clouds/alibaba/resource-types.ts';
import { patientCall } from '../../../../src/clouds/provider.ts';
import { isCursorExpired } from '../../../../src/model/page.ts';
import { allPages } from '../../ask.ts';
import { at, type CannedProvider, cannedProvider } from './canned-provider.ts';

const list = ({ provider }: CannedProvider, type: ResourceType) =>
  allPages((cursor) => provider.list(at.accountId, type, cursor, patientCall));

const names = (type: ResourceType, prefix: string, count: number): readonly Arn[] =>
  Array.from({ length: count }, (_, index) => formatArn({ ...at, type, id: `${prefix}-${index}` }));

/** EIPs in pages by number. @param total says how many there are at the nth call */
const eips = (total: (call: number) => number) => {
  let calls = 0;
  return cannedProvider((_, { query }) => {
    calls += 1;
    const count = total(calls);
    const start = (Number(query.get('PageNumber')) - 1) * 100;
    const page = Array.from({ length: count }, (_, index) => ({ AllocationId: `eip-${index}` }));
    return {
      body: { EipAddresses: { EipAddress: page.slice(start, start + 100) }, TotalCount: count },
    };
  });
};

describe('a list in pages by number', () => {
  it('ends with the last page', async () => {
    const cloud = eips(() => 200);

    expect(await list(cloud, 'Vpc-Eip')).toEqual(names('Vpc-Eip', 'eip', 200));
    expect(cloud.sent).toHaveLength(2);
    expect(cloud.problems()).toEqual([]);
  });

  it('begins again when something came or went between two pages, which shifts all that follow', async () => {
    const cloud = eips((call) => (call === 1 ? 201 : 200));

    const failure: unknown = await list(cloud, 'Vpc-Eip').catch((error: unknown) => error);

    expect(isCursorExpired(failure)).toBe(true);
  });
});

describe('a list in pages by token', () => {
  it('goes on with the token of the page before, until there is none', async () => {
    const cloud = cannedProvider((_, { query }) => {
      const token = query.get('NextToken');
      const page = [{ DiskId: token === undefined ? 'd-0' : 'd-1' }];
      return { body: { Disks: { Disk: page }, NextToken: token === undefined ? 't+/=' : '' } };
    });

    expect(await list(cloud, 'Ecs-Disk')).toEqual(names('Ecs-Disk', 'd', 2));
    expect(cloud.sent[1]?.query.get('NextToken')).toBe('t+/=');
    expect(cloud.problems()).toEqual([]);
  });

  it('begins again when the token is not taken any more', async () => {
    const cloud = cannedProvider((_, { query }) =>
      query.has('NextToken')
        ? { code: 'InvalidParameter.NextToken' }
        : { body: { Disks: { Disk: [{ DiskId: 'd-0' }] }, NextToken: 't' } },
    );

    const failure: unknown = await list(cloud, 'Ecs-Disk').catch((error: unknown) => error);

    expect(isCursorExpired(failure)).toBe(true);
  });
});

it('lists topics instance by instance, also where one has none or goes away meanwhile', async () => {
  const instances = ['c', 'a', 'd', 'b'].map((id) => `alikafka_post-cn-${id}`);
  const cloud = cannedProvider((action, { query }) => {
    const InstanceId = query.get('InstanceId') ?? '';
    if (action === 'GetInstanceList') {
      return {
        body: { InstanceList: { InstanceVO: instances.map((id) => ({ InstanceId: id })) } },
      };
    }
    if (InstanceId.endsWith('b')) return { code: 'Instance.NotFound', status: 404 };
    const count = InstanceId.endsWith('c') ? 150 : InstanceId.endsWith('d') ? 0 : 1;
    const start = (Number(query.get('CurrentPage')) - 1) * 100;
    const page = Array.from({ length: count }, (_, index) => ({ InstanceId, Topic: `t${index}` }));
    return { body: { TopicList: { TopicVO: page.slice(start, start + 100) }, Total: count } };
  });

  const found = await list(cloud, 'Kafka-Topic');

  expect(found).toHaveLength(151);
  expect(new Set(found).size).toBe(151);
  expect(cloud.problems()).toEqual([]);
});
