import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { awsError } from '../aws/aws-errors.ts';
import { createSqsQueue } from './sqs-queue.ts';

/** What nobody could handle, over all dead-letter queues. */
export type DeadLetters = {
  /** How many there are, those just being moved included. */
  readonly count: () => Promise<number>;
  /**
   * Moves dead letters back to the changes queue. One is deleted after it was sent: a failure half
   * way may send it twice, which does no harm, and never loses it.
   * @param limit how many at the most
   * @returns how many were moved; fewer than `limit` when no more were found
   */
  readonly redrive: (limit: number) => Promise<number>;
};

type Options = {
  readonly client: SQSClient;
  readonly queueUrls: readonly string[];
  readonly changesQueueUrl: string;
};

/** Limit of the batch calls. */
const batchSize = 10;
/** How long a message that is being moved is hidden from others. Seconds. */
const moveSeconds = 30;

const send = async (client: SQSClient, QueueUrl: string, messages: readonly Message[]) => {
  const { Failed = [] } = await client.send(
    new SendMessageBatchCommand({
      QueueUrl,
      Entries: messages.map(({ Body }, index) => ({ Id: String(index), MessageBody: Body ?? '' })),
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
  limit: number,
): Promise<number> => {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: Math.min(batchSize, limit),
      VisibilityTimeout: moveSeconds,
    }),
  );
  if (Messages.length === 0) return 0;
  const sent = await send(client, changesQueueUrl, Messages);
  if (sent.length === 0) return 0;
  await client.send(
    new DeleteMessageBatchCommand({
      QueueUrl,
      Entries: sent.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
    }),
  );
  return sent.length;
};

/** Opens the dead-letter queues. @param queueUrls of all of them @param changesQueueUrl where they go back to */
export const createDeadLetters = (options: Options): DeadLetters => {
  const { client, queueUrls } = options;
  const queues = queueUrls.map((queueUrl) => createSqsQueue({ client, queueUrl }));
  return {
    count: async () => {
      const counts = await Promise.all(queues.map((queue) => queue.counts()));
      return counts.reduce((sum, { waiting, inFlight }) => sum + waiting + inFlight, 0);
    },

    redrive: async (limit) => {
      let moved = 0;
      for (const url of queueUrls) {
        for (let found = 1; found > 0 && moved < limit; moved += found) {
          found = await moveBatch(options, url, limit - moved).catch((error: unknown) => {
            throw awsError(`move dead letters of ${url}`, error);
          });
        }
      }
      return moved;
    },
  };
};
