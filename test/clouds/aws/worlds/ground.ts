import { rulesOfAccount } from '../../../../src/clouds/accounts.ts';
import type { Customs } from '../../../reliability/oracle/customs.ts';
import { randomFrom } from '../../../reliability/random.ts';
import type { Ground } from '../../../reliability/world/ground.ts';
import { callCloud, lagSeconds, type Play, type Step } from '../../../reliability/world/play.ts';
import { awkwardProvider } from '../../awkward-provider.ts';
import { accountIds, operations } from './operations.ts';
import { ownRole, readsFrom, simulateAws } from './simulated-aws.ts';

/** What AWS does. Source: its documentation, and the rules as they were asked for. */
const awsCustoms: Customs = {
  depths: [
    ['Eks-Cluster', 'Rds-DbCluster', 'Lambda-Function'],
    ['AutoScaling-Group', 'ElasticLoadBalancing-LoadBalancer', 'Ec2-SecurityGroup'],
    ['Ec2-Instance', 'Ec2-NatGateway', 'Rds-DbInstance'],
    ['Ec2-Volume', 'Ec2-NetworkInterface', 'Ec2-ElasticIp', 'Ec2-Image'],
    ['Ec2-Snapshot', 'Rds-DbSnapshot', 'Rds-DbClusterSnapshot', 'Logs-LogGroup'],
  ],
  callOf: (action) => action.replace('/', ':'),
  endsAssociations: (action) =>
    /^[a-z0-9]+\/(Detach|Disassociate|Delete|Terminate|Release|Deregister)/.test(action),
  // Chains are long, and each thing that a resource may be is one more for all below it.
  mostPossibilities: 6,
  isCloudsOwn: (key) => /^aws:/i.test(key),
  isEvidence: (key) => /^(kubernetes\.io\/|eks:|karpenter\.sh\/)/.test(key),
  isRefused: () => false,
};

const beginning: readonly Step[] = [
  'createCluster',
  'createGroup',
  'launchInGroup',
  'createVolume',
  'attachVolume',
  'allocateAddress',
  'createDbInstance',
  'createFunction',
].map((kind, index) => ({ kind, first: 0, second: 0, key: index, value: index + 1, flag: true }));

/** Kinds of steps; those that matter most come most often. */
export const stepKinds: readonly string[] = [
  ...Object.keys(operations),
  ...Array.from({ length: 9 }, () => 'tagPrimary'),
  ...Array.from({ length: 4 }, () => 'untagPrimary'),
  ...Array.from({ length: 5 }, () => 'tagHeir'),
  ...Array.from({ length: 3 }, () => 'untagHeir'),
  ...Array.from({ length: 2 }, () => [
    ...['attachVolume', 'detachVolume', 'createSnapshot', 'createImage', 'launchInGroup'],
    ...['allocateAddress', 'associateAddress', 'disassociateAddress', 'detachInterface'],
  ]).flat(),
  ...Array.from({ length: 4 }, () => 'setRule'),
  'setFeature',
];

export const awsRules = rulesOfAccount(accountIds[0]);

/** AWS as an awkward cloud: pages of two in no order, cursors that expire, throttles, answers in part; maybe with late reads. */
export const openGround = (): Ground => ({
  accountIds,
  rules: awsRules,
  customs: awsCustoms,
  operations,
  otherwise: 'tagPrimary',
  others: {},
  begin: async (play: Play) => {
    for (const step of beginning) await callCloud(play, step, 'tagPrimary', operations);
  },
  open: ({ seed, manner }, service) => {
    const random = randomFrom(seed + 1);
    const clock = (): number => service().now();
    const { account, opener } = simulateAws({ clock, deliver: (event) => service().put(event) });
    const lag = manner === 'late' ? lagSeconds : 0;
    const lateMs = (): number => (lag === 0 || random.isOneIn(2) ? 0 : random.below(lag * 1000));
    return {
      openers: [opener],
      ownCallers: [ownRole],
      maxReceives: 100,
      cloud: (inner) =>
        awkwardProvider(
          { ...inner, ...readsFrom(() => account.asOf(clock() - lateMs())) },
          {
            random,
            pageSize: 2,
            expiresOneIn: 6,
            throttlesOneIn: 20,
            cannotTellOneIn: 30,
            readLagSeconds: lag,
            failsToWriteOneIn: 12,
          },
        ),
    };
  },
});
