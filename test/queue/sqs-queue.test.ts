import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import {
  DeleteMessageCommand,
  type Message,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { type EmbeddedSqs, startEmbeddedSqs } from '../../src/local/embedded-sqs.ts';
import { RetryableError, TerminalError } from '../../src/model/errors.ts';
import type { InternalMessage } from '../../src/queue/message.ts';
import { type ParsedMessage, parseMessage, writeMessage } from '../../src/queue/parse-message.ts';
import { putOffAttribute, readPutOff } from '../../src/queue/put-off.ts';
import { createSqsQueue, type SqsQueue } from '../../src/queue/sqs-queue.ts';
import { listenOnLoopback } from '../loopback.ts';

const connection = {
  region: 'us-east-1',
  maxAttempts: 1,
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
} as const;

let folder: string;
let sqs: EmbeddedSqs;
let client: SQSClient;
let queue: SqsQueue;

const receive = async (): Promise<readonly Message[]> => {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: sqs.changesQueueUrl,
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    }),
  );
  return Messages;
};

/** Takes every message out of the queue. */
const drain = async (): Promise<readonly string[]> => {
  const bodies: string[] = [];
  for (;;) {
    const messages = await receive();
    if (messages.length === 0) return bodies;
    for (const { Body = '', ReceiptHandle } of messages) {
      bodies.push(Body);
      await client.send(new DeleteMessageCommand({ QueueUrl: sqs.changesQueueUrl, ReceiptHandle }));
    }
  }
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heirtag-queue-'));
  sqs = await startEmbeddedSqs({ folder, maxReceives: 5, visibilitySeconds: 60 });
  client = new SQSClient({ ...sqs.reach, maxAttempts: 1 });
  queue = createSqsQueue({ client: () => client, queueUrl: sqs.changesQueueUrl });
});
beforeEach(async () => {
  await client.send(new PurgeQueueCommand({ QueueUrl: sqs.changesQueueUrl }));
});
afterAll(async () => {
  client.destroy();
  await sqs.stop();
  await rm(folder, { recursive: true });
});

const sweep = (eventId: string, principal = 'alice'): InternalMessage => ({
  kind: 'sweep',
  cause: { eventId, eventName: 'Sweep', eventTime: '2026-01-01T00:00:00.000Z', principal },
});

/** The messages in the order of their ids; SQS keeps none. */
const sorted = (messages: readonly ParsedMessage[]): readonly ParsedMessage[] =>
  messages.toSorted((left, right) => (idOf(left) < idOf(right) ? -1 : 1));

const idOf = (message: ParsedMessage): string =>
  message.kind === 'sweep' ? message.cause.eventId : message.kind;

describe('sending', () => {
  it('stores each of more messages than one call takes, once', async () => {
    const messages = Array.from({ length: 123 }, (_, n) => sweep(`${n}`));

    await queue.send(messages);

    expect(sorted((await drain()).map(parseMessage))).toEqual(sorted(messages));
  });

  it('shows nobody a message that is sent for later', async () => {
    await queue.send([sweep('1')], 900);

    expect(await receive()).toEqual([]);
  });

  it('stores messages that together are larger than one call takes', async () => {
    const messages = Array.from({ length: 8 }, (_, n) => sweep(`${n}`.padEnd(90_000, '键')));

    await queue.send(messages);

    expect(sorted((await drain()).map(parseMessage))).toEqual(sorted(messages));
  });

  it('does nothing when there is nothing to send', async () => {
    await queue.send([]);

    expect(await queue.counts()).toEqual({ waiting: 0, inFlight: 0 });
  });

  it.each([
    ['control characters', '\u0000\u0007\u001f\u007f'],
    ['half of a surrogate pair', '\ud800'],
    ['characters beyond the basic plane', '😀'],
    ['what is no character', '\ufffe\uffff'],
  ])('stores texts with %s, which come back as they were', async (_, text) => {
    await queue.send([sweep('1', text)]);

    expect((await drain()).map(parseMessage)).toEqual([sweep('1', text)]);
  });

  it('refuses a message that no call can take, and says where it was to go', async () => {
    const sending = queue.send([sweep('x'.repeat(1_100_000))]);

    await expect(sending).rejects.toThrow(TerminalError);
    await expect(sending).rejects.toThrow(sqs.changesQueueUrl);
  });
});

describe('a call that stores only some of its messages', () => {
  const requestSchema = z.object({
    Entries: z.array(z.object({ Id: z.string(), MessageBody: z.string() })),
  });

  /** An SQS that does not store the bodies that a call names, and what each call asked for. */
  const startPickySqs = async (isRefused: (call: number, body: string) => boolean) => {
    const calls: string[][] = [];
    const server = createServer(async (request, response) => {
      const { Entries } = requestSchema.parse(await json(request));
      calls.push(Entries.map(({ MessageBody }) => MessageBody));
      const Failed = Entries.filter(({ MessageBody }) => isRefused(calls.length, MessageBody)).map(
        ({ Id }) => ({ Id, Code: 'InternalError', Message: 'not now', SenderFault: false }),
      );
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify({ Successful: [], Failed }));
    });
    const { endpoint, stop } = await listenOnLoopback(server);
    const picky = new SQSClient({ ...connection, endpoint });
    const queueUrl = `${endpoint}/000000000000/picky`;
    return {
      calls,
      queue: createSqsQueue({ client: () => picky, queueUrl }),
      close: async () => {
        picky.destroy();
        await stop();
      },
    };
  };
  const messages = ['1', '2', '3', '4'].map((id) => sweep(id));
  const bodies = messages.map(writeMessage);

  it('is made again for those that were not stored, and for no other', async () => {
    const picky = await startPickySqs(
      (call, body) => call === 1 && (body === bodies[1] || body === bodies[3]),
    );

    await picky.queue.send(messages);

    expect(picky.calls).toEqual([bodies, [bodies[1], bodies[3]]]);
    await picky.close();
  });

  it('fails for now after five times', async () => {
    const picky = await startPickySqs((_, body) => body === bodies[2]);

    await expect(picky.queue.send(messages)).rejects.toThrow(RetryableError);

    expect(picky.calls.map((call) => call.length)).toEqual([4, 1, 1, 1, 1]);
    await picky.close();
  });
});

describe('a message in the queue', () => {
  it('is waiting, then in flight, then gone', async () => {
    await queue.send([sweep('1'), sweep('2')]);
    expect(await queue.counts()).toEqual({ waiting: 2, inFlight: 0 });

    const [first] = await receive();
    expect(await queue.counts()).toEqual({ waiting: 0, inFlight: 2 });

    await client.send(
      new DeleteMessageCommand({
        QueueUrl: sqs.changesQueueUrl,
        ReceiptHandle: first?.ReceiptHandle,
      }),
    );
    expect(await queue.counts()).toEqual({ waiting: 0, inFlight: 1 });
  });

  it('stays in flight when it is put off', async () => {
    await queue.send([sweep('1')]);
    const [message] = await receive();

    await queue.retryLater(message?.ReceiptHandle ?? '', 900);

    expect(await queue.counts()).toEqual({ waiting: 0, inFlight: 1 });
    expect(await receive()).toEqual([]);
  });

  it('has no deliveries to answer for when another takes its place, however often', async () => {
    const firstAt = 1_767_225_600_000;
    await queue.send([sweep('1')]);
    for (let times = 1; times <= 20; times += 1) {
      const [message] = await receive();
      expect(message?.Attributes?.ApproximateReceiveCount).toBe('1');

      await queue.putOff([message?.Body ?? ''], 0, {
        since: firstAt + times,
        brokenSince: undefined,
      });
      const { ReceiptHandle } = message ?? {};
      await client.send(new DeleteMessageCommand({ QueueUrl: sqs.changesQueueUrl, ReceiptHandle }));
    }

    const [last] = await receive();
    expect(readPutOff(last?.MessageAttributes?.[putOffAttribute]?.StringValue)?.since).toBe(
      firstAt + 20,
    );
  });

  it('cannot be put off without being in flight', async () => {
    await expect(queue.retryLater('no-such-receipt', 1)).rejects.toThrow(TerminalError);
    await expect(queue.retryLater('no-such-receipt', 1)).rejects.toThrow(/put off a message/);
  });
});

describe('a queue that', () => {
  const calls: readonly [string, (broken: SqsQueue) => Promise<unknown>][] = [
    ['sending', (broken) => broken.send([sweep('1')])],
    ['counting', (broken) => broken.counts()],
    ['putting off', (broken) => broken.retryLater('receipt', 1)],
  ];

  it.each(calls)('does not exist makes %s fail for good', async (_, call) => {
    const queueUrl = `${sqs.reach.endpoint}/000000000000/no-such-queue`;

    const outcome = call(createSqsQueue({ client: () => client, queueUrl }));

    await expect(outcome).rejects.toThrow(TerminalError);
    await expect(outcome).rejects.toThrow(/no-such-queue.*QueueDoesNotExist/);
  });

  it.each(calls)('does not answer makes %s fail for now', async (_, call) => {
    const unreachable = new SQSClient({ ...connection, endpoint: 'http://127.0.0.1:1' });

    const outcome = call(
      createSqsQueue({
        client: () => unreachable,
        queueUrl: 'http://127.0.0.1:1/000000000000/any',
      }),
    );

    await expect(outcome).rejects.toThrow(RetryableError);
  });
});
