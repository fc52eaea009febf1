import * as z from 'zod/mini';
import { defineOperation, type OperationContext } from '../operation.ts';
import type { StoredResource } from '../resource-store.ts';
import { candidates, hasTags, idsInJson, tagFilter } from './filters.ts';
import { pageByToken } from './paging.ts';
import { attributesOf, keyRows, placeOf, publicAddressOf, serviceInterfaceOf } from './rows.ts';

const text = z.optional(z.string());
/** Also the most ids of one call. */
const largestPage = 20;

const containers = z.catch(
  z.array(
    z.object({
      Name: z.string(),
      Image: z.string(),
      Cpu: z.optional(z.number()),
      Memory: z.optional(z.number()),
    }),
  ),
  [],
);

/** Names no EIP: its address and its interface lead to it. */
const rowOf = async (group: StoredResource, context: OperationContext) => {
  const { id, RegionId } = placeOf(group);
  const its = attributesOf(group);
  const [eip] = await context.heirs(group.arn, 'Vpc-Eip');
  return {
    ContainerGroupId: id,
    ContainerGroupName: its.text('ContainerGroupName') ?? '',
    RegionId,
    ZoneId: its.text('ZoneId'),
    VSwitchId: its.text('VSwitchId') ?? '',
    SecurityGroupId: its.text('SecurityGroupId') ?? '',
    Status: 'Running',
    EniInstanceId: serviceInterfaceOf(group.arn),
    ...(eip === undefined ? {} : { InternetIp: publicAddressOf(eip.arn) }),
    Containers: containers.parse(group.attributes.Container),
    Tags: keyRows(group),
  };
};

const describeContainerGroups = defineOperation({
  product: 'Eci',
  name: 'DescribeContainerGroups',
  parameters: {
    ...tagFilter,
    ContainerGroupIds: text,
    ContainerGroupName: text,
    Limit: z._default(z.int().check(z.minimum(1), z.maximum(largestPage)), largestPage),
    NextToken: text,
  },
  decide: async ({ Tag, ContainerGroupIds, ContainerGroupName, Limit, NextToken }, context) => {
    const ids = idsInJson('ContainerGroupIds', ContainerGroupIds, largestPage);
    const found = await candidates(context, 'Eci-ContainerGroup', { ids });
    const chosen = found
      .filter(
        (group) =>
          ContainerGroupName === undefined ||
          attributesOf(group).text('ContainerGroupName') === ContainerGroupName,
      )
      .filter(hasTags(Tag));
    const { page, next } = pageByToken(chosen, { token: NextToken, size: Limit });
    return {
      result: {
        TotalCount: chosen.length,
        NextToken: next,
        ContainerGroups: await Promise.all(page.map((group) => rowOf(group, context))),
      },
      arns: page.map(({ arn }) => arn),
    };
  },
});

/** What ECI tells of its groups. */
export const eciDescriptions = [describeContainerGroups];
