import { type Arn, parseArn } from '../../../src/clouds/alibaba/arn.ts';
import { resourceTypes } from '../../../src/clouds/alibaba/resource-types.ts';
import type { ResourceType } from '../../../src/clouds/resource-types.ts';
import type { ModelResource, Oracle } from '../oracle/oracle.ts';
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
} from './planners.ts';

export const accountIds = ['1000000000000001', '1000000000000002'] as const;
/** The last one is not supported: nothing is inherited there. */
const regions = ['cn-hangzhou', 'cn-hangzhou', 'eu-central-1', 'ap-northeast-2'] as const;
const isHolder = ({ type }: ModelResource): boolean => type !== 'Cs-Cluster';

const holdersOf = (oracle: Oracle, eip: ModelResource): readonly ModelResource[] =>
  livingParentsOf(oracle, eip).filter(isHolder);

const place = ({ first, second }: Draw) => ({
  accountId: first % 3 === 2 ? accountIds[1] : accountIds[0],
  region: at(regions, second) ?? 'cn-hangzhou',
});

/** Makes one resource of a type, with tags. */
const creates =
  (action: string, type: ResourceType, parameters: object = {}): Planner =>
  (_, draw) => {
    const { accountId, region } = place(draw);
    const tags = tagsOf(draw);
    return {
      action,
      accountId,
      parameters: { RegionId: region, ...parameters, Tag: tagList(tags) },
      tell: (oracle, arns) => oracle.born(one(arns, type), { tags }),
    };
  };

const makeMachines = (
  oracle: Oracle,
  arns: readonly Arn[],
  birth: { tags?: ReadonlyMap<string, string>; parents?: readonly Arn[] },
): void => {
  const [disks, enis] = [only(arns, 'Ecs-Disk'), only(arns, 'Ecs-Eni')];
  for (const [index, instance] of only(arns, 'Ecs-Instance').entries()) {
    oracle.born(instance, birth);
    for (const disk of disks.slice(index, index + 1)) {
      oracle.born(disk, { parents: [instance], goesWithInstance: true });
    }
    for (const eni of enis.slice(index, index + 1)) {
      oracle.born(eni, { parents: [instance], goesWithInstance: true, isFixed: true });
    }
  }
};

const freeEips = (oracle: Oracle, holder: Arn): void => {
  for (const { arn } of heirsOf(oracle, holder, 'Vpc-Eip')) oracle.parted(arn, holder);
};

const deleteMachine = (oracle: Oracle, instance: Arn): void => {
  freeEips(oracle, instance);
  for (const type of ['Ecs-Disk', 'Ecs-Eni'] as const) {
    for (const { arn, goesWithInstance, parents } of heirsOf(oracle, instance, type)) {
      const goes = goesWithInstance && [...parents].every((parent) => parent === instance);
      if (goes) oracle.died(arn);
      else oracle.parted(arn, instance);
    }
  }
  oracle.died(instance);
};

const deletes = (
  action: string,
  type: ResourceType,
  facts: {
    readonly parameter: string;
    readonly isAllowed?: (oracle: Oracle, resource: ModelResource) => boolean;
    readonly more?: object;
    readonly tell?: (oracle: Oracle, arn: Arn) => void;
  },
): Planner =>
  on([type], facts.isAllowed ?? always, (_, { arn }) => ({
    action,
    parameters: { [facts.parameter]: idOf(arn), ...facts.more },
    tell: (oracle) => (facts.tell === undefined ? oracle.died(arn) : facts.tell(oracle, arn)),
  }));

const hasNoParents = (oracle: Oracle, resource: ModelResource): boolean =>
  livingParentsOf(oracle, resource).length === 0;

const isFree = (oracle: Oracle, eip: ModelResource): boolean => holdersOf(oracle, eip).length === 0;

const associate = (
  type: 'Ecs-Instance' | 'Slb-Instance' | 'Vpc-Natgateway',
  InstanceType: string,
) =>
  onTwo({
    action: 'Vpc/AssociateEipAddress',
    types: ['Vpc-Eip', type],
    isAllowed: isFree,
    parameters: (AllocationId, InstanceId) => ({ AllocationId, InstanceId, InstanceType }),
    tell: (oracle, eip, holder) => oracle.joined(eip, holder),
  });

/** Which EIPs a balancer holds now is what its answer names. */
const rewire = (oracle: Oracle, balancer: Arn, arns: readonly Arn[]): void => {
  const held = only(arns, 'Vpc-Eip');
  for (const { arn } of heirsOf(oracle, balancer, 'Vpc-Eip')) {
    // The call names the balancer alone.
    if (!held.includes(arn)) oracle.parted(arn, balancer, false);
  }
  for (const eip of held) {
    const known = oracle.resources().find(({ arn }) => arn === eip);
    if (known === undefined) oracle.born(eip, { parents: [balancer] });
    else if (!known.parents.has(balancer)) oracle.joined(eip, balancer);
  }
  oracle.renewed(balancer);
};

const balancerOperations = (
  product: 'Nlb' | 'Alb',
  type: 'Nlb-Loadbalancer' | 'Alb-LoadBalancer',
) => {
  const freeEipNear = (
    oracle: Oracle,
    { accountId, region }: Pick<ModelResource, 'accountId' | 'region'>,
    draw: Draw,
  ) =>
    at(
      living(oracle, 'Vpc-Eip').filter(
        (eip) => eip.accountId === accountId && eip.region === region && isFree(oracle, eip),
      ),
      draw.second,
    );
  const zonesWith = (eip: ModelResource | undefined) => [
    {
      ZoneId: 'z-1',
      VSwitchId: 'vsw-1',
      ...(eip === undefined ? {} : { AllocationId: idOf(eip.arn) }),
    },
  ];
  return {
    [`create${product}`]: ((oracle, draw) => {
      const { accountId, region } = place(draw);
      const tags = tagsOf(draw);
      const eip = draw.value === 0 ? undefined : freeEipNear(oracle, { accountId, region }, draw);
      return {
        action: `${product}/CreateLoadBalancer`,
        mayBeRefused: true,
        accountId,
        parameters: {
          RegionId: region,
          ...(draw.flag ? { AddressType: 'Internet', ZoneMappings: zonesWith(eip) } : {}),
          Tag: tagList(tags),
        },
        tell: (model, arns) => {
          const balancer = one(arns, type);
          model.born(balancer, { tags });
          rewire(model, balancer, arns);
        },
      };
    }) satisfies Planner,
    [`address${product}`]: on([type], always, (oracle, balancer, draw) => ({
      action: `${product}/UpdateLoadBalancerAddressTypeConfig`,
      // A zone remembers its EIP, which may be gone or elsewhere by now.
      mayBeRefused: true,
      parameters: {
        LoadBalancerId: idOf(balancer.arn),
        AddressType: draw.flag ? 'Internet' : 'Intranet',
        ...(draw.flag ? { ZoneMappings: zonesWith(freeEipNear(oracle, balancer, draw)) } : {}),
      },
      tell: (model, arns) => rewire(model, balancer.arn, arns),
    })),
    [`zones${product}`]: on([type], always, (oracle, balancer, draw) => ({
      action: `${product}/UpdateLoadBalancerZones`,
      mayBeRefused: true,
      parameters: {
        LoadBalancerId: idOf(balancer.arn),
        ZoneMappings:
          product === 'Nlb' && draw.flag
            ? zonesWith(freeEipNear(oracle, balancer, draw))
            : [{ ZoneId: draw.value === 0 ? 'z-1' : 'z-2', VSwitchId: 'vsw-1' }],
      },
      tell: (model, arns) => rewire(model, balancer.arn, arns),
    })),
    [`delete${product}`]: deletes(`${product}/DeleteLoadBalancer`, type, {
      parameter: 'LoadBalancerId',
      tell: (oracle, arn) => {
        freeEips(oracle, arn);
        oracle.died(arn);
      },
    }),
  };
};

const deleteCluster = (oracle: Oracle, cluster: Arn): void => {
  for (const type of [
    'Ecs-SecurityGroup',
    'Slb-Instance',
    'Vpc-Eip',
    'Vpc-Natgateway',
    'Ess-ScalingGroup',
  ] as const) {
    for (const { arn } of heirsOf(oracle, cluster, type)) {
      freeEips(oracle, arn);
      // No call names a scaling group: it is found among the cluster's heirs by the ledger.
      oracle.died(arn, type !== 'Ess-ScalingGroup');
    }
  }
  for (const { arn } of heirsOf(oracle, cluster, 'Ecs-Instance')) deleteMachine(oracle, arn);
  oracle.died(cluster);
};

const kafkaThing = (
  noun: 'Topic' | 'ConsumerGroup',
  type: 'Kafka-Topic' | 'Kafka-ConsumerGroup',
) => {
  const parameter = noun === 'Topic' ? 'Topic' : 'ConsumerId';
  return {
    [`create${noun}`]: on(
      ['Kafka-Instance'],
      always,
      (oracle, { arn, accountId, region }, draw) => {
        const name = `n${draw.second % 2}`;
        const tags = draw.flag ? tagsOf(draw) : new Map<string, string>();
        const id = `Kafka_${idOf(arn)}_${name}`;
        const isTaken = living(oracle, type).some(
          (each) => idOf(each.arn) === id && each.accountId === accountId && each.region === region,
        );
        if (isTaken) return undefined;
        return {
          action: `AliKafka/Create${noun}`,
          parameters: { InstanceId: idOf(arn), [parameter]: name, Tag: tagList(tags) },
          tell: (model, arns) => model.born(one(arns, type), { tags, parents: [arn] }),
        };
      },
    ),
    [`delete${noun}`]: on([type], always, (_, { arn }) => {
      const [, InstanceId = '', name = ''] = /^Kafka_(.+)_(n\d)$/.exec(idOf(arn)) ?? [];
      return {
        action: `AliKafka/Delete${noun}`,
        parameters: { InstanceId, [parameter]: name },
        tell: (model) => model.died(arn),
      };
    }),
  };
};

const productNames = {
  ecs: 'Ecs',
  vpc: 'Vpc',
  slb: 'Slb',
  nlb: 'Nlb',
  alb: 'Alb',
  alikafka: 'AliKafka',
  cs: 'Cs',
  eci: 'Eci',
  ess: undefined,
} as const;

const taggedTypes = [
  'Ecs-Instance',
  'Ecs-Disk',
  'Cs-Cluster',
  'Vpc-Natgateway',
  'Slb-Instance',
  'Nlb-Loadbalancer',
  'Alb-LoadBalancer',
  'Kafka-Instance',
  'Eci-ContainerGroup',
] as const;
const heirTypes = [
  'Ecs-Disk',
  'Vpc-Eip',
  'Ecs-Snapshot',
  'Ecs-Eni',
  'Kafka-Topic',
  'Kafka-ConsumerGroup',
  'Ecs-SecurityGroup',
  'Ess-ScalingGroup',
] as const;

const tagPlanner = (types: readonly ResourceType[]): Planner =>
  on(types, always, (_, { arn }, draw) => {
    const tags = tagsOf(draw);
    const product = productNames[resourceTypes[parseArn(arn).type].product];
    const own = {
      ResourceType: resourceTypes[parseArn(arn).type].tagType,
      ResourceId: [idOf(arn)],
    };
    const isUnified = product === undefined || draw.second % 3 === 0;
    return {
      action: isUnified ? 'Tag/TagResources' : `${product}/TagResources`,
      parameters: isUnified
        ? { ResourceARN: [arn], Tags: JSON.stringify(Object.fromEntries(tags)) }
        : { ...own, Tag: tagList(tags) },
      tell: (oracle, _arns, isRefused) =>
        oracle.edited(arn, (before) => new Map([...before, ...tags]), !isRefused),
    };
  });

const untagPlanner = (types: readonly ResourceType[]): Planner =>
  on(types, always, (_, { arn }, draw) => {
    const key = keyOf(draw);
    const product = productNames[resourceTypes[parseArn(arn).type].product];
    const own = {
      ResourceType: resourceTypes[parseArn(arn).type].tagType,
      ResourceId: [idOf(arn)],
    };
    const isUnified = product === undefined || draw.second % 3 === 0;
    const isAll = !isUnified && draw.flag && draw.value === 0;
    return {
      action: isUnified
        ? 'Tag/UntagResources'
        : `${product}/${product === 'Vpc' ? 'UnTagResources' : 'UntagResources'}`,
      parameters: isUnified
        ? { ResourceARN: [arn], TagKey: [key] }
        : { ...own, ...(isAll ? { All: true } : { TagKey: [key] }) },
      tell: (oracle) =>
        oracle.edited(
          arn,
          (before) =>
            new Map(
              [...before].filter(([each]) => (isAll ? each.startsWith('aliyun') : each !== key)),
            ),
          true,
        ),
    };
  });

/** Every operation of the simulated cloud that changes something. */
export const cloudOperations: Readonly<Record<string, Planner>> = {
  tagPrimary: tagPlanner(taggedTypes),
  tagHolder: tagPlanner(['Ecs-Instance', 'Vpc-Natgateway', 'Nlb-Loadbalancer']),
  untagHolder: untagPlanner(['Ecs-Instance', 'Vpc-Natgateway', 'Nlb-Loadbalancer']),
  tagHeir: tagPlanner(heirTypes),
  untagPrimary: untagPlanner(taggedTypes),
  untagHeir: untagPlanner(heirTypes),
  oldTag: on(['Ecs-Instance', 'Ecs-Disk'], always, (_, { arn }, draw) => {
    const tags = tagsOf(draw);
    return {
      action: 'Ecs/AddTags',
      parameters: {
        ResourceType: resourceTypes[parseArn(arn).type].tagType,
        ResourceId: idOf(arn),
        Tag: tagList(tags),
      },
      tell: (oracle, _arns, isRefused) =>
        oracle.edited(arn, (before) => new Map([...before, ...tags]), !isRefused),
    };
  }),
  oldUntag: on(['Ecs-Instance', 'Ecs-Disk'], always, (_, { arn }, draw) => {
    const [key, value] = [keyOf(draw), `v${draw.value % 3}`];
    return {
      action: 'Ecs/RemoveTags',
      parameters: {
        ResourceType: resourceTypes[parseArn(arn).type].tagType,
        ResourceId: idOf(arn),
        Tag: [{ Key: key, Value: value }],
      },
      tell: (oracle) =>
        oracle.edited(
          arn,
          (before) => new Map([...before].filter((tag) => tag[0] !== key || tag[1] !== value)),
          true,
        ),
    };
  }),
  runInstances: (_, draw) => {
    const { accountId, region } = place(draw);
    const tags = tagsOf(draw);
    return {
      action: 'Ecs/RunInstances',
      accountId,
      parameters: { RegionId: region, Amount: draw.flag ? 2 : 1, Tag: tagList(tags) },
      tell: (oracle, arns) => makeMachines(oracle, arns, { tags }),
    };
  },
  createInstance: (_, draw) => {
    const { accountId, region } = place(draw);
    const tags = tagsOf(draw);
    return {
      action: 'Ecs/CreateInstance',
      accountId,
      parameters: { RegionId: region, Tag: tagList(tags) },
      tell: (oracle, arns) => makeMachines(oracle, arns, { tags }),
    };
  },
  deleteInstance: deletes('Ecs/DeleteInstance', 'Ecs-Instance', {
    parameter: 'InstanceId',
    tell: deleteMachine,
  }),
  createDisk: creates('Ecs/CreateDisk', 'Ecs-Disk'),
  createMultiAttachDisk: creates('Ecs/CreateDisk', 'Ecs-Disk', { MultiAttach: 'Enabled' }),
  createDiskOnInstance: on(['Ecs-Instance'], always, (_, { arn }, draw) => {
    const tags = tagsOf(draw);
    return {
      action: 'Ecs/CreateDisk',
      parameters: { InstanceId: idOf(arn), Tag: tagList(tags) },
      tell: (oracle, arns) => oracle.born(one(arns, 'Ecs-Disk'), { tags, parents: [arn] }),
    };
  }),
  attachDisk: onTwo({
    action: 'Ecs/AttachDisk',
    types: ['Ecs-Disk', 'Ecs-Instance'],
    isAllowed: hasNoParents,
    parameters: (DiskId, InstanceId) => ({ DiskId, InstanceId }),
    tell: (oracle, disk, instance) => oracle.joined(disk, instance),
  }),
  attachDiskForLife: onTwo({
    action: 'Ecs/AttachDisk',
    types: ['Ecs-Disk', 'Ecs-Instance'],
    isAllowed: hasNoParents,
    parameters: (DiskId, InstanceId) => ({ DiskId, InstanceId, DeleteWithInstance: true }),
    tell: (oracle, disk, instance) => {
      oracle.joined(disk, instance);
      oracle.fixed(disk, { goesWithInstance: true });
    },
  }),
  detachDisk: onTwo({
    action: 'Ecs/DetachDisk',
    types: ['Ecs-Disk', 'Ecs-Instance'],
    isAllowed: (_, disk, instance) => disk.parents.has(instance.arn),
    parameters: (DiskId, InstanceId) => ({ DiskId, InstanceId }),
    tell: (oracle, disk, instance) => oracle.parted(disk, instance),
  }),
  deleteDisk: deletes('Ecs/DeleteDisk', 'Ecs-Disk', {
    parameter: 'DiskId',
    isAllowed: hasNoParents,
  }),
  createEni: creates('Ecs/CreateNetworkInterface', 'Ecs-Eni'),
  attachEni: onTwo({
    action: 'Ecs/AttachNetworkInterface',
    types: ['Ecs-Eni', 'Ecs-Instance'],
    isAllowed: hasNoParents,
    parameters: (NetworkInterfaceId, InstanceId) => ({ NetworkInterfaceId, InstanceId }),
    tell: (oracle, eni, instance) => oracle.joined(eni, instance),
  }),
  detachEni: onTwo({
    action: 'Ecs/DetachNetworkInterface',
    types: ['Ecs-Eni', 'Ecs-Instance'],
    isAllowed: (_, eni, instance) => eni.parents.has(instance.arn) && !eni.isFixed,
    parameters: (NetworkInterfaceId, InstanceId) => ({ NetworkInterfaceId, InstanceId }),
    tell: (oracle, eni, instance) => oracle.parted(eni, instance),
  }),
  deleteEni: deletes('Ecs/DeleteNetworkInterface', 'Ecs-Eni', {
    parameter: 'NetworkInterfaceId',
    isAllowed: hasNoParents,
  }),
  createSnapshot: on(['Ecs-Disk'], always, (_, { arn }, draw) => {
    const tags = draw.flag ? tagsOf(draw) : new Map<string, string>();
    return {
      action: 'Ecs/CreateSnapshot',
      parameters: { DiskId: idOf(arn), Tag: tagList(tags) },
      tell: (oracle, arns) => oracle.born(one(arns, 'Ecs-Snapshot'), { tags, parents: [arn] }),
    };
  }),
  deleteSnapshot: deletes('Ecs/DeleteSnapshot', 'Ecs-Snapshot', { parameter: 'SnapshotId' }),
  createSecurityGroup: creates('Ecs/CreateSecurityGroup', 'Ecs-SecurityGroup'),
  deleteSecurityGroup: deletes('Ecs/DeleteSecurityGroup', 'Ecs-SecurityGroup', {
    parameter: 'SecurityGroupId',
  }),
  allocateEip: creates('Vpc/AllocateEipAddress', 'Vpc-Eip'),
  associateWithInstance: associate('Ecs-Instance', 'EcsInstance'),
  associateWithClb: associate('Slb-Instance', 'SlbInstance'),
  associateWithNat: associate('Vpc-Natgateway', 'Nat'),
  unassociateEip: on(
    ['Vpc-Eip'],
    (oracle, eip) => !isFree(oracle, eip),
    (oracle, eip) => {
      const holders = holdersOf(oracle, eip);
      return {
        action: 'Vpc/UnassociateEipAddress',
        parameters: { AllocationId: idOf(eip.arn) },
        tell: (model) => {
          for (const { arn } of holders) model.parted(eip.arn, arn);
        },
      };
    },
  ),
  releaseEip: deletes('Vpc/ReleaseEipAddress', 'Vpc-Eip', {
    parameter: 'AllocationId',
    isAllowed: isFree,
  }),
  createNat: creates('Vpc/CreateNatGateway', 'Vpc-Natgateway'),
  deleteNat: deletes('Vpc/DeleteNatGateway', 'Vpc-Natgateway', {
    parameter: 'NatGatewayId',
    more: { Force: true },
    tell: (oracle, arn) => {
      freeEips(oracle, arn);
      oracle.died(arn);
    },
  }),
  createClb: creates('Slb/CreateLoadBalancer', 'Slb-Instance'),
  deleteClb: deletes('Slb/DeleteLoadBalancer', 'Slb-Instance', {
    parameter: 'LoadBalancerId',
    tell: (oracle, arn) => {
      freeEips(oracle, arn);
      oracle.died(arn);
    },
  }),
  ...balancerOperations('Nlb', 'Nlb-Loadbalancer'),
  ...balancerOperations('Alb', 'Alb-LoadBalancer'),
  createKafka: creates('AliKafka/CreateInstance', 'Kafka-Instance'),
  deleteKafka: deletes('AliKafka/DeleteInstance', 'Kafka-Instance', {
    parameter: 'InstanceId',
    tell: (oracle, arn) => {
      for (const type of ['Kafka-Topic', 'Kafka-ConsumerGroup'] as const) {
        for (const heir of heirsOf(oracle, arn, type)) oracle.died(heir.arn);
      }
      oracle.died(arn);
    },
  }),
  ...kafkaThing('Topic', 'Kafka-Topic'),
  ...kafkaThing('ConsumerGroup', 'Kafka-ConsumerGroup'),
  createCluster: (_, draw) => {
    const { accountId, region } = place(draw);
    const tags = tagsOf(draw);
    return {
      action: 'Cs/CreateCluster',
      accountId,
      parameters: { RegionId: region, Name: 'c', Tag: tagList(tags) },
      tell: (oracle, arns) => {
        const cluster = one(arns, 'Cs-Cluster');
        oracle.born(cluster, { tags });
        for (const arn of arns) if (arn !== cluster) oracle.born(arn, { parents: [cluster] });
      },
    };
  },
  scaleCluster: on(['Cs-Cluster'], always, (_, { arn }) => ({
    action: 'Cs/ScaleClusterNodePool',
    parameters: { ClusterId: idOf(arn), Count: 1 },
    tell: (oracle, arns) => makeMachines(oracle, arns, { parents: [arn] }),
  })),
  deleteCluster: deletes('Cs/DeleteCluster', 'Cs-Cluster', {
    parameter: 'ClusterId',
    tell: deleteCluster,
  }),
  createContainerGroup: (oracle, draw) => {
    const { accountId, region } = place(draw);
    const tags = tagsOf(draw);
    const eip = at(
      living(oracle, 'Vpc-Eip').filter(
        (each) => each.accountId === accountId && each.region === region && isFree(oracle, each),
      ),
      draw.key,
    );
    const given = draw.flag && eip !== undefined ? eip : undefined;
    return {
      action: 'Eci/CreateContainerGroup',
      accountId,
      parameters: {
        RegionId: region,
        Tag: tagList(tags),
        ...(given === undefined ? { AutoCreateEip: true } : { EipInstanceId: idOf(given.arn) }),
      },
      tell: (model, arns) => {
        const group = one(arns, 'Eci-ContainerGroup');
        model.born(group, { tags });
        if (given !== undefined) model.joined(given.arn, group);
        else model.born(one(arns, 'Vpc-Eip'), { parents: [group] });
      },
    };
  },
  deleteContainerGroup: deletes('Eci/DeleteContainerGroup', 'Eci-ContainerGroup', {
    parameter: 'ContainerGroupId',
    tell: (oracle, arn) => {
      freeEips(oracle, arn);
      oracle.died(arn);
    },
  }),
};
