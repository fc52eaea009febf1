import * as z from 'zod/mini';
import type { Arn } from '../../arn.ts';
import { invalidParameter } from '../cloud-api-error.ts';
import { creation, type Decision, defineOperation, type OperationContext } from '../operation.ts';
import type { StoredResource } from '../resource-store.ts';
import type { Write } from '../sim-resource.ts';
import { readTags, tagListSchema } from '../tag-checks.ts';
import { assertIsFree, freeEips, isHolder } from './vpc.ts';

type Family = {
  readonly product: 'Nlb' | 'Alb';
  readonly type: 'Nlb-Loadbalancer' | 'Alb-LoadBalancer';
  readonly prefix: string;
};

const id = z.string().check(z.minLength(1));
const addressType = z.enum(['Internet', 'Intranet']);

const zone = {
  ZoneId: id,
  VSwitchId: z.optional(z.string()),
  IntranetAddress: z.optional(z.string()),
  PrivateIPv4Address: z.optional(z.string()),
  EipType: z.optional(z.string()),
};
const zoneWithEip = z.strictObject({ ...zone, AllocationId: z.optional(id) });

type Zone = z.output<typeof zoneWithEip>;

const storedZones = z.catch(z.array(zoneWithEip), []);

type Layout = { readonly addressType: 'Internet' | 'Intranet'; readonly zones: readonly Zone[] };

type Wiring = {
  readonly zones: readonly Zone[];
  /** EIPs it holds now. */
  readonly held: readonly Arn[];
  readonly writes: readonly Write[];
};

/** A zone that asks for no EIP of its own. */
const withoutEip = ({ AllocationId: _, ...rest }: Zone): Zone => rest;

const assertDistinct = (zones: readonly Zone[]): void => {
  for (const name of ['ZoneId', 'AllocationId'] as const) {
    const given = zones.map((each) => each[name]).filter((each) => each !== undefined);
    const twice = given.find((each, index) => given.indexOf(each) !== index);
    if (twice !== undefined) {
      throw invalidParameter('ZoneMappings', `ZoneMappings names the ${name} ${twice} twice.`);
    }
  }
};

/** An EIP that a balancer has or may have. @throws CloudApiError when there is none, or another holds it */
const eipFor = async (
  context: OperationContext,
  balancer: Arn,
  allocationId: string,
): Promise<StoredResource> => {
  const eip = await context.find('Vpc-Eip', allocationId, 'AllocationId');
  if (!eip.parents.includes(balancer)) await assertIsFree(eip, context);
  return eip;
};

/**
 * Gives each zone of an Internet balancer an EIP: the one asked for, the one the zone has, or a fresh
 * one. EIPs no longer used are freed; an Intranet balancer has none, yet one that another holds
 * is refused there, too.
 */
const wire = async (
  context: OperationContext,
  balancer: Arn,
  { layout, before }: { readonly layout: Layout; readonly before: readonly Zone[] },
): Promise<Wiring> => {
  assertDistinct(layout.zones);
  const holds = await context.heirs(balancer, 'Vpc-Eip');
  const holdsStill = (allocationId: string): boolean =>
    holds.some(({ arn }) => arn === context.arnOf('Vpc-Eip', allocationId));
  const writes: Write[] = [];
  const zones: Zone[] = [];
  for (const { AllocationId: asked, ...rest } of layout.zones) {
    const given = before.find(({ ZoneId }) => ZoneId === rest.ZoneId)?.AllocationId;
    const had = given !== undefined && holdsStill(given) ? given : undefined;
    const existing = layout.addressType === 'Intranet' ? undefined : (asked ?? had);
    if (layout.addressType === 'Intranet') {
      if (asked !== undefined && asked !== had) await eipFor(context, balancer, asked);
      zones.push(rest);
    } else if (existing === undefined) {
      const fresh = context.newId('eip-');
      writes.push(creation(context.arnOf('Vpc-Eip', fresh), { parents: [balancer] }));
      zones.push({ ...rest, AllocationId: fresh });
    } else {
      const eip = await eipFor(context, balancer, existing);
      if (!eip.parents.includes(balancer)) {
        writes.push({
          kind: 'edit',
          arn: eip.arn,
          change: {
            addParents: [balancer],
            removeParents: eip.parents.filter(isHolder),
            onlyIfFree: true,
          },
        });
      }
      zones.push({ ...rest, AllocationId: existing });
    }
  }
  const held = zones.flatMap(({ AllocationId }) =>
    AllocationId === undefined ? [] : [context.arnOf('Vpc-Eip', AllocationId)],
  );
  const freed = holds
    .filter(({ arn }) => !held.includes(arn))
    .map(({ arn }): Write => ({ kind: 'edit', arn, change: { removeParents: [balancer] } }));
  return { zones, held, writes: [...writes, ...freed] };
};

const layoutOf = ({ attributes }: StoredResource): Layout => ({
  addressType: z.catch(addressType, 'Intranet').parse(attributes.AddressType),
  zones: storedZones.parse(attributes.ZoneMappings),
});

const update = async (
  context: OperationContext,
  balancer: StoredResource,
  layout: Layout,
): Promise<Decision> => {
  const before = layoutOf(balancer).zones;
  const { zones, held, writes } = await wire(context, balancer.arn, { layout, before });
  return {
    result: { JobId: context.newId('job-') },
    arns: [balancer.arn, ...held],
    guard: {
      kind: 'edit',
      resource: balancer,
      change: { attributes: { AddressType: layout.addressType, ZoneMappings: zones } },
    },
    writes,
  };
};

/** The load balancer operations that NLB and ALB share. */
const operationsOf = ({ product, type, prefix }: Family) => [
  defineOperation({
    product,
    name: 'CreateLoadBalancer',
    parameters: {
      LoadBalancerName: z.optional(z.string()),
      LoadBalancerType: z.optional(z.string()),
      LoadBalancerEdition: z.optional(z.string()),
      VpcId: z.optional(z.string()),
      AddressType: z._default(addressType, 'Intranet'),
      ZoneMappings: z._default(z.array(zoneWithEip).check(z.maxLength(10)), []),
      Tag: z.optional(tagListSchema),
    },
    decide: async ({ Tag, AddressType, ZoneMappings, ...attributes }, context) => {
      const balancer = context.newId(prefix);
      const arn = context.arnOf(type, balancer);
      const layout = { addressType: AddressType, zones: ZoneMappings };
      const { zones, held, writes } = await wire(context, arn, { layout, before: [] });
      return {
        result: { LoadBalancerId: balancer },
        arns: [arn, ...held],
        writes: [
          creation(arn, {
            tags: readTags(Tag),
            attributes: { ...attributes, AddressType, ZoneMappings: zones },
          }),
          ...writes,
        ],
      };
    },
  }),
  defineOperation({
    product,
    name: 'DeleteLoadBalancer',
    parameters: { LoadBalancerId: id },
    decide: async ({ LoadBalancerId }, context) => {
      const balancer = await context.find(type, LoadBalancerId, 'LoadBalancerId');
      return {
        result: { JobId: context.newId('job-') },
        arns: [balancer.arn],
        guard: { kind: 'delete', resource: balancer },
        ...(await freeEips(context, balancer.arn)),
      };
    },
  }),
  defineOperation({
    product,
    name: 'UpdateLoadBalancerAddressTypeConfig',
    parameters: {
      LoadBalancerId: id,
      AddressType: addressType,
      ZoneMappings: z.optional(z.array(zoneWithEip).check(z.maxLength(10))),
    },
    decide: async ({ LoadBalancerId, AddressType, ZoneMappings }, context) => {
      const balancer = await context.find(type, LoadBalancerId, 'LoadBalancerId');
      const zones = ZoneMappings ?? layoutOf(balancer).zones.map(withoutEip);
      return update(context, balancer, { addressType: AddressType, zones });
    },
  }),
];

const updateZones = ({ product, type }: Family, zoneSchema: z.ZodMiniType<Zone>) =>
  defineOperation({
    product,
    name: 'UpdateLoadBalancerZones',
    parameters: {
      LoadBalancerId: id,
      ZoneMappings: z.array(zoneSchema).check(z.minLength(1), z.maxLength(10)),
    },
    decide: async ({ LoadBalancerId, ZoneMappings }, context) => {
      const balancer = await context.find(type, LoadBalancerId, 'LoadBalancerId');
      const { addressType: kept } = layoutOf(balancer);
      return update(context, balancer, { addressType: kept, zones: ZoneMappings });
    },
  });

const nlb: Family = { product: 'Nlb', type: 'Nlb-Loadbalancer', prefix: 'nlb-' };
const alb: Family = { product: 'Alb', type: 'Alb-LoadBalancer', prefix: 'alb-' };

/** NLB and ALB. ALB's UpdateLoadBalancerZones names no EIP: it keeps and makes them itself. */
export const balancerOperations = [
  ...operationsOf(nlb),
  updateZones(nlb, zoneWithEip),
  ...operationsOf(alb),
  updateZones(alb, z.strictObject(zone)),
];
