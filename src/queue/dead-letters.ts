import { type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { awsError } from '../aws/aws-errors.ts';
import type { Clock } from '../model/clock.ts';
import { type DeadLetterReason, reasonAttributes } from './set-aside.ts';
import { createSqsQueue } from './sqs-queue.ts';
import { sendBack, type TakeOrder, takeLetters } from './take-letters.ts';

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
   * Throws dead letters away for good. One that comes meanwhile stays.
   * @param limit how many at the most
   * @returns how many were thrown away; fewer than `limit` when no more were found
   */
  readonly discard: (limit: number, wanted?: WantedLetters) => Promise<number>;
  /**
   * Moves dead letters back to the changes queue. One is deleted after it was sent: a failure half
   * way may send it twice, which does no harm, and never loses it. One that comes back meanwhile stays.
   * @param limit how many at the most
   * @returns how many were moved; fewer than `limit` when no more were found
   */
  readonly redrive: (limit: number, wanted?: WantedLetters) => Promise<number>;
};

/** True for the dead letters that are meant; all unless given. */
export type WantedLetters = (letter: Pick<DeadLetter, 'id' | 'body'>) => boolean;

type Options = {
  readonly client: () => SQSClient;
  readonly queueUrls: readonly string[];
  readonly changesQueueUrl: string;
  readonly clock: Clock;
};

/** Limit of the batch calls. */
const batchSize = 10;

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

/** Takes letters out of one queue after the other. */
const takeFrom = async (
  queueUrls: readonly string[],
  what: string,
  { limit, ...order }: Omit<TakeOrder, 'queueUrl'>,
): Promise<number> => {
  let taken = 0;
  for (const queueUrl of queueUrls) {
    taken += await takeLetters({ ...order, queueUrl, limit: limit - taken }).catch(
      (error: unknown) => {
        throw awsError(`${what} dead letters of ${queueUrl}`, error);
      },
    );
  }
  return taken;
};

const all: WantedLetters = () => true;

/** Opens the dead-letter queues. @param queueUrls of all of them @param changesQueueUrl where they go back to */
export const createDeadLetters = (options: Options): DeadLetters => {
  const { client, queueUrls, changesQueueUrl, clock } = options;
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

    redrive: (limit, wanted = all) => {
      const end = sendBack(client, changesQueueUrl);
      return takeFrom(queueUrls, 'move', { client, end, limit, wanted, startedAt: clock() });
    },

    discard: (limit, wanted = all) => {
      const end = async (letters: readonly Message[]) => letters;
      return takeFrom(queueUrls, 'discard', { client, end, limit, wanted, startedAt: clock() });
    },
  };
};
