import { describe, expect, it } from 'vitest';
import type { CrowdOptions } from './crowd.ts';
import { attachStorm, fanOutStorm, type StormReport } from './storm.ts';

const rate = { perSecond: 10, burst: 100 } as const;
const oneProcess = { workers: 1, pollers: 4, rate } as const;
const tenWorkers = { workers: 10, rate } as const;

const expectWeathered = (report: StormReport, disks: number): void => {
  const { right, deadLetters, refused, liveSeconds } = report;
  expect(right).toBe(disks);
  expect(deadLetters).toBe(0);
  expect(refused).toBeLessThanOrEqual(0.05);
  expect(liveSeconds.length).toBeGreaterThan(0);
  expect(Math.max(...liveSeconds)).toBeLessThan(10);
};

/** Storms that differ in what is left to chance: a single one says little of how much is used. */
const seeds = [1, 2, 3];

const playAll = async (
  storm: (options: CrowdOptions) => Promise<StormReport>,
  options: CrowdOptions,
): Promise<readonly StormReport[]> => {
  const reports: StormReport[] = [];
  for (const seed of seeds) reports.push(await storm({ ...options, seed }));
  return reports;
};

const meanUse = (reports: readonly StormReport[]): number =>
  reports.reduce((sum, { used }) => sum + used, 0) / reports.length;

/** Part of the allowed calls that is used at the least: the bucket's hundred and ten a second until all is right. */
const leastUse = 0.8;

/** Of a storm of 20 seconds at the most: its reads come first, and its end is seen up to a second late. */
const leastUseOfShort = 0.7;

describe.each([
  ['a process with four pollers', oneProcess],
  ['ten workers that know nothing of each other', tenWorkers],
] as const)('against a cloud of 10 calls a second, %s', (_, options) => {
  it('attach 1,000 disks at once: all end right, calls are used, few are refused, and live events go first', async () => {
    const reports = await playAll((each) => attachStorm(each, 1000), options);

    for (const report of reports) expectWeathered(report, 1000);
    expect(meanUse(reports)).toBeGreaterThanOrEqual(leastUse);
  }, 240_000);

  it('carry a tag change to 1,000 disks that need 1,000 calls: the same', async () => {
    const storm = (each: CrowdOptions) => fanOutStorm(each, { instances: 1, disks: 1000 });
    const reports = await playAll(storm, options);

    for (const report of reports) expectWeathered(report, 1000);
    expect(meanUse(reports)).toBeGreaterThanOrEqual(leastUse);
  }, 240_000);

  it('carry one call that tags 50 instances of four disks each: the same, although it is over soon', async () => {
    const report = await fanOutStorm(options, { instances: 50, disks: 200 });

    expectWeathered(report, 200);
    expect(report.used).toBeGreaterThanOrEqual(leastUseOfShort);
  }, 120_000);
});

it('three of ten workers carry a tag change to 500 disks as well when each had a call now and then for minutes before', async () => {
  const storm = { instances: 1, disks: 500, calmSeconds: 300 } as const;

  const report = await fanOutStorm({ workers: 3, mostWorkers: 10, rate }, storm);

  expectWeathered(report, 500);
  expect(report.used).toBeGreaterThanOrEqual(leastUse);
}, 120_000);
