import * as z from 'zod/mini';
import { creation, defineOperation } from '../operation.ts';
import { readTags, tagListSchema } from '../tag-checks.ts';
import { freeEips } from './vpc.ts';

export const createLoadBalancer = defineOperation({
  product: 'Slb',
  name: 'CreateLoadBalancer',
  parameters: {
    LoadBalancerName: z.optional(z.string()),
    LoadBalancerSpec: z.optional(z.string()),
    AddressType: z.optional(z.string()),
    InternetChargeType: z.optional(z.string()),
    PayType: z.optional(z.string()),
    Bandwidth: z.optional(z.int()),
    MasterZoneId: z.optional(z.string()),
    SlaveZoneId: z.optional(z.string()),
    ResourceGroupId: z.optional(z.string()),
    VpcId: z.optional(z.string()),
    VSwitchId: z.optional(z.string()),
    Tag: z.optional(tagListSchema),
  },
  decide: async ({ Tag, ...attributes }, context) => {
    const balancer = context.newId('lb-');
    const arn = context.arnOf('Slb-Instance', balancer);
    return {
      result: { LoadBalancerId: balancer },
      arns: [arn],
      writes: [creation(arn, { tags: readTags(Tag), attributes })],
    };
  },
});

export const deleteLoadBalancer = defineOperation({
  product: 'Slb',
  name: 'DeleteLoadBalancer',
  parameters: { LoadBalancerId: z.string().check(z.minLength(1)) },
  decide: async ({ LoadBalancerId }, context) => {
    const balancer = await context.find('Slb-Instance', LoadBalancerId, 'LoadBalancerId');
    return {
      result: {},
      arns: [balancer.arn],
      guard: { kind: 'delete', resource: balancer },
      ...(await freeEips(context, balancer.arn)),
    };
  },
});
