import * as z from 'zod/mini';
import { type Arn, parseArn } from '../../arn.ts';
import { type Decision, defineOperation, type OperationContext } from '../operation.ts';
import type { StoredResource } from '../resource-store.ts';
import {
  candidates,
  hasTags,
  idsInJson,
  livingParentsOf,
  type ParentsOf,
  type TagFilter,
  tagFilter,
} from './filters.ts';
import { numberParameters, pageByNumber, pageByToken, tokenParameters } from './paging.ts';
import { attributesOf, placeOf, tagKeyRows } from './rows.ts';

const text = z.optional(z.string());
const mostIds = 100;
const usualPage = 10;

type Paging = {
  readonly Tag?: TagFilter;
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
  readonly PageNumber?: number | undefined;
  readonly PageSize?: number | undefined;
};

/** What all ECS lists take. @param most rows on a page by token */
const common = (most: number) => ({
  ...tagFilter,
  ...tokenParameters(most),
  ...numberParameters(100),
});

/** ECS has both kinds of pages; the counts of the one say nothing in the other. */
const pageOf = (found: readonly StoredResource[], paging: Paging) => {
  const { MaxResults, NextToken, PageNumber, PageSize } = paging;
  if (MaxResults !== undefined || NextToken !== undefined) {
    const size = MaxResults ?? usualPage;
    const { page, next } = pageByToken(found, { token: NextToken, size });
    return { page, told: { NextToken: next, PageNumber: 0, PageSize: 0, TotalCount: 0 } };
  }
  const { page, ...told } = pageByNumber(found, { PageNumber, PageSize });
  return { page, told: { NextToken: '', ...told } };
};

type Row = Readonly<Record<string, unknown>>;

/** ECS leaves tags out where there are none. */
const tagsOf = (resource: StoredResource): Row => {
  const rows = tagKeyRows(resource);
  return rows.length === 0 ? {} : { Tags: { Tag: rows } };
};

/** The page of a list that a call asks for. */
const list = async (
  context: OperationContext,
  { found, paging }: { readonly found: readonly StoredResource[]; readonly paging: Paging },
  answer: {
    readonly rowOf: (resource: StoredResource, parentsOf: ParentsOf) => Row;
    readonly wrap: (rows: readonly Row[]) => Row;
  },
): Promise<Decision> => {
  const { page, told } = pageOf(found.filter(hasTags(paging.Tag)), paging);
  const parentsOf = await livingParentsOf(context, page);
  const rows = page.map((resource) => ({
    ...answer.rowOf(resource, parentsOf),
    ...tagsOf(resource),
  }));
  return { result: { ...told, ...answer.wrap(rows) }, arns: page.map(({ arn }) => arn) };
};

const instanceNamed = (context: OperationContext, id: string | undefined): Arn | undefined =>
  id === undefined ? undefined : context.arnOf('Ecs-Instance', id);

const idOf = (resource: StoredResource): string => parseArn(resource.arn).id;

const describeInstances = defineOperation({
  product: 'Ecs',
  name: 'DescribeInstances',
  parameters: { ...common(100), InstanceIds: text },
  decide: async ({ InstanceIds, ...paging }, context) => {
    const ids = idsInJson('InstanceIds', InstanceIds, mostIds);
    const found = await candidates(context, 'Ecs-Instance', { ids });
    return list(
      context,
      { found, paging },
      {
        rowOf: (resource) => {
          const { id, RegionId } = placeOf(resource);
          const its = attributesOf(resource);
          const group = its.text('SecurityGroupId');
          return {
            InstanceId: id,
            RegionId,
            ZoneId: its.text('ZoneId'),
            InstanceName: its.text('InstanceName') ?? id,
            HostName: its.text('HostName'),
            Description: its.text('Description'),
            ImageId: its.text('ImageId'),
            InstanceType: its.text('InstanceType') ?? 'ecs.g7.large',
            InstanceChargeType: its.text('InstanceChargeType') ?? 'PostPaid',
            ResourceGroupId: its.text('ResourceGroupId') ?? '',
            Status: 'Running',
            DeviceAvailable: true,
            SecurityGroupIds: { SecurityGroupId: group === undefined ? [] : [group] },
            VpcAttributes: { VpcId: its.text('VpcId'), VSwitchId: its.text('VSwitchId') },
            OperationLocks: { LockReason: [] },
          };
        },
        wrap: (Instance) => ({ Instances: { Instance } }),
      },
    );
  },
});

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

const describeDisks = defineOperation({
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

const interfaceRow = (
  resource: StoredResource,
  { parentsOf, accountId }: { readonly parentsOf: ParentsOf; readonly accountId: string },
): Row => {
  const { id } = placeOf(resource);
  const its = attributesOf(resource);
  const [instance] = parentsOf(resource, 'Ecs-Instance').map(idOf);
  const group = its.text('SecurityGroupId');
  return {
    NetworkInterfaceId: id,
    NetworkInterfaceName: its.text('NetworkInterfaceName') ?? '',
    Description: its.text('Description') ?? '',
    Type: its.text('Type') ?? 'Secondary',
    VSwitchId: its.text('VSwitchId'),
    PrivateIpAddress: its.text('PrimaryIpAddress'),
    ResourceGroupId: its.text('ResourceGroupId') ?? '',
    OwnerId: accountId,
    ServiceManaged: false,
    Status: instance === undefined ? 'Available' : 'InUse',
    InstanceId: instance ?? '',
    ...(instance === undefined ? {} : { Attachment: { InstanceId: instance, DeviceIndex: 0 } }),
    SecurityGroupIds: { SecurityGroupId: group === undefined ? [] : [group] },
  };
};

const describeNetworkInterfaces = defineOperation({
  product: 'Ecs',
  name: 'DescribeNetworkInterfaces',
  parameters: {
    ...common(500),
    NetworkInterfaceId: z.optional(z.array(z.string()).check(z.maxLength(mostIds))),
    InstanceId: text,
    Type: text,
  },
  decide: async ({ NetworkInterfaceId: ids, InstanceId, Type, ...paging }, context) => {
    const parent = instanceNamed(context, InstanceId);
    const found = await candidates(context, 'Ecs-Eni', { ids, parent });
    const ofType = found.filter(
      (eni) => Type === undefined || (attributesOf(eni).text('Type') ?? 'Secondary') === Type,
    );
    const { accountId } = context;
    return list(
      context,
      { found: ofType, paging },
      {
        rowOf: (resource, parentsOf) => interfaceRow(resource, { parentsOf, accountId }),
        wrap: (NetworkInterfaceSet) => ({ NetworkInterfaceSets: { NetworkInterfaceSet } }),
      },
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

const describeSnapshots = defineOperation({
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

const describeSecurityGroups = defineOperation({
  product: 'Ecs',
  name: 'DescribeSecurityGroups',
  parameters: { ...common(100), SecurityGroupIds: text, SecurityGroupId: text },
  decide: async ({ SecurityGroupIds, SecurityGroupId, ...paging }, context) => {
    const ids =
      SecurityGroupId === undefined
        ? idsInJson('SecurityGroupIds', SecurityGroupIds, mostIds)
        : [SecurityGroupId];
    const found = await candidates(context, 'Ecs-SecurityGroup', { ids });
    const { result, arns } = await list(
      context,
      { found, paging },
      {
        rowOf: (resource) => {
          const its = attributesOf(resource);
          return {
            SecurityGroupId: idOf(resource),
            SecurityGroupName: its.text('SecurityGroupName') ?? '',
            Description: its.text('Description') ?? '',
            SecurityGroupType: its.text('SecurityGroupType') ?? 'normal',
            VpcId: its.text('VpcId') ?? '',
            ResourceGroupId: its.text('ResourceGroupId') ?? '',
            ServiceManaged: false,
          };
        },
        wrap: (SecurityGroup) => ({ SecurityGroups: { SecurityGroup } }),
      },
    );
    return { result: { ...result, RegionId: context.region }, arns };
  },
});

/** What ECS tells of its resources. */
export const ecsDescriptions = [
  describeInstances,
  describeDisks,
  describeNetworkInterfaces,
  describeSnapshots,
  describeSecurityGroups,
];
