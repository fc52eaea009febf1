import { openResourceStore } from '../../../src/clouds/alibaba/simulator/resource-store.ts';
import type { CloudProvider } from '../../../src/clouds/provider.ts';
import { awkwardProvider } from '../../clouds/awkward-provider.ts';
import { ownRules } from '../../default-rules.ts';
import { openLateCloud } from '../late-cloud.ts';
import { alibabaCustoms } from '../oracle/customs.ts';
import { randomFrom } from '../random.ts';
import { makeClosed } from './closed-resources.ts';
import { accountIds, cloudOperations } from './cloud-operations.ts';
import type { Ground } from './ground.ts';
import {
  callCloud,
  lagSeconds,
  type Play,
  playOn,
  rest,
  type Step,
  type Tables,
  type World,
} from './play.ts';
import { groupSnapshots } from './snapshot-groups.ts';

/** Kinds of steps a world is made of; those that matter most come most often. */
export const stepKinds: readonly string[] = [
  ...Object.keys(cloudOperations),
  ...Array.from({ length: 12 }, () => 'tagPrimary'),
  ...Array.from({ length: 5 }, () => 'untagPrimary'),
  ...Array.from({ length: 6 }, () => 'tagHeir'),
  ...Array.from({ length: 3 }, () => 'untagHeir'),
  ...Array.from({ length: 2 }, () => [
    'attachDisk',
    'detachDisk',
    'associateWithNat',
    'associateWithInstance',
    'unassociateEip',
    'createSnapshot',
  ]).flat(),
  ...Array.from({ length: 4 }, () => 'setRule'),
  'setFeature',
  'markByCloud',
  'groupSnapshots',
];

/** Made first, so that there is something to work on. */
export const beginning: readonly Step[] = [
  'createCluster',
  'runInstances',
  'createDisk',
  'allocateEip',
  'createNat',
  'createKafka',
  'createTopic',
].map((kind, index) => ({ kind, first: 0, second: 0, key: index, value: index, flag: true }));

/** More heirs of one primary than a page of a listing holds. */
const manyDisks: readonly Step[] = Array.from({ length: 6 }, (_, index) => ({
  ...{ kind: 'createDiskOnInstance', first: 0, second: 0 },
  ...{ key: index, value: index, flag: false },
}));

/**
 * The cloud puts a tag under a key of its own, which takes no place, or ACK one that is evidence: neither is ever
 * inherited, and nobody is told.
 */
const markByCloud = async ({ service, oracle, world }: Play, { first }: Step): Promise<void> => {
  const living = oracle.resources().filter(({ isAlive }) => isAlive);
  const arn = living[first % living.length]?.arn;
  const store = openResourceStore(service.cloudTable);
  const resource = arn && (await store.readRaw(arn));
  if (resource === undefined || arn === undefined) return;
  // What is evidence takes a place, and in cramped worlds there may be none.
  const isEvidence = first % 2 === 1 && world.manner !== 'cramped';
  const tags = new Map([[isEvidence ? 'ack.aliyun.com' : 'aliyun:made-by', 'platform']]);
  await store.write(resource, { ...resource, tags: new Map([...resource.tags, ...tags]) });
  oracle.marked(arn, tags);
  oracle.operationEnded();
};

/** The first cloud, simulated. */
export const alibabaGround: Ground = {
  accountIds,
  rules: ownRules,
  customs: alibabaCustoms,
  operations: cloudOperations,
  otherwise: 'tagPrimary',
  others: {
    markByCloud,
    groupSnapshots: async (play, step) => {
      await groupSnapshots(play, step);
      // Whoever comes when a disk has left the instance finds nothing: docs/reliability.md says where the claim ends.
      await rest(play);
    },
  },
  begin: async (play) => {
    const { troubles } = play.world;
    const isLong = troubles.includes('unordered');
    for (const step of [...beginning, ...(isLong ? manyDisks : [])]) await callCloud(play, step);
    if (troubles.includes('closed')) await makeClosed(play);
  },
  open: ({ seed, manner }, service) => {
    const failing = (inner: CloudProvider): CloudProvider =>
      awkwardProvider(inner, { random: randomFrom(seed + 2), failsToWriteOneIn: 12 });
    if (manner !== 'late') return { cloud: failing };
    const { cloud, cloudTable } = openLateCloud({ seed, clock: () => service().now(), lagSeconds });
    return { cloudTable, cloud: (inner) => failing(cloud(inner)) };
  },
};

/** Plays a world of the first cloud. @throws at the first difference */
export const playWorld = (world: World, tables?: Tables): Promise<void> =>
  playOn(alibabaGround, world, tables);
