import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { selfTimes } from '../load/cpu-profile.ts';
import { playAtOnce, startProfiled } from '../load/play-story.ts';
import { withStory } from '../load/with-story.ts';
import type { Benchmark } from '../report.ts';

/** Events of each of four kinds. */
const eachKind = 100;

/** Where the processor time of the local runner goes while it handles events. */
export const profile: Benchmark = {
  about: 'self time by part, from a V8 profile of the local runner that handles events',
  run: () =>
    withStory(eachKind, async ({ folder, dataDir, events }) => {
      const profiles = join(folder, 'profiles');
      const runner = await startProfiled(dataDir, profiles);
      const seconds = await playAtOnce(runner, events).finally(runner.stop);
      const [file = ''] = await readdir(profiles);
      const times = [...selfTimes(await readFile(join(profiles, file), 'utf8'), seconds)];
      const all = times.reduce((sum, [, time]) => sum + time, 0);
      return times.map(([part, time]) => ({
        part,
        'share of the busy time': `${((time / all) * 100).toFixed(1)} %`,
        'milliseconds an event': ((time / events.length) * 1000).toFixed(2),
      }));
    }),
};
