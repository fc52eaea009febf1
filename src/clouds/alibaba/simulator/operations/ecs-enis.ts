import * as z from 'zod/mini';
import { wrongState } from '../cloud-api-error.ts';
import { creation, defineOperation } from '../operation.ts';
import { readTags, tagListSchema } from '../tag-checks.ts';

const id = z.string().check(z.minLength(1));

export const createNetworkInterface = defineOperation({
  product: 'Ecs',
  name: 'CreateNetworkInterface',
  parameters: {
    VSwitchId: z.optional(z.string()),
    SecurityGroupId: z.optional(z.string()),
    NetworkInterfaceName: z.optional(z.string()),
    Description: z.optional(z.string()),
    PrimaryIpAddress: z.optional(z.string()),
    SecurityGroupIds: z.optional(z.array(z.string())),
    ResourceGroupId: z.optional(z.string()),
    Tag: z.optional(tagListSchema),
  },
  decide: async ({ Tag, ...attributes }, context) => {
    const eni = context.newId('eni-');
    const arn = context.arnOf('Ecs-Eni', eni);
    return {
      result: { NetworkInterfaceId: eni },
      arns: [arn],
      writes: [
        creation(arn, { tags: readTags(Tag), attributes: { Type: 'Secondary', ...attributes } }),
      ],
    };
  },
});

export const attachNetworkInterface = defineOperation({
  product: 'Ecs',
  name: 'AttachNetworkInterface',
  parameters: { InstanceId: id, NetworkInterfaceId: id },
  decide: async ({ InstanceId, NetworkInterfaceId }, context) => {
    const eni = await context.find('Ecs-Eni', NetworkInterfaceId, 'EniId');
    const instance = await context.find('Ecs-Instance', InstanceId, 'InstanceId');
    if ((await context.livingParents(eni)).length > 0) {
      throw wrongState('InvalidOperation.InvalidEniState', 'The ENI is attached already.', 400);
    }
    return {
      result: {},
      arns: [eni.arn, instance.arn],
      guard: {
        kind: 'edit',
        resource: eni,
        change: { addParents: [instance.arn], removeParents: eni.parents },
      },
    };
  },
});

export const detachNetworkInterface = defineOperation({
  product: 'Ecs',
  name: 'DetachNetworkInterface',
  parameters: { InstanceId: id, NetworkInterfaceId: id },
  decide: async ({ InstanceId, NetworkInterfaceId }, context) => {
    const eni = await context.find('Ecs-Eni', NetworkInterfaceId, 'EniId');
    const instance = await context.find('Ecs-Instance', InstanceId, 'InstanceId');
    if (eni.attributes.Type === 'Primary') {
      throw wrongState(
        'InvalidOperation.DetachPrimaryEniNotAllowed',
        'The primary ENI cannot be detached.',
        400,
      );
    }
    if (!eni.parents.includes(instance.arn)) {
      throw wrongState(
        'InvalidOperation.InvalidEniState',
        'The ENI is not attached to this instance.',
        400,
      );
    }
    return {
      result: {},
      arns: [eni.arn, instance.arn],
      guard: { kind: 'edit', resource: eni, change: { removeParents: [instance.arn] } },
    };
  },
});

export const deleteNetworkInterface = defineOperation({
  product: 'Ecs',
  name: 'DeleteNetworkInterface',
  parameters: { NetworkInterfaceId: id },
  decide: async ({ NetworkInterfaceId }, context) => {
    const eni = await context.find('Ecs-Eni', NetworkInterfaceId, 'EniId');
    if ((await context.livingParents(eni)).length > 0) {
      throw wrongState(
        'InvalidOperation.InvalidEniState',
        'The ENI is attached; detach it first.',
        400,
      );
    }
    return { result: {}, arns: [eni.arn], guard: { kind: 'delete', resource: eni } };
  },
});
