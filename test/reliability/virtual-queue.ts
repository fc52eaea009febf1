import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { DeadLetters } from '../../src/queue/dead-letters.ts';
import { writeMessage } from '../../src/queue/parse-message.ts';
import { putOffAttribute, writePutOff } from '../../src/queue/put-off.ts';
import type { DeadLetterReason, SetAside } from '../../src/queue/set-aside.ts';
import type { SqsQueue } from '../../src/queue/sqs-queue.ts';
import type { Random } from './random.ts';

type Message = {
  readonly id: string;
  readonly body: string;
  readonly sentAt: number;
  /** Attribute of what was put off. */
  readonly putOff: string | undefined;
  firstReceivedAt: number | undefined;
  visibleAt: number;
  receives: number;
};

export type DeadLetter = {
  readonly body: string;
  readonly receives: number;
  /** What the worker said; null when the queue itself gave it up. */
  readonly reason: DeadLetterReason | null;
};

type Handler = (event: SQSEvent) => Promise<SQSBatchResponse>;

/** A queue with the semantics of SQS and of a Lambda that reads it, on a clock of its own. */
export type VirtualQueue = {
  /** What the service sees of it. */
  readonly port: SqsQueue;
  readonly setAside: SetAside;
  readonly deadLetters: DeadLetters;
  readonly dead: DeadLetter[];
  /** Stores a body, as the bus does. */
  readonly push: (body: string) => void;
  /** Messages neither deleted nor dead. */
  readonly size: () => number;
  /** When the next message becomes visible; undefined when there is none. Milliseconds. */
  readonly nextVisibleAt: () => number | undefined;
  /** Takes visible messages, in no order, to deliver them as one batch. */
  readonly receive: () => Batch | undefined;
  /** Receives a batch and gives it to a handler. @returns false when no message is visible */
  readonly deliver: (handler: Handler) => Promise<boolean>;
};

/** Messages under way to one handler. */
export type Batch = {
  readonly event: SQSEvent;
  /** Deletes what the handler does not name; a delivery that never ends is never settled. */
  readonly settle: (response: SQSBatchResponse) => void;
};

export type VirtualQueueOptions = {
  readonly clock: () => number;
  readonly random: Random;
  readonly maxReceives: number;
  readonly visibilitySeconds: number;
  /** One message in so many comes once more although it was handled. */
  readonly doubledOneIn: number;
  /** Batches hold as many as they may; by chance fewer unless set. */
  readonly fillsBatches?: boolean;
};

const recordOf = ({
  id,
  body,
  receives,
  sentAt,
  putOff,
  firstReceivedAt,
}: Message): SQSEvent['Records'][number] => ({
  messageId: id,
  receiptHandle: id,
  body,
  md5OfBody: '',
  attributes: {
    ApproximateReceiveCount: String(receives),
    SentTimestamp: String(sentAt),
    SenderId: 'test',
    ApproximateFirstReceiveTimestamp: String(firstReceivedAt),
  },
  messageAttributes:
    putOff === undefined ? {} : { [putOffAttribute]: { dataType: 'String', stringValue: putOff } },
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:changes',
  awsRegion: 'us-east-1',
});

const largestBatch = 10;

export const createVirtualQueue = (options: VirtualQueueOptions): VirtualQueue => {
  const { clock, random, maxReceives, visibilitySeconds, doubledOneIn } = options;
  const messages = new Map<string, Message>();
  const dead: DeadLetter[] = [];
  let sent = 0;

  const push = (body: string, delaySeconds = 0, putOff?: string): void => {
    sent += 1;
    const id = String(sent);
    messages.set(id, {
      id,
      body,
      putOff,
      sentAt: clock(),
      firstReceivedAt: undefined,
      visibleAt: clock() + delaySeconds * 1000,
      receives: 0,
    });
  };

  const bury = (message: Message): void => {
    messages.delete(message.id);
    dead.push({ body: message.body, receives: message.receives, reason: null });
  };

  const visible = (): readonly Message[] => {
    const due = [...messages.values()].filter(({ visibleAt }) => visibleAt <= clock());
    for (const message of due) if (message.receives >= maxReceives) bury(message);
    return due.filter(({ id }) => messages.has(id));
  };

  const receive = (): Batch | undefined => {
    const isFull = options.fillsBatches === true;
    const size = isFull ? largestBatch : 1 + random.below(largestBatch);
    const batch = isFull
      ? random.someOf(visible(), size)
      : random.shuffled(visible()).slice(0, size);
    if (batch.length === 0) return undefined;
    for (const message of batch) {
      message.receives += 1;
      message.firstReceivedAt ??= clock();
      message.visibleAt = clock() + visibilitySeconds * 1000;
    }
    return {
      event: { Records: batch.map(recordOf) },
      settle: ({ batchItemFailures }) => {
        const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
        for (const message of batch) {
          if (failed.has(message.id)) continue;
          if (message.receives === 1 && random.isOneIn(doubledOneIn)) message.visibleAt = clock();
          else messages.delete(message.id);
        }
      },
    };
  };

  return {
    dead,
    push,
    receive,
    size: () => messages.size,
    nextVisibleAt: () => {
      const times = [...messages.values()].map(({ visibleAt }) => visibleAt);
      return times.length === 0 ? undefined : Math.min(...times);
    },
    deliver: async (handler) => {
      const batch = receive();
      if (batch === undefined) return false;
      batch.settle(await handler(batch.event));
      return true;
    },
    port: {
      send: async (list, delaySeconds) => {
        for (const message of list) push(writeMessage(message), delaySeconds);
      },
      counts: async () => ({ waiting: messages.size, inFlight: 0 }),
      putOff: async (bodies, delaySeconds, putOff) => {
        for (const body of bodies) push(body, delaySeconds, writePutOff(putOff));
      },
      retryLater: async (receiptHandle, delaySeconds) => {
        const message = messages.get(receiptHandle);
        if (message !== undefined) message.visibleAt = clock() + delaySeconds * 1000;
      },
    },
    setAside: async (body, reason) => {
      const message = [...messages.values()].find(
        (each) => each.body === body && each.visibleAt > clock(),
      );
      dead.push({ body, receives: message?.receives ?? 0, reason });
    },
    deadLetters: {
      count: async () => dead.length,
      list: async (limit) =>
        dead.slice(0, limit).map(({ body, reason }, index) => ({
          id: String(index),
          sentAt: '',
          body,
          error: reason,
        })),
      redrive: async (limit) => {
        const moved = dead.splice(0, limit);
        for (const { body } of moved) push(body);
        return moved.length;
      },
      discard: async (limit) => dead.splice(0, limit).length,
    },
  };
};
