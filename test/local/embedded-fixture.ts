import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { EmbeddedSqs } from '../../src/local/embedded-sqs.ts';

/** Gives work a folder of its own, and removes it afterwards. */
export const inFolder = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'heirtag-local-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

export const connection = {
  region: 'us-east-1',
  maxAttempts: 1,
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
} as const;

export type QueueClient = {
  readonly client: SQSClient;
  readonly send: (...bodies: readonly string[]) => Promise<void>;
  /** Receives at most ten messages without waiting. */
  readonly receive: (queueUrl?: string) => Promise<readonly Message[]>;
  /** Messages in flight and not, in a queue. */
  readonly count: (queueUrl?: string) => Promise<{ waiting: number; inFlight: number }>;
};

export const openQueueClient = (sqs: EmbeddedSqs): QueueClient => {
  const client = new SQSClient({ ...sqs.reach, maxAttempts: 1 });
  return {
    client,
    send: async (...bodies) => {
      await client.send(
        new SendMessageBatchCommand({
          QueueUrl: sqs.changesQueueUrl,
          Entries: bodies.map((MessageBody, index) => ({ Id: `${index}`, MessageBody })),
        }),
      );
    },
    receive: async (QueueUrl = sqs.changesQueueUrl) => {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          MessageSystemAttributeNames: ['All'],
        }),
      );
      return Messages;
    },
    count: async (QueueUrl = sqs.changesQueueUrl) => {
      const { Attributes = {} } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
      );
      return {
        waiting: Number(Attributes.ApproximateNumberOfMessages),
        inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible),
      };
    },
  };
};

export const bodiesOf = (messages: readonly Message[]): readonly string[] =>
  messages.map(({ Body = '' }) => Body).toSorted();
