import type { Rate } from '../../call.ts';

/**
 * What AWS allows of an API in each account and region, as the services publish it: the size of the token bucket and
 * how fast it fills. Sources: "Request throttling for the Amazon EC2 API", "CloudWatch Logs quotas", "Lambda
 * quotas", "Service quotas of the Resource Groups Tagging API".
 */
const published: Readonly<Record<string, Rate>> = {
  'ec2:CreateTags': { perSecond: 10, burst: 100 },
  'ec2:DeleteTags': { perSecond: 10, burst: 100 },
  'lambda:GetFunction': { perSecond: 100, burst: 100 },
  'lambda:ListFunctions': { perSecond: 15, burst: 15 },
  'logs:DescribeLogGroups': { perSecond: 10, burst: 10 },
  'logs:ListTagsForResource': { perSecond: 10, burst: 10 },
  'tag:TagResources': { perSecond: 5, burst: 5 },
  'tag:UntagResources': { perSecond: 5, burst: 5 },
};

const ec2Reads: Rate = { perSecond: 20, burst: 100 };

/** Where a service publishes nothing: few enough for each of them; a budget learns from refusals what is less. */
const unpublished: Rate = { perSecond: 10, burst: 20 };

/** @param api as `<service>:<operation>`, which is also the name of the permission */
export const rateOf = (api: string): Rate =>
  published[api] ?? (api.startsWith('ec2:Describe') ? ec2Reads : unpublished);
