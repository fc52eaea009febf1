import * as z from 'zod/mini';
import { formatArn, parseArn } from '../../arn.ts';
import type { ResourceType } from '../../resource-types.ts';
import { defineOperation, type OperationContext } from '../operation.ts';
import type { StoredResource } from '../resource-store.ts';
import { candidates, hasTags, tagFilter } from './filters.ts';
import { pageByToken, tokenParameters } from './paging.ts';
import {
  attributesOf,
  keyRows,
  placeOf,
  publicAddressOf,
  serviceInterfaceOf,
  tagKeyRows,
} from './rows.ts';

const usualPage = 20;
const ids = z.optional(z.array(z.string()).check(z.maxLength(20)));

const zones = z.catch(
  z.array(
    z.object({
      ZoneId: z.string(),
      VSwitchId: z.optional(z.string()),
      AllocationId: z.optional(z.string()),
      EipType: z.optional(z.string()),
    }),
  ),
  [],
);

type Zone = z.output<typeof zones>[number];
type Row = Readonly<Record<string, unknown>>;

/** How a family of balancers tells of them. */
type Family = {
  readonly product: 'Nlb' | 'Alb';
  readonly type: ResourceType;
  readonly addressOf: (balancer: StoredResource, zone: Zone) => Row;
  /** What both of its answers tell. */
  readonly rowOf: (balancer: StoredResource) => Row;
  /** Whether its list names zones, and with them EIPs. */
  readonly listsZones: boolean;
  /** The tags where one is asked for; the families differ, and each from its own list. */
  readonly ownTags: (balancer: StoredResource) => Row[];
};

/** Without EIPs that were given and taken away since. */
const zonesOf = async (
  { addressOf }: Family,
  balancer: StoredResource,
  context: OperationContext,
): Promise<readonly Row[]> => {
  const held = await context.heirs(balancer.arn, 'Vpc-Eip');
  const heldIds = new Set(held.map(({ arn }) => parseArn(arn).id));
  return zones.parse(balancer.attributes.ZoneMappings).map(({ AllocationId = '', ...zone }) => ({
    ZoneId: zone.ZoneId,
    VSwitchId: zone.VSwitchId,
    Status: 'Active',
    LoadBalancerAddresses: [
      addressOf(balancer, heldIds.has(AllocationId) ? { ...zone, AllocationId } : zone),
    ],
  }));
};

const common = (balancer: StoredResource) => {
  const { id } = placeOf(balancer);
  const its = attributesOf(balancer);
  return {
    LoadBalancerId: id,
    LoadBalancerName: its.text('LoadBalancerName') ?? '',
    AddressType: its.text('AddressType') ?? 'Intranet',
    AddressIpVersion: 'Ipv4',
    LoadBalancerStatus: 'Active',
    VpcId: its.text('VpcId') ?? '',
    ResourceGroupId: '',
    DNSName: `${id}.example`,
  };
};

/** The address of the zone's EIP. */
const publicAddress = ({ arn }: StoredResource, { AllocationId }: Zone): string | undefined =>
  AllocationId === undefined
    ? undefined
    : publicAddressOf(formatArn({ ...parseArn(arn), type: 'Vpc-Eip', id: AllocationId }));

const nlb: Family = {
  product: 'Nlb',
  type: 'Nlb-Loadbalancer',
  listsZones: true,
  rowOf: (balancer) => ({
    ...common(balancer),
    RegionId: placeOf(balancer).RegionId,
    LoadBalancerType: 'Network',
    LoadBalancerBusinessStatus: 'Normal',
    SecurityGroupIds: [],
    CrossZoneEnabled: true,
  }),
  addressOf: (balancer, zone) => ({
    AllocationId: zone.AllocationId,
    PublicIPv4Address: publicAddress(balancer, zone),
    EniId: serviceInterfaceOf(balancer.arn),
  }),
  ownTags: tagKeyRows,
};

const alb: Family = {
  product: 'Alb',
  type: 'Alb-LoadBalancer',
  listsZones: false,
  rowOf: (balancer) => ({
    ...common(balancer),
    AddressAllocatedMode: 'Fixed',
    LoadBalancerEdition: attributesOf(balancer).text('LoadBalancerEdition') ?? 'Standard',
    LoadBalancerBussinessStatus: 'Normal',
    SecurityGroupIds: [],
  }),
  addressOf: (balancer, zone) => ({
    AllocationId: zone.AllocationId,
    Address: publicAddress(balancer, zone),
    EipType: zone.EipType ?? (zone.AllocationId === undefined ? undefined : 'Common'),
  }),
  ownTags: keyRows,
};

const listOf = (family: Family) =>
  defineOperation({
    product: family.product,
    name: 'ListLoadBalancers',
    parameters: { ...tagFilter, ...tokenParameters(100), LoadBalancerIds: ids },
    decide: async ({ Tag, LoadBalancerIds, MaxResults = usualPage, NextToken }, context) => {
      const found = await candidates(context, family.type, { ids: LoadBalancerIds });
      const chosen = found.filter(hasTags(Tag));
      const { page, next } = pageByToken(chosen, { token: NextToken, size: MaxResults });
      return {
        result: {
          NextToken: next,
          MaxResults,
          TotalCount: chosen.length,
          LoadBalancers: await Promise.all(
            page.map(async (balancer) => ({
              ...family.rowOf(balancer),
              ...(family.listsZones && { ZoneMappings: await zonesOf(family, balancer, context) }),
              Tags: keyRows(balancer),
            })),
          ),
        },
        arns: page.map(({ arn }) => arn),
      };
    },
  });

const attributesOfOne = (family: Family) =>
  defineOperation({
    product: family.product,
    name: 'GetLoadBalancerAttribute',
    parameters: { LoadBalancerId: z.string().check(z.minLength(1)) },
    decide: async ({ LoadBalancerId }, context) => {
      const balancer = await context.find(family.type, LoadBalancerId, 'LoadBalancerId');
      return {
        result: {
          ...family.rowOf(balancer),
          RegionId: context.region,
          ZoneMappings: await zonesOf(family, balancer, context),
          Tags: family.ownTags(balancer),
        },
        arns: [balancer.arn],
      };
    },
  });

/** What NLB and ALB tell of their balancers. ALB's list names no EIPs. */
export const balancerDescriptions = [nlb, alb].flatMap((family) => [
  listOf(family),
  attributesOfOne(family),
]);
