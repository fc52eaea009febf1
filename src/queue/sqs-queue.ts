import {
  ChangeMessageVisibilityCommand,
  GetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { awsError } from '../aws/aws-errors.ts';
import type { ChangesQueue } from './message.ts';
import { writeMessage } from './parse-message.ts';
import { type PutOff, putOffAttribute, writePutOff } from './put-off.ts';
import { createSendBodies } from './send-bodies.ts';

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
  /**
   * Sends bodies that take the place of messages that were put off: new ones, of which SQS has counted no
   * delivery. Whole seconds, at most 900.
   */
  readonly putOff: (
    bodies: readonly string[],
    delaySeconds: number,
    putOff: PutOff,
  ) => Promise<void>;
  /** Makes a received message visible again after a delay. Whole seconds. */
  readonly retryLater: (receiptHandle: string, delaySeconds: number) => Promise<void>;
};

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

  const sendBodies = createSendBodies({ client, queueUrl });

  return {
    send: (messages, delaySeconds) => sendBodies(messages.map(writeMessage), { delaySeconds }),

    putOff: (bodies, delaySeconds, putOff) =>
      sendBodies(bodies, {
        delaySeconds,
        attributes: { [putOffAttribute]: writePutOff(putOff) },
      }),

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
