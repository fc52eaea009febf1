/** Reads of the provider: those of AWS that a policy cannot limit to resources. */
export const readActions = [
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
export const writeStatements = [
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
