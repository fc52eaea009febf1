import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toBusEvent } from '../../../../src/clouds/alibaba/events/bus-event.ts';
import { readEvent } from '../../../../src/clouds/alibaba/events/read-event.ts';
import type { Reading } from '../../../../src/clouds/reading.ts';

const folder = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'events');

const payloadOf = (name: string): unknown =>
  JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')).payload;

const account = '123456789012****';
const ecs = `arn:acs:ecs:cn-hangzhou:${account}:`;
const vpc = `arn:acs:vpc:cn-hangzhou:${account}:`;
const kafka = `arn:acs:alikafka:cn-hangzhou:${account}:`;
const instance = `${ecs}instance/i-bp1aaaaaaaaaaaaaaaa1`;
const disk = `${ecs}disk/d-bp1bbbbbbbbbbbbbbbb1`;
const eni = `${ecs}eni/eni-bp1cccccccccccccc1`;
const eip = `${vpc}eip/eip-bp1dddddddddddddd1`;
const cluster = `arn:acs:cs:cn-hangzhou:${account}:cluster/c1a7bb282fc0d48b****`;

/** What each sample touches, or (as a text) why it touches nothing. */
const samples: Readonly<Record<string, readonly string[] | string>> = {
  'published/actiontrail-ecs-DeleteDisk-by-system':
    'invalid: recipientAccountId and userIdentity.accountId name no account; add one, or send the event for an account',
  'published/actiontrail-ecs-StopInstance-rootaccount': 'ignored: no rule watches Ecs StopInstance',
  // The publisher cut it before its eventName.
  'published/actiontrail-pvtz-AddZoneRecord-with-response':
    'invalid: not an ActionTrail record: eventName is missing; expected a text',
  'published/actiontrail-resourcemanager-CreateResourceGroup':
    'ignored: no rule watches ResourceManager CreateResourceGroup',
  'published/ecs-notification-Disk-DiskOperationCompleted-AttachDisk':
    'invalid: not an ActionTrail record: eventName is missing; expected a text',
  'published/ecs-notification-Snapshot-CreateSnapshotCompleted':
    'invalid: not an ActionTrail record: eventName is missing; expected a text',
  'published/eventbridge-ebs-disk-cloudevent-envelope':
    'invalid: type is "ebs:Disk:DiskIOHang", which is not an ActionTrail event (<service>:ActionTrail:<event type>)',
  'published/eventbridge-mns-cloudevent-envelope':
    'invalid: type is "mns:Queue:SendMessage", which is not an ActionTrail event (<service>:ActionTrail:<event type>)',
  'templates/alb-UpdateLoadBalancerAddressTypeConfig': [
    `arn:acs:alb:cn-hangzhou:${account}:loadbalancer/alb-iiiiiiiiiiiiiiii1`,
    eip,
  ],
  'templates/alikafka-CreateConsumerGroup': [
    `${kafka}consumergroup/Kafka_alikafka_post-cn-v0h1fgs2xxxx_GID_orders`,
  ],
  'templates/alikafka-CreateTopic': [`${kafka}topic/Kafka_alikafka_post-cn-v0h1fgs2xxxx_orders`],
  'templates/cs-ModifyClusterTags': [cluster],
  'templates/cs-TagResources-cluster': [cluster],
  'templates/ecs-AttachDisk': [disk],
  'templates/ecs-AttachNetworkInterface': [eni],
  'templates/ecs-CreateSnapshot': [`${ecs}snapshot/s-bp1eeeeeeeeeeeeeeee1`],
  'templates/ecs-DetachDisk': [disk],
  'templates/ecs-DetachNetworkInterface': [eni],
  'templates/ecs-TagResources-instance': [instance],
  'templates/ecs-UntagResources-instance': [instance],
  'templates/eventbridge-ecs-ActionTrail-ApiCall-AttachDisk': [disk],
  'templates/nlb-UpdateLoadBalancerAddressTypeConfig': [
    `arn:acs:nlb:cn-hangzhou:${account}:loadbalancer/nlb-hhhhhhhhhhhhhhhh1`,
    eip,
  ],
  'templates/vpc-AssociateEipAddress-clb': [eip],
  'templates/vpc-AssociateEipAddress-ecs': [eip],
  'templates/vpc-UnassociateEipAddress-minimal': [eip],
};

const tell = (reading: Reading): readonly string[] | string =>
  reading.kind === 'touched'
    ? reading.resources.map(({ arn }) => arn)
    : `${reading.kind}: ${reading.reason}`;

/** As it comes out of the bus and the queue. */
const overTheBus = (raw: unknown): unknown => {
  const put = toBusEvent(raw);
  if (put.kind === 'invalid') return put.reason;
  const { source, detailType, detail } = put.event;
  return { version: '0', source, 'detail-type': detailType, detail };
};

/** The envelopes a record may come in. */
const envelopes: Readonly<Record<string, (record: unknown) => unknown>> = {
  'a CloudEvents envelope': (data) => ({
    specversion: '1.0',
    type: 'ecs:ActionTrail:ApiCall',
    data,
  }),
  'an AWS envelope': (detail) => ({ 'detail-type': 'ecs:ActionTrail:ApiCall', detail }),
  'a CloudEvents envelope in an AWS one': (data) => ({
    'detail-type': 'ecs:ActionTrail:ApiCall',
    detail: { specversion: '1.0', type: 'ecs:ActionTrail:ApiCall', data },
  }),
  'the event of our own bus': overTheBus,
};

it('knows every published sample and every template', () => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.replace(/\.json$/, ''));

  expect(Object.keys(samples)).toEqual(files.toSorted());
});

it.each(Object.entries(samples))('%s touches what it names, or says why not', (name, expected) => {
  expect(tell(readEvent(payloadOf(name)))).toEqual(expected);
});

const isTouching = (expected: readonly string[] | string): boolean => typeof expected !== 'string';

it.each(
  Object.entries(samples).filter(
    ([, expected]) => isTouching(expected) || String(expected).startsWith('ignored'),
  ),
)('%s means the same over the bus', (name, expected) => {
  expect(tell(readEvent(overTheBus(payloadOf(name))))).toEqual(expected);
});

describe.each(Object.entries(envelopes))('in %s', (_, wrap) => {
  it.each(
    Object.entries(samples).filter(
      ([name, expected]) => isTouching(expected) && !name.includes('eventbridge-'),
    ),
  )('%s means the same', (name, expected) => {
    expect(tell(readEvent(wrap(payloadOf(name))))).toEqual(expected);
  });
});

describe('a record of the platform itself, which names no account', () => {
  const raw = payloadOf('published/actiontrail-ecs-DeleteDisk-by-system');
  const touched = ['instance/i-8vb0smn1lf6g77md****', 'disk/d-8vbf8rpv2nn0l1zm****'];

  it("belongs to the envelope's account, and touches what it references", () => {
    const reading = readEvent({
      specversion: '1.0',
      type: 'ecs:ActionTrail:ApiCall',
      aliyunaccountid: '42',
      data: raw,
    });

    expect(tell(reading)).toEqual(touched.map((path) => `arn:acs:ecs:cn-hangzhou:42:${path}`));
    expect(reading).toMatchObject({ resources: [{ isGone: false }, { isGone: true }] });
  });

  it('belongs to the account it is put on the bus for', () => {
    const put = toBusEvent(raw, '43');
    const reading = readEvent(put.kind === 'event' ? put.event.detail : put.reason);

    expect(tell(reading)).toEqual(touched.map((path) => `arn:acs:ecs:cn-hangzhou:43:${path}`));
  });
});
