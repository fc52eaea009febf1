import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../src/local/event-pattern.ts';
import { watchedCalls } from '../../src/rules/catalogue.ts';
import { eventPatterns } from '../../src/sources/event-patterns.ts';
import { toBusEvent } from '../../src/sources/read-event.ts';
import { recordOf } from './records.ts';

const matchers = eventPatterns().map(({ pattern }) => compilePattern(pattern));

/** How many of the bus's rules let a record through: more than one would deliver it twice. */
const letThrough = (record: unknown): number => {
  const put = toBusEvent(record);
  if (put.kind === 'invalid') throw new Error(put.reason);
  const { source, detailType, detail } = put.event;
  return matchers.filter((matches) => matches({ source, 'detail-type': detailType, detail }))
    .length;
};

describe('the patterns', () => {
  it.each(watchedCalls)('let %s through, once', (call) => {
    expect(letThrough(recordOf(call))).toBe(1);
  });

  it.each(['ApiCall', 'ConsoleOperation', 'AliyunServiceEvent'])('let %s through', (eventType) => {
    expect(letThrough(recordOf('Ecs:AttachDisk', { eventType }))).toBe(1);
  });

  it.each([
    { acsRegion: undefined, requestParameters: { RegionId: 'cn-hangzhou' } },
    { acsRegion: null, requestParameters: { RegionId: 'cn-hangzhou' } },
    { errorCode: '' },
    { errorCode: null },
  ])('let through what readers read: %j', (changes) => {
    expect(letThrough(recordOf('Ecs:AttachDisk', changes))).toBe(1);
  });

  it.each([
    ['a failed call', recordOf('Ecs:AttachDisk', { errorCode: 'Forbidden' })],
    ['a call that no rule watches', recordOf('Ecs:DescribeDisks')],
    ["another product's call of the same name", recordOf('Slb:AttachDisk')],
    ['a region without the feature', recordOf('Ecs:AttachDisk', { acsRegion: 'me-east-1' })],
    ['a sign-in', recordOf('Ecs:AttachDisk', { eventType: 'ConsoleSignin' })],
  ])('keep out %s', (_, record) => {
    expect(letThrough(record)).toBe(0);
  });

  it('keep to the regions they are made for', () => {
    const [first] = eventPatterns(['cn-beijing']);

    expect(first?.pattern.detail.acsRegion).toEqual(['cn-beijing', null, { exists: false }]);
  });

  it('fit into what EventBridge takes for a pattern: 2,048 characters', () => {
    for (const { pattern } of eventPatterns()) {
      expect(JSON.stringify(pattern).length).toBeLessThanOrEqual(2048);
    }
  });
});
