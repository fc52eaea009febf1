import * as z from 'zod';
import { CloudApiError, wrongState } from '../cloud-api-error.ts';
import { creation, defineOperation, type OperationContext } from '../operation.ts';
import type { StoredResource } from '../resource-store.ts';
import { readTags, tagListSchema } from '../tag-checks.ts';

const id = z.string().min(1);

const instanceOf = (context: OperationContext, instanceId: string) =>
  context.find('Ecs-Instance', instanceId, 'InstanceId');

export const createDisk = defineOperation({
  product: 'Ecs',
  name: 'CreateDisk',
  parameters: {
    ZoneId: z.string().optional(),
    InstanceId: id.optional(),
    DiskName: z.string().optional(),
    Description: z.string().optional(),
    DiskCategory: z.string().optional(),
    SnapshotId: z.string().optional(),
    Encrypted: z.boolean().optional(),
    PerformanceLevel: z.string().optional(),
    ResourceGroupId: z.string().optional(),
    Size: z.int().min(1).max(65_536).optional(),
    MultiAttach: z.enum(['Disabled', 'Enabled']).optional(),
    Tag: tagListSchema.optional(),
  },
  decide: async ({ Tag, InstanceId, ...attributes }, context) => {
    const disk = context.newId('d-');
    const arn = context.arnOf('Ecs-Disk', disk);
    const parents = InstanceId === undefined ? [] : [(await instanceOf(context, InstanceId)).arn];
    return {
      result: { DiskId: disk },
      arns: [arn],
      writes: [
        creation(arn, {
          tags: readTags(Tag),
          parents,
          attributes: { Type: 'data', ...attributes },
        }),
      ],
    };
  },
});

const assertMayAttach = async (disk: StoredResource, context: OperationContext): Promise<void> => {
  const holders = await context.livingParents(disk);
  if (holders.length === 0 || disk.attributes.MultiAttach === 'Enabled') return;
  throw wrongState('IncorrectDiskStatus', 'The disk is in use by an instance already.');
};

export const attachDisk = defineOperation({
  product: 'Ecs',
  name: 'AttachDisk',
  parameters: {
    InstanceId: id,
    DiskId: id,
    Device: z.string().optional(),
    DeleteWithInstance: z.boolean().optional(),
    Bootable: z.boolean().optional(),
  },
  decide: async ({ InstanceId, DiskId, ...attributes }, context) => {
    const disk = await context.find('Ecs-Disk', DiskId, 'DiskId');
    const instance = await instanceOf(context, InstanceId);
    await assertMayAttach(disk, context);
    if (disk.parents.includes(instance.arn)) {
      throw wrongState(
        'InvalidOperation.Conflict',
        'The disk is attached to this instance already.',
      );
    }
    const gone = disk.parents.filter((arn) => arn !== instance.arn);
    const living = (await context.livingParents(disk)).map(({ arn }) => arn);
    return {
      result: {},
      arns: [disk.arn, instance.arn],
      guard: {
        kind: 'edit',
        resource: disk,
        change: {
          addParents: [instance.arn],
          removeParents: gone.filter((arn) => !living.includes(arn)),
          attributes,
        },
      },
    };
  },
});

export const detachDisk = defineOperation({
  product: 'Ecs',
  name: 'DetachDisk',
  parameters: { InstanceId: id, DiskId: id, DeleteWithInstance: z.boolean().optional() },
  decide: async ({ InstanceId, DiskId }, context) => {
    const disk = await context.find('Ecs-Disk', DiskId, 'DiskId');
    const instance = await instanceOf(context, InstanceId);
    if (!disk.parents.includes(instance.arn)) {
      throw wrongState('DependencyViolation', 'The disk is not attached to this instance.');
    }
    return {
      result: {},
      arns: [disk.arn, instance.arn],
      guard: { kind: 'edit', resource: disk, change: { removeParents: [instance.arn] } },
    };
  },
});

export const deleteDisk = defineOperation({
  product: 'Ecs',
  name: 'DeleteDisk',
  parameters: { DiskId: id },
  decide: async ({ DiskId }, context) => {
    const disk = await context.find('Ecs-Disk', DiskId, 'DiskId');
    if ((await context.livingParents(disk)).length > 0) {
      throw new CloudApiError(403, 'IncorrectDiskStatus', 'The disk is in use; detach it first.');
    }
    return { result: {}, arns: [disk.arn], guard: { kind: 'delete', resource: disk } };
  },
});
