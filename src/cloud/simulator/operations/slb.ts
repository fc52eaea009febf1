import * as z from 'zod';
import { creation, defineOperation } from '../operation.ts';
import { readTags, tagListSchema } from '../tag-checks.ts';
import { freeEips } from './vpc.ts';

export const createLoadBalancer = defineOperation({
  product: 'Slb',
  name: 'CreateLoadBalancer',
  parameters: {
    LoadBalancerName: z.string().optional(),
    LoadBalancerSpec: z.string().optional(),
    AddressType: z.string().optional(),
    InternetChargeType: z.string().optional(),
    PayType: z.string().optional(),
    Bandwidth: z.int().optional(),
    MasterZoneId: z.string().optional(),
    SlaveZoneId: z.string().optional(),
    ResourceGroupId: z.string().optional(),
    VpcId: z.string().optional(),
    VSwitchId: z.string().optional(),
    Tag: tagListSchema.optional(),
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
  parameters: { LoadBalancerId: z.string().min(1) },
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
