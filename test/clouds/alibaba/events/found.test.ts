import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { toBusEvent } from '../../../../src/clouds/alibaba/events/bus-event.ts';
import { eventPatterns } from '../../../../src/clouds/alibaba/events/event-patterns.ts';
import { readEvent } from '../../../../src/clouds/alibaba/events/read-event.ts';
import { compilePattern } from '../../../../src/local/event-pattern.ts';
import { foundFile, foundInput } from '../../../fixtures/found-inputs.ts';
import { touchedBy } from './records.ts';

afterEach(() => vi.unstubAllEnvs());

const matchers = eventPatterns().map(({ pattern }) => compilePattern(pattern));

const instance = 'ecs:instance/i-0made0up0instance1';

const records = z.array(z.unknown());
const parsed = (number: number) =>
  JSON.parse(z.object({ text: z.string() }).parse(foundInput(number)).text);
const linesOf = (bytes: Buffer): readonly unknown[] => {
  const value: unknown = JSON.parse(bytes.toString());
  return Array.isArray(value) ? value : [value];
};

/** Records of real trails that were once left aside, and what each names. */
const found: readonly (readonly [string, unknown, string])[] = [
  ['a call from the console', foundInput(1), instance],
  ['references as a list', foundInput(3), instance],
  ...records
    .parse(foundInput(4))
    .map((raw, index) => [`objects as texts, ${index}`, raw, instance] as const),
  ...z
    .object({ Events: records })
    .parse(foundInput(6))
    .Events.map((raw) => ['an event looked up', raw, instance] as const),
  ...linesOf(
    gunzipSync(Buffer.from(z.object({ base64: z.string() }).parse(foundInput(7)).base64, 'base64')),
  ).map((raw) => ['a line of a trail', raw, instance] as const),
  ['a long number', parsed(11), instance],
  ['bytes of a CloudEvent', foundInput(12), instance],
  ...records
    .parse(foundInput(14))
    .map((raw, index) => [`spelling ${index}`, raw, 'slb:instance/lb-0made0up0clb1'] as const),
  ['a time without a zone', foundInput(16), instance],
  ['a CloudEvent on the bus', foundInput(23), instance],
];

describe.each(found)('%s', (_, raw, resource) => {
  it('touches what it names', () => {
    expect(touchedBy(raw)).toEqual([resource]);
  });

  it('passes the rules of a stage once, and touches the same behind them', () => {
    const put = toBusEvent(raw);
    if (put.kind === 'invalid') throw new Error(put.reason);
    const { source, detailType, detail } = put.event;
    const event = { source, 'detail-type': detailType, detail };

    expect(matchers.filter((matches) => matches(event))).toHaveLength(1);
    expect(touchedBy(event)).toEqual([resource]);
  });
});

it.each(z.array(z.string()).parse(foundFile(14).alsoIgnored))('%s names a resource', (arn) => {
  const [record] = records.parse(foundInput(14));
  const requestParameters = { RegionId: 'cn-hangzhou', 'ResourceARN.1': arn };

  const touched = touchedBy({
    ...z.looseObject({}).parse(record),
    requestParameters,
    referencedResources: {},
  });

  expect(touched).toEqual([expect.stringMatching(`/${arn.split('/').at(-1)}$`)]);
});

it('a CloudEvent that was put on the bus by itself passes, too', () => {
  expect(matchers.filter((matches) => matches(foundInput(23)))).toHaveLength(1);
});

it.each(['Asia/Shanghai', 'UTC'])('a time without a zone is UTC in %s', (zone) => {
  vi.stubEnv('TZ', zone);

  expect(readEvent(foundInput(16))).toMatchObject({
    cause: { eventTime: '2026-01-15T08:00:00.000Z' },
  });
});
