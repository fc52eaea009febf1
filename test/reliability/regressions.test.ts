import { it } from 'vitest';
import { playWorld } from './world/alibaba.ts';
import { type ShortWorld, worldOf } from './world/shrink.ts';

/** Worlds that once ended wrong, as small as they could be made. */
const worlds: readonly (readonly [string, ShortWorld])[] = [
  [
    'leaves a region alone that is not supported, sweeps and backfills included',
    {
      seed: 0,
      manner: 'lossy',
      rules: {
        'rule:AttachDisk-DetachDisk-TagInstance:Ecs-Instance:Ecs-Disk': { appliesToExisting: true },
      },
      steps: [{ kind: 'createInstance', first: 35, second: 19, key: 0, value: 1, flag: true }],
    },
  ],
  [
    'expects no look at a refused scaling group that went with its cluster, as no call names it',
    {
      seed: 0,
      manner: 'cramped',
      rules: {
        'rule:TagCluster:Cs-Cluster:Ess-ScalingGroup': { excludedKeys: ['te*'], policy: 'keep' },
      },
      steps: [
        { kind: 'tagHeir', first: 2, second: 18, key: 4, value: 1, flag: true },
        { kind: 'deleteCluster', first: 6, second: 3, key: 1, value: 2, flag: false },
      ],
    },
  ],
];

it.each(worlds)('%s', async (_, world) => {
  await playWorld(worldOf(world));
});
