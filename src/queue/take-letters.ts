import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { inChunks } from '../model/chunks.ts';
import type { WantedLetters } from './dead-letters.ts';

/** Attribute of a message that was a dead letter: it was received before, whatever its count says. */
export const redrivenAttribute = 'Redriven';

const redriven = { [redrivenAttribute]: { DataType: 'String', StringValue: 'true' } };

/** Limit of the batch calls. */
const batchSize = 10;

/** How long a message that is looked at is hidden from others. Seconds. */
const hiddenSeconds = 60;

/** Letters of one queue that are looked through for those that are meant, at the most. */
const mostLooked = 1000;

/** What becomes of letters before they are deleted. @returns those that may be deleted */
export type LetterEnd = (letters: readonly Message[]) => Promise<readonly Message[]>;

/**
 * Sends letters to a queue. SQS's own StartMessageMoveTask is not used: it cannot move the dead letters
 * of a bus target, which never were in the changes queue.
 */
export const sendBack =
  (client: () => SQSClient, queueUrl: string): LetterEnd =>
  async (letters) => {
    const { Failed = [] } = await client().send(
      new SendMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: letters.map(({ Body }, index) => ({
          Id: String(index),
          MessageBody: Body ?? '',
          MessageAttributes: redriven,
        })),
      }),
    );
    const failed = new Set(Failed.map(({ Id }) => Number(Id)));
    return letters.filter((_, index) => !failed.has(index));
  };

export type TakeOrder = {
  readonly client: () => SQSClient;
  readonly queueUrl: string;
  readonly end: LetterEnd;
  readonly wanted: WantedLetters;
  /** How many at the most. */
  readonly limit: number;
  /** What came later stays: it would be taken again and again. Milliseconds since the epoch. */
  readonly startedAt: number;
};

const handlesOf = (letters: readonly Message[]) =>
  letters.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));

/** Lets others see again what was only looked at. */
const showAgain = async (
  { client, queueUrl }: TakeOrder,
  letters: readonly Message[],
): Promise<void> => {
  for (const chunk of inChunks(letters, batchSize)) {
    const Entries = handlesOf(chunk).map((each) => ({ ...each, VisibilityTimeout: 0 }));
    await client().send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }));
  }
};

/** What one look at the queue found, and which of it is meant. */
const look = async ({ client, queueUrl, limit, wanted, startedAt }: TakeOrder) => {
  const { Messages = [] } = await client().send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: Math.min(batchSize, limit),
      VisibilityTimeout: hiddenSeconds,
      MessageSystemAttributeNames: ['SentTimestamp'],
    }),
  );
  const isMeant = ({ MessageId: id = '', Body: body = '', Attributes }: Message): boolean =>
    Number(Attributes?.SentTimestamp ?? 0) < startedAt && wanted({ id, body });
  return { seen: Messages, meant: Messages.filter(isMeant) };
};

/**
 * Takes letters that are meant out of one queue. Others are hidden until it has ended, so that each is
 * looked at once. One is deleted after its end: a failure half way may end it twice, and never loses it.
 * @returns how many were taken
 */
export const takeLetters = async (order: TakeOrder): Promise<number> => {
  const { client, queueUrl, end, limit } = order;
  const passed: Message[] = [];
  let taken = 0;
  try {
    while (taken < limit && passed.length + taken < mostLooked) {
      const { seen, meant } = await look({ ...order, limit: limit - taken });
      passed.push(...seen.filter((letter) => !meant.includes(letter)));
      if (seen.length === 0) break;
      if (meant.length === 0) continue;
      const ended = await end(meant);
      passed.push(...meant.filter((letter) => !ended.includes(letter)));
      if (ended.length === 0) break;
      const Entries = handlesOf(ended);
      await client().send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
      taken += ended.length;
    }
  } finally {
    await showAgain(order, passed);
  }
  return taken;
};
