import * as z from 'zod/mini';
import { creation, type Decision, defineOperation } from '../operation.ts';
import { readTags, tagListSchema } from '../tag-checks.ts';
import { assertIsFree, freeEips, isHolder } from './vpc.ts';

const createContainerGroup = defineOperation({
  product: 'Eci',
  name: 'CreateContainerGroup',
  parameters: {
    ContainerGroupName: z.optional(z.string()),
    ZoneId: z.optional(z.string()),
    VSwitchId: z.optional(z.string()),
    SecurityGroupId: z.optional(z.string()),
    EipInstanceId: z.optional(z.string().check(z.minLength(1))),
    AutoCreateEip: z._default(z.boolean(), false),
    Container: z.optional(
      z.array(
        z.strictObject({
          Name: z.string(),
          Image: z.string(),
          Cpu: z.optional(z.number()),
          Memory: z.optional(z.number()),
        }),
      ),
    ),
    Tag: z.optional(tagListSchema),
  },
  decide: async ({ Tag, EipInstanceId, AutoCreateEip, ...attributes }, context) => {
    const id = context.newId('eci-');
    const arn = context.arnOf('Eci-ContainerGroup', id);
    const group = creation(arn, { tags: readTags(Tag), attributes });
    const made: Decision = { result: { ContainerGroupId: id }, arns: [arn], writes: [group] };
    if (EipInstanceId !== undefined) {
      const eip = await context.find('Vpc-Eip', EipInstanceId, 'EipInstanceId');
      await assertIsFree(eip, context);
      const change = { addParents: [arn], removeParents: eip.parents.filter(isHolder) };
      return { ...made, arns: [arn, eip.arn], guard: { kind: 'edit', resource: eip, change } };
    }
    if (!AutoCreateEip) return made;
    const eip = context.arnOf('Vpc-Eip', context.newId('eip-'));
    return { ...made, arns: [arn, eip], writes: [creation(eip, { parents: [arn] }), group] };
  },
});

const deleteContainerGroup = defineOperation({
  product: 'Eci',
  name: 'DeleteContainerGroup',
  parameters: { ContainerGroupId: z.string().check(z.minLength(1)) },
  decide: async ({ ContainerGroupId }, context) => {
    const group = await context.find('Eci-ContainerGroup', ContainerGroupId, 'ContainerGroupId');
    return {
      result: {},
      arns: [group.arn],
      guard: { kind: 'delete', resource: group },
      ...(await freeEips(context, group.arn)),
    };
  },
});

/** ECI. A group's EIP is given when the group is made, and freed when it is deleted. */
export const containerGroupOperations = [createContainerGroup, deleteContainerGroup];
