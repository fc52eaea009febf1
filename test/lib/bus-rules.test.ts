import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { announcementKinds } from '../../src/announce/announcements.ts';
import { createAnnouncer } from '../../src/announce/announcer.ts';
import type { BusEvent } from '../../src/bus/bus.ts';
import { toBusEvent } from '../../src/clouds/events.ts';
import { compilePattern } from '../../src/local/event-pattern.ts';
import { recordOf } from '../clouds/alibaba/events/records.ts';
import { development, templateOf } from './stage-fixture.ts';
import { eventPatternsOf } from './template.ts';

const rulesOf = (settings: object) =>
  eventPatternsOf(templateOf({ ...development, ...settings })).map(compilePattern);

const rules = rulesOf({});

/** How many rules of the bus deliver an event. */
const deliveries = (event: unknown, matchers = rules): number =>
  matchers.filter((matches) => matches(event)).length;

/** A record as `POST /v1/events` and EventBridge's own partners put it on the bus. */
const onBus = (payload: unknown): unknown => {
  const put = toBusEvent(payload, '2000000000000002');
  if (put.kind === 'invalid') throw new Error(put.reason);
  const { source, detailType, detail } = put.event;
  return { source, 'detail-type': detailType, detail };
};

/** Every kind of announcement as it stands on the bus. @param facts what each of them holds */
const announcedWith = async (facts: Readonly<Record<string, unknown>>) => {
  const events: BusEvent[] = [];
  const announcer = createAnnouncer({
    kinds: new Set(announcementKinds),
    stage: 'test',
    bus: {
      publish: async (published) => {
        events.push(...published);
      },
    },
    clock: () => 0,
    log: { error: () => {} },
  });
  announcer.add(announcementKinds.map((kind) => ({ kind, accountId: '1000000000000001', facts })));
  await announcer.flush();
  return events.map(({ source, detailType, detail }) => ({
    source,
    'detail-type': detailType,
    detail,
  }));
};

const folder = join(import.meta.dirname, '../fixtures/events');
const sampleSchema = z.looseObject({ payload: z.record(z.string(), z.unknown()) });
const payloadOf = (name: string) =>
  sampleSchema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))).payload;
const samplesIn = (kind: string): readonly string[] =>
  readdirSync(join(folder, kind)).map((name) => `${kind}/${name}`);

/** Samples of calls that a rule watches; all others must not reach the queue. */
const watched: readonly string[] = [
  'published/actiontrail-ecs-DeleteDisk-by-system.json',
  ...samplesIn('templates'),
];

describe('the rules on the bus', () => {
  it.each(watched)('deliver %s, once', (name) => {
    expect(deliveries(onBus(payloadOf(name)))).toBe(1);
  });

  it.each(samplesIn('published').filter((name) => !watched.includes(name)))(
    'do not deliver %s, in whatever form it comes',
    (name) => {
      const payload = payloadOf(name);
      const { source, type, serviceName, eventType } = payload;
      const product = String(serviceName ?? source).toLowerCase();
      const forms = [
        payload,
        { source: `acs.${product}`, 'detail-type': type, detail: payload },
        {
          source: `acs.${product}`,
          'detail-type': `${product}:ActionTrail:${eventType ?? 'ApiCall'}`,
          detail: payload,
        },
      ];

      expect(forms.map((form) => deliveries(form))).toEqual([0, 0, 0]);
    },
  );

  it.each([
    ['a failed call', recordOf('Ecs:AttachDisk', { errorCode: 'Forbidden.RAM' })],
    ['a call that only reads', recordOf('Ecs:DescribeDisks')],
    ['a call that another product has under this name', recordOf('Slb:AttachDisk')],
    ['a region outside the 24', recordOf('Ecs:AttachDisk', { acsRegion: 'me-east-1' })],
    ['a sign-in', recordOf('Ecs:ConsoleSignin', { eventType: 'ConsoleSignin' })],
  ])('do not deliver %s', (_, record) => {
    expect(deliveries(onBus(record))).toBe(0);
  });

  it('do not deliver what comes from AWS', () => {
    const { detail } = z.object({ detail: z.unknown() }).parse(onBus(recordOf('Ecs:AttachDisk')));
    const event = { source: 'aws.ec2', 'detail-type': 'AWS API Call via CloudTrail', detail };

    expect(deliveries(event)).toBe(0);
  });

  it("keep out the stage's own tag calls where nobody else can have made them", () => {
    const record = recordOf('Tag:TagResources', {
      userIdentity: { userName: 'AliyunServiceRoleForTag' },
    });

    const of = (simulator: boolean) => deliveries(onBus(record), rulesOf({ simulator }));

    expect([of(true), of(false)]).toEqual([0, 1]);
  });

  it('deliver only the regions of the stage, and calls that name theirs elsewhere', () => {
    const some = rulesOf({ cloudRegions: ['cn-beijing', 'cn-shanghai'] });
    const from = (acsRegion: string | null | undefined) =>
      deliveries(
        onBus(
          recordOf('Ecs:AttachDisk', { acsRegion, requestParameters: { RegionId: 'cn-beijing' } }),
        ),
        some,
      );

    expect(['cn-beijing', 'cn-shanghai', 'cn-hangzhou'].map(from)).toEqual([1, 1, 0]);
    expect([null, undefined].map(from)).toEqual([1, 1]);
  });

  it('take none of what the stage itself announces, whatever it holds: it cannot loop', async () => {
    const announcing = rulesOf({
      simulator: false,
      clouds: ['aws', 'alibaba'],
      awsRegions: ['eu-central-1'],
      alibabaAccounts: [
        {
          accountId: '1000000000000001',
          accessKeySecret: 'heirtag/alibaba',
          userName: 'heirtag-user',
        },
      ],
      eventsOut: announcementKinds,
    });
    const taken = onBus(recordOf('Ecs:AttachDisk'));
    const { detail } = z.object({ detail: z.record(z.string(), z.unknown()) }).parse(taken);

    const announced = await announcedWith(detail);

    expect(announced).toHaveLength(announcementKinds.length);
    expect(deliveries(taken, announcing)).toBe(1);
    expect(announced.map((event) => deliveries(event, announcing))).toEqual(
      announcementKinds.map(() => 0),
    );
  });
});
