import { type Arn, parseArn } from '../../../../src/clouds/arn.ts';
import type { ResourceType } from '../../../../src/clouds/resource-types.ts';
import type { DisturbedCall } from '../../../../src/clouds/wire.ts';
import type { ModelResource } from '../../../reliability/oracle/oracle.ts';
import type { Ground } from '../../../reliability/world/ground.ts';
import { callCloud, check, type Play, rest, type Step } from '../../../reliability/world/play.ts';
import type { DisturbedWire, PassedCall } from './disturbed-wire.ts';

/** What lets a type be read. Source: the actions of the products' RAM policies. */
const readBy: readonly (readonly [ResourceType, string])[] = [
  ['Ecs-Instance', 'Ecs/DescribeInstances'],
  ['Ecs-Disk', 'Ecs/DescribeDisks'],
  ['Ecs-Eni', 'Ecs/DescribeNetworkInterfaces'],
  ['Ecs-Snapshot', 'Ecs/DescribeSnapshots'],
  ['Ecs-SecurityGroup', 'Ecs/DescribeSecurityGroups'],
  ['Vpc-Eip', 'Vpc/DescribeEipAddresses'],
  ['Vpc-Natgateway', 'Vpc/DescribeNatGateways'],
  ['Slb-Instance', 'Slb/DescribeLoadBalancers'],
  ['Nlb-Loadbalancer', 'Nlb/ListLoadBalancers'],
  ['Alb-LoadBalancer', 'Alb/ListLoadBalancers'],
  ['Kafka-Instance', 'AliKafka/GetInstanceList'],
  ['Kafka-Topic', 'AliKafka/GetTopicList'],
  ['Kafka-ConsumerGroup', 'AliKafka/GetConsumerList'],
  ['Cs-Cluster', 'Cs/DescribeClustersV1'],
  ['Ess-ScalingGroup', 'Ess/DescribeScalingGroups'],
  ['Eci-ContainerGroup', 'Eci/DescribeContainerGroups'],
];

/** What may be missing: a permission, those of a product, or all. Some lead to what hangs on something. */
const missable: readonly string[] = [
  ...readBy.map(([, action]) => action),
  ...['Ecs/DescribeDisks', 'Vpc/DescribeEipAddresses', 'Ecs/DescribeInstances'],
  ...['Alb/GetLoadBalancerAttribute', 'Cs/DescribeClusterResources', 'Cs/DescribeClusterNodePools'],
  ...['Tag/TagResources', 'Tag/UntagResources'],
  ...['Ecs/', 'Vpc/', 'Tag/', '', '', ''],
];

/** What goes on meanwhile. */
const meanwhile = [
  ...['tagPrimary', 'untagPrimary', 'tagHeir', 'detachDisk', 'attachDisk', 'deleteDisk'],
  ...[
    'unassociateEip',
    'associateWithNat',
    'associateWithInstance',
    'releaseEip',
    'deleteInstance',
  ],
  ...['createContainerGroup', 'createSnapshot', 'deleteTopic', 'deleteCluster', 'addressNlb'],
] as const;

/** A yes of a dry run is believed for ten minutes. */
const believedMs = 10 * 60_000 + 1;

const isMissing =
  (missing: string, accountId: string) =>
  (call: DisturbedCall): boolean =>
    call.accountId === accountId && `${call.product}/${call.operation}`.startsWith(missing);

type Held = ReadonlyMap<Arn, ReadonlyMap<string, unknown>>;

/** What the ledger has of what cannot be read: key → entry. */
const heldOf = async (
  { oracle, service }: Play,
  isHidden: (resource: ModelResource) => boolean,
): Promise<Held> => {
  const hidden = oracle.resources().filter(isHidden);
  return new Map(
    await Promise.all(
      hidden.map(async ({ arn }) => [arn, (await service.ledger.read(arn)).entries] as const),
    ),
  );
};

/** What was forgotten or removed meanwhile, in words. */
const lostSince = (before: Held, after: Held, passed: readonly PassedCall[]): readonly string[] =>
  [...before].flatMap(([arn, entries]) => {
    const forgotten = [...entries.keys()].filter((key) => !after.get(arn)?.has(key));
    const isRemoved = passed.some(
      ({ operation, parameters }) =>
        operation === 'UntagResources' && JSON.stringify(parameters).includes(parseArn(arn).id),
    );
    return [
      ...forgotten.map((key) => `${key} of ${arn} is forgotten`),
      ...(isRemoved ? [`tags of ${arn} are removed`] : []),
    ];
  });

/** Delivers for a while: what may not be read is put aside, or comes again later. */
const work = async ({ service }: Play): Promise<void> => {
  for (let batch = 0; batch < 12; batch += 1) {
    if (!(await service.deliver())) service.wait(5000);
  }
};

/**
 * A permission is missing for a while, during which users go on. Nothing is removed from what cannot be read, and
 * nothing is forgotten of it. Then the permission is back, and what was put aside is redriven.
 */
export const losePermission =
  (wire: Pick<DisturbedWire, 'forbid' | 'passed'>, operations: Ground['operations']) =>
  async (play: Play, step: Step): Promise<void> => {
    const { service, oracle, ground } = play;
    await rest(play);
    service.wait(believedMs);
    const missing = missable[(step.first * 5 + step.second) % missable.length] ?? '';
    const accountId = ground.accountIds[step.key % 3 === 2 ? 1 : 0] ?? '';
    const isHidden = (resource: ModelResource) =>
      resource.accountId === accountId &&
      readBy.some(([type, action]) => type === resource.type && action.startsWith(missing));
    const before = await heldOf(play, isHidden);
    wire.forbid(isMissing(missing, accountId));

    for (let n = 0; n < 4; n += 1) {
      const kind = meanwhile[(step.first + step.second * 3 + n * 5) % meanwhile.length] ?? '';
      const draw = { ...step, kind, first: step.first + n, second: step.second + n };
      await callCloud({ service, oracle }, draw, 'tagPrimary', operations);
      service.wait(1000);
      await work(play);
    }

    const wrong = lostSince(before, await heldOf(play, isHidden), wire.passed());
    wire.forbid();
    if (wrong.length > 0) {
      throw new Error(`while ${missing || 'everything'} is forbidden:\n${wrong.join('\n')}`);
    }
    await service.queue.deadLetters.redrive(10_000);
    await service.drain();
    await check(play, true);
  };
