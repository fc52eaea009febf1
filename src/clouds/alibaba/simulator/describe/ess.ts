import * as z from 'zod/mini';
import { defineOperation } from '../operation.ts';
import { candidates, hasTags } from './filters.ts';
import { numberParameters, pageByNumber } from './paging.ts';
import { attributesOf, placeOf, tagKeyRows } from './rows.ts';

const describeScalingGroups = defineOperation({
  product: 'Ess',
  name: 'DescribeScalingGroups',
  parameters: {
    ...numberParameters(50),
    ScalingGroupIds: z.optional(z.array(z.string()).check(z.maxLength(20))),
    Tags: z.optional(
      z
        .array(z.strictObject({ Key: z.string(), Value: z.optional(z.string()) }))
        .check(z.maxLength(20)),
    ),
  },
  decide: async ({ ScalingGroupIds: ids, Tags, PageNumber, PageSize }, context) => {
    const found = await candidates(context, 'Ess-ScalingGroup', { ids });
    const { page, ...told } = pageByNumber(found.filter(hasTags(Tags)), { PageNumber, PageSize });
    return {
      result: {
        ...told,
        ScalingGroups: page.map((group) => {
          const { id, RegionId } = placeOf(group);
          return {
            ScalingGroupId: id,
            ScalingGroupName: attributesOf(group).text('ScalingGroupName') ?? id,
            RegionId,
            LifecycleState: 'Active',
            MinSize: 0,
            MaxSize: 100,
            Tags: tagKeyRows(group).map((tag) => ({ ...tag, Propagate: false })),
          };
        }),
      },
      arns: page.map(({ arn }) => arn),
    };
  },
});

/** What ESS tells of its groups. */
export const essDescriptions = [describeScalingGroups];
