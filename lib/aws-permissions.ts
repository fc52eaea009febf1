import { Stack, Token, Validations } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

/** Reads of the provider: those of AWS that a policy cannot limit to resources. */
const reads = [
  'autoscaling:DescribeAutoScalingGroups',
  'ec2:DescribeAddresses',
  'ec2:DescribeImages',
  'ec2:DescribeInstances',
  'ec2:DescribeNatGateways',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSnapshots',
  'ec2:DescribeVolumes',
  'eks:DescribeCluster',
  'eks:ListClusters',
  'elasticloadbalancing:DescribeLoadBalancers',
  'elasticloadbalancing:DescribeTags',
  'lambda:GetFunction',
  'lambda:ListFunctions',
  'lambda:ListTags',
  'logs:DescribeLogGroups',
  'logs:ListTagsForResource',
  'rds:DescribeDBClusterSnapshots',
  'rds:DescribeDBClusters',
  'rds:DescribeDBInstances',
  'rds:DescribeDBSnapshots',
  'rds:ListTagsForResource',
] as const;

/** Writes, service by service, and the types that inherit: nothing else can be tagged. */
const writes = [
  {
    sid: 'TagEc2',
    actions: ['ec2:CreateTags', 'ec2:DeleteTags'],
    // Images and snapshots have no account in their ARN.
    resources: [
      'ec2:*:*:elastic-ip/*',
      'ec2:*:*:instance/*',
      'ec2:*:*:network-interface/*',
      'ec2:*:*:security-group/*',
      'ec2:*:*:volume/*',
      'ec2:*::image/*',
      'ec2:*::snapshot/*',
    ],
  },
  {
    sid: 'TagGroups',
    actions: ['autoscaling:CreateOrUpdateTags', 'autoscaling:DeleteTags'],
    resources: ['autoscaling:*:*:autoScalingGroup:*'],
  },
  {
    sid: 'TagBalancers',
    actions: ['elasticloadbalancing:AddTags', 'elasticloadbalancing:RemoveTags'],
    resources: ['elasticloadbalancing:*:*:loadbalancer/*'],
  },
  {
    sid: 'TagDatabases',
    actions: ['rds:AddTagsToResource', 'rds:RemoveTagsFromResource'],
    resources: ['rds:*:*:db:*', 'rds:*:*:snapshot:*', 'rds:*:*:cluster-snapshot:*'],
  },
  {
    sid: 'TagLogGroups',
    actions: ['logs:TagResource', 'logs:UntagResource'],
    resources: ['logs:*:*:log-group:*'],
  },
  // Takes any ARN; what it may tag, the statements of the services above say.
  { sid: 'TagByArn', actions: ['tag:TagResources', 'tag:UntagResources'], resources: ['*'] },
] as const;

/** What is done in one account of AWS: only in the regions of the stage. */
type Within = { readonly scope: IConstruct; readonly regions: readonly string[] };

const inRegions = ({ regions }: Within) => ({
  StringEquals: { 'aws:RequestedRegion': [...regions] },
});

/** Reading what inherits and what it inherits from. */
export const awsReads = (within: Within): PolicyStatement =>
  new PolicyStatement({
    sid: 'Read',
    actions: [...reads],
    resources: ['*'],
    conditions: inRegions(within),
  });

/** Tagging what inherits. */
export const awsWrites = (within: Within): readonly PolicyStatement[] => {
  const { partition } = Stack.of(within.scope);
  return writes.map(
    ({ sid, actions, resources }) =>
      new PolicyStatement({
        sid,
        actions: [...actions],
        resources: resources.map((each) => (each === '*' ? each : `arn:${partition}:${each}`)),
        conditions: inRegions(within),
      }),
  );
};

/** Taking the tagger's role in other accounts, and no other role. */
export const takeRole = (
  scope: IConstruct,
  tagger: string,
  accounts: readonly string[],
): PolicyStatement =>
  new PolicyStatement({
    sid: 'TakeTagger',
    actions: ['sts:AssumeRole'],
    resources: accounts.map(
      (account) => `arn:${Stack.of(scope).partition}:iam::${account}:role/${tagger}`,
    ),
  });

const resourcesOfWrites: readonly string[] = writes.flatMap(({ resources }) => resources);

/** Says to the checks why these wildcards stand. @param taggers ARNs of roles in accounts that are not named */
export const acknowledgeAws = (role: Role, taggers: readonly string[] = []): void => {
  const { partition: own } = Stack.of(role);
  const partition = Token.isUnresolved(own) ? '<AWS::Partition>' : own;
  const told = [...resourcesOfWrites, ...taggers].map((each) =>
    each === '*' ? each : `arn:${partition}:${each}`,
  );
  for (const resource of new Set(told)) {
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${resource}]`,
      reason:
        'Which resources inherit is only known when they are there: types, calls and regions are limited instead; reads of these services cannot be limited to resources.',
    });
  }
};
