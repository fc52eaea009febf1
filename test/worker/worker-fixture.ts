import type { SQSEvent } from 'aws-lambda';
import { type Announcer, silent } from '../../src/announce/announcer.ts';
import type { Door } from '../../src/clouds/call.ts';
import { readEvent } from '../../src/clouds/events.ts';
import type { Reading } from '../../src/clouds/reading.ts';
import type { JobStore } from '../../src/jobs/job-store.ts';
import { RetryableError } from '../../src/model/errors.ts';
import type { LogFields } from '../../src/model/telemetry.ts';
import type { ChangesQueue, InternalMessage } from '../../src/queue/message.ts';
import { writeMessage } from '../../src/queue/parse-message.ts';
import { type PutOff, putOffAttribute, writePutOff } from '../../src/queue/put-off.ts';
import type { DeadLetterReason } from '../../src/queue/set-aside.ts';
import { redrivenAttribute } from '../../src/queue/take-letters.ts';
import { createWorkerHandler } from '../../src/worker/worker-handler.ts';
import type { ReconcileWorld, WorldChanges } from '../engine/reconcile-world.ts';

/** When the queue took the messages of a batch, and gave them out first. Milliseconds. */
export type Times = {
  readonly sentAt: number;
  readonly receivedAt: number;
  /** It was a dead letter before. */
  readonly isRedriven?: boolean;
  /** It takes the place of a message that was put off. */
  readonly putOff?: PutOff;
};

/** The worker as SQS sees it, and everything it did. */
export type TestWorker = {
  /**
   * Delivers bodies as one batch.
   * @param ids of the messages; their positions unless given
   * @param times without them, no look does for another batch
   * @returns positions of the bodies to deliver again
   */
  readonly deliver: (
    bodies: readonly string[],
    receives?: number,
    ids?: readonly string[],
    times?: Times,
  ) => Promise<readonly number[]>;
  readonly sent: InternalMessage[];
  /** How long nobody sees what was sent, message by message. Seconds. */
  readonly sentDelays: number[];
  readonly delays: { receiptHandle: string; delaySeconds: number }[];
  /** What takes the place of messages that wait their turn. */
  readonly putOff: (PutOff & { readonly body: string; readonly delaySeconds: number })[];
  /** What was set aside. */
  readonly dead: { body: string; reason: DeadLetterReason }[];
  readonly logged: { level: string; message: string; fields: LogFields }[];
  readonly counted: Map<string, number>;
};

const attribute = (name: string, stringValue: string) => ({
  [name]: { dataType: 'String' as const, stringValue },
});

/** Lets everybody in. */
const openDoor: Door = {
  enter: (_, count) => count,
  leave: () => {},
  room: () => Number.POSITIVE_INFINITY,
  roomAfterPause: () => 50,
  apartSeconds: () => 1,
};

export const batchOf = (
  bodies: readonly string[],
  receives: number,
  ids: readonly string[] = [],
  { sentAt, receivedAt, isRedriven = false, putOff }: Times = { sentAt: 0, receivedAt: 0 },
): SQSEvent => ({
  Records: bodies.map((body, index) => ({
    messageId: ids[index] ?? String(index),
    receiptHandle: `receipt-${index}`,
    body,
    md5OfBody: '',
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: String(sentAt),
      SenderId: 'test',
      ApproximateFirstReceiveTimestamp: String(receivedAt),
    },
    messageAttributes: {
      ...(isRedriven ? attribute(redrivenAttribute, 'true') : {}),
      ...(putOff === undefined ? {} : attribute(putOffAttribute, writePutOff(putOff))),
    },
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:changes',
    awsRegion: 'us-east-1',
  })),
});

export const openWorker = (
  world: ReconcileWorld,
  {
    jobs = world.jobs,
    queue,
    ...changes
  }: WorldChanges & { readonly jobs?: JobStore; readonly queue?: ChangesQueue } = {},
  options: {
    readonly retryLaterFails?: boolean;
    readonly setAsideFails?: boolean;
    readonly jobResourcesPerSecond?: number;
    readonly jobLanes?: number;
    readonly parallelReconciles?: number;
    readonly maxReceives?: number;
    readonly putOffFails?: boolean;
    readonly door?: Partial<Door>;
    readonly announcer?: Announcer;
    /** How events are read; as all clouds do unless given. */
    readonly readEvent?: (raw: unknown) => Reading;
  } = {},
): TestWorker => {
  const sent: InternalMessage[] = [];
  const sentDelays: number[] = [];
  const delays: TestWorker['delays'] = [];
  const putOff: TestWorker['putOff'] = [];
  const dead: TestWorker['dead'] = [];
  const logged: TestWorker['logged'] = [];
  const counted = new Map<string, number>();
  const logAs = (level: string) => (message: string, fields: LogFields) => {
    logged.push({ level, message, fields });
  };
  const deps = world.deps(changes);
  const handler = createWorkerHandler({
    announcer: options.announcer ?? silent,
    work: {
      ...deps,
      later: deps,
      jobs,
      queue: queue ?? {
        send: async (messages, delaySeconds = 0) => {
          sent.push(...messages);
          sentDelays.push(...messages.map(() => delaySeconds));
        },
      },
      readEvent: options.readEvent ?? readEvent,
      door: { ...openDoor, ...options.door },
      inlineHeirs: 3,
      parallelReconciles: options.parallelReconciles ?? 4,
      hasCloud: true,
      hasCloudFor: () => true,
      jobResourcesPerSecond: options.jobResourcesPerSecond ?? 1000,
      jobLanes: options.jobLanes ?? 1,
    },
    retryLater: async (receiptHandle, delaySeconds) => {
      if (options.retryLaterFails) throw new Error('the queue does not answer');
      delays.push({ receiptHandle, delaySeconds });
    },
    putOff: async (bodies, delaySeconds, how) => {
      if (options.putOffFails) throw new RetryableError({ code: 'Aws.Any', message: 'not now' });
      putOff.push(...bodies.map((body) => ({ body, delaySeconds, ...how })));
    },
    setAside: async (body, reason) => {
      if (options.setAsideFails) throw new Error('the dead-letter queue does not answer');
      dead.push({ body, reason });
    },
    retries: { maxReceives: options.maxReceives ?? 5, retrySeconds: 2, retryHours: 6 },
    random: () => 0.5,
    log: {
      debug: logAs('debug'),
      info: logAs('info'),
      warn: logAs('warn'),
      error: logAs('error'),
    },
    meter: {
      add: (name, value) => counted.set(name, (counted.get(name) ?? 0) + value),
      flush: () => {},
    },
  });
  return {
    sent,
    sentDelays,
    delays,
    putOff,
    dead,
    logged,
    counted,
    deliver: async (bodies, receives = 1, ids = bodies.map((_, index) => String(index)), times) => {
      const { batchItemFailures } = await handler(batchOf(bodies, receives, ids, times));
      return batchItemFailures.map(({ itemIdentifier }) => ids.indexOf(itemIdentifier));
    },
  };
};

const cause = {
  eventId: 'e-1',
  eventName: 'TagResources',
  eventTime: '2026-03-01T08:00:00.000Z',
  principal: 'alice',
};

/** One of our own messages as a body; its cause is filled in. */
export const bodyOf = (
  message: InternalMessage extends infer M
    ? M extends InternalMessage
      ? Omit<M, 'cause'>
      : never
    : never,
): string => writeMessage({ ...message, cause });

/** An ActionTrail record of a tag call of ECS as a body. */
export const tagEvent = (
  resourceType: 'instance' | 'disk',
  ids: readonly string[],
  changes: object = {},
): string =>
  JSON.stringify({
    eventName: 'TagResources',
    serviceName: 'Ecs',
    eventType: 'ApiCall',
    eventId: 'e-2',
    eventTime: '2026-03-01T08:00:00Z',
    acsRegion: 'cn-hangzhou',
    recipientAccountId: '1000000000000001',
    requestParameters: { ResourceType: resourceType, ResourceId: ids },
    ...changes,
  });
