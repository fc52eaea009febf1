import * as z from 'zod/mini';
import { parseArn } from '../../arn.ts';
import type { ResourceType } from '../../resource-types.ts';
import { CloudApiError } from '../cloud-api-error.ts';
import { defineOperation, type OperationContext } from '../operation.ts';
import type { StoredResource } from '../resource-store.ts';
import {
  candidates,
  hasTags,
  idsWithCommas,
  livingParentsOf,
  type ParentsOf,
  tagFilter,
} from './filters.ts';
import { numberParameters, pageByNumber } from './paging.ts';
import {
  attributesOf,
  keyRows,
  placeOf,
  publicAddressOf,
  serviceInterfaceOf,
  tagKeyRows,
} from './rows.ts';

const text = z.optional(z.string());
const mostAllocationIds = 50;

/**
 * What an EIP says of its holder. For NLB, ALB and ECI it is not published; here an EIP of theirs says
 * that it is on a network interface, which is the service's own.
 */
const holders = {
  'Ecs-Instance': 'EcsInstance',
  'Slb-Instance': 'SlbInstance',
  'Vpc-Natgateway': 'Nat',
  'Nlb-Loadbalancer': 'NetworkInterface',
  'Alb-LoadBalancer': 'NetworkInterface',
  'Eci-ContainerGroup': 'NetworkInterface',
} as const satisfies Partial<Record<ResourceType, string>>;

type HolderType = keyof typeof holders;

const holderTypes = [
  'Ecs-Instance',
  'Slb-Instance',
  'Vpc-Natgateway',
  'Nlb-Loadbalancer',
  'Alb-LoadBalancer',
  'Eci-ContainerGroup',
] as const satisfies readonly HolderType[];

type Holding = { readonly InstanceId: string; readonly InstanceType: string };

const holdingOf = (eip: StoredResource, parentsOf: ParentsOf): Holding | undefined => {
  for (const type of holderTypes) {
    const [holder] = parentsOf(eip, type);
    if (holder === undefined) continue;
    const InstanceType = holders[type];
    const InstanceId =
      InstanceType === 'NetworkInterface'
        ? serviceInterfaceOf(holder.arn)
        : parseArn(holder.arn).id;
    return { InstanceId, InstanceType };
  }
  return undefined;
};

const eipRow = (eip: StoredResource, parentsOf: ParentsOf) => {
  const { id, RegionId } = placeOf(eip);
  const its = attributesOf(eip);
  const holding = holdingOf(eip, parentsOf);
  return {
    AllocationId: id,
    RegionId,
    Name: its.text('Name') ?? '',
    Description: its.text('Description') ?? '',
    IpAddress: publicAddressOf(eip.arn),
    Bandwidth: its.text('Bandwidth') ?? String(its.number('Bandwidth') ?? 5),
    InternetChargeType: its.text('InternetChargeType') ?? 'PayByTraffic',
    ChargeType: its.text('InstanceChargeType') ?? 'PostPaid',
    ISP: its.text('ISP') ?? 'BGP',
    Netmode: 'public',
    ResourceGroupId: its.text('ResourceGroupId') ?? '',
    BusinessStatus: 'Normal',
    ServiceManaged: 0,
    Status: holding === undefined ? 'Available' : 'InUse',
    InstanceId: holding?.InstanceId ?? '',
    InstanceType: holding?.InstanceType ?? '',
    InstanceRegionId: holding === undefined ? '' : RegionId,
    OperationLocks: { LockReason: [] },
    Tags: { Tag: keyRows(eip) },
  };
};

type EipFilter = {
  readonly AllocationId: string | undefined;
  readonly EipAddress: string | undefined;
  readonly AssociatedInstanceType: string | undefined;
  readonly AssociatedInstanceId: string | undefined;
};

/** Where its holder can be asked for what it holds; the interfaces of services cannot. */
const holderAskedFor = (context: OperationContext, asked: EipFilter) => {
  const { AssociatedInstanceType, AssociatedInstanceId } = asked;
  const type = holderTypes.find((each) => holders[each] === AssociatedInstanceType);
  if (type === undefined || AssociatedInstanceId === undefined) return undefined;
  if (holders[type] === 'NetworkInterface') return undefined;
  return context.arnOf(type, AssociatedInstanceId);
};

const knownHolders: ReadonlySet<string> = new Set([
  ...Object.values(holders),
  'HaVip',
  'IpAddress',
]);

const checkHolder = ({ AssociatedInstanceType }: EipFilter): void => {
  if (AssociatedInstanceType === undefined || knownHolders.has(AssociatedInstanceType)) return;
  throw new CloudApiError(
    400,
    'InvalidIAssociatedInstanceType.ValueNotSupported',
    `The specified AssociatedInstanceType ${AssociatedInstanceType} is not supported.`,
  );
};

const isAskedFor =
  (asked: EipFilter, parentsOf: ParentsOf) =>
  (eip: StoredResource): boolean => {
    const { InstanceId, InstanceType, IpAddress } = eipRow(eip, parentsOf);
    const addresses = idsWithCommas('EipAddress', asked.EipAddress, mostAllocationIds);
    return (
      (addresses === undefined || addresses.includes(IpAddress)) &&
      (asked.AssociatedInstanceType ?? InstanceType) === InstanceType &&
      (asked.AssociatedInstanceId ?? InstanceId) === InstanceId
    );
  };

const describeEipAddresses = defineOperation({
  product: 'Vpc',
  name: 'DescribeEipAddresses',
  parameters: {
    ...tagFilter,
    ...numberParameters(100),
    AllocationId: text,
    EipAddress: text,
    AssociatedInstanceType: text,
    AssociatedInstanceId: text,
    Status: text,
  },
  decide: async ({ Tag, PageNumber, PageSize, Status, ...given }, context) => {
    const { AllocationId, EipAddress, AssociatedInstanceType, AssociatedInstanceId } = given;
    const asked = { AllocationId, EipAddress, AssociatedInstanceType, AssociatedInstanceId };
    checkHolder(asked);
    const found = await candidates(context, 'Vpc-Eip', {
      ids: idsWithCommas('AllocationId', AllocationId, mostAllocationIds),
      parent: holderAskedFor(context, asked),
    });
    const parentsOf = await livingParentsOf(context, found);
    const chosen = found
      .filter(isAskedFor(asked, parentsOf))
      .filter((eip) => Status === undefined || eipRow(eip, parentsOf).Status === Status)
      .filter(hasTags(Tag));
    const { page, ...told } = pageByNumber(chosen, { PageNumber, PageSize });
    return {
      result: { ...told, EipAddresses: { EipAddress: page.map((eip) => eipRow(eip, parentsOf)) } },
      arns: page.map(({ arn }) => arn),
    };
  },
});

const gatewayRow = async (gateway: StoredResource, context: OperationContext) => {
  const { id, RegionId } = placeOf(gateway);
  const its = attributesOf(gateway);
  const eips = await context.heirs(gateway.arn, 'Vpc-Eip');
  return {
    NatGatewayId: id,
    RegionId,
    Name: its.text('Name') ?? '',
    Description: its.text('Description') ?? '',
    VpcId: its.text('VpcId') ?? '',
    NatType: its.text('NatType') ?? 'Enhanced',
    NetworkType: its.text('NetworkType') ?? 'internet',
    Spec: its.text('Spec') ?? '',
    InternetChargeType: its.text('InternetChargeType') ?? 'PayByLcu',
    EipBindMode: its.text('EipBindMode') ?? 'MULTI_BINDED',
    InstanceChargeType: 'PostPaid',
    BusinessStatus: 'Normal',
    Status: 'Available',
    IpLists: {
      IpList: eips.map(({ arn }) => ({
        AllocationId: parseArn(arn).id,
        IpAddress: publicAddressOf(arn),
        UsingStatus: 'Idle',
      })),
    },
    Tags: { Tag: tagKeyRows(gateway) },
  };
};

const describeNatGateways = defineOperation({
  product: 'Vpc',
  name: 'DescribeNatGateways',
  parameters: { ...tagFilter, ...numberParameters(50), NatGatewayId: text, VpcId: text },
  decide: async ({ Tag, NatGatewayId, VpcId, PageNumber, PageSize }, context) => {
    const ids = NatGatewayId === undefined ? undefined : [NatGatewayId];
    const found = await candidates(context, 'Vpc-Natgateway', { ids });
    const chosen = found
      .filter((gateway) => VpcId === undefined || attributesOf(gateway).text('VpcId') === VpcId)
      .filter(hasTags(Tag));
    const { page, ...told } = pageByNumber(chosen, { PageNumber, PageSize });
    const rows = await Promise.all(page.map((gateway) => gatewayRow(gateway, context)));
    return {
      result: { ...told, NatGateways: { NatGateway: rows } },
      arns: page.map(({ arn }) => arn),
    };
  },
});

/** What VPC tells of EIPs and NAT gateways. */
export const vpcDescriptions = [describeEipAddresses, describeNatGateways];
