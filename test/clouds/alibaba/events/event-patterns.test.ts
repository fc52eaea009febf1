import { describe, expect, it } from 'vitest';
import { watchedCalls } from '../../../../src/clouds/alibaba/catalogue.ts';
import { toBusEvent } from '../../../../src/clouds/alibaba/events/bus-event.ts';
import { eventPatterns } from '../../../../src/clouds/alibaba/events/event-patterns.ts';
import type { NamedPattern } from '../../../../src/clouds/cloud.ts';
import { compilePattern } from '../../../../src/local/event-pattern.ts';
import { recordOf, touchedBy } from './records.ts';

/** The longest, too: with a caller that is kept out. */
const patterns = eventPatterns(undefined, ['AliyunServiceRoleForTag']);
const compiled = (named: readonly NamedPattern[]) =>
  named.map(({ pattern }) => compilePattern(pattern));
const matchers = compiled(patterns);

const ownIdentity = { type: 'assumed-role', userName: 'AliyunServiceRoleForTag' };

const cloudEventOf = (changes: object) => ({
  source: 'acs.tag',
  'detail-type': 'tag:ActionTrail:ApiCall',
  detail: {
    specversion: '1.0',
    type: 'tag:ActionTrail:ApiCall',
    data: recordOf('Tag:TagResources', changes),
  },
});

const onBus = (record: object): unknown => {
  if ('detail' in record) return record;
  const put = toBusEvent(record);
  if (put.kind === 'invalid') throw new Error(put.reason);
  const { source, detailType, detail } = put.event;
  return { source, 'detail-type': detailType, detail };
};

/** How many of the bus's rules let an event through: more than one would deliver it twice. */
const letThrough = (event: object): number =>
  matchers.filter((matches) => matches(onBus(event))).length;

describe('the patterns', () => {
  it.each(watchedCalls)('let %s through, once', (call) => {
    expect(letThrough(recordOf(call))).toBe(1);
  });

  it.each(['ApiCall', 'ConsoleCall', 'ConsoleOperation', 'AliyunServiceEvent'])(
    'let %s through',
    (eventType) => {
      expect(letThrough(recordOf('Ecs:AttachDisk', { eventType }))).toBe(1);
    },
  );

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
    ['a sign-in', recordOf('Ecs:ConsoleSignin', { eventType: 'ConsoleSignin' })],
  ])('keep out %s', (_, record) => {
    expect(letThrough(record)).toBe(0);
  });

  it.each([
    ['in the record', recordOf('Tag:TagResources', { userIdentity: ownIdentity })],
    ['in a CloudEvent', cloudEventOf({ userIdentity: ownIdentity })],
  ])('keep out whoever can only be ourselves, named %s', (_, event) => {
    expect(letThrough(event)).toBe(0);
  });

  it.each([
    ['somebody else', { userIdentity: { ...ownIdentity, userName: 'alice' } }],
    ['nobody', {}],
    ['no name', { userIdentity: { ...ownIdentity, userName: null } }],
    ['what no pattern looks into', { userIdentity: JSON.stringify(ownIdentity) }],
  ])('let through a call of %s', (_, changes) => {
    expect(letThrough(recordOf('Tag:TagResources', changes))).toBe(1);
    expect(letThrough(cloudEventOf(changes))).toBe(1);
  });

  it('keep nobody out unless they are told whom', () => {
    const own = compiled(eventPatterns());
    const record = recordOf('Tag:TagResources', { userIdentity: ownIdentity });

    expect(own.filter((matches) => matches(onBus(record))).length).toBe(1);
  });

  it('keep to the regions they are made for', () => {
    const [first] = eventPatterns(['cn-beijing']);

    expect(first?.pattern.detail.$or[0]).toMatchObject({
      acsRegion: ['cn-beijing', '', null, { exists: false }],
    });
  });

  it('fit into what EventBridge takes for a pattern: 2,048 characters', () => {
    const lengths = patterns.map(({ name, pattern }) => [name, JSON.stringify(pattern).length]);

    expect(Object.fromEntries(lengths)).toMatchInlineSnapshot(`
      {
        "alb": 1107,
        "alikafka": 1083,
        "cs": 1009,
        "eci": 953,
        "ecs": 1717,
        "ess": 861,
        "nlb": 1073,
        "slb": 991,
        "tag": 861,
        "vpc": 1165,
      }
    `);
    expect(Math.max(...lengths.map(([, length]) => Number(length)))).toBeLessThan(2048);
  });
});

const letThroughAsIs = (event: unknown): number =>
  matchers.filter((matches) => matches(event)).length;

describe('a CloudEvent that is put unchanged into detail', () => {
  const onBus = (data: object) => ({
    source: 'acs.ecs',
    'detail-type': 'ecs:ActionTrail:ApiCall',
    detail: { specversion: '1.0', type: 'ecs:ActionTrail:ApiCall', ...data },
  });
  const record = recordOf('Ecs:AttachDisk', { requestParameters: { DiskId: 'd-1' } });
  const text = JSON.stringify(record);

  it.each([
    ['an object', { data: record }],
    ['a text', { data: text }],
    ['bytes', { data_base64: Buffer.from(text).toString('base64') }],
  ])('is let through, and read: its record is %s', (_, data) => {
    expect(letThroughAsIs(onBus(data))).toBe(1);
    expect(touchedBy(onBus(data))).toEqual(['ecs:disk/d-1']);
  });

  it('is kept out when no rule watches its call', () => {
    expect(letThroughAsIs(onBus({ data: recordOf('Ecs:StopInstance') }))).toBe(0);
  });
});
