import type { Arn } from '../arn.ts';
import type { ApiCall } from '../calls.ts';
import type { ResourceType } from '../resource-types.ts';
import { named, namedByArn, namedById, type Scope } from './named.ts';
import type { TrailRecord } from './trail-record.ts';
import { valuesAt } from './values.ts';

/** A call's parameters and its answer. */
export type Call = Pick<TrailRecord, 'request' | 'response'>;

/** One place where a call names resources. */
type Find = (call: Call, scope: Scope) => readonly (Arn | undefined)[];

/** Where one API call names the resources it touches. */
export type TouchPoint = {
  readonly finds: readonly Find[];
  /** The call deletes what it names of this type. */
  readonly deletes?: ResourceType;
  /** It ends an association of resources of these types, and names the association alone. */
  readonly unnamed?: readonly ResourceType[];
};

const valuesIn =
  (part: keyof Call) =>
  (type: ResourceType, ...paths: readonly string[]): Find =>
  (call, scope) =>
    paths.flatMap((path) => valuesAt(call[part], path)).map((text) => named(type, text, scope));

const asked = valuesIn('request');

const answered = valuesIn('response');

const byArn =
  (...paths: readonly string[]): Find =>
  ({ request }, scope) =>
    paths.flatMap((path) => valuesAt(request, path)).map((text) => namedByArn(text, scope));

const byId =
  (path: string): Find =>
  ({ request }, scope) =>
    valuesAt(request, path).map((text) => namedById(text, scope));

/** Only what the first place that names anything names. */
const firstOf =
  (...finds: readonly Find[]): Find =>
  (call, scope) => {
    for (const find of finds) {
      const found = find(call, scope);
      if (found.length > 0) return found;
    }
    return [];
  };

const touches = (...finds: readonly Find[]): TouchPoint => ({ finds });

const deletes = (type: ResourceType, ...paths: readonly string[]): TouchPoint => ({
  finds: [asked(type, ...paths)],
  deletes: type,
});

const volume = touches(asked('Ec2-Volume', 'volumeId'));
const addressOf = asked('Ec2-ElasticIp', 'allocationId', 'allocationIds', 'AllocationId');
const balancerNamed = asked('ElasticLoadBalancing-LoadBalancer', 'loadBalancerArn');
const balancerAddresses = asked('Ec2-ElasticIp', 'subnetMappings.allocationId');
const snapshotMade = firstOf(
  answered('Rds-DbSnapshot', 'dBSnapshotIdentifier'),
  asked('Rds-DbSnapshot', 'targetDBSnapshotIdentifier', 'dBSnapshotIdentifier'),
);
const clusterSnapshotMade = firstOf(
  answered('Rds-DbClusterSnapshot', 'dBClusterSnapshotIdentifier'),
  asked(
    'Rds-DbClusterSnapshot',
    'targetDBClusterSnapshotIdentifier',
    'dBClusterSnapshotIdentifier',
  ),
);
const imageMade = touches(answered('Ec2-Image', 'imageId'));
const groupTags = touches(asked('AutoScaling-Group', 'tags.resourceId'));
const ec2Tags = touches(byId('resourcesSet.resourceId'));
const arnTags = touches(
  byArn('resourceArn', 'resourceArns', 'resourceName', 'resource', 'resourceARNList'),
);
const logGroup = asked('Logs-LogGroup', 'logGroupName');

/**
 * Where each call that a rule watches names what may be out of date. An association call touches its
 * associated resource: nothing changes for the primary, nor for its other heirs. Source of the names:
 * recorded events, and the services' API references.
 */
export const touchPoints: Readonly<Record<ApiCall, TouchPoint>> = {
  // Volumes are not in the answer: they are read from the instance.
  'ec2:RunInstances': touches(
    answered('Ec2-Instance', 'instancesSet.instanceId'),
    answered('Ec2-NetworkInterface', 'instancesSet.networkInterfaceSet.networkInterfaceId'),
  ),
  'ec2:TerminateInstances': deletes('Ec2-Instance', 'instancesSet.instanceId'),
  'ec2:AttachVolume': volume,
  'ec2:DetachVolume': volume,
  'ec2:DeleteVolume': deletes('Ec2-Volume', 'volumeId'),
  'ec2:AttachNetworkInterface': touches(asked('Ec2-NetworkInterface', 'networkInterfaceId')),
  // Its address leaves the instance, too.
  'ec2:DetachNetworkInterface': { finds: [], unnamed: ['Ec2-NetworkInterface', 'Ec2-ElasticIp'] },
  'ec2:DeleteNetworkInterface': deletes('Ec2-NetworkInterface', 'networkInterfaceId'),
  // An address that is named by itself is found among those of its instance.
  'ec2:AssociateAddress': touches(firstOf(addressOf, asked('Ec2-Instance', 'instanceId'))),
  'ec2:DisassociateAddress': { finds: [], unnamed: ['Ec2-ElasticIp'] },
  'ec2:ReleaseAddress': { finds: [addressOf], deletes: 'Ec2-ElasticIp' },
  'ec2:CreateSnapshot': touches(answered('Ec2-Snapshot', 'snapshotId')),
  'ec2:CreateSnapshots': touches(answered('Ec2-Snapshot', 'snapshotSet.snapshotId')),
  'ec2:DeleteSnapshot': deletes('Ec2-Snapshot', 'snapshotId'),
  'ec2:CreateImage': imageMade,
  'ec2:CopyImage': imageMade,
  'ec2:RegisterImage': imageMade,
  'ec2:DeregisterImage': deletes('Ec2-Image', 'imageId'),
  'ec2:CreateNatGateway': touches(answered('Ec2-NatGateway', 'natGateway.natGatewayId'), addressOf),
  'ec2:AssociateNatGatewayAddress': touches(addressOf),
  'ec2:DisassociateNatGatewayAddress': touches(asked('Ec2-NatGateway', 'natGatewayId')),
  'ec2:DeleteNatGateway': deletes('Ec2-NatGateway', 'natGatewayId'),
  'ec2:CreateSecurityGroup': touches(answered('Ec2-SecurityGroup', 'groupId')),
  'ec2:DeleteSecurityGroup': deletes('Ec2-SecurityGroup', 'groupId'),
  'autoscaling:CreateAutoScalingGroup': touches(asked('AutoScaling-Group', 'autoScalingGroupName')),
  'autoscaling:DeleteAutoScalingGroup': deletes('AutoScaling-Group', 'autoScalingGroupName'),
  'autoscaling:AttachInstances': touches(asked('Ec2-Instance', 'instanceIds')),
  'autoscaling:DetachInstances': touches(asked('Ec2-Instance', 'instanceIds')),
  'eks:CreateCluster': touches(asked('Eks-Cluster', 'name')),
  'eks:DeleteCluster': deletes('Eks-Cluster', 'name'),
  'elasticloadbalancing:CreateLoadBalancer': touches(
    answered('ElasticLoadBalancing-LoadBalancer', 'loadBalancers.loadBalancerArn'),
    balancerAddresses,
  ),
  'elasticloadbalancing:SetSubnets': touches(balancerNamed, balancerAddresses),
  'elasticloadbalancing:DeleteLoadBalancer': {
    finds: [balancerNamed],
    deletes: 'ElasticLoadBalancing-LoadBalancer',
  },
  'rds:CreateDBInstance': touches(asked('Rds-DbInstance', 'dBInstanceIdentifier')),
  'rds:DeleteDBInstance': deletes('Rds-DbInstance', 'dBInstanceIdentifier'),
  'rds:DeleteDBCluster': deletes('Rds-DbCluster', 'dBClusterIdentifier'),
  'rds:CreateDBSnapshot': touches(snapshotMade),
  'rds:CopyDBSnapshot': touches(snapshotMade),
  'rds:DeleteDBSnapshot': deletes('Rds-DbSnapshot', 'dBSnapshotIdentifier'),
  'rds:CreateDBClusterSnapshot': touches(clusterSnapshotMade),
  'rds:CopyDBClusterSnapshot': touches(clusterSnapshotMade),
  'rds:DeleteDBClusterSnapshot': deletes('Rds-DbClusterSnapshot', 'dBClusterSnapshotIdentifier'),
  'lambda:CreateFunction': touches(asked('Lambda-Function', 'functionName')),
  'lambda:DeleteFunction': deletes('Lambda-Function', 'functionName'),
  'logs:CreateLogGroup': touches(logGroup),
  'logs:DeleteLogGroup': { finds: [logGroup], deletes: 'Logs-LogGroup' },
  'ec2:CreateTags': ec2Tags,
  'ec2:DeleteTags': ec2Tags,
  'autoscaling:CreateOrUpdateTags': groupTags,
  'autoscaling:DeleteTags': groupTags,
  'eks:TagResource': arnTags,
  'eks:UntagResource': arnTags,
  'elasticloadbalancing:AddTags': arnTags,
  'elasticloadbalancing:RemoveTags': arnTags,
  'rds:AddTagsToResource': arnTags,
  'rds:RemoveTagsFromResource': arnTags,
  'lambda:TagResource': arnTags,
  'lambda:UntagResource': arnTags,
  'logs:TagResource': arnTags,
  'logs:UntagResource': arnTags,
  'logs:TagLogGroup': touches(logGroup),
  'logs:UntagLogGroup': touches(logGroup),
  'tagging:TagResources': arnTags,
  'tagging:UntagResources': arnTags,
};
