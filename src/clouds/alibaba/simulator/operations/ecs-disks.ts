import * as z from 'zod/mini';
import { CloudApiError, wrongState } from '../cloud-api-error.ts';
import { creation, defineOperation, type OperationContext } from '../operation.ts';
import type { StoredResource } from '../resource-store.ts';
import { readTags, tagListSchema } from '../tag-checks.ts';

const id = z.string().check(z.minLength(1));

const instanceOf = (context: OperationContext, instanceId: string) =>
  context.find('Ecs-Instance', instanceId, 'InstanceId');

export const createDisk = defineOperation({
  product: 'Ecs',
  name: 'CreateDisk',
  parameters: {
    ZoneId: z.optional(z.string()),
    InstanceId: z.optional(id),
    DiskName: z.optional(z.string()),
    Description: z.optional(z.string()),
    DiskCategory: z.optional(z.string()),
    SnapshotId: z.optional(z.string()),
    Encrypted: z.optional(z.boolean()),
    PerformanceLevel: z.optional(z.string()),
    ResourceGroupId: z.optional(z.string()),
    Size: z.optional(z.int().check(z.minimum(1), z.maximum(65_536))),
    MultiAttach: z.optional(z.enum(['Disabled', 'Enabled'])),
    Tag: z.optional(tagListSchema),
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
    Device: z.optional(z.string()),
    DeleteWithInstance: z.optional(z.boolean()),
    Bootable: z.optional(z.boolean()),
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
  parameters: { InstanceId: id, DiskId: id, DeleteWithInstance: z.optional(z.boolean()) },
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
