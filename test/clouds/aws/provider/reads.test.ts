import { describe, expect, it } from 'vitest';
import { type Arn, formatArn } from '../../../../src/clouds/aws/arn.ts';
import type { ResourceType } from '../../../../src/clouds/aws/resource-types.ts';
import { patientCall } from '../../../../src/clouds/provider.ts';
import { AccessDeniedError, ThrottledError } from '../../../../src/model/errors.ts';
import { isCursorExpired } from '../../../../src/model/page.ts';
import { allPages, resourceIn } from '../../ask.ts';
import {
  accountId,
  breakConnection,
  ec2Answer,
  ec2Error,
  fakeAws,
  queryAnswer,
  queryError,
  region,
  type Xml,
} from './fake-aws.ts';

const named = (type: ResourceType, id: string): Arn => formatArn({ type, region, accountId, id });
const volume = (id: string) => named('Ec2-Volume', id);

const volumesOf = (ids: readonly string[], more: Readonly<Record<string, Xml>> = {}) =>
  ec2Answer('DescribeVolumes', {
    volumeSet: { item: ids.map((volumeId) => ({ volumeId, status: 'in-use' })) },
    ...more,
  });

describe('a listing', () => {
  it('goes on over pages that are short, empty, and in an order of their own', async () => {
    const pages: Readonly<Record<string, ReturnType<typeof volumesOf>>> = {
      '': volumesOf(['vol-9', 'vol-1'], { nextToken: 'second + page/=' }),
      'second + page/=': volumesOf([], { nextToken: 'third' }),
      third: volumesOf(['vol-5']),
    };
    const { provider, requests } = fakeAws({
      DescribeVolumes: (parameters) => pages[parameters.get('NextToken') ?? ''] ?? volumesOf([]),
    });

    const found = await allPages((cursor) =>
      provider.list(accountId, 'Ec2-Volume', cursor, patientCall),
    );

    expect(found).toEqual(['vol-9', 'vol-1', 'vol-5'].map(volume));
    expect(requests).toHaveLength(3);
    for (const { body } of requests) expect(String(body)).toContain('MaxResults=1000');
  });

  it('whose cursor AWS does not know any more begins again', async () => {
    const { regional } = fakeAws({
      DescribeVolumes: (parameters) =>
        parameters.has('NextToken')
          ? ec2Error(400, 'InvalidNextToken')
          : volumesOf(['vol-1'], { nextToken: 'old' }),
    });
    const { next } = await regional.list(accountId, 'Ec2-Volume', undefined, patientCall);

    const failure = await regional
      .list(accountId, 'Ec2-Volume', next, patientCall)
      .catch((error: unknown) => error);

    expect(isCursorExpired(failure)).toBe(true);
  });

  it('of heirs asks by a filter, and leaves out whose attachment is ending', async () => {
    const attached = (volumeId: string, status: string): Xml => ({
      volumeId,
      status: 'in-use',
      attachmentSet: { item: [{ instanceId: 'i-1', status }] },
    });
    const { provider, requests } = fakeAws({
      DescribeVolumes: () =>
        ec2Answer('DescribeVolumes', {
          volumeSet: { item: [attached('vol-1', 'attached'), attached('vol-2', 'detaching')] },
        }),
    });

    const { items } = await provider.heirs(
      named('Ec2-Instance', 'i-1'),
      'Ec2-Volume',
      undefined,
      patientCall,
    );

    expect(items).toEqual([volume('vol-1')]);
    expect(decodeURIComponent(String(requests[0]?.body))).toContain(
      'Filter.1.Name=attachment.instance-id&Filter.1.Value.1=i-1',
    );
  });
});

describe('what hangs on any instance', () => {
  it('is listed in the largest pages, in one call for each, whatever hangs on nothing left out', async () => {
    const { provider, requests } = fakeAws({
      DescribeVolumes: (parameters) =>
        ec2Answer('DescribeVolumes', {
          volumeSet: {
            item: ['1', '2'].map((n) => ({
              volumeId: `vol-${parameters.get('NextToken') ?? 'first'}-${n}`,
              status: 'in-use',
              attachmentSet: {
                item: [{ instanceId: `i-${n}`, status: n === '1' ? 'attached' : 'detached' }],
              },
            })),
          },
          ...(parameters.has('NextToken') ? {} : { nextToken: 'second' }),
        }),
    });
    const pair = { primary: 'Ec2-Instance', associated: 'Ec2-Volume' } as const;
    const list = provider.hanging?.(accountId, pair);

    const found = await allPages(async (cursor) => {
      const page = await list?.(cursor, patientCall);
      return page ?? { items: [], next: undefined };
    });

    expect(found).toEqual([volume('vol-first-1'), volume('vol-second-1')]);
    expect(requests).toHaveLength(2);
    for (const { body } of requests) expect(String(body)).toContain('MaxResults=1000');
  });

  it('is not told of what may be gone long since: a snapshot outlives its volume', () => {
    const { provider } = fakeAws({});

    const pair = { primary: 'Ec2-Volume', associated: 'Ec2-Snapshot' } as const;

    expect(provider.hanging?.(accountId, pair)).toBeUndefined();
  });
});

describe('a description', () => {
  it('asks for a hundred volumes in one call, and reads on where the answer is short', async () => {
    const ids = Array.from({ length: 100 }, (_, index) => `vol-${index}`);
    const { provider, asked } = fakeAws({
      DescribeVolumes: (parameters) =>
        parameters.has('NextToken')
          ? volumesOf(ids.slice(70))
          : volumesOf(ids.slice(0, 70), { nextToken: 'more' }),
    });

    const sights = await provider.describe(ids.map(volume), patientCall);

    expect([...sights.values()].every(({ kind }) => kind === 'present')).toBe(true);
    expect(asked).toEqual(['DescribeVolumes', 'DescribeVolumes']);
  });

  it('cannot tell of what it may not read, and tells of other types beside it', async () => {
    const { provider } = fakeAws({
      DescribeVolumes: () => ec2Error(403, 'UnauthorizedOperation'),
      DescribeInstances: () => ec2Answer('DescribeInstances', { reservationSet: {} }),
    });
    const instance = named('Ec2-Instance', 'i-1');

    const sights = await provider.describe([volume('vol-1'), instance], patientCall);

    expect(sights.get(volume('vol-1'))).toMatchObject({
      kind: 'cannot-tell',
      error: expect.any(AccessDeniedError),
    });
    expect(sights.get(instance)).toEqual({ kind: 'gone' });
  });

  it('tells a throttle at once, and makes no second call of it', async () => {
    const { provider, asked } = fakeAws({
      DescribeVolumes: () => ec2Error(503, 'RequestLimitExceeded'),
    });

    const sights = await provider.describe([volume('vol-1')], patientCall);

    expect(sights.get(volume('vol-1'))).toMatchObject({
      kind: 'cannot-tell',
      error: expect.any(ThrottledError),
    });
    expect(asked).toHaveLength(1);
  });

  it('is given up when whoever asked does not wait any longer', async () => {
    const { promise, resolve } = Promise.withResolvers<AbortSignal | undefined>();
    const { provider } = fakeAws({
      DescribeVolumes: async (_, __, signal) => {
        resolve(signal);
        return new Promise(() => {});
      },
    });
    const own = new AbortController();
    void provider.describe([volume('vol-1')], { pass: (_, send) => send(own.signal) });

    const signal = await promise;
    own.abort();

    expect(signal?.aborted).toBe(true);
  });

  it('asks nobody about an account with the credentials of another', async () => {
    const { provider, asked } = fakeAws({});
    const foreign = formatArn({
      ...{ type: 'Ec2-Volume', region, accountId: '999999999999', id: 'vol-1' },
    });

    const sights = await provider.describe([foreign], patientCall);

    expect(sights.get(foreign)).toMatchObject({
      kind: 'cannot-tell',
      error: { code: 'NoCredentials', scope: 'account' },
    });
    expect(asked).toEqual([]);
  });

  it.each(['ECONNRESET', 'ETIMEDOUT'])(
    'cannot tell when the connection ends with %s',
    async (code) => {
      const { provider, unknown } = fakeAws({ DescribeVolumes: () => breakConnection(code) });

      const sights = await provider.describe([volume('vol-1')], patientCall);

      expect(sights.get(volume('vol-1'))).toMatchObject({ kind: 'cannot-tell', error: { code } });
      expect(unknown).toEqual([]);
    },
  );

  it.each([
    [
      'Ec2-Volume',
      'DescribeVolumes',
      { volumeSet: { item: { volumeId: 'x', status: 'deleting' } } },
    ],
    [
      'Ec2-Instance',
      'DescribeInstances',
      {
        reservationSet: {
          item: {
            instancesSet: { item: { instanceId: 'x', instanceState: { name: 'terminated' } } },
          },
        },
      },
    ],
    [
      'Ec2-Image',
      'DescribeImages',
      { imagesSet: { item: { imageId: 'x', imageState: 'deregistered' } } },
    ],
    [
      'Ec2-NatGateway',
      'DescribeNatGateways',
      { natGatewaySet: { item: { natGatewayId: 'x', state: 'deleted' } } },
    ],
    [
      'Ec2-NetworkInterface',
      'DescribeNetworkInterfaces',
      { networkInterfaceSet: { item: { networkInterfaceId: 'x', ownerId: '999999999999' } } },
    ],
  ] as const)(
    'calls a %s gone that is shown although it is over, or not our own',
    async (type, operation, answer) => {
      const { provider } = fakeAws({ [operation]: () => ec2Answer(operation, answer) });

      expect(await resourceIn(provider, named(type, 'x'))).toBeUndefined();
    },
  );
});

/** Addresses with holders of each kind, and one that nobody holds. */
const address = (allocationId: string, more: Readonly<Record<string, Xml>> = {}): Xml => ({
  allocationId,
  domain: 'vpc',
  ...more,
});
const held = { associationId: 'eipassoc-1', networkInterfaceId: 'eni-1' } as const;

const holders = {
  DescribeNatGateways: () =>
    ec2Answer('DescribeNatGateways', {
      natGatewaySet: {
        item: [
          {
            natGatewayId: 'nat-1',
            state: 'available',
            natGatewayAddressSet: { item: [{ allocationId: 'eipalloc-nat' }] },
          },
          {
            natGatewayId: 'nat-2',
            state: 'deleting',
            natGatewayAddressSet: { item: [{ allocationId: 'eipalloc-left' }] },
          },
        ],
      },
    }),
  DescribeLoadBalancers: () =>
    queryAnswer('DescribeLoadBalancers', {
      LoadBalancers: {
        member: {
          LoadBalancerArn: named('ElasticLoadBalancing-LoadBalancer', 'net/front/0123456789abcdef'),
          Type: 'network',
          AvailabilityZones: {
            member: [
              { LoadBalancerAddresses: { member: [{ AllocationId: 'eipalloc-nlb' }] } },
              { LoadBalancerAddresses: {} },
            ],
          },
        },
      },
    }),
};

describe('an address', () => {
  const balancer = named('ElasticLoadBalancing-LoadBalancer', 'net/front/0123456789abcdef');
  const shown = [
    address('eipalloc-free'),
    address('eipalloc-instance', { ...held, instanceId: 'i-1' }),
    address('eipalloc-nat', held),
    address('eipalloc-left', held),
    address('eipalloc-nlb', held),
    address('eipalloc-service', { ...held, serviceManaged: 'alb' }),
  ];
  const open = (items: readonly Xml[] = shown) =>
    fakeAws({
      ...holders,
      DescribeAddresses: () => ec2Answer('DescribeAddresses', { addressesSet: { item: items } }),
    });

  it.each([
    ['eipalloc-free', []],
    ['eipalloc-instance', [named('Ec2-Instance', 'i-1')]],
    ['eipalloc-nat', [named('Ec2-NatGateway', 'nat-1')]],
    ['eipalloc-left', []],
    ['eipalloc-nlb', [balancer]],
    ['eipalloc-service', []],
  ])('%s hangs on %j', async (id, parents) => {
    const { provider } = open();

    expect((await resourceIn(provider, named('Ec2-ElasticIp', id)))?.parents).toEqual(parents);
  });

  it('of an instance, or of nobody, costs one call', async () => {
    const { provider, asked } = open(shown.slice(0, 2));

    await resourceIn(provider, named('Ec2-ElasticIp', 'eipalloc-instance'));

    expect(asked).toEqual(['DescribeAddresses']);
  });

  it('that a service manages is not listed', async () => {
    const { provider } = open();

    const { items } = await provider.list(accountId, 'Ec2-ElasticIp', undefined, patientCall);

    expect(items).not.toContain(named('Ec2-ElasticIp', 'eipalloc-service'));
    expect(items).toHaveLength(5);
  });

  it('is found by its load balancer', async () => {
    const { provider } = open();

    const { items } = await provider.heirs(balancer, 'Ec2-ElasticIp', undefined, patientCall);

    expect(items).toEqual([named('Ec2-ElasticIp', 'eipalloc-nlb')]);
  });
});

describe('a load balancer', () => {
  const [first, gone] = ['net/one/1', 'net/gone/2'].map((id) =>
    named('ElasticLoadBalancing-LoadBalancer', id),
  );

  it('that is gone keeps no other from being told of', async () => {
    const { provider, asked } = fakeAws({
      DescribeTags: (parameters) =>
        [...parameters.values()].includes(String(gone))
          ? queryError(400, 'LoadBalancerNotFound', 'One or more load balancers not found')
          : queryAnswer('DescribeTags', {
              TagDescriptions: {
                member: {
                  ResourceArn: String(first),
                  Tags: { member: { Key: 'elbv2.k8s.aws/cluster', Value: 'prod' } },
                },
              },
            }),
    });

    const sights = await provider.describe(
      [first, gone].flatMap((arn) => arn ?? []),
      patientCall,
    );

    expect([...sights.values()]).toMatchObject([
      { kind: 'present', resource: { parents: [named('Eks-Cluster', 'prod')] } },
      { kind: 'gone' },
    ]);
    expect(asked).toHaveLength(3);
  });
});

describe('a cluster', () => {
  it('has the security group that EKS made for it', async () => {
    const cluster = named('Eks-Cluster', 'prod');
    const { provider } = fakeAws({
      'GET /clusters/prod': () => ({
        status: 200,
        body: JSON.stringify({
          cluster: {
            name: 'prod',
            tags: { cost: 'a' },
            resourcesVpcConfig: { clusterSecurityGroupId: 'sg-1', securityGroupIds: ['sg-2'] },
          },
        }),
      }),
      DescribeSecurityGroups: () =>
        ec2Answer('DescribeSecurityGroups', {
          securityGroupInfo: {
            item: {
              groupId: 'sg-1',
              ownerId: accountId,
              tagSet: { item: { key: 'aws:eks:cluster-name', value: 'prod' } },
            },
          },
        }),
    });

    const { items } = await provider.heirs(cluster, 'Ec2-SecurityGroup', undefined, patientCall);
    const group = await resourceIn(provider, named('Ec2-SecurityGroup', 'sg-1'));

    expect(items).toEqual([named('Ec2-SecurityGroup', 'sg-1')]);
    expect(group?.parents).toEqual([cluster]);
    expect((await resourceIn(provider, cluster))?.tags).toEqual(new Map([['cost', 'a']]));
  });

  it('does not own what it only uses', async () => {
    const { provider } = fakeAws({
      DescribeInstances: () =>
        ec2Answer('DescribeInstances', {
          reservationSet: {
            item: {
              instancesSet: {
                item: {
                  instanceId: 'i-1',
                  tagSet: { item: { key: 'kubernetes.io/cluster/prod', value: 'shared' } },
                },
              },
            },
          },
        }),
    });

    expect((await resourceIn(provider, named('Ec2-Instance', 'i-1')))?.parents).toEqual([]);
  });
});
