import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { expect, it } from 'vitest';
import { startEmbeddedSqs } from '../../src/local/embedded-sqs.ts';
import { startEventSourceMapping } from '../../src/local/event-source-mapping.ts';
import { inFolder, openQueueClient, type QueueClient } from './embedded-fixture.ts';

type Handler = (records: readonly SQSRecord[]) => Promise<readonly SQSRecord[]>;

type Stage = QueueClient & {
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  readonly logged: string[];
  /** Starts the mapping. @param handler answers the records that failed @returns what stops it */
  readonly map: (handler: Handler, pollers?: number, queueUrl?: string) => () => Promise<void>;
};

/**
 * Opens queues for the time that `work` takes. Unless told otherwise a failed message comes again at
 * once, because it never is invisible.
 */
const onStage = (work: (stage: Stage) => Promise<void>, visibilitySeconds = 0): Promise<void> =>
  inFolder(async (folder) => {
    const sqs = await startEmbeddedSqs({ folder, maxReceives: 3, visibilitySeconds });
    const queue = openQueueClient(sqs);
    const logged: string[] = [];
    const log = (message: string) => {
      logged.push(message);
    };
    const respond = (failed: readonly SQSRecord[]): SQSBatchResponse => ({
      batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })),
    });
    try {
      await work({
        ...queue,
        queueUrl: sqs.changesQueueUrl,
        deadLetterQueueUrl: sqs.deadLetterQueueUrl,
        logged,
        map: (handler, pollers = 1, queueUrl = sqs.changesQueueUrl) =>
          startEventSourceMapping({
            client: queue.client,
            queueUrl,
            pollers,
            log: { debug: log, info: log, warn: log, error: log },
            handler: async ({ Records }) => respond(await handler(Records)),
          }),
      });
    } finally {
      queue.client.destroy();
      await sqs.stop();
    }
  });

const bodies = (records: readonly SQSRecord[]) => records.map(({ body }) => body).toSorted();

const receiveCounts = (records: readonly SQSRecord[]) =>
  records.map(({ attributes }) => attributes.ApproximateReceiveCount);

it('deletes every message of a batch in which none failed', () =>
  onStage(async ({ send, map, count, deadLetterQueueUrl }) => {
    const batches: (readonly string[])[] = [];
    const all = Array.from({ length: 25 }, (_, n) => `message-${n}`);
    for (const from of [0, 10, 20]) await send(...all.slice(from, from + 10));
    const seenAll = Promise.withResolvers<void>();

    const stop = map(async (records) => {
      batches.push(bodies(records));
      if (batches.flat().length >= all.length) seenAll.resolve();
      return [];
    });
    await seenAll.promise;
    await stop();

    expect(batches.flat().toSorted()).toEqual(all.toSorted());
    expect(batches.map(({ length }) => length)).toEqual([10, 10, 5]);
    expect(await count()).toEqual({ waiting: 0, inFlight: 0 });
    expect(await count(deadLetterQueueUrl)).toEqual({ waiting: 0, inFlight: 0 });
  }));

it('leaves the messages that the handler names, and only those', () =>
  onStage(async ({ send, map, count }) => {
    await send('good', 'bad', 'fine');
    const called = Promise.withResolvers<void>();

    const stop = map(async (records) => {
      called.resolve();
      return records.filter(({ body }) => body === 'bad');
    });
    await called.promise;
    await stop();

    expect(await count()).toEqual({ waiting: 0, inFlight: 1 });
  }, 60));

it('delivers a failed message again, with its count, until it succeeds', () =>
  onStage(async ({ send, map, count }) => {
    await send('good', 'slow');
    const calls: (readonly SQSRecord[])[] = [];
    const done = Promise.withResolvers<void>();

    const stop = map(async (records) => {
      calls.push(records);
      if (calls.length < 3) return records.filter(({ body }) => body === 'slow');
      done.resolve();
      return [];
    });
    await done.promise;
    await stop();

    expect(calls.map(bodies)).toEqual([['good', 'slow'], ['slow'], ['slow']]);
    expect(calls.slice(1).map(receiveCounts)).toEqual([['2'], ['3']]);
    expect(await count()).toEqual({ waiting: 0, inFlight: 0 });
  }));

it('delivers a whole batch again whose handler threw, and logs it', () =>
  onStage(async ({ send, map, count, logged }) => {
    await send('one', 'two');
    const calls: (readonly SQSRecord[])[] = [];
    const done = Promise.withResolvers<void>();

    const stop = map(async (records) => {
      calls.push(records);
      if (calls.length === 1) throw new Error('the handler fell over');
      done.resolve();
      return [];
    });
    await done.promise;
    await stop();

    expect(calls.map(bodies)).toEqual([
      ['one', 'two'],
      ['one', 'two'],
    ]);
    expect(calls.map(receiveCounts)).toEqual([
      ['1', '1'],
      ['2', '2'],
    ]);
    expect(logged).toEqual(['handler failed; its whole batch comes again']);
    expect(await count()).toEqual({ waiting: 0, inFlight: 0 });
  }));

it('makes a message a dead letter that failed as often as it may', () =>
  onStage(async ({ send, map, receive, count, deadLetterQueueUrl }) => {
    await send('poison');
    const calls: (readonly SQSRecord[])[] = [];
    const done = Promise.withResolvers<void>();

    const stop = map(async (records) => {
      calls.push(records);
      if (calls.length === 3) await send('after');
      if (bodies(records).includes('after')) done.resolve();
      return records.filter(({ body }) => body === 'poison');
    });
    await done.promise;
    await stop();

    expect(calls.map(bodies)).toEqual([['poison'], ['poison'], ['poison'], ['after']]);
    expect(await count()).toEqual({ waiting: 0, inFlight: 0 });
    expect((await receive(deadLetterQueueUrl)).map(({ Body }) => Body)).toEqual(['poison']);
  }));

it('hands over what the queue tells of a message', () =>
  onStage(async ({ send, map }) => {
    await send('{"key":"成本"}');
    const called = Promise.withResolvers<SQSRecord | undefined>();

    const stop = map(async ([record]) => {
      called.resolve(record);
      return [];
    });
    const record = await called.promise;
    await stop();

    expect(record).toMatchObject({
      messageId: expect.stringMatching(/.+/),
      receiptHandle: expect.stringMatching(/.+/),
      body: '{"key":"成本"}',
      md5OfBody: expect.stringMatching(/^[0-9a-f]{32}$/),
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: expect.stringMatching(/^\d{13}$/),
        ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
      },
      eventSource: 'aws:sqs',
    });
  }));

it('waits when it is stopped for the batch under way, and deletes it', () =>
  onStage(async ({ send, map, count }) => {
    await send('slow');
    const [begun, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let hasStopped = false;

    const stop = map(async () => {
      begun.resolve();
      await gate.promise;
      return [];
    });
    await begun.promise;
    const stopping = stop().then(() => {
      hasStopped = true;
    });
    expect(await count()).toEqual({ waiting: 0, inFlight: 1 });
    expect(hasStopped).toBe(false);

    gate.resolve();
    await stopping;
    expect(await count()).toEqual({ waiting: 0, inFlight: 0 });
  }, 60));

it('runs as many handlers at once as it has pollers', () =>
  onStage(async ({ send, map, count }) => {
    const begun = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
    const isSecond = ([record]: readonly SQSRecord[]) => record?.body === 'second';

    const stop = map(async (records) => {
      begun[isSecond(records) ? 1 : 0].resolve();
      await Promise.all(begun.map(({ promise }) => promise));
      return [];
    }, 2);
    await send('first');
    await begun[0].promise;
    await send('second');
    await begun[1].promise;
    await stop();

    expect(await count()).toEqual({ waiting: 0, inFlight: 0 });
  }, 60));

it('stops while it waits for messages', () =>
  onStage(async ({ map, logged }) => {
    const stop = map(async () => []);

    await stop();

    expect(logged).toEqual([]);
  }));

it('goes on asking a queue that does not answer, says so, and can be stopped', () =>
  onStage(async ({ map, queueUrl, logged }) => {
    const stop = map(async () => [], 2, queueUrl.replace('heirtag-changes', 'no-such-queue'));
    await expect.poll(() => logged.length, { timeout: 60_000 }).toBeGreaterThanOrEqual(2);

    await stop();

    expect(new Set(logged)).toEqual(new Set(['the changes queue does not answer']));
  }));
