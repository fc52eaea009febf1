import * as z from 'zod/mini';
import { defineOperation } from '../operation.ts';
import type { StoredResource } from '../resource-store.ts';
import { common, idOf, instanceNamed, list, mostIds, type Row, text } from './ecs-list.ts';
import { candidates, type ParentsOf } from './filters.ts';
import { attributesOf, placeOf } from './rows.ts';

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

export const describeNetworkInterfaces = defineOperation({
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
