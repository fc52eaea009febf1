import { type Arn, parseArn, typeOf } from '../../../../src/clouds/arn.ts';
import type { ResourceType } from '../../../../src/clouds/cloud.ts';
import type { ModelResource, Oracle } from '../../../reliability/oracle/oracle.ts';
import {
  always,
  at,
  type Draw,
  heirsOf,
  idOf,
  keyOf,
  living,
  livingParentsOf,
  on,
  one,
  only,
  onTwo,
  type Planner,
  tagList,
  tagsOf,
} from '../../../reliability/world/planners.ts';

export const accountIds = ['230000000001', '230000000002'] as const;

/** The last one is not supported: nothing is inherited there. */
const regions = ['us-east-1', 'us-east-1', 'eu-central-1', 'eu-nowhere-1'] as const;

const place = ({ first, second }: Draw) => ({
  accountId: first % 3 === 2 ? accountIds[1] : accountIds[0],
  region: at(regions, second) ?? 'us-east-1',
});

/** A name that nothing has. */
const nameOf = (oracle: Oracle, start: string): string => `${start}-${oracle.resources().length}`;

/** One of those of a type where something is made, or none. */
const maybe = (oracle: Oracle, type: ResourceType, draw: Draw): readonly Arn[] => {
  const { accountId, region } = place(draw);
  const near = living(oracle, type).filter(
    (each) => each.accountId === accountId && each.region === region,
  );
  const found = at(near, draw.key);
  return found !== undefined && draw.value > 0 ? [found.arn] : [];
};

const specified = (tags: ReadonlyMap<string, string>) => ({
  TagSpecifications: [{ ResourceType: 'any', Tags: tagList(tags) }],
});

/** Makes one resource, with tags. @param notice names it although no call that is watched does */
const makes =
  (
    action: string,
    type: ResourceType,
    {
      parameters = (tags) => specified(tags),
      primary,
      notice,
    }: {
      readonly parameters?: (tags: ReadonlyMap<string, string>, name: string) => object;
      readonly primary?: ResourceType;
      readonly notice?: string;
    } = {},
  ): Planner =>
  (oracle, draw) => {
    const { accountId, region } = place(draw);
    const tags = tagsOf(draw);
    const parents = primary === undefined ? [] : maybe(oracle, primary, draw);
    const made = parameters(tags, nameOf(oracle, 'n'));
    return {
      action,
      accountId,
      parameters: { RegionId: region, Parents: parents, ...made },
      tell: (model, arns) => {
        model.born(one(arns, type), { tags, parents });
        if (notice === undefined) return;
        model.called(notice);
        model.named(one(arns, type));
      },
    };
  };

const deletes = (
  action: string,
  type: ResourceType,
  {
    parameters,
    isAllowed = always,
    tell = (oracle, arn) => oracle.died(arn),
  }: {
    readonly parameters: (id: string, arn: Arn) => object;
    readonly isAllowed?: (oracle: Oracle, resource: ModelResource) => boolean;
    readonly tell?: (oracle: Oracle, arn: Arn) => void;
  },
): Planner =>
  on([type], isAllowed, (_, { arn }) => ({
    action,
    parameters: parameters(idOf(arn), arn),
    tell: (oracle) => tell(oracle, arn),
  }));

const ofType = (arns: readonly ModelResource[], type: ResourceType): readonly ModelResource[] =>
  arns.filter((each) => each.type === type);

/** Free of those that hold it; a volume may have been one of an image's. */
const isFree = (oracle: Oracle, resource: ModelResource): boolean =>
  livingParentsOf(oracle, resource).length === 0;

const launch =
  (primary?: ResourceType): Planner =>
  (oracle, draw) => {
    const { accountId, region } = place(draw);
    const tags = tagsOf(draw);
    const first = primary === undefined ? [] : maybe(oracle, primary, draw);
    // Nodes are in a group of their cluster's.
    const around = first.flatMap((arn) =>
      [...(oracle.resources().find((each) => each.arn === arn)?.parents ?? [])].filter(
        (parent) => typeOf(parent) === 'Eks-Cluster',
      ),
    );
    const parents = [...first, ...around];
    return {
      action: 'ec2/RunInstances',
      accountId,
      parameters: { RegionId: region, Parents: parents, ...specified(tags) },
      tell: (model, arns) => {
        const instance = one(arns, 'Ec2-Instance');
        model.born(instance, { tags, parents });
        const own = { parents: [instance], goesWithInstance: true };
        model.born(one(arns, 'Ec2-NetworkInterface'), { ...own, isFixed: true });
        model.born(one(arns, 'Ec2-Volume'), own);
      },
    };
  };

/** The call names the instance alone: what hung on it is found by what it inherited. */
const terminate = (oracle: Oracle, instance: Arn): void => {
  for (const type of ['Ec2-Volume', 'Ec2-NetworkInterface', 'Ec2-ElasticIp'] as const) {
    for (const { arn, goesWithInstance } of heirsOf(oracle, instance, type)) {
      if (goesWithInstance) oracle.died(arn, false);
      else oracle.parted(arn, instance, false);
    }
  }
  oracle.died(instance);
};

/** What holds addresses is deleted, and the call names it alone. */
const freeAndDie = (oracle: Oracle, holder: Arn): void => {
  for (const { arn } of heirsOf(oracle, holder, 'Ec2-ElasticIp')) oracle.parted(arn, holder, false);
  oracle.died(holder);
};

const bornOfVolumes = (oracle: Oracle, arns: readonly Arn[], volumes: readonly Arn[]): void => {
  for (const [index, arn] of only(arns, 'Ec2-Snapshot').entries()) {
    const volume = volumes[index];
    const image = only(arns, 'Ec2-Image');
    if (volume !== undefined) oracle.born(arn, { parents: [volume, ...image] });
  }
};

const freeAddressNear = (
  oracle: Oracle,
  { accountId, region }: Pick<ModelResource, 'accountId' | 'region'>,
  draw: Draw,
): ModelResource | undefined =>
  at(
    living(oracle, 'Ec2-ElasticIp').filter(
      (each) => each.accountId === accountId && each.region === region && isFree(oracle, each),
    ),
    draw.first,
  );

const mappings = (addresses: readonly Arn[]) =>
  addresses.map((arn) => ({ SubnetId: 'subnet-1', AllocationId: idOf(arn) }));

/** The service whose calls tag a type, and how they take names, tags and keys. */
const tagging = (
  arn: Arn,
): {
  readonly set: string;
  readonly remove: string;
  readonly named: object;
  readonly asMap?: boolean;
  readonly keys?: string;
} => {
  const { type } = parseArn(arn);
  if (type.startsWith('Ec2-')) {
    return { set: 'ec2/CreateTags', remove: 'ec2/DeleteTags', named: { Resources: [idOf(arn)] } };
  }
  switch (type) {
    case 'Eks-Cluster': {
      const named = { resourceArn: arn };
      return {
        set: 'eks/TagResource',
        remove: 'eks/UntagResource',
        named,
        asMap: true,
        keys: 'tagKeys',
      };
    }
    case 'ElasticLoadBalancing-LoadBalancer': {
      const [set, remove] = ['elasticloadbalancing/AddTags', 'elasticloadbalancing/RemoveTags'];
      return { set, remove, named: { ResourceArns: [arn] }, keys: 'TagKeys' };
    }
    case 'Lambda-Function': {
      const [set, remove] = ['lambda/TagResource', 'lambda/UntagResource'];
      return { set, remove, named: { Resource: arn }, asMap: true, keys: 'TagKeys' };
    }
    case 'Logs-LogGroup': {
      const [set, remove] = ['logs/TagResource', 'logs/UntagResource'];
      return { set, remove, named: { resourceArn: arn }, asMap: true, keys: 'tagKeys' };
    }
    default: {
      const [set, remove] = ['rds/AddTagsToResource', 'rds/RemoveTagsFromResource'];
      return { set, remove, named: { ResourceName: arn }, keys: 'TagKeys' };
    }
  }
};

const ofGroup = (arn: Arn, tags: readonly object[]) => ({
  Tags: tags.map((tag) => ({ ResourceId: idOf(arn), ResourceType: 'auto-scaling-group', ...tag })),
});

const tagParameters = (arn: Arn, tags: ReadonlyMap<string, string>) => {
  if (typeOf(arn) === 'AutoScaling-Group') {
    return { action: 'autoscaling/CreateOrUpdateTags', parameters: ofGroup(arn, tagList(tags)) };
  }
  const { set, named, asMap = false } = tagging(arn);
  const given = asMap ? Object.fromEntries(tags) : tagList(tags);
  const name = typeOf(arn).startsWith('Logs-') || typeOf(arn) === 'Eks-Cluster' ? 'tags' : 'Tags';
  return { action: set, parameters: { ...named, [name]: given } };
};

const untagParameters = (arn: Arn, key: string) => {
  if (typeOf(arn) === 'AutoScaling-Group') {
    return { action: 'autoscaling/DeleteTags', parameters: ofGroup(arn, [{ Key: key }]) };
  }
  const { remove, named, keys } = tagging(arn);
  const given = keys === undefined ? { Tags: [{ Key: key }] } : { [keys]: [key] };
  return { action: remove, parameters: { ...named, ...given } };
};

const tagPlanner = (types: readonly ResourceType[]): Planner =>
  on(types, always, (_, { arn }, draw) => {
    const tags = tagsOf(draw);
    return {
      ...tagParameters(arn, tags),
      tell: (oracle, _arns, isRefused) =>
        oracle.edited(arn, (before) => new Map([...before, ...tags]), !isRefused),
    };
  });

const untagPlanner = (types: readonly ResourceType[]): Planner =>
  on(types, always, (_, { arn }, draw) => {
    const key = keyOf(draw);
    const without = (before: ReadonlyMap<string, string>) =>
      new Map([...before].filter(([each]) => each !== key));
    return {
      ...untagParameters(arn, key),
      tell: (oracle) => oracle.edited(arn, without, true),
    };
  });

const primaries = [
  'Ec2-Instance',
  'Ec2-Volume',
  'Ec2-Image',
  'Ec2-NatGateway',
  'AutoScaling-Group',
  'Eks-Cluster',
  'ElasticLoadBalancing-LoadBalancer',
  'Rds-DbInstance',
  'Rds-DbCluster',
  'Lambda-Function',
] as const;

const heirs = [
  'Ec2-Volume',
  'Ec2-NetworkInterface',
  'Ec2-ElasticIp',
  'Ec2-Snapshot',
  'Ec2-Image',
  'Ec2-SecurityGroup',
  'Rds-DbSnapshot',
  'Rds-DbClusterSnapshot',
  'Logs-LogGroup',
] as const;

const snapshotOf = (
  action: string,
  [primary, associated]: readonly [ResourceType, ResourceType],
  [ofPrimary, ofSnapshot]: readonly [string, string],
): Planner =>
  on([primary], always, (oracle, { arn }, draw) => {
    const tags = draw.flag ? tagsOf(draw) : new Map<string, string>();
    const given = { [ofPrimary]: idOf(arn), [ofSnapshot]: nameOf(oracle, 's') };
    return {
      action,
      parameters: { Parents: [arn], ...given, Tags: tagList(tags) },
      tell: (model, arns) => model.born(one(arns, associated), { tags, parents: [arn] }),
    };
  });

const createdVolume = 'ec2/EBS Volume Notification createVolume';
const createdSnapshot = 'ec2/EBS Snapshot Notification createSnapshot';

/** What an operations team does, each by one call. */
export const operations: Readonly<Record<string, Planner>> = {
  tagPrimary: tagPlanner(primaries),
  untagPrimary: untagPlanner(primaries),
  tagHeir: tagPlanner(heirs),
  untagHeir: untagPlanner(heirs),
  launch: launch(),
  launchInGroup: launch('AutoScaling-Group'),
  launchInCluster: launch('Eks-Cluster'),
  terminate: deletes('ec2/TerminateInstances', 'Ec2-Instance', {
    parameters: (id) => ({ InstanceIds: [id] }),
    tell: terminate,
  }),
  createVolume: makes('ec2/CreateVolume', 'Ec2-Volume', { notice: createdVolume }),
  attachVolume: onTwo({
    action: 'ec2/AttachVolume',
    types: ['Ec2-Volume', 'Ec2-Instance'],
    isAllowed: isFree,
    parameters: (VolumeId, InstanceId) => ({ VolumeId, InstanceId }),
    tell: (oracle, volume, instance) => oracle.joined(volume, instance),
  }),
  detachVolume: onTwo({
    action: 'ec2/DetachVolume',
    types: ['Ec2-Volume', 'Ec2-Instance'],
    isAllowed: (_, volume, { arn }) => volume.parents.has(arn),
    parameters: (VolumeId, InstanceId) => ({ VolumeId, InstanceId }),
    tell: (oracle, volume, instance) => oracle.parted(volume, instance),
  }),
  deleteVolume: deletes('ec2/DeleteVolume', 'Ec2-Volume', {
    parameters: (VolumeId) => ({ VolumeId }),
    isAllowed: isFree,
  }),
  createInterface: makes('ec2/CreateNetworkInterface', 'Ec2-NetworkInterface'),
  attachInterface: onTwo({
    action: 'ec2/AttachNetworkInterface',
    types: ['Ec2-NetworkInterface', 'Ec2-Instance'],
    isAllowed: isFree,
    parameters: (NetworkInterfaceId, InstanceId) => ({ NetworkInterfaceId, InstanceId }),
    tell: (oracle, eni, instance) => oracle.joined(eni, instance),
  }),
  detachInterface: onTwo({
    action: 'ec2/DetachNetworkInterface',
    types: ['Ec2-NetworkInterface', 'Ec2-Instance'],
    isAllowed: (_, eni, { arn }) => eni.parents.has(arn) && !eni.isFixed,
    parameters: (eni) => ({ AttachmentId: `assoc-${eni}` }),
    tell: (oracle, eni, instance) => oracle.parted(eni, instance, false),
  }),
  deleteInterface: deletes('ec2/DeleteNetworkInterface', 'Ec2-NetworkInterface', {
    parameters: (NetworkInterfaceId) => ({ NetworkInterfaceId }),
    isAllowed: isFree,
  }),
  allocateAddress: makes('ec2/AllocateAddress', 'Ec2-ElasticIp'),
  associateAddress: onTwo({
    action: 'ec2/AssociateAddress',
    types: ['Ec2-ElasticIp', 'Ec2-Instance'],
    isAllowed: isFree,
    parameters: (AllocationId, InstanceId) => ({ AllocationId, InstanceId }),
    tell: (oracle, address, instance) => oracle.joined(address, instance),
  }),
  disassociateAddress: onTwo({
    action: 'ec2/DisassociateAddress',
    types: ['Ec2-ElasticIp', 'Ec2-Instance'],
    isAllowed: (_, address, { arn }) => address.parents.has(arn),
    parameters: (address) => ({ AssociationId: `assoc-${address}` }),
    tell: (oracle, address, instance) => oracle.parted(address, instance, false),
  }),
  releaseAddress: deletes('ec2/ReleaseAddress', 'Ec2-ElasticIp', {
    parameters: (AllocationId) => ({ AllocationId }),
    isAllowed: isFree,
  }),
  createSnapshot: on(['Ec2-Volume'], always, (_, { arn }, draw) => {
    const tags = draw.flag ? tagsOf(draw) : new Map<string, string>();
    return {
      action: 'ec2/CreateSnapshot',
      parameters: { VolumeId: idOf(arn), ...specified(tags) },
      tell: (oracle, arns) => oracle.born(one(arns, 'Ec2-Snapshot'), { tags, parents: [arn] }),
    };
  }),
  createSnapshots: on(['Ec2-Instance'], always, (oracle, { arn }) => {
    const volumes = heirsOf(oracle, arn, 'Ec2-Volume').map((each) => each.arn);
    return {
      action: 'ec2/CreateSnapshots',
      parameters: { InstanceSpecification: { InstanceId: idOf(arn) } },
      tell: (model, arns) => bornOfVolumes(model, arns, volumes),
    };
  }),
  deleteSnapshot: deletes('ec2/DeleteSnapshot', 'Ec2-Snapshot', {
    parameters: (SnapshotId) => ({ SnapshotId }),
    isAllowed: (oracle, snapshot) =>
      ofType(livingParentsOf(oracle, snapshot), 'Ec2-Image').length === 0,
  }),
  createImage: on(['Ec2-Instance'], always, (oracle, { arn }) => {
    const volumes = heirsOf(oracle, arn, 'Ec2-Volume').map((each) => each.arn);
    return {
      action: 'ec2/CreateImage',
      parameters: { InstanceId: idOf(arn), Name: nameOf(oracle, 'image') },
      tell: (model, arns) => {
        model.born(one(arns, 'Ec2-Image'), { parents: [arn] });
        bornOfVolumes(model, arns, volumes);
        model.called(createdSnapshot);
        for (const snapshot of only(arns, 'Ec2-Snapshot')) model.named(snapshot);
      },
    };
  }),
  deregisterImage: deletes('ec2/DeregisterImage', 'Ec2-Image', {
    parameters: (ImageId) => ({ ImageId }),
  }),
  createGateway: (oracle, draw) => {
    const { accountId, region } = place(draw);
    const address = freeAddressNear(oracle, { accountId, region }, draw);
    if (address === undefined) return undefined;
    const tags = tagsOf(draw);
    return {
      action: 'ec2/CreateNatGateway',
      accountId,
      parameters: { RegionId: region, AllocationId: idOf(address.arn), ...specified(tags) },
      tell: (model, arns) => {
        const gateway = one(arns, 'Ec2-NatGateway');
        model.born(gateway, { tags });
        model.joined(address.arn, gateway);
      },
    };
  },
  addToGateway: onTwo({
    action: 'ec2/AssociateNatGatewayAddress',
    types: ['Ec2-ElasticIp', 'Ec2-NatGateway'],
    isAllowed: isFree,
    parameters: (address, NatGatewayId) => ({ NatGatewayId, AllocationIds: [address] }),
    tell: (oracle, address, gateway) => oracle.joined(address, gateway),
  }),
  takeFromGateway: onTwo({
    action: 'ec2/DisassociateNatGatewayAddress',
    types: ['Ec2-ElasticIp', 'Ec2-NatGateway'],
    isAllowed: (_, address, { arn }) => address.parents.has(arn),
    parameters: (address, NatGatewayId) => ({ NatGatewayId, AssociationIds: [`assoc-${address}`] }),
    tell: (oracle, address, gateway) => oracle.parted(address, gateway, false),
  }),
  deleteGateway: deletes('ec2/DeleteNatGateway', 'Ec2-NatGateway', {
    parameters: (NatGatewayId) => ({ NatGatewayId }),
    tell: freeAndDie,
  }),
  createGroup: makes('autoscaling/CreateAutoScalingGroup', 'AutoScaling-Group', {
    primary: 'Eks-Cluster',
    parameters: (tags, AutoScalingGroupName) => ({ AutoScalingGroupName, Tags: tagList(tags) }),
  }),
  attachToGroup: onTwo({
    action: 'autoscaling/AttachInstances',
    types: ['Ec2-Instance', 'AutoScaling-Group'],
    isAllowed: (oracle, instance) =>
      ofType(livingParentsOf(oracle, instance), 'AutoScaling-Group').length === 0,
    parameters: (instance, AutoScalingGroupName) => ({
      InstanceIds: [instance],
      AutoScalingGroupName,
    }),
    tell: (oracle, instance, group) => oracle.joined(instance, group),
  }),
  detachFromGroup: onTwo({
    action: 'autoscaling/DetachInstances',
    types: ['Ec2-Instance', 'AutoScaling-Group'],
    isAllowed: (_, instance, { arn }) => instance.parents.has(arn),
    parameters: (instance, AutoScalingGroupName) => ({
      InstanceIds: [instance],
      AutoScalingGroupName,
    }),
    tell: (oracle, instance, group) => oracle.parted(instance, group),
  }),
  deleteGroup: deletes('autoscaling/DeleteAutoScalingGroup', 'AutoScaling-Group', {
    parameters: (AutoScalingGroupName) => ({ AutoScalingGroupName }),
    isAllowed: (oracle, { arn }) => heirsOf(oracle, arn, 'Ec2-Instance').length === 0,
  }),
  createCluster: (oracle, draw) => {
    const { accountId, region } = place(draw);
    const tags = tagsOf(draw);
    return {
      action: 'eks/CreateCluster',
      accountId,
      parameters: { RegionId: region, name: nameOf(oracle, 'c'), tags: Object.fromEntries(tags) },
      tell: (model, arns) => {
        const cluster = one(arns, 'Eks-Cluster');
        model.born(cluster, { tags });
        model.born(one(arns, 'Ec2-SecurityGroup'), { parents: [cluster] });
      },
    };
  },
  deleteCluster: deletes('eks/DeleteCluster', 'Eks-Cluster', {
    parameters: (name) => ({ name }),
    tell: (oracle, cluster) => {
      for (const { arn } of heirsOf(oracle, cluster, 'Ec2-SecurityGroup')) oracle.died(arn);
      oracle.died(cluster);
    },
  }),
  createBalancer: (oracle, draw) => {
    const { accountId, region } = place(draw);
    const tags = tagsOf(draw);
    const parents = maybe(oracle, 'Eks-Cluster', draw);
    const address = draw.flag ? freeAddressNear(oracle, { accountId, region }, draw) : undefined;
    const held = address === undefined ? [] : [address.arn];
    const given = { Name: nameOf(oracle, 'lb'), SubnetMappings: mappings(held) };
    return {
      action: 'elasticloadbalancing/CreateLoadBalancer',
      accountId,
      parameters: { RegionId: region, Parents: parents, ...given, Tags: tagList(tags) },
      tell: (model, arns) => {
        const balancer = one(arns, 'ElasticLoadBalancing-LoadBalancer');
        model.born(balancer, { tags, parents });
        for (const arn of held) model.joined(arn, balancer);
      },
    };
  },
  setSubnets: on(['ElasticLoadBalancing-LoadBalancer'], always, (oracle, balancer, draw) => {
    const before = heirsOf(oracle, balancer.arn, 'Ec2-ElasticIp').map(({ arn }) => arn);
    const free = freeAddressNear(oracle, balancer, draw);
    const kept = draw.flag ? before : [];
    const held = [...kept, ...(free === undefined ? [] : [free.arn])];
    return {
      action: 'elasticloadbalancing/SetSubnets',
      parameters: { LoadBalancerArn: balancer.arn, SubnetMappings: mappings(held) },
      tell: (model) => {
        for (const arn of before) {
          if (!held.includes(arn)) model.parted(arn, balancer.arn, false);
        }
        for (const arn of held) if (!before.includes(arn)) model.joined(arn, balancer.arn);
        model.renewed(balancer.arn);
      },
    };
  }),
  deleteBalancer: deletes(
    'elasticloadbalancing/DeleteLoadBalancer',
    'ElasticLoadBalancing-LoadBalancer',
    { parameters: (_, LoadBalancerArn) => ({ LoadBalancerArn }), tell: freeAndDie },
  ),
  createDbCluster: makes('rds/CreateDBCluster', 'Rds-DbCluster', {
    parameters: (tags, DBClusterIdentifier) => ({ DBClusterIdentifier, Tags: tagList(tags) }),
  }),
  deleteDbCluster: deletes('rds/DeleteDBCluster', 'Rds-DbCluster', {
    parameters: (DBClusterIdentifier) => ({ DBClusterIdentifier }),
  }),
  createDbInstance: makes('rds/CreateDBInstance', 'Rds-DbInstance', {
    primary: 'Rds-DbCluster',
    parameters: (tags, DBInstanceIdentifier) => ({ DBInstanceIdentifier, Tags: tagList(tags) }),
  }),
  deleteDbInstance: deletes('rds/DeleteDBInstance', 'Rds-DbInstance', {
    parameters: (DBInstanceIdentifier) => ({ DBInstanceIdentifier }),
  }),
  createDbSnapshot: snapshotOf(
    'rds/CreateDBSnapshot',
    ['Rds-DbInstance', 'Rds-DbSnapshot'],
    ['DBInstanceIdentifier', 'DBSnapshotIdentifier'],
  ),
  deleteDbSnapshot: deletes('rds/DeleteDBSnapshot', 'Rds-DbSnapshot', {
    parameters: (DBSnapshotIdentifier) => ({ DBSnapshotIdentifier }),
  }),
  createDbClusterSnapshot: snapshotOf(
    'rds/CreateDBClusterSnapshot',
    ['Rds-DbCluster', 'Rds-DbClusterSnapshot'],
    ['DBClusterIdentifier', 'DBClusterSnapshotIdentifier'],
  ),
  deleteDbClusterSnapshot: deletes('rds/DeleteDBClusterSnapshot', 'Rds-DbClusterSnapshot', {
    parameters: (DBClusterSnapshotIdentifier) => ({ DBClusterSnapshotIdentifier }),
  }),
  createFunction: makes('lambda/CreateFunction', 'Lambda-Function', {
    parameters: (tags, FunctionName) => ({ FunctionName, Tags: Object.fromEntries(tags) }),
  }),
  deleteFunction: deletes('lambda/DeleteFunction', 'Lambda-Function', {
    parameters: (FunctionName) => ({ FunctionName }),
  }),
  createLogGroup: on(
    ['Lambda-Function'],
    (oracle, { arn }) => heirsOf(oracle, arn, 'Logs-LogGroup').length === 0,
    (_, { arn }, draw) => {
      const tags = draw.flag ? tagsOf(draw) : new Map<string, string>();
      const given = { logGroupName: `/aws/lambda/${idOf(arn)}`, tags: Object.fromEntries(tags) };
      return {
        action: 'logs/CreateLogGroup',
        parameters: { Parents: [arn], ...given },
        tell: (oracle, arns) => oracle.born(one(arns, 'Logs-LogGroup'), { tags, parents: [arn] }),
      };
    },
  ),
  deleteLogGroup: deletes('logs/DeleteLogGroup', 'Logs-LogGroup', {
    parameters: (logGroupName) => ({ logGroupName }),
  }),
};
