import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { awsError } from '../aws/aws-errors.ts';
import type { Clock } from '../model/clock.ts';
import { type DeadLetterReason, reasonAttributes } from './set-aside.ts';
import { createSqsQueue } from './sqs-queue.ts';

/** A message that nobody could handle. */
export type DeadLetter = {
  /** The dead-letter queue's name of the message. */
  readonly id: string;
  /** When it was put into the dead-letter queue, or first into any. ISO 8601, UTC. */
  readonly sentAt: string;
  readonly body: string;
  /** Why; null when the queue itself gave it up: the worker died of it again and again. */
  readonly error: DeadLetterError | null;
};

/** What the worker, or the bus, said of a dead letter. */
export type DeadLetterError = Omit<DeadLetterReason, 'time'> & { readonly time: string | null };

/** What nobody could handle, over all dead-letter queues. */
export type DeadLetters = {
  /** How many there are, those just being moved included. */
  readonly count: () => Promise<number>;
  /**
   * Shows some and leaves them where they are, oldest first. Of a long queue some may stay unseen.
   * @param limit how many at the most
   */
  readonly list: (limit: number) => Promise<readonly DeadLetter[]>;
  /**
   * Moves dead letters back to the changes queue. One is deleted after it was sent: a failure half
   * way may send it twice, which does no harm, and never loses it. One that comes back meanwhile stays.
   * @param limit how many at the most
   * @returns how many were moved; fewer than `limit` when no more were found
   */
  readonly redrive: (limit: number) => Promise<number>;
};

type Options = {
  readonly client: () => SQSClient;
  readonly queueUrls: readonly string[];
  readonly changesQueueUrl: string;
  readonly clock: Clock;
};

/** Attribute of a message that was a dead letter: it was received before, whatever its count says. */
export const redrivenAttribute = 'Redriven';

const redriven = { [redrivenAttribute]: { DataType: 'String', StringValue: 'true' } };

/** Limit of the batch calls. */
const batchSize = 10;
/** How long a message that is being moved is hidden from others. Seconds. */
const moveSeconds = 30;

const send = async (client: () => SQSClient, QueueUrl: string, messages: readonly Message[]) => {
  const { Failed = [] } = await client().send(
    new SendMessageBatchCommand({
      QueueUrl,
      Entries: messages.map(({ Body }, index) => ({
        Id: String(index),
        MessageBody: Body ?? '',
        MessageAttributes: redriven,
      })),
    }),
  );
  const failed = new Set(Failed.map(({ Id }) => Number(Id)));
  return messages.filter((_, index) => !failed.has(index));
};

/**
 * Moves one batch. SQS's own StartMessageMoveTask is not used: it cannot move the dead letters of a
 * bus target, which never were in the changes queue.
 */
const moveBatch = async (
  { client, changesQueueUrl }: Options,
  QueueUrl: string,
  { limit, startedAt }: { readonly limit: number; readonly startedAt: number },
): Promise<number> => {
  const { Messages = [] } = await client().send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: Math.min(batchSize, limit),
      VisibilityTimeout: moveSeconds,
      MessageSystemAttributeNames: ['SentTimestamp'],
    }),
  );
  // What nobody can handle comes back at once, and would be moved again and again.
  const here = Messages.filter(
    ({ Attributes }) => Number(Attributes?.SentTimestamp ?? 0) < startedAt,
  );
  if (here.length === 0) return 0;
  const sent = await send(client, changesQueueUrl, here);
  if (sent.length === 0) return 0;
  await client().send(
    new DeleteMessageBatchCommand({
      QueueUrl,
      Entries: sent.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
    }),
  );
  return sent.length;
};

const isoOf = (milliseconds: string | undefined): string =>
  new Date(Number(milliseconds ?? 0)).toISOString();

/** The first of some attributes that a message has. */
const attributeOf = (
  { MessageAttributes = {} }: Message,
  names: readonly string[],
): string | undefined =>
  names.map((name) => MessageAttributes[name]?.StringValue).find((text) => text !== undefined);

const errorOf = (message: Message): DeadLetterError | null => {
  const code = attributeOf(message, reasonAttributes.code);
  if (code === undefined) return null;
  return {
    code,
    message: attributeOf(message, reasonAttributes.message) ?? '',
    time: attributeOf(message, reasonAttributes.time) ?? null,
  };
};

/** Looks at some messages of a queue without hiding them from anybody. */
const look = async (
  client: () => SQSClient,
  QueueUrl: string,
  limit: number,
): Promise<readonly DeadLetter[]> => {
  const seen = new Map<string, DeadLetter>();
  // Each look may show what an earlier one showed; one that shows nothing new is the last.
  for (let size = -1; seen.size > size && seen.size < limit; ) {
    size = seen.size;
    const { Messages = [] } = await client().send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: batchSize,
        VisibilityTimeout: 0,
        MessageSystemAttributeNames: ['SentTimestamp'],
        MessageAttributeNames: ['All'],
      }),
    );
    for (const message of Messages) {
      const { MessageId: id = '', Body: body = '', Attributes } = message;
      const sentAt = isoOf(Attributes?.SentTimestamp);
      seen.set(id, { id, sentAt, body, error: errorOf(message) });
    }
  }
  return [...seen.values()];
};

const bySentAt = (left: DeadLetter, right: DeadLetter): number =>
  left.sentAt < right.sentAt ? -1 : 1;

/** Opens the dead-letter queues. @param queueUrls of all of them @param changesQueueUrl where they go back to */
export const createDeadLetters = (options: Options): DeadLetters => {
  const { client, queueUrls, clock } = options;
  const queues = queueUrls.map((queueUrl) => createSqsQueue({ client, queueUrl }));
  return {
    count: async () => {
      const counts = await Promise.all(queues.map((queue) => queue.counts()));
      return counts.reduce((sum, { waiting, inFlight }) => sum + waiting + inFlight, 0);
    },

    list: async (limit) => {
      const found: DeadLetter[] = [];
      for (const url of queueUrls) {
        const some = await look(client, url, limit).catch((error: unknown) => {
          throw awsError(`look at dead letters of ${url}`, error);
        });
        found.push(...some);
      }
      return found.sort(bySentAt).slice(0, limit);
    },

    redrive: async (limit) => {
      const startedAt = clock();
      let moved = 0;
      for (const url of queueUrls) {
        for (let found = 1; found > 0 && moved < limit; moved += found) {
          found = await moveBatch(options, url, { limit: limit - moved, startedAt }).catch(
            (error: unknown) => {
              throw awsError(`move dead letters of ${url}`, error);
            },
          );
        }
      }
      return moved;
    },
  };
};
