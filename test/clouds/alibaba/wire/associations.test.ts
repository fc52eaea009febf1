import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import {
  type EmbeddedDynamoDb,
  startEmbeddedDynamoDb,
} from '../../../storage/embedded-dynamodb.ts';
import { type Furnished, furnish } from './furnished.ts';
import { send } from './wire-client.ts';
import { startWire, type WireServer } from './wire-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let wire: WireServer;
let ids: Furnished;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());
beforeEach(async () => {
  wire = await startWire((await dynamoDb.createTable()).table);
  ids = await furnish(wire);
  return wire.stop;
});

const versions = {
  Ecs: '2014-05-26',
  Vpc: '2016-04-28',
  Slb: '2014-05-15',
  Nlb: '2022-04-30',
  Alb: '2020-06-16',
  Eci: '2018-08-08',
} as const;
type Product = keyof typeof versions;

const withoutRegion: ReadonlySet<Product> = new Set<Product>(['Alb']);

const call = async (
  product: Product,
  action: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<Readonly<Record<string, unknown>>> => {
  const region: Readonly<Record<string, string>> = withoutRegion.has(product)
    ? {}
    : { RegionId: 'cn-hangzhou' };
  const { body } = await send(wire.endpoint, wire.key, {
    version: versions[product],
    action,
    query: { ...region, ...parameters },
  });
  return z.looseObject({}).parse(body);
};

const eips = z.object({
  EipAddresses: z.object({ EipAddress: z.array(z.looseObject({ AllocationId: z.string() })) }),
});
const eipsOf = async (parameters: Readonly<Record<string, string>>) =>
  eips.parse(await call('Vpc', 'DescribeEipAddresses', parameters)).EipAddresses.EipAddress;

const allocations = z.array(
  z.object({
    LoadBalancerAddresses: z.array(z.object({ AllocationId: z.string() })),
  }),
);
const allocationIn = (zoneMappings: unknown): string =>
  allocations.parse(zoneMappings)[0]?.LoadBalancerAddresses[0]?.AllocationId ?? '';

describe('who belongs to whom, over the wire', () => {
  it('is told of a disk of several instances by its attachments alone', async () => {
    const made = await call('Ecs', 'CreateDisk', { MultiAttach: 'Enabled' });
    const DiskId = z.string().parse(made.DiskId);
    await call('Ecs', 'AttachDisk', { DiskId, InstanceId: ids['Ecs-Instance'] });

    const answer = await call('Ecs', 'DescribeDisks', { DiskIds: JSON.stringify([DiskId]) });

    expect(answer).toMatchObject({
      Disks: {
        Disk: [
          {
            MultiAttach: 'Enabled',
            InstanceId: '',
            Attachments: { Attachment: [{ InstanceId: ids['Ecs-Instance'] }] },
          },
        ],
      },
    });
  });

  it('is told of disks and interfaces from the side of the instance', async () => {
    const InstanceId = ids['Ecs-Instance'];

    const disks = await call('Ecs', 'DescribeDisks', { InstanceId });
    const enis = await call('Ecs', 'DescribeNetworkInterfaces', { InstanceId });

    expect([disks.TotalCount, enis.TotalCount]).toEqual([2, 2]);
    expect(enis).toMatchObject({
      NetworkInterfaceSets: { NetworkInterfaceSet: [{ InstanceId }, { InstanceId }] },
    });
  });

  it('is told of a snapshot whose disk is gone', async () => {
    const { 'Ecs-Disk': DiskId, 'Ecs-Instance': InstanceId } = ids;
    await call('Ecs', 'DetachDisk', { DiskId, InstanceId });
    await call('Ecs', 'DeleteDisk', { DiskId });

    const answer = await call('Ecs', 'DescribeSnapshots', { DiskId });

    expect(answer).toMatchObject({ Snapshots: { Snapshot: [{ SourceDiskId: DiskId }] } });
  });

  it('is told of an EIP by kind and id of what holds it', async () => {
    const [onInstance] = await eipsOf({ AllocationId: ids['Vpc-Eip'] });
    const onGateway = await eipsOf({
      AssociatedInstanceType: 'Nat',
      AssociatedInstanceId: ids['Vpc-Natgateway'],
    });

    expect(onInstance).toMatchObject({
      InstanceType: 'EcsInstance',
      InstanceId: ids['Ecs-Instance'],
    });
    expect(onGateway).toMatchObject([
      { InstanceType: 'Nat', InstanceId: ids['Vpc-Natgateway'], Status: 'InUse' },
    ]);
  });

  it('refuses kinds of holders that there are not', async () => {
    const answer = await call('Vpc', 'DescribeEipAddresses', { AssociatedInstanceType: 'Train' });

    expect(answer).toMatchObject({ Code: 'InvalidIAssociatedInstanceType.ValueNotSupported' });
  });

  it("is told of a balancer's EIPs by the balancer, which for ALB is asked for alone", async () => {
    const nlbs = z
      .object({ LoadBalancers: z.tuple([z.looseObject({ ZoneMappings: z.unknown() })]) })
      .parse(await call('Nlb', 'ListLoadBalancers'));
    const albs = await call('Alb', 'ListLoadBalancers');
    const alb = await call('Alb', 'GetLoadBalancerAttribute', {
      LoadBalancerId: ids['Alb-LoadBalancer'],
    });

    const held = [allocationIn(nlbs.LoadBalancers[0].ZoneMappings), allocationIn(alb.ZoneMappings)];

    const shown = await eipsOf({ AllocationId: held.join(',') });
    expect(shown.map(({ InstanceType }) => InstanceType)).toEqual([
      'NetworkInterface',
      'NetworkInterface',
    ]);
    expect(JSON.stringify(shown)).not.toMatch(/"(?:nlb|alb)-/);
    expect(JSON.stringify(albs)).not.toContain('eip-');
  });

  it.each([
    ['Nlb', 'Nlb-Loadbalancer'],
    ['Alb', 'Alb-LoadBalancer'],
  ] as const)('is told by an %s of no EIP that was taken from it', async (product, type) => {
    const read = () =>
      call(product, 'GetLoadBalancerAttribute', { LoadBalancerId: ids[type] ?? '' });
    const AllocationId = allocationIn((await read()).ZoneMappings);

    await call('Vpc', 'UnassociateEipAddress', { AllocationId });

    const { ZoneMappings } = await read();
    expect(ZoneMappings).toMatchObject([{ ZoneId: expect.any(String) }]);
    expect(JSON.stringify(ZoneMappings)).not.toContain(AllocationId);
    expect(JSON.stringify(await call(product, 'ListLoadBalancers'))).not.toContain(AllocationId);
  });

  it('is told by a container group of no EIP that was taken from it', async () => {
    const shown = z.object({
      ContainerGroups: z.tuple([z.looseObject({ InternetIp: z.optional(z.string()) })]),
    });
    const before = shown.parse(await call('Eci', 'DescribeContainerGroups'));
    const [eip] = await eipsOf({ EipAddress: before.ContainerGroups[0].InternetIp ?? '' });

    await call('Vpc', 'UnassociateEipAddress', { AllocationId: eip?.AllocationId ?? '' });

    const after = shown.parse(await call('Eci', 'DescribeContainerGroups'));
    expect(after.ContainerGroups[0].InternetIp).toBeUndefined();
  });

  it("leads to a container group's EIP by its interface and by its address", async () => {
    const { ContainerGroups } = z
      .object({
        ContainerGroups: z.tuple([
          z.looseObject({ EniInstanceId: z.string(), InternetIp: z.string() }),
        ]),
      })
      .parse(await call('Eci', 'DescribeContainerGroups'));
    const [{ EniInstanceId, InternetIp }] = ContainerGroups;

    const byInterface = await eipsOf({
      AssociatedInstanceType: 'NetworkInterface',
      AssociatedInstanceId: EniInstanceId,
    });
    const byAddress = await eipsOf({ EipAddress: InternetIp });

    expect(byInterface).toHaveLength(1);
    expect(byAddress).toEqual(byInterface);
  });

  it('is told of nodes and CLBs of a cluster by a tag that they are found by', async () => {
    const mark = { 'Tag.1.Key': 'ack.aliyun.com', 'Tag.1.Value': ids['Cs-Cluster'] };

    const nodes = await call('Ecs', 'DescribeInstances', mark);
    const balancers = await call('Slb', 'DescribeLoadBalancers', mark);

    const tags = { Tags: { Tag: [{ TagKey: 'ack.aliyun.com', TagValue: ids['Cs-Cluster'] }] } };
    expect(nodes).toMatchObject({ TotalCount: 1, Instances: { Instance: [tags] } });
    expect(balancers).toMatchObject({ TotalCount: 1, LoadBalancers: { LoadBalancer: [tags] } });
  });
});
