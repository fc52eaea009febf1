import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Bus } from '../bus/bus.ts';
import { createEventBridgeBus } from '../bus/eventbridge-bus.ts';
import type { Clock } from '../model/clock.ts';
import { whenUsed } from '../model/when-used.ts';
import { createDeadLetters, type DeadLetters } from '../queue/dead-letters.ts';
import { createSetAside, type SetAside } from '../queue/set-aside.ts';
import { createSqsQueue, type SqsQueue } from '../queue/sqs-queue.ts';
import { openTable, type Table } from '../storage/table.ts';
import type { Environment } from './environment.ts';
import { patience } from './patience.ts';

/**
 * AWS clients of a process. Most events of a function need the database alone: the others are made by
 * their first call, which makes a cold start shorter.
 */
export type Clients = {
  readonly dynamoDb: DynamoDBClient;
  readonly sqs: () => SQSClient;
  readonly eventBridge: () => EventBridgeClient;
};

/** Makes the clients; region, credentials and endpoints come from the SDK's own environment variables. */
export const openClients = (): Clients => ({
  dynamoDb: new DynamoDBClient(patience),
  sqs: whenUsed(() => new SQSClient(patience)),
  eventBridge: whenUsed(() => new EventBridgeClient(patience)),
});

/** What a process stands on: tables, queues, bus, time and chance. */
export type Foundation = {
  /** Settings, ledger and whatever else the service keeps. */
  readonly state: Table;
  /** The simulated cloud's resources; undefined where the stage has no simulated cloud. */
  readonly simulator: Table | undefined;
  readonly queue: SqsQueue;
  readonly setAside: SetAside;
  /** Messages that the worker gave up, and events that the bus could not deliver. */
  readonly deadLetters: DeadLetters;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly newId: () => string;
  /** From 0 up to, but without, 1. */
  readonly random: () => number;
  /** Waits between two looks at a resource that somebody else is writing. @param attempt 0, 1, … */
  readonly pause: (attempt: number) => Promise<void>;
};

/** Waits 20 ms to 2.5 s, doubling, with full jitter. */
const pause = (attempt: number): Promise<void> =>
  sleep(randomInt(10, 20 * 2 ** Math.min(attempt, 7)));

/** Lays the foundation on AWS, or on what speaks its protocols. */
export const openFoundation = (environment: Environment, clients: Clients): Foundation => {
  const { dynamoDb } = clients;
  const { sqs, eventBridge } = clients;
  const simulatorTable = environment.HEIRTAG_SIMULATOR_TABLE;
  return {
    state: openTable(dynamoDb, environment.HEIRTAG_STATE_TABLE),
    simulator: simulatorTable === undefined ? undefined : openTable(dynamoDb, simulatorTable),
    queue: createSqsQueue({ client: sqs, queueUrl: environment.HEIRTAG_CHANGES_QUEUE_URL }),
    setAside: createSetAside({
      client: sqs,
      queueUrl: environment.HEIRTAG_DEAD_LETTER_QUEUE_URL,
    }),
    deadLetters: createDeadLetters({
      client: sqs,
      queueUrls: [
        environment.HEIRTAG_DEAD_LETTER_QUEUE_URL,
        environment.HEIRTAG_INTAKE_DEAD_LETTER_QUEUE_URL,
      ].filter((url) => url !== undefined),
      changesQueueUrl: environment.HEIRTAG_CHANGES_QUEUE_URL,
      clock: Date.now,
    }),
    bus: createEventBridgeBus({ client: eventBridge, busName: environment.HEIRTAG_BUS_NAME }),
    clock: Date.now,
    newId: randomUUID,
    random: Math.random,
    pause,
  };
};
