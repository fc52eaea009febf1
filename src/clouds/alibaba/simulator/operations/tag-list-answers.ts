import type { ProductName } from '../call-record.ts';
import type { OperationContext } from '../operation.ts';
import type { TagPage, TagRow } from './tag-acts.ts';

const inRoaNames = ({ ResourceId, ResourceType, TagKey, TagValue }: TagRow) => ({
  resource_id: ResourceId,
  resource_type: ResourceType,
  tag_key: TagKey,
  tag_value: TagValue,
});

/** The answer of `ListTagResources`, as each product nests and names it. */
export const tellTagRows = (
  product: ProductName,
  { rows, next, total, size }: TagPage,
  { region }: Pick<OperationContext, 'region'>,
): Readonly<Record<string, unknown>> => {
  switch (product) {
    case 'Cs':
      return { tag_resources: { tag_resource: rows.map(inRoaNames) }, next_token: next };
    case 'Ess':
      return {
        TagResources: rows.map((row) => ({ ...row, Propagate: false })),
        NextToken: next,
      };
    case 'Eci':
      return { TagResources: rows, NextToken: next };
    case 'Alb':
      return { TagResources: rows, NextToken: next, MaxResults: size };
    case 'Nlb':
      return {
        TagResources: rows.map((row) => ({ ...row, RegionNo: region, Category: 'Custom' })),
        NextToken: next,
        MaxResults: size,
        TotalCount: total,
      };
    default:
      return { TagResources: { TagResource: rows }, NextToken: next };
  }
};
