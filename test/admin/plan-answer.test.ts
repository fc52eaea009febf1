import { expect, it } from 'vitest';
import { tellPlan } from '../../src/admin/plan-answer.ts';
import type { TagChange } from '../../src/clouds/provider.ts';
import { countTagCalls } from '../../src/clouds/tag-calls.ts';
import { diskRule, instance, named, planOf, setting, tagged } from '../engine/fixtures.ts';

const tagCallsFor = (changes: readonly TagChange[]) =>
  countTagCalls(changes, () => ({ name: 'Tag', limits: { resources: 50, tags: 2 } }));

/** Forecasts for so many disks that inherit these tags. */
const forecastsOf = (count: number, tags: Readonly<Record<string, string>>) =>
  Array.from({ length: count }, (_, index) => {
    const arn = named('Ecs-Disk', `d-${index}`);
    const resource = tagged(arn, {}, [instance]);
    const parents = [tagged(instance, tags)];
    const plan = planOf({ resource, parents, rules: [setting(diskRule)] });
    return { arn, plan, tags: resource.tags };
  });

const countsOf = (forecasts: ReturnType<typeof forecastsOf>) =>
  tellPlan(forecasts, { tagCallsFor, next: null, refusals: [] }).counts;

it('counts the cloud calls of each resource by itself, and of equal changes together', () => {
  const alike = forecastsOf(120, { a: '1', b: '2', c: '3' });
  const other = forecastsOf(1, { a: 'other' });

  // Three tags are two calls of two tags at the most; 120 resources are three calls of 50.
  expect(countsOf(alike)).toMatchObject({ changed: 120, cloudCalls: 240, leastCloudCalls: 6 });
  expect(countsOf([...alike, ...other])).toMatchObject({ cloudCalls: 241, leastCloudCalls: 7 });
  expect(countsOf([])).toMatchObject({ cloudCalls: 0, leastCloudCalls: 0 });
});
