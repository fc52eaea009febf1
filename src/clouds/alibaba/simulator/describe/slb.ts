import * as z from 'zod/mini';
import type { Arn } from '../../arn.ts';
import { defineOperation } from '../operation.ts';
import type { StoredResource } from '../resource-store.ts';
import { candidates, hasTags, idsWithCommas, tagFilter } from './filters.ts';
import { numberParameters, pageByNumber } from './paging.ts';
import { attributesOf, placeOf, tagKeyRows } from './rows.ts';

const text = z.optional(z.string());
const mostIds = 10;
/** What comes without a page number. Source: DescribeLoadBalancers, `PageNumber`. */
const withoutPages = 100;

const row = (balancer: StoredResource) => {
  const { id, RegionId } = placeOf(balancer);
  const its = attributesOf(balancer);
  return {
    LoadBalancerId: id,
    LoadBalancerName: its.text('LoadBalancerName') ?? id,
    RegionId,
    RegionIdAlias: RegionId,
    LoadBalancerStatus: 'active',
    AddressType: its.text('AddressType') ?? 'intranet',
    LoadBalancerSpec: its.text('LoadBalancerSpec') ?? 'slb.s1.small',
    InternetChargeType: its.text('InternetChargeType') ?? 'paybytraffic',
    PayType: its.text('PayType') ?? 'PayOnDemand',
    Bandwidth: its.number('Bandwidth') ?? 5120,
    MasterZoneId: its.text('MasterZoneId'),
    SlaveZoneId: its.text('SlaveZoneId'),
    VpcId: its.text('VpcId') ?? '',
    VSwitchId: its.text('VSwitchId') ?? '',
    ResourceGroupId: its.text('ResourceGroupId') ?? '',
    DeleteProtection: 'off',
    Tags: { Tag: tagKeyRows(balancer) },
  };
};

const describeLoadBalancers = defineOperation({
  product: 'Slb',
  name: 'DescribeLoadBalancers',
  parameters: { ...tagFilter, ...numberParameters(100), LoadBalancerId: text },
  decide: async ({ Tag, LoadBalancerId, PageNumber, PageSize }, context) => {
    const found = await candidates(context, 'Slb-Instance', {
      ids: idsWithCommas('LoadBalancerId', LoadBalancerId, mostIds),
    });
    const paging = { PageNumber, PageSize: PageNumber === undefined ? withoutPages : PageSize };
    const { page, ...told } = pageByNumber(found.filter(hasTags(Tag)), paging);
    return {
      result: { ...told, LoadBalancers: { LoadBalancer: page.map(row) } },
      arns: page.map(({ arn }): Arn => arn),
    };
  },
});

/** What SLB tells of its balancers: nothing of their EIPs. */
export const slbDescriptions = [describeLoadBalancers];
