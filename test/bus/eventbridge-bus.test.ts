import { EventBridgeClient, type EventBridgeClientConfig } from '@aws-sdk/client-eventbridge';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { BusEvent } from '../../src/bus/bus.ts';
import { createEventBridgeBus } from '../../src/bus/eventbridge-bus.ts';
import { startEventBus } from '../../src/local/event-bus-endpoint.ts';
import { InvalidInputError, RetryableError } from '../../src/model/errors.ts';
import { type Answer, startFakeEventBridge } from './fake-eventbridge.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const opened = <T extends { readonly stop: () => Promise<void> }>(server: T): T => {
  stops.push(server.stop);
  return server;
};

const busOn = (reach: EventBridgeClientConfig) => {
  const client = new EventBridgeClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    ...reach,
    maxAttempts: 1,
  });
  stops.unshift(async () => client.destroy());
  return createEventBridgeBus({ client: () => client, busName: 'heirtag' });
};

const event = (eventId: string, detail: object = {}): BusEvent => ({
  source: 'acs.ecs',
  detailType: 'ecs:ActionTrail:ApiCall',
  detail: { eventId, eventTime: '2026-03-01T08:00:00Z', ...detail },
});

const events = (count: number): readonly BusEvent[] =>
  Array.from({ length: count }, (_, n) => event(`e-${n}`));

/** A bus of the local runner that keeps what it delivers. */
const openLocal = async (patterns: readonly unknown[], fail?: () => void) => {
  const bodies: string[] = [];
  const server = opened(
    startEventBus({
      patterns,
      newId: () => `id-${bodies.length}`,
      clock: () => Date.parse('2026-03-01T09:00:00.123Z'),
      deliver: async (taken) => {
        fail?.();
        bodies.push(...taken);
      },
    }),
  );
  return { bus: busOn(server.reach), bodies };
};

const idsIn = (bodies: readonly string[]): readonly string[] =>
  bodies.map((body) => JSON.parse(body).detail.eventId).toSorted();

const watched = [{ source: ['acs.ecs'] }] as const;

describe('publishing to the bus of the local runner', () => {
  it('hands over each of more events than one call takes, once', async () => {
    const { bus, bodies } = await openLocal(watched);

    await bus.publish(events(37));

    expect(idsIn(bodies)).toEqual(
      events(37)
        .map(({ detail }) => detail.eventId)
        .toSorted(),
    );
  });

  it('keeps source, type, time and detail of an event', async () => {
    const { bus, bodies } = await openLocal(watched);
    const published = event('e-1', { text: '成本 😀 \u0000', deep: { list: [1, null] } });

    await bus.publish([published]);

    expect(bodies.map((body) => JSON.parse(body))).toEqual([
      {
        version: '0',
        id: 'id-0',
        source: published.source,
        'detail-type': published.detailType,
        account: '000000000000',
        time: '2026-03-01T08:00:00Z',
        region: 'us-east-1',
        resources: [],
        detail: published.detail,
      },
    ]);
  });

  it.each([undefined, 'yesterday', 7])('takes the time of arrival for %j', async (eventTime) => {
    const { bus, bodies } = await openLocal(watched);

    await bus.publish([event('e-1', { eventTime })]);

    expect(bodies.map((body) => JSON.parse(body).time)).toEqual(['2026-03-01T09:00:00Z']);
  });

  it('hands over only what a pattern lets through', async () => {
    const { bus, bodies } = await openLocal([{ detail: { eventId: ['e-1', 'e-3'] } }]);

    await bus.publish(events(5));

    expect(idsIn(bodies)).toEqual(['e-1', 'e-3']);
  });

  it('takes events that together are larger than one call may be', async () => {
    const { bus, bodies } = await openLocal(watched);
    const text = '键'.repeat(100_000);

    await bus.publish(events(9).map(({ detail }) => event(String(detail.eventId), { text })));

    expect(bodies).toHaveLength(9);
  });

  it('refuses an event that no call can take by name and size, and publishes nothing', async () => {
    const { bus, bodies } = await openLocal(watched);
    const huge = event('e-huge', { text: '键'.repeat(350_000) });

    const publishing = bus.publish([event('e-1'), huge]);

    await expect(publishing).rejects.toThrow(InvalidInputError);
    await expect(publishing).rejects.toThrow(/e-huge has 1050\d{3} bytes.*at most 1048576/);
    expect(bodies).toEqual([]);
  });

  it('fails for now when the queue behind the bus does', async () => {
    vi.spyOn(console, 'error').mockImplementationOnce(() => {});
    const { bus } = await openLocal(watched, () => {
      throw new Error('the queue does not answer');
    });

    await expect(bus.publish(events(1))).rejects.toThrow(RetryableError);
  });
});

const idsOf = (calls: readonly (readonly { Detail: string }[])[]) =>
  calls.map((entries) => entries.map(({ Detail }) => JSON.parse(Detail).eventId));

describe('publishing to a bus with troubles', () => {
  const failing = (...bad: readonly string[]): Answer => ({ status: 200, bad });

  it('sends again only the events that the bus did not take', async () => {
    const fake = opened(
      await startFakeEventBridge([failing('e-1', 'e-3'), failing('e-3'), failing()]),
    );

    await busOn({ endpoint: fake.endpoint }).publish(events(5));

    expect(idsOf(fake.calls)).toEqual([
      ['e-0', 'e-1', 'e-2', 'e-3', 'e-4'],
      ['e-1', 'e-3'],
      ['e-3'],
    ]);
  });

  it('gives up after a few times, for now, and tells how many and why', async () => {
    const fake = opened(await startFakeEventBridge([failing('e-1')]));

    const publishing = busOn({ endpoint: fake.endpoint }).publish(events(3));

    await expect(publishing).rejects.toThrow(RetryableError);
    await expect(publishing).rejects.toThrow(/1 of 3 .*InternalFailure: not today/);
    expect(fake.calls).toHaveLength(5);
  });

  it.each([
    [500, 'InternalException'],
    [503, 'ServiceUnavailable'],
    [400, 'ThrottlingException'],
  ])('fails for now when the bus answers %i %s', async (status, code) => {
    const fake = opened(await startFakeEventBridge([{ status, code }]));

    const publishing = busOn({ endpoint: fake.endpoint }).publish(events(1));

    await expect(publishing).rejects.toThrow(RetryableError);
    await expect(publishing).rejects.toThrow(/bus heirtag/);
  });

  it.each([
    [400, 'ResourceNotFoundException'],
    [400, 'AccessDeniedException'],
  ])('fails for good when the bus answers %i %s', async (status, code) => {
    const fake = opened(await startFakeEventBridge([{ status, code }]));

    const publishing = busOn({ endpoint: fake.endpoint }).publish(events(1));

    await expect(publishing).rejects.toMatchObject({ kind: 'terminal', code: `Aws.${code}` });
  });

  it('fails for now when nobody listens', async () => {
    await expect(busOn({ endpoint: 'http://127.0.0.1:1' }).publish(events(1))).rejects.toThrow(
      RetryableError,
    );
  });

  it('fails for now when the bus hangs up', async () => {
    const fake = opened(await startFakeEventBridge([{ status: 'hangUp' }]));

    await expect(busOn({ endpoint: fake.endpoint }).publish(events(1))).rejects.toThrow(
      RetryableError,
    );
  });

  it('calls nobody when there is nothing to publish', async () => {
    const fake = opened(await startFakeEventBridge([failing()]));

    await busOn({ endpoint: fake.endpoint }).publish([]);

    expect(fake.calls).toEqual([]);
  });
});
