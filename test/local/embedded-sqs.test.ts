import { ChangeMessageVisibilityCommand, DeleteMessageCommand } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { type EmbeddedSqs, startEmbeddedSqs } from '../../src/local/embedded-sqs.ts';
import { bodiesOf, inFolder, openQueueClient, type QueueClient } from './embedded-fixture.ts';

type Running = QueueClient & { readonly sqs: EmbeddedSqs };

/** Starts a queue on a folder for the time that `work` takes. */
const running = async <T>(
  folder: string,
  work: (queue: Running) => Promise<T>,
  options: { readonly maxReceives?: number; readonly visibilitySeconds?: number } = {},
): Promise<T> => {
  const sqs = await startEmbeddedSqs({ folder, maxReceives: 2, visibilitySeconds: 60, ...options });
  const queue = openQueueClient(sqs);
  try {
    return await work({ ...queue, sqs });
  } finally {
    queue.client.destroy();
    await sqs.stop();
  }
};

const receivesOf = async ({ receive }: Running) =>
  (await receive()).map(({ Attributes }) => Attributes?.ApproximateReceiveCount);

it('keeps messages that nobody received over a restart', () =>
  inFolder(async (folder) => {
    await running(folder, ({ send }) => send('one', '二 \u0085'));

    await running(folder, async ({ receive, count, sqs }) => {
      expect(await count()).toEqual({ waiting: 2, inFlight: 0 });
      expect(bodiesOf(await receive())).toEqual(['one', '二 \u0085']);
      expect(await count(sqs.deadLetterQueueUrl)).toEqual({ waiting: 0, inFlight: 0 });
    });
  }));

it('forgets deleted messages for good', () =>
  inFolder(async (folder) => {
    await running(folder, async ({ client, send, receive, sqs }) => {
      await send('done');
      const [message] = await receive();
      await client.send(
        new DeleteMessageCommand({
          QueueUrl: sqs.changesQueueUrl,
          ReceiptHandle: message?.ReceiptHandle,
        }),
      );
    });

    await running(folder, async ({ count }) => {
      expect(await count()).toEqual({ waiting: 0, inFlight: 0 });
    });
  }));

it('shows at a restart what was in flight, and does not count that delivery', () =>
  inFolder(async (folder) => {
    await running(folder, async (queue) => {
      await queue.send('one', 'two');
      expect(await receivesOf(queue)).toEqual(['1', '1']);
    });

    for (let restart = 0; restart < 4; restart += 1) {
      await running(folder, async (queue) => {
        expect(await queue.count()).toEqual({ waiting: 2, inFlight: 0 });
        expect(await receivesOf(queue)).toEqual(['1', '1']);
        expect(await queue.count(queue.sqs.deadLetterQueueUrl)).toEqual({
          waiting: 0,
          inFlight: 0,
        });
      });
    }
  }));

it('shows at a restart what had been put off', () =>
  inFolder(async (folder) => {
    await running(folder, async ({ client, send, receive, sqs }) => {
      await send('later');
      const [message] = await receive();
      await client.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: sqs.changesQueueUrl,
          ReceiptHandle: message?.ReceiptHandle,
          VisibilityTimeout: 900,
        }),
      );
    });

    await running(folder, async ({ receive }) => {
      expect(bodiesOf(await receive())).toEqual(['later']);
    });
  }));

it('does not count the delivery that a dead process had, however long it was dead', () =>
  inFolder(async (folder) => {
    await running(
      folder,
      async (queue) => {
        await queue.send('one');
        expect(await receivesOf(queue)).toEqual(['1']);
      },
      { visibilitySeconds: 0 },
    );

    await running(folder, async (queue) => {
      expect(await receivesOf(queue)).toEqual(['1']);
    });
  }));

it('counts the deliveries of one process, and makes the last one a dead letter that stays', () =>
  inFolder(async (folder) => {
    await running(
      folder,
      async (queue) => {
        await queue.send('poison');
        expect(await receivesOf(queue)).toEqual(['1']);
        expect(await receivesOf(queue)).toEqual(['2']);
        expect(await receivesOf(queue)).toEqual([]);
        expect(await queue.count(queue.sqs.deadLetterQueueUrl)).toEqual({
          waiting: 1,
          inFlight: 0,
        });
      },
      { visibilitySeconds: 0 },
    );

    await running(folder, async ({ receive, count, sqs }) => {
      expect(await count()).toEqual({ waiting: 0, inFlight: 0 });
      expect(bodiesOf(await receive(sqs.deadLetterQueueUrl))).toEqual(['poison']);
    });
  }));

it('makes a message visible at once when it is put off by nothing', () =>
  inFolder((folder) =>
    running(folder, async ({ client, send, receive, sqs }) => {
      await send('again');
      const [message] = await receive();

      await client.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: sqs.changesQueueUrl,
          ReceiptHandle: message?.ReceiptHandle,
          VisibilityTimeout: 0,
        }),
      );

      expect(bodiesOf(await receive())).toEqual(['again']);
    }),
  ));

it('takes the settings of its latest start', () =>
  inFolder(async (folder) => {
    await running(folder, ({ send }) => send('poison'), { maxReceives: 9 });

    await running(
      folder,
      async (queue) => {
        expect(await receivesOf(queue)).toEqual(['1']);
        expect(await receivesOf(queue)).toEqual([]);
        expect(await queue.count(queue.sqs.deadLetterQueueUrl)).toEqual({
          waiting: 1,
          inFlight: 0,
        });
      },
      { maxReceives: 1, visibilitySeconds: 0 },
    );
  }));
