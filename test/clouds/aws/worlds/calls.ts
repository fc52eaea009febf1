import { type Arn, formatArn, parseArn, typeOf } from '../../../../src/clouds/arn.ts';
import type { AccountRegion } from '../../../../src/clouds/call.ts';
import type { ResourceType } from '../../../../src/clouds/cloud.ts';
import { CloudApiError } from '../../../../src/clouds/simulator.ts';
import type { MadeCall } from '../trail/call-record.ts';
import type { Account } from './account.ts';

/** What a service tells by itself. */
export type Told = {
  readonly source: string;
  readonly type: string;
  readonly resources?: readonly string[];
  readonly detail: object;
};

/** What came of a call. */
export type Done = {
  readonly output?: object;
  /** What it made, and what it named. */
  readonly arns: readonly Arn[];
  /** Calls that AWS makes itself on account of it. */
  readonly more?: readonly MadeCall[];
  readonly notices?: readonly Told[];
};

export type Input = Readonly<Record<string, unknown>>;

/** Where a call is made, on what, and with what. */
export type Making = {
  readonly account: Account;
  readonly at: AccountRegion;
  readonly input: Input;
  /** What a resource is made to hang on, which AWS knows from tags and settings of its own. */
  readonly parents: readonly Arn[];
  readonly newId: () => string;
};

type Operation = (making: Making) => Done;

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');
const fieldsIn = (value: unknown): Input => ({ ...Object(value) });
const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** `[{Key, Value}]`, or `{key: value}`. */
export const tagsIn = (given: unknown): ReadonlyMap<string, string> =>
  new Map(
    Array.isArray(given)
      ? given.map((each) => [textIn(each.Key), textIn(each.Value)])
      : Object.entries(fieldsIn(given)).map(([key, value]) => [key, textIn(value)]),
  );

const named = ({ at }: Making, type: ResourceType, id: unknown): Arn =>
  formatArn({ ...at, type, id: textIn(id) });

type Making1 = Pick<Making, 'account'>;

const put = (
  { account }: Making1,
  arn: Arn,
  {
    tags = new Map(),
    parents = [],
    goesWithInstance = false,
  }: {
    tags?: ReadonlyMap<string, string>;
    parents?: readonly Arn[];
    goesWithInstance?: boolean;
  } = {},
): Arn => {
  account.put({ arn, tags, parents, goesWithInstance });
  return arn;
};

/** Makes something with an id of its own, and the tags and parents of the call. */
const makes = (making: Making, type: ResourceType, start: string, tags: unknown): Arn =>
  put(making, named(making, type, start + making.newId()), {
    tags: tagsIn(tags),
    parents: making.parents,
  });

const idOf = (arn: Arn): string => parseArn(arn).id;

const join = ({ account }: Making1, arn: Arn, parent: Arn): void => {
  const resource = account.find(arn);
  if (resource !== undefined) account.put({ ...resource, parents: [...resource.parents, parent] });
};

const part = ({ account }: Making1, arn: Arn, isLeft: (parent: Arn) => boolean): void => {
  const resource = account.find(arn);
  if (resource === undefined) return;
  account.put({ ...resource, parents: resource.parents.filter((parent) => !isLeft(parent)) });
};

/** The tags that a call of EC2 gives what it makes. */
const specified = ({ input }: Making): unknown => fieldsIn(listIn(input.TagSpecifications)[0]).Tags;

const ofEbs = (kind: string, event: string, arn: Arn): Told => ({
  source: 'aws.ec2',
  type: kind,
  resources: [arn],
  detail: { event, result: event.startsWith('create') ? 'available' : 'deleted', cause: '' },
});

/** Snapshots are named by an ARN that has the region in the account's place. */
const snapshotMade = (arn: Arn): Told => {
  const { region, id } = parseArn(arn);
  const told = `arn:aws:ec2::${region}:snapshot/${id}`;
  return {
    source: 'aws.ec2',
    type: 'EBS Snapshot Notification',
    resources: [told],
    detail: { event: 'createSnapshot', result: 'succeeded', snapshot_id: told },
  };
};

const instanceState = (arn: Arn, state: string): Told => ({
  source: 'aws.ec2',
  type: 'EC2 Instance State-change Notification',
  resources: [arn],
  detail: { 'instance-id': idOf(arn), state },
});

const imageState = (arn: Arn, State: string): Told => ({
  source: 'aws.ec2',
  type: 'EC2 AMI State Change',
  resources: [`arn:aws:ec2:${parseArn(arn).region}::image/${idOf(arn)}`],
  detail: { RequestId: 'r-1', ImageId: idOf(arn), State, ErrorMessage: '' },
});

const ofRds = (type: string, category: string, arn: Arn): Told => ({
  source: 'aws.rds',
  type,
  resources: [arn],
  detail: { EventCategories: [category], SourceArn: arn, SourceIdentifier: idOf(arn) },
});

const groupsOf = (parents: readonly Arn[]): readonly Arn[] =>
  parents.filter((parent) => typeOf(parent) === 'AutoScaling-Group');

const ofGroup = (type: string, instance: Arn, group: Arn): Told => ({
  source: 'aws.autoscaling',
  type,
  resources: [group, instance],
  detail: { AutoScalingGroupName: idOf(group), EC2InstanceId: idOf(instance) },
});

const runInstances: Operation = (making) => {
  const instance = makes(making, 'Ec2-Instance', 'i-', specified(making));
  const own = { parents: [instance], goesWithInstance: true };
  const eni = put(making, named(making, 'Ec2-NetworkInterface', `eni-${making.newId()}`), own);
  const volume = put(making, named(making, 'Ec2-Volume', `vol-${making.newId()}`), own);
  const NetworkInterfaces = [{ NetworkInterfaceId: idOf(eni) }];
  return {
    arns: [instance, eni, volume],
    output: { Instances: [{ InstanceId: idOf(instance), NetworkInterfaces }] },
    notices: [
      ofEbs('EBS Volume Notification', 'createVolume', volume),
      instanceState(instance, 'running'),
      ...groupsOf(making.parents).map((group) =>
        ofGroup('EC2 Instance Launch Successful', instance, group),
      ),
    ],
  };
};

const heldByInstance = ['Ec2-Volume', 'Ec2-NetworkInterface', 'Ec2-ElasticIp'] as const;

const terminateInstances: Operation = (making) => {
  const { account, input } = making;
  const arns = listIn(input.InstanceIds).map((id) => named(making, 'Ec2-Instance', id));
  const notices: Told[] = [];
  for (const instance of arns) {
    for (const type of heldByInstance) {
      for (const { arn, goesWithInstance } of account.heirs(instance, type)) {
        if (goesWithInstance) account.remove(arn);
        else part(making, arn, (parent) => parent === instance);
      }
    }
    const groups = groupsOf(account.find(instance)?.parents ?? []);
    account.remove(instance);
    notices.push(
      instanceState(instance, 'terminated'),
      ...groups.map((group) => ofGroup('EC2 Instance Terminate Successful', instance, group)),
    );
  }
  return { arns, notices };
};

/** A snapshot of a volume. */
const snap = (making: Making, volume: Arn, around: readonly Arn[], tags?: unknown): Arn =>
  put(making, named(making, 'Ec2-Snapshot', `snap-${making.newId()}`), {
    tags: tagsIn(tags),
    parents: [volume, ...around],
  });

const volumesOf = (making: Making, instance: Arn): readonly Arn[] =>
  making.account.heirs(instance, 'Ec2-Volume').map(({ arn }) => arn);

const createSnapshots: Operation = (making) => {
  const { InstanceId } = fieldsIn(making.input.InstanceSpecification);
  const volumes = volumesOf(making, named(making, 'Ec2-Instance', InstanceId));
  const arns = volumes.map((volume) => snap(making, volume, []));
  return {
    arns,
    output: { Snapshots: arns.map((arn) => ({ SnapshotId: idOf(arn) })) },
    notices: [
      {
        source: 'aws.ec2',
        type: 'EBS Multi-Volume Snapshots Completion Status',
        detail: {
          event: 'createSnapshots',
          result: 'succeeded',
          snapshots: arns.map((arn) => ({ snapshot_id: arn, status: 'completed' })),
        },
      },
    ],
  };
};

const createImage: Operation = (making) => {
  const instance = named(making, 'Ec2-Instance', making.input.InstanceId);
  const image = put(making, named(making, 'Ec2-Image', `ami-${making.newId()}`), {
    parents: [instance],
  });
  const snapshots = volumesOf(making, instance).map((volume) => snap(making, volume, [image]));
  return {
    arns: [image, ...snapshots],
    output: { ImageId: idOf(image) },
    notices: [imageState(image, 'available'), ...snapshots.map(snapshotMade)],
  };
};

/** Deletes what it names, and lets its heirs of a type go. */
const deletes =
  (
    type: ResourceType,
    parameter: string,
    { frees, notice }: { readonly frees?: ResourceType; readonly notice?: (arn: Arn) => Told } = {},
  ): Operation =>
  (making) => {
    const given = making.input[parameter];
    const text = textIn(given);
    const arn = text.startsWith('arn:') ? formatArn(parseArn(text)) : named(making, type, given);
    if (frees !== undefined) {
      for (const heir of making.account.heirs(arn, frees)) {
        part(making, heir.arn, (parent) => parent === arn);
      }
    }
    making.account.remove(arn);
    return { arns: [arn], notices: notice === undefined ? [] : [notice(arn)] };
  };

/** Makes something whose id is given. */
const makesNamed =
  (
    type: ResourceType,
    parameter: string,
    { notice, tags = 'Tags' }: { readonly notice?: string; readonly tags?: string } = {},
  ): Operation =>
  (making) => {
    const arn = put(making, named(making, type, making.input[parameter]), {
      tags: tagsIn(making.input[tags]),
      parents: making.parents,
    });
    return { arns: [arn], notices: notice === undefined ? [] : [ofRds(notice, 'creation', arn)] };
  };

const addressesIn = (making: Making): readonly Arn[] =>
  listIn(making.input.SubnetMappings).map((each) =>
    named(making, 'Ec2-ElasticIp', fieldsIn(each).AllocationId),
  );

const ofAddress = (making: Making): Arn =>
  named(making, 'Ec2-ElasticIp', making.input.AllocationId);

/** Ids of associations hold those of what is associated. */
const associatedIn = (making: Making, type: ResourceType, association: unknown): Arn =>
  named(making, type, textIn(association).replace(/^assoc-/, ''));

/** Calls that make, end and change associations, as `<service>/<call>`. */
export const calls: Readonly<Record<string, Operation>> = {
  'ec2/RunInstances': runInstances,
  'ec2/TerminateInstances': terminateInstances,
  'ec2/CreateVolume': (making) => {
    const arn = makes(making, 'Ec2-Volume', 'vol-', specified(making));
    return { arns: [arn], notices: [ofEbs('EBS Volume Notification', 'createVolume', arn)] };
  },
  'ec2/AttachVolume': (making) => {
    const volume = named(making, 'Ec2-Volume', making.input.VolumeId);
    join(making, volume, named(making, 'Ec2-Instance', making.input.InstanceId));
    return { arns: [volume] };
  },
  'ec2/DetachVolume': (making) => {
    const volume = named(making, 'Ec2-Volume', making.input.VolumeId);
    part(making, volume, () => true);
    return { arns: [volume] };
  },
  'ec2/DeleteVolume': deletes('Ec2-Volume', 'VolumeId', {
    notice: (arn) => ofEbs('EBS Volume Notification', 'deleteVolume', arn),
  }),
  'ec2/CreateNetworkInterface': (making) => ({
    arns: [makes(making, 'Ec2-NetworkInterface', 'eni-', specified(making))],
  }),
  'ec2/AttachNetworkInterface': (making) => {
    const { NetworkInterfaceId, InstanceId } = making.input;
    const eni = named(making, 'Ec2-NetworkInterface', NetworkInterfaceId);
    join(making, eni, named(making, 'Ec2-Instance', InstanceId));
    return { arns: [eni], output: { AttachmentId: `assoc-${idOf(eni)}` } };
  },
  'ec2/DetachNetworkInterface': (making) => {
    const eni = associatedIn(making, 'Ec2-NetworkInterface', making.input.AttachmentId);
    part(making, eni, () => true);
    return { arns: [eni] };
  },
  'ec2/DeleteNetworkInterface': deletes('Ec2-NetworkInterface', 'NetworkInterfaceId'),
  'ec2/AllocateAddress': (making) => ({
    arns: [makes(making, 'Ec2-ElasticIp', 'eipalloc-', specified(making))],
  }),
  'ec2/AssociateAddress': (making) => {
    const address = ofAddress(making);
    join(making, address, named(making, 'Ec2-Instance', making.input.InstanceId));
    return { arns: [address], output: { AssociationId: `assoc-${idOf(address)}` } };
  },
  'ec2/DisassociateAddress': (making) => {
    const address = associatedIn(making, 'Ec2-ElasticIp', making.input.AssociationId);
    part(making, address, () => true);
    return { arns: [address] };
  },
  'ec2/ReleaseAddress': deletes('Ec2-ElasticIp', 'AllocationId'),
  'ec2/CreateSnapshot': (making) => {
    const volume = named(making, 'Ec2-Volume', making.input.VolumeId);
    const arn = snap(making, volume, [], specified(making));
    return { arns: [arn], output: { SnapshotId: idOf(arn) }, notices: [snapshotMade(arn)] };
  },
  'ec2/CreateSnapshots': createSnapshots,
  'ec2/DeleteSnapshot': deletes('Ec2-Snapshot', 'SnapshotId'),
  'ec2/CreateImage': createImage,
  'ec2/DeregisterImage': deletes('Ec2-Image', 'ImageId', {
    notice: (arn) => imageState(arn, 'deregistered'),
  }),
  'ec2/CreateNatGateway': (making) => {
    const gateway = makes(making, 'Ec2-NatGateway', 'nat-', specified(making));
    join(making, ofAddress(making), gateway);
    return { arns: [gateway], output: { NatGateway: { NatGatewayId: idOf(gateway) } } };
  },
  'ec2/AssociateNatGatewayAddress': (making) => {
    const gateway = named(making, 'Ec2-NatGateway', making.input.NatGatewayId);
    const arns = listIn(making.input.AllocationIds).map((id) => named(making, 'Ec2-ElasticIp', id));
    for (const arn of arns) join(making, arn, gateway);
    return { arns };
  },
  'ec2/DisassociateNatGatewayAddress': (making) => {
    const arns = listIn(making.input.AssociationIds).map((id) =>
      associatedIn(making, 'Ec2-ElasticIp', id),
    );
    for (const arn of arns) part(making, arn, () => true);
    return { arns };
  },
  'ec2/DeleteNatGateway': deletes('Ec2-NatGateway', 'NatGatewayId', { frees: 'Ec2-ElasticIp' }),
  'autoscaling/CreateAutoScalingGroup': makesNamed('AutoScaling-Group', 'AutoScalingGroupName'),
  'autoscaling/DeleteAutoScalingGroup': deletes('AutoScaling-Group', 'AutoScalingGroupName'),
  'autoscaling/AttachInstances': (making) => {
    const group = named(making, 'AutoScaling-Group', making.input.AutoScalingGroupName);
    const arns = listIn(making.input.InstanceIds).map((id) => named(making, 'Ec2-Instance', id));
    for (const arn of arns) join(making, arn, group);
    return { arns };
  },
  'autoscaling/DetachInstances': (making) => {
    const group = named(making, 'AutoScaling-Group', making.input.AutoScalingGroupName);
    const arns = listIn(making.input.InstanceIds).map((id) => named(making, 'Ec2-Instance', id));
    for (const arn of arns) part(making, arn, (parent) => parent === group);
    return { arns };
  },
  'eks/CreateCluster': (making) => {
    const { name, tags } = making.input;
    const cluster = put(making, named(making, 'Eks-Cluster', name), { tags: tagsIn(tags) });
    const id = `sg-${making.newId()}`;
    const group = put(making, named(making, 'Ec2-SecurityGroup', id), { parents: [cluster] });
    const made = {
      service: 'ec2',
      name: 'CreateSecurityGroup',
      input: {},
      output: { GroupId: id },
    };
    return { arns: [cluster, group], more: [made] };
  },
  'eks/DeleteCluster': (making) => {
    const cluster = named(making, 'Eks-Cluster', making.input.name);
    const groups = making.account.heirs(cluster, 'Ec2-SecurityGroup').map(({ arn }) => arn);
    for (const arn of [cluster, ...groups]) making.account.remove(arn);
    return {
      arns: [cluster, ...groups],
      more: groups.map((arn) => {
        const input = { GroupId: idOf(arn) };
        return { service: 'ec2', name: 'DeleteSecurityGroup', input, output: {} };
      }),
    };
  },
  'elasticloadbalancing/CreateLoadBalancer': (making) => {
    const id = `net/${textIn(making.input.Name)}/${making.newId()}`;
    const arn = put(making, named(making, 'ElasticLoadBalancing-LoadBalancer', id), {
      tags: tagsIn(making.input.Tags),
      parents: making.parents,
    });
    for (const address of addressesIn(making)) join(making, address, arn);
    return { arns: [arn], output: { LoadBalancers: [{ LoadBalancerArn: arn }] } };
  },
  'elasticloadbalancing/SetSubnets': (making) => {
    const arn = formatArn(parseArn(textIn(making.input.LoadBalancerArn)));
    const held = addressesIn(making);
    for (const heir of making.account.heirs(arn, 'Ec2-ElasticIp')) {
      if (!held.includes(heir.arn)) part(making, heir.arn, (parent) => parent === arn);
    }
    for (const address of held) {
      if (making.account.find(address)?.parents.includes(arn) === false) join(making, address, arn);
    }
    return { arns: [arn, ...held] };
  },
  'elasticloadbalancing/DeleteLoadBalancer': deletes(
    'ElasticLoadBalancing-LoadBalancer',
    'LoadBalancerArn',
    { frees: 'Ec2-ElasticIp' },
  ),
  'rds/CreateDBCluster': makesNamed('Rds-DbCluster', 'DBClusterIdentifier'),
  'rds/DeleteDBCluster': deletes('Rds-DbCluster', 'DBClusterIdentifier'),
  'rds/CreateDBInstance': makesNamed('Rds-DbInstance', 'DBInstanceIdentifier', {
    notice: 'RDS DB Instance Event',
  }),
  'rds/DeleteDBInstance': deletes('Rds-DbInstance', 'DBInstanceIdentifier', {
    notice: (arn) => ofRds('RDS DB Instance Event', 'deletion', arn),
  }),
  'rds/CreateDBSnapshot': makesNamed('Rds-DbSnapshot', 'DBSnapshotIdentifier', {
    notice: 'RDS DB Snapshot Event',
  }),
  'rds/DeleteDBSnapshot': deletes('Rds-DbSnapshot', 'DBSnapshotIdentifier'),
  'rds/CreateDBClusterSnapshot': makesNamed(
    'Rds-DbClusterSnapshot',
    'DBClusterSnapshotIdentifier',
    {
      notice: 'RDS DB Cluster Snapshot Event',
    },
  ),
  'rds/DeleteDBClusterSnapshot': deletes('Rds-DbClusterSnapshot', 'DBClusterSnapshotIdentifier'),
  'lambda/CreateFunction': makesNamed('Lambda-Function', 'FunctionName'),
  'lambda/DeleteFunction': deletes('Lambda-Function', 'FunctionName'),
  'logs/CreateLogGroup': makesNamed('Logs-LogGroup', 'logGroupName', { tags: 'tags' }),
  'logs/DeleteLogGroup': deletes('Logs-LogGroup', 'logGroupName'),
};

/** How a service's tag calls name what they tag, and the tags. */
export const tagCalls: Readonly<
  Record<string, { readonly names: string; readonly tags: string; readonly removes: boolean }>
> = {
  'ec2/CreateTags': { names: 'Resources', tags: 'Tags', removes: false },
  'ec2/DeleteTags': { names: 'Resources', tags: 'Tags', removes: true },
  'autoscaling/CreateOrUpdateTags': { names: 'Tags', tags: 'Tags', removes: false },
  'autoscaling/DeleteTags': { names: 'Tags', tags: 'Tags', removes: true },
  'eks/TagResource': { names: 'resourceArn', tags: 'tags', removes: false },
  'eks/UntagResource': { names: 'resourceArn', tags: 'tagKeys', removes: true },
  'elasticloadbalancing/AddTags': { names: 'ResourceArns', tags: 'Tags', removes: false },
  'elasticloadbalancing/RemoveTags': { names: 'ResourceArns', tags: 'TagKeys', removes: true },
  'rds/AddTagsToResource': { names: 'ResourceName', tags: 'Tags', removes: false },
  'rds/RemoveTagsFromResource': { names: 'ResourceName', tags: 'TagKeys', removes: true },
  'lambda/TagResource': { names: 'Resource', tags: 'Tags', removes: false },
  'lambda/UntagResource': { names: 'Resource', tags: 'TagKeys', removes: true },
  'logs/TagResource': { names: 'resourceArn', tags: 'tags', removes: false },
  'logs/UntagResource': { names: 'resourceArn', tags: 'tagKeys', removes: true },
};

/** Refuses a tag call that leaves no place. @throws CloudApiError */
export const assertFits = (arn: Arn, tags: ReadonlyMap<string, string>, most: number): void => {
  const own = [...tags.keys()].filter((key) => !key.startsWith('aws:'));
  if (own.length <= most) return;
  throw new CloudApiError(400, 'TagLimitExceeded', `${arn} may have ${most} tags`);
};
