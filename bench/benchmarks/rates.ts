import type { CrowdOptions } from '../../test/reliability/crowd.ts';
import { attachStorm, fanOutStorm, type StormReport } from '../../test/reliability/storm.ts';
import type { Benchmark, Row } from '../report.ts';

const rate = { perSecond: 10, burst: 100 } as const;

const crowds = new Map<string, CrowdOptions>([
  ['one process, four pollers', { workers: 1, pollers: 4, rate }],
  ['ten workers', { workers: 10, rate }],
]);

type Storm = (options: CrowdOptions) => Promise<StormReport>;

const seeds = [1, 2, 3, 4, 5, 6, 7, 8];

/** The storm that used the fewest of the allowed calls, of several that differ in what is left to chance. */
const leastOf =
  (storm: Storm): Storm =>
  async (options) => {
    const reports: StormReport[] = [];
    for (const seed of seeds) reports.push(await storm({ ...options, seed }));
    const [least] = reports.toSorted((one, other) => one.used - other.used);
    if (least === undefined) throw new Error('no storm was played');
    return least;
  };

const storms = new Map<string, Storm>([
  ['3,000 attaches', (options) => attachStorm(options, 3000)],
  [
    'a tag change with 10,000 heirs of unequal tags',
    (options) => fanOutStorm(options, { instances: 1, disks: 10_000 }),
  ],
  [
    'the same with 1,000 heirs, the least of eight seeds',
    leastOf((options) => fanOutStorm(options, { instances: 1, disks: 1000 })),
  ],
  ['300 attaches', (options) => attachStorm(options, 300)],
  [
    'one call that tags 50 instances of four disks each',
    (options) => fanOutStorm(options, { instances: 50, disks: 200 }),
  ],
]);

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

const rowOf = (storm: string, crowd: string, report: StormReport): Row => ({
  storm,
  crowd,
  'seconds of virtual time': report.seconds,
  right: report.right,
  'dead letters': report.deadLetters,
  'allowed calls that were made': percent(report.used),
  'of the API': report.api,
  'calls refused': percent(report.refused),
  'live events': report.liveSeconds.length,
  'longest, seconds': Math.max(...report.liveSeconds).toFixed(1),
  'put off': report.putOff,
});

/** Storms against a cloud that limits calls. */
export const rates: Benchmark = {
  about:
    'storms against a cloud of 10 calls a second and a bucket of 100, in virtual time: allowed calls that are made, and how long live events take meanwhile',
  run: async () => {
    const rows: Row[] = [];
    for (const [storm, play] of storms) {
      for (const [crowd, options] of crowds) rows.push(rowOf(storm, crowd, await play(options)));
    }
    return rows;
  },
};
