import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Log } from '../model/telemetry.ts';

export type EventSourceMappingOptions = {
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly handler: (event: SQSEvent) => Promise<SQSBatchResponse>;
  /** Handlers under way at once. */
  readonly pollers: number;
  readonly log: Log;
};

/** Messages a batch holds at the most; as the stack sets it. */
const batchSize = 10;
const waitSeconds = 20;

const recordOf = (message: Message): SQSRecord => ({
  messageId: message.MessageId ?? '',
  receiptHandle: message.ReceiptHandle ?? '',
  body: message.Body ?? '',
  md5OfBody: message.MD5OfBody ?? '',
  attributes: {
    ApproximateReceiveCount: message.Attributes?.ApproximateReceiveCount ?? '1',
    SentTimestamp: message.Attributes?.SentTimestamp ?? '0',
    SenderId: message.Attributes?.SenderId ?? 'local',
    ApproximateFirstReceiveTimestamp: message.Attributes?.ApproximateFirstReceiveTimestamp ?? '0',
  },
  messageAttributes: Object.fromEntries(
    Object.entries(message.MessageAttributes ?? {}).map(([name, { StringValue }]) => [
      name,
      { dataType: 'String', stringValue: StringValue ?? '' },
    ]),
  ),
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:heirtag-changes',
  awsRegion: 'us-east-1',
});

/**
 * Does what Lambda's event source mapping does: receives messages, calls the handler with a batch,
 * deletes those that it does not name as failed. Failed ones wait for their visibility timeout.
 * @returns what stops it; resolves when the batches under way are done
 */
export const startEventSourceMapping = (
  options: EventSourceMappingOptions,
): (() => Promise<void>) => {
  const { client, queueUrl, handler, log } = options;
  const stopping = new AbortController();

  const receive = async (): Promise<readonly Message[]> => {
    const { Messages } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: batchSize,
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
      { abortSignal: stopping.signal },
    );
    return Messages ?? [];
  };

  const failedIn = async (messages: readonly Message[]): Promise<ReadonlySet<string>> => {
    try {
      const { batchItemFailures } = await handler({ Records: messages.map(recordOf) });
      return new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    } catch (error) {
      log.error('handler failed; its whole batch comes again', { error });
      return new Set(messages.map(({ MessageId }) => MessageId ?? ''));
    }
  };

  const remove = async (messages: readonly Message[]): Promise<void> => {
    if (messages.length === 0) return;
    const Entries = messages.map(({ ReceiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle,
    }));
    await client.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
  };

  const poll = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        const messages = await receive();
        if (messages.length === 0) continue;
        const failed = await failedIn(messages);
        await remove(messages.filter(({ MessageId }) => !failed.has(MessageId ?? '')));
      } catch (error) {
        if (stopping.signal.aborted) return;
        log.error('the changes queue does not answer', { error });
        await sleep(1000, undefined, { ref: false });
      }
    }
  };

  const running = Array.from({ length: options.pollers }, poll);
  return async () => {
    stopping.abort();
    await Promise.all(running);
  };
};
