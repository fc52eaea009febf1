import { it } from 'vitest';
import { playWorld } from './world/play.ts';
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
];

it.each(worlds)('%s', async (_, world) => {
  await playWorld(worldOf(world));
});
