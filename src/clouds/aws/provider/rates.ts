import type { Rate } from '../../call.ts';

/**
 * What the services publish of an API, for each account and region: the size of the token bucket and how fast it
 * fills. Sources: EC2 developer guide, "Request throttling for the Amazon EC2 API"; Lambda developer guide, "Lambda
 * quotas" (which gives a rate and no burst: a second's worth is taken).
 */
const published: Readonly<Record<string, Rate>> = {
  'ec2:CreateTags': { perSecond: 10, burst: 100 },
  'ec2:DeleteTags': { perSecond: 10, burst: 100 },
  'lambda:GetFunction': { perSecond: 100, burst: 100 },
  'lambda:ListFunctions': { perSecond: 15, burst: 15 },
};

/** Published, too, for describe calls that are filtered or paged, as ours are. */
const ec2Reads: Rate = { perSecond: 20, burst: 100 };

/**
 * Chosen, and not published: known from how the services behave, and not found in a page of theirs. A budget that is
 * too large here is cut by the first refusals.
 */
const chosen: Readonly<Record<string, Rate>> = {
  'logs:DescribeLogGroups': { perSecond: 10, burst: 10 },
  'logs:ListTagsForResource': { perSecond: 10, burst: 10 },
  'tag:TagResources': { perSecond: 5, burst: 5 },
  'tag:UntagResources': { perSecond: 5, burst: 5 },
};

/** Chosen for all others: few enough for each of them; a budget learns from refusals what is less. */
const others: Rate = { perSecond: 10, burst: 20 };

/** @param api as `<service>:<operation>`, which is also the name of the permission */
export const rateOf = (api: string): Rate =>
  published[api] ?? chosen[api] ?? (api.startsWith('ec2:Describe') ? ec2Reads : others);
