import {
  type MessageAttributeValue,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { awsError } from '../aws/aws-errors.ts';

/** Why a message became a dead letter. */
export type DeadLetterReason = {
  /** Stable, for programs: `Throttling.User`, `Malformed`, … */
  readonly code: string;
  readonly message: string;
  /** When it failed for the last time. ISO 8601, UTC. */
  readonly time: string;
};

/** Keeps a message that nobody can handle, body and all, with the reason. @throws RetryableError */
export type SetAside = (body: string, reason: DeadLetterReason) => Promise<void>;

/** Names of the attributes of a dead letter; EventBridge has two of its own, in capitals. */
export const reasonAttributes = {
  code: ['ErrorCode', 'ERROR_CODE'],
  message: ['ErrorMessage', 'ERROR_MESSAGE'],
  time: ['ErrorTime'],
} as const;

const longestText = 1000;

/** What SQS takes in an attribute: no control characters, not empty, and in emulators the basic plane. */
const attribute = (text: string): MessageAttributeValue => ({
  DataType: 'String',
  StringValue:
    Array.from(text)
      .slice(0, longestText)
      .join('')
      .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g, '\ufffd') || '-',
});

/** Opens a dead-letter queue for the worker. @param client the same each time */
export const createSetAside =
  ({
    client,
    queueUrl,
  }: {
    readonly client: () => SQSClient;
    readonly queueUrl: string;
  }): SetAside =>
  async (body, { code, message, time }) => {
    try {
      await client().send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: body,
          MessageAttributes: {
            [reasonAttributes.code[0]]: attribute(code),
            [reasonAttributes.message[0]]: attribute(message),
            [reasonAttributes.time[0]]: attribute(time),
          },
        }),
      );
    } catch (error) {
      throw awsError(`set a message aside in ${queueUrl}`, error);
    }
  };
