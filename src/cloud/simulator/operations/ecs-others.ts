import * as z from 'zod';
import { creation, defineOperation } from '../operation.ts';
import { readTags, tagListSchema } from '../tag-checks.ts';

const id = z.string().min(1);

export const createSnapshot = defineOperation({
  product: 'Ecs',
  name: 'CreateSnapshot',
  parameters: {
    DiskId: id,
    SnapshotName: z.string().optional(),
    Category: z.string().optional(),
    ResourceGroupId: z.string().optional(),
    Description: z.string().optional(),
    RetentionDays: z.int().min(1).max(65_536).optional(),
    Tag: tagListSchema.optional(),
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
  parameters: { SnapshotId: id, Force: z.boolean().optional() },
  decide: async ({ SnapshotId }, context) => {
    const snapshot = await context.find('Ecs-Snapshot', SnapshotId, 'SnapshotId');
    return { result: {}, arns: [snapshot.arn], guard: { kind: 'delete', resource: snapshot } };
  },
});

export const createSecurityGroup = defineOperation({
  product: 'Ecs',
  name: 'CreateSecurityGroup',
  parameters: {
    SecurityGroupName: z.string().optional(),
    SecurityGroupType: z.string().optional(),
    ResourceGroupId: z.string().optional(),
    Description: z.string().optional(),
    VpcId: z.string().optional(),
    Tag: tagListSchema.optional(),
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
