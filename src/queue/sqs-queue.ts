import {
  ChangeMessageVisibilityCommand,
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import pLimit from 'p-limit';
import { awsError } from '../aws/aws-errors.ts';
import { inBatches, sendAll } from '../aws/batches.ts';
import type { ChangesQueue } from './message.ts';
import { writeMessage } from './parse-message.ts';

/** Messages in a queue, as SQS counts them: approximately on AWS. */
export type QueueCounts = {
  /** Visible, or delayed. */
  readonly waiting: number;
  /** Received and neither deleted nor visible again yet. */
  readonly inFlight: number;
};

/** The changes queue on SQS, with what the worker and the operators need beside sending. */
export type SqsQueue = ChangesQueue & {
  readonly counts: () => Promise<QueueCounts>;
  /** Makes a received message visible again after a delay. Whole seconds. */
  readonly retryLater: (receiptHandle: string, delaySeconds: number) => Promise<void>;
};

/** Limits of SendMessageBatch: 10 entries, 1 MiB together. */
const most = { count: 10, bytes: 1_048_576 } as const;

const parallelCalls = 5;

/** Opens a queue. @param client the same each time */
export const createSqsQueue = ({
  client,
  queueUrl,
}: {
  readonly client: () => SQSClient;
  readonly queueUrl: string;
}): SqsQueue => {
  const attempt = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw awsError(`${what} ${queueUrl}`, error);
    }
  };

  const sendBatch = async (bodies: readonly string[], DelaySeconds: number) => {
    const answer = await attempt(`send ${bodies.length} messages to`, () =>
      client().send(
        new SendMessageBatchCommand({
          QueueUrl: queueUrl,
          Entries: bodies.map((MessageBody, index) => ({
            Id: String(index),
            MessageBody,
            DelaySeconds,
          })),
        }),
      ),
    );
    return (answer.Failed ?? []).flatMap(({ Id, Code, Message }) => {
      const entry = bodies[Number(Id)];
      return entry === undefined ? [] : [{ entry, reason: `${Code}: ${Message}` }];
    });
  };

  return {
    send: async (messages, delaySeconds = 0) => {
      const limit = pLimit(parallelCalls);
      const batches = inBatches(messages.map(writeMessage), Buffer.byteLength, most);
      const send = (bodies: readonly string[]) => sendBatch(bodies, delaySeconds);
      await Promise.all(batches.map((batch) => limit(() => sendAll(batch, send))));
    },

    counts: () =>
      attempt('count the messages of', async () => {
        const { Attributes } = await client().send(
          new GetQueueAttributesCommand({
            QueueUrl: queueUrl,
            AttributeNames: [
              'ApproximateNumberOfMessages',
              'ApproximateNumberOfMessagesDelayed',
              'ApproximateNumberOfMessagesNotVisible',
            ],
          }),
        );
        return {
          waiting:
            Number(Attributes?.ApproximateNumberOfMessages ?? 0) +
            Number(Attributes?.ApproximateNumberOfMessagesDelayed ?? 0),
          inFlight: Number(Attributes?.ApproximateNumberOfMessagesNotVisible ?? 0),
        };
      }),

    retryLater: (receiptHandle, delaySeconds) =>
      attempt('put off a message of', async () => {
        await client().send(
          new ChangeMessageVisibilityCommand({
            QueueUrl: queueUrl,
            ReceiptHandle: receiptHandle,
            VisibilityTimeout: delaySeconds,
          }),
        );
      }),
  };
};
