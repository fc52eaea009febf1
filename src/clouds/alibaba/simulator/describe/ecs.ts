import { defineOperation } from '../operation.ts';
import { describeDisks, describeSnapshots } from './ecs-disks.ts';
import { describeNetworkInterfaces } from './ecs-enis.ts';
import { common, idOf, list, mostIds, text } from './ecs-list.ts';
import { candidates, idsInJson } from './filters.ts';
import { attributesOf, placeOf } from './rows.ts';

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
