import { describe, expect, it } from 'vitest';
import { type Arn, formatArn } from '../../../../src/clouds/alibaba/arn.ts';
import type { ResourceType } from '../../../../src/clouds/alibaba/resource-types.ts';
import { patientCall, type Sight } from '../../../../src/clouds/provider.ts';
import { AccessDeniedError, RetryableError, ThrottledError } from '../../../../src/model/errors.ts';
import type { ShapedRequest } from '../wire/api-shapes.ts';
import {
  type AnswerCall,
  at,
  type CannedAnswer,
  type CannedProvider,
  cannedProvider,
} from './canned-provider.ts';

const arn = (type: ResourceType, id: string): Arn => formatArn({ ...at, type, id });
const disk = (id: string) => arn('Ecs-Disk', id);

const sightsOf = async (
  { provider }: CannedProvider,
  ...arns: readonly Arn[]
): Promise<readonly (Sight | undefined)[]> => {
  const sights = await provider.describe(arns, patientCall);
  return arns.map((each) => sights.get(each));
};

const errorOf = (sight: Sight | undefined): unknown =>
  sight?.kind === 'cannot-tell' ? sight.error : undefined;

/** Disks by their ids, those that exist; a dry run is allowed. */
const disksOf =
  (exist: readonly object[], onDryRun = 'DryRunOperation'): AnswerCall =>
  (_, { query }) =>
    query.has('DryRun')
      ? { code: onDryRun }
      : { body: { Disks: { Disk: exist }, TotalCount: exist.length } };

describe('what a list leaves out', () => {
  it('is gone where a dry run says that the list may be read, which is asked once in ten minutes', async () => {
    const cloud = cannedProvider(disksOf([]));
    const dryRuns = () => cloud.sent.filter(({ query }) => query.has('DryRun')).length;

    expect(await sightsOf(cloud, disk('d-1'), disk('d-2'))).toEqual([
      { kind: 'gone' },
      { kind: 'gone' },
    ]);
    await sightsOf(cloud, disk('d-3'));
    expect(dryRuns()).toBe(1);

    cloud.setTime(1_000_000 + 10 * 60_000);
    await sightsOf(cloud, disk('d-3'));
    expect(dryRuns()).toBe(2);
    expect(cloud.problems()).toEqual([]);
  });

  it('is not gone where nobody may read it, and where that cannot be asked', async () => {
    const forbidden = cannedProvider(disksOf([], 'Forbidden.RAM'));
    const broken = cannedProvider(disksOf([], 'InternalError'));

    const [one] = await sightsOf(forbidden, disk('d-1'));
    const [other] = await sightsOf(broken, disk('d-1'));

    expect(errorOf(one)).toBeInstanceOf(AccessDeniedError);
    expect(errorOf(other)).toBeInstanceOf(RetryableError);
  });

  it('is asked for no permission when nothing is left out', async () => {
    const cloud = cannedProvider(disksOf([{ DiskId: 'd-1' }]));

    const [sight] = await sightsOf(cloud, disk('d-1'));

    expect(sight?.kind).toBe('present');
    expect(cloud.sent).toHaveLength(1);
  });

  it('is no empty list of heirs, and no empty list, when nobody may read it', async () => {
    const { provider } = cannedProvider(disksOf([], 'Forbidden.RAM'));

    const heirs = provider.heirs(arn('Ecs-Instance', 'i-1'), 'Ecs-Disk', undefined, patientCall);
    const list = provider.list(at.accountId, 'Ecs-Disk', undefined, patientCall);

    await expect(heirs).rejects.toBeInstanceOf(AccessDeniedError);
    await expect(list).rejects.toBeInstanceOf(AccessDeniedError);
  });
});

describe('an interface that is left out, of which no dry run can ask', () => {
  const eni = arn('Ecs-Eni', 'eni-1');
  /** Interfaces and instances of the region, by what is asked without ids; what is asked by id is left out. */
  const region =
    (shown: { readonly enis: number; readonly instances: number }, onDryRun = 'DryRunOperation') =>
    (action: string, { query }: ShapedRequest): CannedAnswer | undefined => {
      if (query.has('DryRun')) return { code: onDryRun };
      if (query.has('NetworkInterfaceId.1') || query.has('InstanceId')) return undefined;
      const some = (count: number, name: string) =>
        Array.from({ length: count }, (_, index) => ({ [name]: `${name}-${index}` }));
      return action === 'DescribeInstances'
        ? { body: { Instances: { Instance: some(shown.instances, 'InstanceId') } } }
        : {
            body: {
              NetworkInterfaceSets: {
                NetworkInterfaceSet: some(shown.enis, 'NetworkInterfaceId'),
              },
            },
          };
    };

  it('is gone where others are shown, which is asked once in ten minutes', async () => {
    const cloud = cannedProvider(region({ enis: 1, instances: 1 }));

    expect(await sightsOf(cloud, eni)).toEqual([{ kind: 'gone' }]);
    await sightsOf(cloud, eni);

    expect(cloud.sent).toHaveLength(3);
    expect(cloud.problems()).toEqual([]);
  });

  it('is gone where there are no others and, as a dry run says for sure, no instances', async () => {
    const cloud = cannedProvider(region({ enis: 0, instances: 0 }));

    expect(await sightsOf(cloud, eni)).toEqual([{ kind: 'gone' }]);
    expect(cloud.problems()).toEqual([]);
  });

  it.each([
    ['instances are shown, each of which has one', region({ enis: 0, instances: 1 })],
    ['nobody may read instances either', region({ enis: 0, instances: 0 }, 'Forbidden.RAM')],
  ])('is not gone where none are shown and %s', async (_, answer) => {
    const cloud = cannedProvider(answer);

    const [sight] = await sightsOf(cloud, eni);
    const heirs = cloud.provider.heirs(
      arn('Ecs-Instance', 'i-1'),
      'Ecs-Eni',
      undefined,
      patientCall,
    );

    expect(errorOf(sight)).toBeInstanceOf(AccessDeniedError);
    await expect(heirs).rejects.toBeInstanceOf(AccessDeniedError);
  });
});

describe('the EIP of a container group, which its address leads to', () => {
  const group = arn('Eci-ContainerGroup', 'eci-1');
  const groupOf =
    (eips: readonly object[], onDryRun: string): AnswerCall =>
    (action, { query }) => {
      if (query.has('DryRun')) return { code: onDryRun };
      return action === 'DescribeContainerGroups'
        ? { body: { ContainerGroups: [{ ContainerGroupId: 'eci-1', InternetIp: '240.0.0.1' }] } }
        : { body: { EipAddresses: { EipAddress: eips }, TotalCount: eips.length } };
    };
  const heirsOf = ({ provider }: CannedProvider) =>
    provider.heirs(group, 'Vpc-Eip', undefined, patientCall);

  it('is none where a dry run says that EIPs may be read', async () => {
    const cloud = cannedProvider(groupOf([], 'DryRunOperation'));

    expect(await heirsOf(cloud)).toEqual({ items: [], next: undefined });
    expect(cloud.problems()).toEqual([]);
  });

  it('cannot be told where nobody may read EIPs, and nothing is learned from that', async () => {
    let mayRead = false;
    const eip = { AllocationId: 'eip-1', IpAddress: '240.0.0.1' };
    const cloud = cannedProvider((action, request) =>
      groupOf(mayRead ? [eip] : [], 'Forbidden.RAM')(action, request),
    );

    await expect(heirsOf(cloud)).rejects.toBeInstanceOf(AccessDeniedError);
    mayRead = true;

    const [sight] = await sightsOf(cloud, arn('Vpc-Eip', 'eip-1'));
    expect(sight).toMatchObject({ kind: 'present', resource: { parents: [group] } });
  });
});

describe('what cannot be told', () => {
  it.each(['Attaching', 'Detaching'])('is what a disk hangs on while it is %s', async (Status) => {
    const cloud = cannedProvider(disksOf([{ DiskId: 'd-1', Status, InstanceId: 'i-1' }]));

    const [sight] = await sightsOf(cloud, disk('d-1'));

    expect(errorOf(sight)).toMatchObject({ code: 'InBetween', kind: 'retryable' });
  });

  it('is told of each resource of a call that was throttled, and of no other type', async () => {
    const cloud = cannedProvider((action) =>
      action === 'DescribeDisks'
        ? { code: 'Throttling.User' }
        : { body: { Instances: { Instance: [{ InstanceId: 'i-1' }] } } },
    );

    const [one, other] = await sightsOf(cloud, disk('d-1'), arn('Ecs-Instance', 'i-1'));

    expect(errorOf(one)).toBeInstanceOf(ThrottledError);
    expect(other?.kind).toBe('present');
    expect(cloud.sent).toHaveLength(2);
  });

  it('is only what is at fault when one id spoils a call for many', async () => {
    const ids = Array.from({ length: 100 }, (_, index) => `d-${index}`);
    const cloud = cannedProvider((_, { query }) => {
      const asked: unknown = JSON.parse(query.get('DiskIds') ?? '[]');
      const list = Array.isArray(asked) ? asked : [];
      return list.includes('d-42')
        ? { code: 'InvalidParameter.DiskIds' }
        : { body: { Disks: { Disk: list.map((DiskId) => ({ DiskId })) } } };
    });

    const sights = await sightsOf(cloud, ...ids.map(disk));

    const untold = ids.filter((_, index) => sights[index]?.kind !== 'present');
    expect(untold).toEqual(['d-42']);
  });

  it('is concluded from no answer of another form', async () => {
    const cloud = cannedProvider(() => ({ body: { Disks: { Disk: 'none' } } }));

    const [sight] = await sightsOf(cloud, disk('d-1'));

    expect(errorOf(sight)).toMatchObject({ code: 'UnreadableAnswer', kind: 'retryable' });
  });

  it('is what an EIP hangs on while a list that only others know cannot be read', async () => {
    const cloud = cannedProvider((action) =>
      action === 'DescribeEipAddresses'
        ? { body: { EipAddresses: { EipAddress: [{ AllocationId: 'eip-1' }] }, TotalCount: 1 } }
        : { code: 'Forbidden.NoPermission', status: 403 },
    );

    const [sight] = await sightsOf(cloud, arn('Vpc-Eip', 'eip-1'));

    expect(errorOf(sight)).toBeInstanceOf(AccessDeniedError);
  });
});

describe('what the cloud says there is none of', () => {
  it('is gone', async () => {
    const cloud = cannedProvider((action) =>
      action === 'GetTopicList' ? { code: 'BIZ.INSTANCE.NOT.FOUND' } : undefined,
    );

    const topic = arn('Kafka-Topic', 'Kafka_alikafka_post-cn-1_a');

    expect(await sightsOf(cloud, topic)).toEqual([{ kind: 'gone' }]);
  });

  it('is gone where one of several interfaces is', async () => {
    const cloud = cannedProvider((_, { query }) => {
      const ids = [...query].filter(([name]) => name.startsWith('NetworkInterfaceId.'));
      return ids.some(([, id]) => id === 'eni-2')
        ? { code: 'InvalidEniId.NotFound', status: 404 }
        : {
            body: {
              NetworkInterfaceSets: {
                NetworkInterfaceSet: ids.map(([, NetworkInterfaceId]) => ({ NetworkInterfaceId })),
              },
            },
          };
    });

    const sights = await sightsOf(cloud, arn('Ecs-Eni', 'eni-1'), arn('Ecs-Eni', 'eni-2'));

    expect(sights.map((sight) => sight?.kind)).toEqual(['present', 'gone']);
    expect(cloud.unknownCodes).toEqual([]);
  });

  it('is gone without a question where there can be no such name', async () => {
    const cloud = cannedProvider(() => undefined);

    expect(await sightsOf(cloud, arn('Kafka-Topic', 'a-topic'))).toEqual([{ kind: 'gone' }]);
    expect(cloud.sent).toEqual([]);
  });
});

it('reads many topics of one instance together, and few by their names', async () => {
  const instance = 'alikafka_post-cn-1';
  const topics = Array.from({ length: 150 }, (_, index) => `t${index}`);
  const cloud = cannedProvider((_, { query }) => {
    const found = topics.filter((topic) => (query.get('Topic') ?? topic) === topic);
    const start = (Number(query.get('CurrentPage')) - 1) * 100;
    const page = found.slice(start, start + 100);
    return {
      body: {
        TopicList: { TopicVO: page.map((Topic) => ({ InstanceId: instance, Topic })) },
        Total: found.length,
      },
    };
  });
  const named = (name: string) => arn('Kafka-Topic', `Kafka_${instance}_${name}`);

  const all = await sightsOf(cloud, ...topics.slice(0, 99).map(named));
  const calls = cloud.sent.length;
  await sightsOf(cloud, named('t1'), named('t2'));

  expect(all.every((sight) => sight?.kind === 'present')).toBe(true);
  expect(calls).toBe(2);
  expect(cloud.sent).toHaveLength(4);
  expect(cloud.problems()).toEqual([]);
});
