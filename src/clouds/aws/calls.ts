import { type ResourceType, resourceTypes, type Service } from './resource-types.ts';

/**
 * The API calls that make, end or change an association, as `<service>:<event name>`. These are the names in
 * CloudTrail, without the API's version that some services put behind them (`CreateFunction20150331`).
 */
export const associationCalls = [
  'ec2:RunInstances',
  'ec2:TerminateInstances',
  'ec2:AttachVolume',
  'ec2:DetachVolume',
  'ec2:DeleteVolume',
  'ec2:AttachNetworkInterface',
  'ec2:DetachNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:AssociateAddress',
  'ec2:DisassociateAddress',
  'ec2:ReleaseAddress',
  'ec2:CreateSnapshot',
  'ec2:CreateSnapshots',
  'ec2:DeleteSnapshot',
  'ec2:CreateImage',
  'ec2:CopyImage',
  'ec2:RegisterImage',
  'ec2:DeregisterImage',
  'ec2:CreateNatGateway',
  'ec2:AssociateNatGatewayAddress',
  'ec2:DisassociateNatGatewayAddress',
  'ec2:DeleteNatGateway',
  'ec2:CreateSecurityGroup',
  'ec2:DeleteSecurityGroup',
  'autoscaling:CreateAutoScalingGroup',
  'autoscaling:DeleteAutoScalingGroup',
  'autoscaling:AttachInstances',
  'autoscaling:DetachInstances',
  'eks:CreateCluster',
  'eks:DeleteCluster',
  'elasticloadbalancing:CreateLoadBalancer',
  'elasticloadbalancing:SetSubnets',
  'elasticloadbalancing:DeleteLoadBalancer',
  'rds:CreateDBInstance',
  'rds:DeleteDBInstance',
  'rds:DeleteDBCluster',
  'rds:CreateDBSnapshot',
  'rds:CopyDBSnapshot',
  'rds:DeleteDBSnapshot',
  'rds:CreateDBClusterSnapshot',
  'rds:CopyDBClusterSnapshot',
  'rds:DeleteDBClusterSnapshot',
  'lambda:CreateFunction',
  'lambda:DeleteFunction',
  'logs:CreateLogGroup',
  'logs:DeleteLogGroup',
] as const satisfies readonly `${Service}:${string}`[];

/** An API call that can make, end or change an association. */
export type AssociationCall = (typeof associationCalls)[number];

/**
 * What services tell on the bus by themselves, without a trail, of associations that were made or ended, as
 * `<service>:<name>`. A name is that of the notice (`detail-type`), and behind it what the notice says happened,
 * where it may say several things. Source: the services' pages on EventBridge.
 */
export const notices = [
  'ec2:EBS Volume Notification createVolume',
  'ec2:EBS Volume Notification attachVolume',
  'ec2:EBS Volume Notification deleteVolume',
  'ec2:EBS Snapshot Notification createSnapshot',
  'ec2:EBS Multi-Volume Snapshots Completion Status createSnapshots',
  'ec2:EC2 AMI State Change available',
  'ec2:EC2 AMI State Change deregistered',
  'ec2:EC2 Instance State-change Notification running',
  'ec2:EC2 Instance State-change Notification terminated',
  'autoscaling:EC2 Instance Launch Successful',
  'autoscaling:EC2 Instance Terminate Successful',
  'rds:RDS DB Instance Event creation',
  'rds:RDS DB Instance Event deletion',
  'rds:RDS DB Snapshot Event creation',
  'rds:RDS DB Snapshot Event deletion',
  'rds:RDS DB Cluster Snapshot Event creation',
  'rds:RDS DB Cluster Snapshot Event backup',
  'rds:RDS DB Cluster Snapshot Event deletion',
] as const satisfies readonly `${Service}:${string}`[];

/** What a service tells by itself. */
export type Notice = (typeof notices)[number];

/** What AWS tells of every change of tags, whoever made it, and without a trail. */
export const tagNotice = 'Tag Change on Resource';

const tagCallsByService = {
  ec2: ['ec2:CreateTags', 'ec2:DeleteTags'],
  autoscaling: ['autoscaling:CreateOrUpdateTags', 'autoscaling:DeleteTags'],
  eks: ['eks:TagResource', 'eks:UntagResource'],
  elasticloadbalancing: ['elasticloadbalancing:AddTags', 'elasticloadbalancing:RemoveTags'],
  rds: ['rds:AddTagsToResource', 'rds:RemoveTagsFromResource'],
  lambda: ['lambda:TagResource', 'lambda:UntagResource'],
  logs: ['logs:TagResource', 'logs:UntagResource', 'logs:TagLogGroup', 'logs:UntagLogGroup'],
} as const satisfies Readonly<Record<Service, readonly `${Service}:${string}`[]>>;

/** The Resource Groups Tagging API, which names resources of every service by ARN. */
export const taggingApiCalls = ['tagging:TagResources', 'tagging:UntagResources'] as const;

/** An API call that writes tags. */
export type TagCall =
  | (typeof tagCallsByService)[Service][number]
  | (typeof taggingApiCalls)[number];

/** An API call that some rule watches, as `<service>:<event name>`. */
export type ApiCall = AssociationCall | TagCall;

/** The calls that write tags of resources of this type: its service's own and those of the Tagging API. */
export const tagCallsOf = (type: ResourceType): readonly TagCall[] => [
  ...tagCallsByService[resourceTypes[type].service],
  ...taggingApiCalls,
];

/** True for the event of a call that writes tags of resources of this type, and for the notice of any such change. */
export const isTagCallOf = (type: ResourceType, eventName: string): boolean =>
  eventName === tagNotice || tagCallsOf(type).some((call) => call.endsWith(`:${eventName}`));

/**
 * True for calls and notices that make no association: those of an end, and that of an instance that runs,
 * which may have run before. What hangs on it is told by others.
 */
export const endsAssociations = (eventName: string): boolean =>
  /^(Detach|Disassociate|Delete|Terminate|Release|Deregister)|Terminate Successful$| (running|terminated|deregistered|deleteVolume|deletion)$/.test(
    eventName,
  );

/** True for calls on a primary whose events name what they associate: none does here. */
export const namesWhatItMakes = (): boolean => false;
