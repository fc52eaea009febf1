import * as z from 'zod/mini';
import { type Arn, parseArn } from '../../arn.ts';
import type { ResourceType } from '../../resource-types.ts';
import { wrongState } from '../cloud-api-error.ts';
import {
  creation,
  defineOperation,
  type OperationContext,
  type PlatformEvent,
} from '../operation.ts';
import type { StoredResource } from '../resource-store.ts';
import type { Write } from '../sim-resource.ts';
import { readTags, tagListSchema } from '../tag-checks.ts';

const id = z.string().check(z.minLength(1));

/** Types that can hold an EIP; a cluster is a parent, too, but holds nothing. */
const holderTypes: ReadonlySet<ResourceType> = new Set<ResourceType>([
  'Ecs-Instance',
  'Slb-Instance',
  'Vpc-Natgateway',
  'Nlb-Loadbalancer',
  'Alb-LoadBalancer',
  'Eci-ContainerGroup',
]);

export const isHolder = (arn: Arn): boolean => holderTypes.has(parseArn(arn).type);

/** @throws CloudApiError `IncorrectEipStatus` when the EIP has a holder that exists */
export const assertIsFree = async (
  eip: StoredResource,
  context: OperationContext,
): Promise<void> => {
  const holders = (await context.livingParents(eip)).filter(({ arn }) => isHolder(arn));
  if (holders.length === 0) return;
  throw wrongState(
    'IncorrectEipStatus',
    `The EIP is bound to ${holders.map(({ arn }) => parseArn(arn).id).join(', ')} already.`,
    400,
  );
};

/** Frees the EIPs that a resource holds, when it is deleted; the platform records it. */
export const freeEips = async (
  context: OperationContext,
  holder: Arn,
): Promise<{ writes: readonly Write[]; platformEvents: readonly PlatformEvent[] }> => {
  const eips = await context.heirs(holder, 'Vpc-Eip');
  return {
    writes: eips.map(({ arn }) => ({ kind: 'edit', arn, change: { removeParents: [holder] } })),
    platformEvents: eips.map(({ arn }) => ({
      product: 'Vpc',
      operation: 'UnassociateEipAddress',
      references: [arn],
    })),
  };
};

export const allocateEipAddress = defineOperation({
  product: 'Vpc',
  name: 'AllocateEipAddress',
  parameters: {
    Bandwidth: z.optional(z.union([z.string(), z.int()])),
    InternetChargeType: z.optional(z.string()),
    ISP: z.optional(z.string()),
    InstanceChargeType: z.optional(z.string()),
    Netmode: z.optional(z.string()),
    ResourceGroupId: z.optional(z.string()),
    Name: z.optional(z.string()),
    Description: z.optional(z.string()),
    Tag: z.optional(tagListSchema),
  },
  decide: async ({ Tag, ...attributes }, context) => {
    const eip = context.newId('eip-');
    const arn = context.arnOf('Vpc-Eip', eip);
    return {
      result: { AllocationId: eip },
      arns: [arn],
      writes: [creation(arn, { tags: readTags(Tag), attributes })],
    };
  },
});

const holderByInstanceType = {
  EcsInstance: 'Ecs-Instance',
  SlbInstance: 'Slb-Instance',
  Nat: 'Vpc-Natgateway',
} as const;

export const associateEipAddress = defineOperation({
  product: 'Vpc',
  name: 'AssociateEipAddress',
  parameters: {
    AllocationId: id,
    InstanceId: id,
    InstanceType: z._default(z.enum(['EcsInstance', 'SlbInstance', 'Nat']), 'EcsInstance'),
    InstanceRegionId: z.optional(z.string()),
    Mode: z.optional(z.string()),
    PrivateIpAddress: z.optional(z.string()),
  },
  decide: async ({ AllocationId, InstanceId, InstanceType, ...attributes }, context) => {
    const eip = await context.find('Vpc-Eip', AllocationId, 'AllocationId');
    const type = holderByInstanceType[InstanceType];
    const holder = await context.find(type, InstanceId, 'InstanceId');
    await assertIsFree(eip, context);
    return {
      result: {},
      arns: [eip.arn, holder.arn],
      guard: {
        kind: 'edit',
        resource: eip,
        change: {
          addParents: [holder.arn],
          removeParents: eip.parents.filter((arn) => isHolder(arn) && arn !== holder.arn),
          attributes,
        },
      },
    };
  },
});

export const unassociateEipAddress = defineOperation({
  product: 'Vpc',
  name: 'UnassociateEipAddress',
  parameters: {
    AllocationId: id,
    InstanceId: z.optional(id),
    InstanceType: z.optional(z.enum(['EcsInstance', 'SlbInstance', 'Nat'])),
    Force: z.optional(z.boolean()),
  },
  decide: async ({ AllocationId, InstanceId, InstanceType }, context) => {
    const eip = await context.find('Vpc-Eip', AllocationId, 'AllocationId');
    const holders = eip.parents.filter((arn) => {
      const { id: holder, type } = parseArn(arn);
      const isNamed = InstanceId === undefined || holder === InstanceId;
      const isOfType = InstanceType === undefined || type === holderByInstanceType[InstanceType];
      return isHolder(arn) && isNamed && isOfType;
    });
    if (holders.length === 0) {
      throw wrongState(
        'IncorrectEipStatus',
        `The EIP is not bound to ${InstanceId ?? InstanceType ?? 'anything'}.`,
        400,
      );
    }
    return {
      result: {},
      arns: [eip.arn, ...holders],
      guard: { kind: 'edit', resource: eip, change: { removeParents: holders } },
    };
  },
});

export const releaseEipAddress = defineOperation({
  product: 'Vpc',
  name: 'ReleaseEipAddress',
  parameters: { AllocationId: id },
  decide: async ({ AllocationId }, context) => {
    const eip = await context.find('Vpc-Eip', AllocationId, 'AllocationId');
    await assertIsFree(eip, context);
    return { result: {}, arns: [eip.arn], guard: { kind: 'delete', resource: eip } };
  },
});

export const createNatGateway = defineOperation({
  product: 'Vpc',
  name: 'CreateNatGateway',
  parameters: {
    VpcId: z.optional(z.string()),
    VSwitchId: z.optional(z.string()),
    Name: z.optional(z.string()),
    Description: z.optional(z.string()),
    NatType: z.optional(z.string()),
    NetworkType: z.optional(z.string()),
    EipBindMode: z.optional(z.string()),
    InternetChargeType: z.optional(z.string()),
    Spec: z.optional(z.string()),
    Tag: z.optional(tagListSchema),
  },
  decide: async ({ Tag, ...attributes }, context) => {
    const gateway = context.newId('ngw-');
    const arn = context.arnOf('Vpc-Natgateway', gateway);
    return {
      result: { NatGatewayId: gateway },
      arns: [arn],
      writes: [creation(arn, { tags: readTags(Tag), attributes })],
    };
  },
});

export const deleteNatGateway = defineOperation({
  product: 'Vpc',
  name: 'DeleteNatGateway',
  parameters: { NatGatewayId: id, Force: z._default(z.boolean(), false) },
  decide: async ({ NatGatewayId, Force }, context) => {
    const gateway = await context.find('Vpc-Natgateway', NatGatewayId, 'NatGatewayId');
    const freed = await freeEips(context, gateway.arn);
    if (freed.writes.length > 0 && !Force) {
      throw wrongState(
        'DependencyViolation.EIPS',
        'The NAT gateway still has EIPs; free them, or use Force.',
        400,
      );
    }
    return {
      result: {},
      arns: [gateway.arn],
      guard: { kind: 'delete', resource: gateway },
      ...freed,
    };
  },
});
