import * as z from 'zod/mini';
import { creation, defineOperation } from '../operation.ts';
import { readTags, tagListSchema } from '../tag-checks.ts';

const id = z.string().check(z.minLength(1));

export const createSnapshot = defineOperation({
  product: 'Ecs',
  name: 'CreateSnapshot',
  parameters: {
    DiskId: id,
    SnapshotName: z.optional(z.string()),
    Category: z.optional(z.string()),
    ResourceGroupId: z.optional(z.string()),
    Description: z.optional(z.string()),
    RetentionDays: z.optional(z.int().check(z.minimum(1), z.maximum(65_536))),
    Tag: z.optional(tagListSchema),
  },
  decide: async ({ DiskId, Tag, ...attributes }, context) => {
    const disk = await context.find('Ecs-Disk', DiskId, 'DiskId');
    const snapshot = context.newId('s-');
    const arn = context.arnOf('Ecs-Snapshot', snapshot);
    return {
      result: { SnapshotId: snapshot },
      arns: [arn, disk.arn],
      writes: [creation(arn, { tags: readTags(Tag), parents: [disk.arn], attributes })],
    };
  },
});

export const deleteSnapshot = defineOperation({
  product: 'Ecs',
  name: 'DeleteSnapshot',
  parameters: { SnapshotId: id, Force: z.optional(z.boolean()) },
  decide: async ({ SnapshotId }, context) => {
    const snapshot = await context.find('Ecs-Snapshot', SnapshotId, 'SnapshotId');
    return { result: {}, arns: [snapshot.arn], guard: { kind: 'delete', resource: snapshot } };
  },
});

export const createSecurityGroup = defineOperation({
  product: 'Ecs',
  name: 'CreateSecurityGroup',
  parameters: {
    SecurityGroupName: z.optional(z.string()),
    SecurityGroupType: z.optional(z.string()),
    ResourceGroupId: z.optional(z.string()),
    Description: z.optional(z.string()),
    VpcId: z.optional(z.string()),
    Tag: z.optional(tagListSchema),
  },
  decide: async ({ Tag, ...attributes }, context) => {
    const group = context.newId('sg-');
    const arn = context.arnOf('Ecs-SecurityGroup', group);
    return {
      result: { SecurityGroupId: group },
      arns: [arn],
      writes: [creation(arn, { tags: readTags(Tag), attributes })],
    };
  },
});

export const deleteSecurityGroup = defineOperation({
  product: 'Ecs',
  name: 'DeleteSecurityGroup',
  parameters: { SecurityGroupId: id },
  decide: async ({ SecurityGroupId }, context) => {
    const group = await context.find('Ecs-SecurityGroup', SecurityGroupId, 'SecurityGroupId');
    return { result: {}, arns: [group.arn], guard: { kind: 'delete', resource: group } };
  },
});
