import { describe, expect, it } from 'vitest';
import { attachStorm, fanOutStorm, type StormReport } from './storm.ts';

const rate = { perSecond: 10, burst: 100 } as const;
const oneProcess = { workers: 1, pollers: 4, rate } as const;
const tenWorkers = { workers: 10, rate } as const;

const expectWeathered = (report: StormReport): void => {
  const { deadLetters, refused, liveSeconds } = report;
  expect(deadLetters).toBe(0);
  expect(refused).toBeLessThanOrEqual(0.05);
  expect(Math.max(...liveSeconds)).toBeLessThan(10);
};

describe.each([
  ['a process with four pollers', oneProcess],
  ['ten workers that know nothing of each other', tenWorkers],
])('against a cloud of 10 calls a second, %s', (_, options) => {
  it('attach 300 disks at once: all end right, few calls are refused, and live events go first', async () => {
    const report = await attachStorm(options, 300);

    expect(report.right).toBe(300);
    expectWeathered(report);
  }, 120_000);

  it('carry a tag change to 300 disks that need 300 calls: the same', async () => {
    const report = await fanOutStorm(options, { instances: 1, disks: 300 });

    expect(report.right).toBe(300);
    expectWeathered(report);
  }, 120_000);

  it('carry one call that tags 50 instances of four disks each: the same', async () => {
    const report = await fanOutStorm(options, { instances: 50, disks: 200 });

    expect(report.right).toBe(200);
    expectWeathered(report);
  }, 120_000);
});
