import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startEventBus } from '../../src/local/event-bus-endpoint.ts';
import type { EmbeddedServer } from '../../src/local/in-process.ts';
import { listenFor } from '../loopback.ts';

let bus: EmbeddedServer;
let client: EventBridgeClient;
let delivered: string[];
let failure: Error | undefined;
let calls: number;
let dropped: unknown[];

beforeEach(async () => {
  delivered = [];
  failure = undefined;
  calls = 0;
  dropped = [];
  bus = startEventBus({
    onDropped: (event) => dropped.push(event),
    patterns: [{ source: ['acs.ecs'] }, { 'detail-type': ['x'], detail: { n: [1] } }],
    newId: () => 'id-1',
    clock: () => Date.parse('2026-03-01T08:00:00.123Z'),
    deliver: async (bodies) => {
      if (failure !== undefined) throw failure;
      calls += 1;
      delivered.push(...bodies);
    },
  });
  client = new EventBridgeClient({ ...bus.reach, maxAttempts: 1 });
});
afterEach(async () => {
  client.destroy();
  await bus.stop();
});

const put = (...entries: readonly object[]) =>
  client.send(
    new PutEventsCommand({
      Entries: entries.map((entry) => ({
        Source: 'acs.ecs',
        DetailType: 'ecs:ActionTrail:ApiCall',
        Detail: '{"n":1}',
        ...entry,
      })),
    }),
  );

it('stores what EventBridge would hand to the target', async () => {
  const answer = await put({ Resources: ['r-1'] });

  expect(answer).toMatchObject({ FailedEntryCount: 0, Entries: [{ EventId: 'id-1' }] });
  expect(delivered.map((body) => JSON.parse(body))).toEqual([
    {
      version: '0',
      id: 'id-1',
      'detail-type': 'ecs:ActionTrail:ApiCall',
      source: 'acs.ecs',
      account: '000000000000',
      time: '2026-03-01T08:00:00Z',
      region: 'us-east-1',
      resources: ['r-1'],
      detail: { n: 1 },
    },
  ]);
});

it('stores what one call brings with one call, and none when there is nothing to store', async () => {
  await put({}, { Source: 'acs.vpc' }, {}, {});
  await put({ Source: 'acs.vpc' });

  expect(delivered).toHaveLength(3);
  expect(calls).toBe(1);
});

it('takes the time an entry brings', async () => {
  await put({ Time: new Date('2026-02-01T00:00:00Z') });

  expect(JSON.parse(delivered[0] ?? '')).toMatchObject({ time: '2026-02-01T00:00:00Z' });
});

it('takes what no rule matches, and stores it nowhere', async () => {
  const answer = await put({ Source: 'acs.vpc' }, { Source: 'acs.vpc', DetailType: 'x' });

  expect(answer.FailedEntryCount).toBe(0);
  expect(delivered).toHaveLength(1);
});

it('tells of what no rule matches, and of nothing else', async () => {
  await put({ Source: 'acs.vpc' }, {}, { Source: 'acs.slb' }, { Detail: 'no JSON' });

  expect(dropped).toMatchObject([{ source: 'acs.vpc' }, { source: 'acs.slb' }]);
});

it('stores an event once, however many rules match it', async () => {
  await put({ DetailType: 'x' });

  expect(delivered).toHaveLength(1);
});

it('refuses a bad entry alone, as EventBridge does', async () => {
  const answer = await put({ Detail: 'no JSON' }, {}, { Detail: '[1]' }, { Source: '' });

  expect(answer.FailedEntryCount).toBe(3);
  expect(answer.Entries).toMatchObject([
    { ErrorCode: 'MalformedDetail' },
    { EventId: 'id-1' },
    { ErrorCode: 'MalformedDetail' },
    { ErrorCode: 'InvalidArgument' },
  ]);
  expect(delivered).toHaveLength(1);
});

it('fails the call when the queue does not take an event', async () => {
  failure = new Error('no queue');

  await expect(put({})).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
});

it.each([
  ['AWSEvents.PutRule', '{"Entries":[]}', 'UnknownOperationException'],
  ['AWSEvents.PutEvents', '{"Entries":[]}', 'ValidationException'],
  ['AWSEvents.PutEvents', '{', 'SerializationException'],
])('refuses %s %s', async (target, body, type) => {
  const { endpoint, stop } = await listenFor(bus);

  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: { 'x-amz-target': target },
    body,
  });
  const told = await answer.json();
  await stop();

  expect(answer.status).toBe(400);
  expect(told).toMatchObject({ __type: type });
});
