import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import pLimit from 'p-limit';
import { awsError } from '../aws/aws-errors.ts';
import { inBatches, sendAll } from '../aws/batches.ts';

/** Limits of SendMessageBatch: 10 entries, 1 MiB together. */
const most = { count: 10, bytes: 1_048_576 } as const;

const parallelCalls = 5;

/**
 * Sends bodies in as few calls as possible; resolves when all are stored.
 * @param how.delaySeconds how long nobody sees them; 0 unless given
 * @param how.attributes of each of them; none unless given
 * @throws RetryableError
 */
export type SendBodies = (
  bodies: readonly string[],
  how?: {
    readonly delaySeconds?: number | undefined;
    readonly attributes?: Readonly<Record<string, string>>;
  },
) => Promise<void>;

/** Makes what sends bodies to a queue. @param client the same each time */
export const createSendBodies = ({
  client,
  queueUrl,
}: {
  readonly client: () => SQSClient;
  readonly queueUrl: string;
}): SendBodies => {
  const sendBatch = async (
    bodies: readonly string[],
    { delaySeconds = 0, attributes = {} }: NonNullable<Parameters<SendBodies>[1]>,
  ) => {
    const MessageAttributes = Object.fromEntries(
      Object.entries(attributes).map(([name, text]) => [
        name,
        { DataType: 'String', StringValue: text },
      ]),
    );
    const Entries = bodies.map((MessageBody, index) => ({
      Id: String(index),
      MessageBody,
      DelaySeconds: delaySeconds,
      ...(Object.keys(attributes).length === 0 ? {} : { MessageAttributes }),
    }));
    const { Failed = [] } = await client()
      .send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }))
      .catch((error: unknown) => {
        throw awsError(`send ${bodies.length} messages to ${queueUrl}`, error);
      });
    return Failed.flatMap(({ Id, Code, Message }) => {
      const entry = bodies[Number(Id)];
      return entry === undefined ? [] : [{ entry, reason: `${Code}: ${Message}` }];
    });
  };

  return async (bodies, how = {}) => {
    const limit = pLimit(parallelCalls);
    const send = (batch: readonly string[]) => sendBatch(batch, how);
    const batches = inBatches(bodies, Buffer.byteLength, most);
    await Promise.all(batches.map((batch) => limit(() => sendAll(batch, send))));
  };
};
