import type { Arn } from '../../../../src/clouds/alibaba/arn.ts';
import type { ResourceType } from '../../../../src/clouds/alibaba/resource-types.ts';
import { idOf, ofType } from '../cloud-fixture.ts';
import type { WireServer } from './wire-fixture.ts';

const region = 'cn-hangzhou';
const tagged = { Tag: [{ Key: 'team', Value: 'blue' }] };

/** Ids of one resource of each type, with a tag `team` where its creation takes one. */
export type Furnished = Readonly<Record<ResourceType, string>> & {
  readonly kafka: { readonly topic: string; readonly group: string };
};

/** Makes one of everything, each where it belongs. */
export const furnish = async ({
  simulator,
  accountId,
}: Pick<WireServer, 'simulator' | 'accountId'>): Promise<Furnished> => {
  const act = async (action: string, parameters: object = {}): Promise<readonly Arn[]> => {
    const [product = '', operation = ''] = action.split('/');
    const given = { RegionId: region, ...parameters };
    return (await simulator.call({ product, operation, accountId, parameters: given })).arns;
  };
  const make = async (type: ResourceType, action: string, parameters: object = {}) =>
    idOf(ofType(await act(action, { ...tagged, ...parameters }), type));

  const born = await act('Ecs/RunInstances', tagged);
  const instance = idOf(ofType(born, 'Ecs-Instance'));
  const disk = await make('Ecs-Disk', 'Ecs/CreateDisk');
  await act('Ecs/AttachDisk', { InstanceId: instance, DiskId: disk });
  const eni = await make('Ecs-Eni', 'Ecs/CreateNetworkInterface');
  await act('Ecs/AttachNetworkInterface', { InstanceId: instance, NetworkInterfaceId: eni });
  const eip = await make('Vpc-Eip', 'Vpc/AllocateEipAddress');
  await act('Vpc/AssociateEipAddress', { AllocationId: eip, InstanceId: instance });
  const gateway = await make('Vpc-Natgateway', 'Vpc/CreateNatGateway');
  const second = await make('Vpc-Eip', 'Vpc/AllocateEipAddress');
  await act('Vpc/AssociateEipAddress', {
    AllocationId: second,
    InstanceId: gateway,
    InstanceType: 'Nat',
  });
  const zones = { AddressType: 'Internet', ZoneMappings: [{ ZoneId: 'cn-hangzhou-h' }] };
  const kafka = await make('Kafka-Instance', 'AliKafka/CreateInstance');
  const cluster = await act('Cs/CreateCluster', {
    Name: 'one',
    tags: [{ key: 'team', value: 'blue' }],
  });
  const clusterId = idOf(ofType(cluster, 'Cs-Cluster'));
  await act('Cs/ScaleClusterNodePool', { ClusterId: clusterId, Count: 1 });
  return {
    'Ecs-Instance': instance,
    'Ecs-Disk': disk,
    'Ecs-Eni': eni,
    'Ecs-Snapshot': await make('Ecs-Snapshot', 'Ecs/CreateSnapshot', { DiskId: disk }),
    'Ecs-SecurityGroup': await make('Ecs-SecurityGroup', 'Ecs/CreateSecurityGroup'),
    'Vpc-Eip': eip,
    'Vpc-Natgateway': gateway,
    'Slb-Instance': await make('Slb-Instance', 'Slb/CreateLoadBalancer'),
    'Nlb-Loadbalancer': await make('Nlb-Loadbalancer', 'Nlb/CreateLoadBalancer', zones),
    'Alb-LoadBalancer': await make('Alb-LoadBalancer', 'Alb/CreateLoadBalancer', zones),
    'Kafka-Instance': kafka,
    'Kafka-Topic': await make('Kafka-Topic', 'AliKafka/CreateTopic', {
      InstanceId: kafka,
      Topic: 'orders',
    }),
    'Kafka-ConsumerGroup': await make('Kafka-ConsumerGroup', 'AliKafka/CreateConsumerGroup', {
      InstanceId: kafka,
      ConsumerId: 'readers',
    }),
    'Cs-Cluster': clusterId,
    'Ess-ScalingGroup': idOf(ofType(cluster, 'Ess-ScalingGroup')),
    'Eci-ContainerGroup': await make('Eci-ContainerGroup', 'Eci/CreateContainerGroup', {
      AutoCreateEip: true,
    }),
    kafka: { topic: 'orders', group: 'readers' },
  };
};
