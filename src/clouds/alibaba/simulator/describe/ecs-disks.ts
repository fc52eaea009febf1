import { parseArn } from '../../arn.ts';
import { defineOperation } from '../operation.ts';
import type { StoredResource } from '../resource-store.ts';
import { common, idOf, instanceNamed, list, mostIds, type Row, text } from './ecs-list.ts';
import { candidates, idsInJson, type ParentsOf } from './filters.ts';
import { attributesOf, placeOf } from './rows.ts';

/** A disk of several instances names them in its attachments alone. Source: DescribeDisks, `InstanceId`. */
const diskRow = (resource: StoredResource, parentsOf: ParentsOf): Row => {
  const { id, RegionId } = placeOf(resource);
  const its = attributesOf(resource);
  const MultiAttach = its.text('MultiAttach') ?? 'Disabled';
  const Device = its.text('Device') ?? (its.text('Type') === 'system' ? '/dev/xvda' : '/dev/xvdb');
  const instances = parentsOf(resource, 'Ecs-Instance').map(idOf);
  return {
    DiskId: id,
    RegionId,
    ZoneId: its.text('ZoneId'),
    DiskName: its.text('DiskName') ?? '',
    Description: its.text('Description') ?? '',
    Category: its.text('DiskCategory') ?? 'cloud_essd',
    PerformanceLevel: its.text('PerformanceLevel'),
    Size: its.number('Size') ?? 40,
    Type: its.text('Type') ?? 'data',
    Portable: its.text('Type') !== 'system',
    Encrypted: its.flag('Encrypted') ?? false,
    DeleteWithInstance: its.flag('DeleteWithInstance') ?? false,
    ResourceGroupId: its.text('ResourceGroupId') ?? '',
    SourceSnapshotId: its.text('SnapshotId') ?? '',
    DiskChargeType: 'PostPaid',
    MultiAttach,
    Status: instances.length === 0 ? 'Available' : 'In_use',
    Device: instances.length === 0 ? '' : Device,
    InstanceId: MultiAttach === 'Enabled' ? '' : (instances[0] ?? ''),
    Attachments: { Attachment: instances.map((InstanceId) => ({ InstanceId, Device })) },
    OperationLocks: { OperationLock: [] },
  };
};

export const describeDisks = defineOperation({
  product: 'Ecs',
  name: 'DescribeDisks',
  parameters: { ...common(500), DiskIds: text, InstanceId: text, MultiAttach: text },
  decide: async ({ DiskIds, InstanceId, MultiAttach, ...paging }, context) => {
    const found = await candidates(context, 'Ecs-Disk', {
      ids: idsInJson('DiskIds', DiskIds, mostIds),
      parent: instanceNamed(context, InstanceId),
    });
    const ofKind = found.filter(
      (disk) =>
        MultiAttach === undefined ||
        (attributesOf(disk).text('MultiAttach') ?? 'Disabled') === MultiAttach,
    );
    return list(
      context,
      { found: ofKind, paging },
      { rowOf: diskRow, wrap: (Disk) => ({ Disks: { Disk } }) },
    );
  },
});

/** A snapshot goes on naming its disk when that is gone. */
const snapshotRow = (resource: StoredResource): Row => {
  const { id, RegionId } = placeOf(resource);
  const its = attributesOf(resource);
  const [disk] = resource.parents;
  return {
    SnapshotId: id,
    RegionId,
    SnapshotName: its.text('SnapshotName') ?? '',
    Description: its.text('Description') ?? '',
    Category: its.text('Category') ?? 'standard',
    ResourceGroupId: its.text('ResourceGroupId') ?? '',
    RetentionDays: its.number('RetentionDays'),
    SnapshotType: 'user',
    SourceDiskId: disk === undefined ? '' : parseArn(disk).id,
    SourceDiskSize: '40',
    SourceDiskType: 'data',
    Status: 'accomplished',
    Progress: '100%',
    Available: true,
    Encrypted: false,
    Usage: 'none',
  };
};

export const describeSnapshots = defineOperation({
  product: 'Ecs',
  name: 'DescribeSnapshots',
  parameters: { ...common(100), SnapshotIds: text, DiskId: text },
  decide: async ({ SnapshotIds, DiskId, ...paging }, context) => {
    const found = await candidates(context, 'Ecs-Snapshot', {
      ids: idsInJson('SnapshotIds', SnapshotIds, mostIds),
      parent: DiskId === undefined ? undefined : context.arnOf('Ecs-Disk', DiskId),
    });
    return list(
      context,
      { found, paging },
      { rowOf: snapshotRow, wrap: (Snapshot) => ({ Snapshots: { Snapshot } }) },
    );
  },
});
