import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { simulators } from '#openers';
import { type Arn, parseArn } from '../../src/clouds/arn.ts';
import type { SettingName } from '../../src/clouds/catalogue.ts';
import { eventPatterns, simulatedCallers } from '../../src/clouds/event-patterns.ts';
import type { CloudProvider } from '../../src/clouds/provider.ts';
import type { ResourceType } from '../../src/clouds/resource-types.ts';
import type { SimulatedCloud } from '../../src/clouds/simulator.ts';
import { startEmbeddedDynamoDb } from '../../src/local/embedded-dynamodb.ts';
import { startEventBus } from '../../src/local/event-bus-endpoint.ts';
import { localTables as tables } from '../../src/local/start-local.ts';
import type { Log, Meter } from '../../src/model/telemetry.ts';
import type { ChangesQueue } from '../../src/queue/message.ts';
import { writeMessage } from '../../src/queue/parse-message.ts';
import { readEnvironment } from '../../src/runtime/environment.ts';
import { openFoundation } from '../../src/runtime/foundation.ts';
import { createServices, type Duties, type Services } from '../../src/runtime/services.ts';
import { openWave } from '../../src/runtime/wave.ts';
import { workerOf } from '../../src/runtime/worker.ts';
import { createTableIfMissing } from '../../src/storage/create-table.ts';
import { openTable, type Table } from '../../src/storage/table.ts';
import { gatheredCloud } from '../../src/wave/gathered-cloud.ts';
import { createWave } from '../../src/wave/wave.ts';
import { setting } from '../../test/engine/fixtures.ts';
import { listenFor } from '../../test/loopback.ts';
import { type CloudCounts, countCalls } from './counted-cloud.ts';
import { countRequests, type RequestCounts } from './request-counter.ts';
import { type Seed, seed } from './seed.ts';

/** Everything the service asked of others while something was measured. */
export type Measured = {
  /** Requests for the service's own state; `GetItem` → how many, and what they used. */
  readonly state: RequestCounts;
  readonly cloud: CloudCounts;
  /** Messages that the worker took from the queue, in batches of at most ten. */
  readonly messages: number;
  readonly batches: number;
  /** Messages that the worker sent itself. */
  readonly sent: number;
  /** Events that the bus took in and that no rule of it lets through: our own tag calls. */
  readonly keptOut: number;
  /** Reconciles that ended, by outcome. */
  readonly reconciles: Readonly<Record<string, number>>;
  /** Lines that are logged as deployed. */
  readonly logLines: number;
};

/** The service on embedded parts, with a queue in memory, so that every request can be counted. */
export type MeasuredWorld = {
  readonly accountId: string;
  readonly tables: typeof tables;
  /** Lets other processes call the embedded DynamoDB, until the world stops. @returns where */
  readonly listen: () => Promise<string>;
  readonly services: Services;
  /** What one more process of the worker works with: the same state, and waves of its own, as deployed. */
  readonly oneMore: () => Services;
  /** Calls an operation of the simulated cloud, `Ecs/RunInstances`. @returns what it made or named */
  readonly call: (action: string, parameters?: object) => Promise<readonly Arn[]>;
  /** As `call`, for the first resource of a type among them. */
  readonly make: (type: ResourceType, action: string, parameters?: object) => Promise<Arn>;
  readonly enable: (...rules: readonly SettingName[]) => Promise<void>;
  /** Puts resources into the simulated cloud as they are: no checks, no events. */
  readonly seed: (seeds: readonly Seed[]) => Promise<void>;
  /** Puts bodies into the queue. */
  readonly deliver: (...bodies: readonly string[]) => void;
  /** Takes what waits in the queue, to leave it out or to deliver it again. */
  readonly takeWaiting: () => readonly string[];
  /** Lets the worker work until its queue is empty. @returns what that took */
  readonly settle: () => Promise<Measured>;
  /** Lets time pass until the messages that wait for a time of their own can be seen. @returns how many */
  readonly passTime: () => number;
  readonly stop: () => Promise<void>;
};

const messagesInBatch = 10;
const deliverySeconds = 5;
const operator = { type: 'ram-user', principalId: '2', userName: 'operator' } as const;

/** What stands between the worker and the simulated cloud. */
export type Connection = {
  readonly provider: CloudProvider;
  /** Whose cloud it is; of the accounts of the simulated one unless given. */
  readonly hasCloudFor?: (accountId: string) => boolean;
  readonly stop: () => Promise<void>;
};

/** Reaches the simulated cloud in another way than by calling it in this process. */
export type Connect = (to: {
  readonly simulator: SimulatedCloud;
  /** That cloud, as it is called in this process. */
  readonly provider: CloudProvider;
  readonly table: Table;
  readonly accountId: string;
  readonly clock: () => number;
}) => Promise<Connection>;

type Waiting = { readonly body: string; readonly sentAt: number };

/** A message as the worker gets it. @param receivedAt by the queue's clock */
export const recordOf = ({ body, sentAt }: Waiting, receivedAt: number): SQSRecord => ({
  messageId: randomUUID(),
  receiptHandle: '',
  body,
  md5OfBody: '',
  attributes: {
    ApproximateReceiveCount: '1',
    SentTimestamp: String(sentAt),
    SenderId: 'bench',
    ApproximateFirstReceiveTimestamp: String(receivedAt),
  },
  messageAttributes: {},
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:changes',
  awsRegion: 'us-east-1',
});

/** A meter that says how reconciles ended. */
const countOutcomes = (): { meter: Meter; take: () => Readonly<Record<string, number>> } => {
  let counts: Record<string, number> = {};
  return {
    meter: {
      add: (name, value) => {
        if (name.startsWith('Resources')) counts[name] = (counts[name] ?? 0) + value;
      },
      flush: () => {},
    },
    take: () => {
      const taken = counts;
      counts = {};
      return taken;
    },
  };
};

/** The requests to one table, by operation. */
const toTable = (counts: RequestCounts, table: string): RequestCounts =>
  new Map(
    [...counts].flatMap(([name, requests]) =>
      name.startsWith(`${table} `) ? [[name.slice(table.length + 1), requests] as const] : [],
    ),
  );

/**
 * Starts a world.
 * @param variables of the worker's environment that differ from the defaults
 * @param folder of its database, as a runner has it; in memory unless given
 * @param connect how the worker reaches its cloud; messages with a time of their own then wait for it
 */
export const openMeasuredWorld = async (
  variables: Readonly<Record<string, string>> = {},
  folder?: string,
  connect?: Connect,
): Promise<MeasuredWorld> => {
  const accountId = '1000000000000001';
  const waiting: Waiting[] = [];
  const later: { readonly body: string; readonly at: number }[] = [];
  let passedMs = 0;
  const startedAt = Date.now();
  // Where messages wait for a time, only `passTime` lets any go by: the counts hang on no machine's speed.
  const clock = () => (connect === undefined ? Date.now() : startedAt + passedMs);
  let sent = 0;
  let keptOut = 0;
  // The queue's own clock: a batch is received some seconds after the last message was sent.
  let queueTime = Date.parse('2026-03-01T08:00:00Z');
  const deliver = (...bodies: readonly string[]): void => {
    waiting.push(...bodies.map((body) => ({ body, sentAt: queueTime })));
  };

  const database = await startEmbeddedDynamoDb(folder);
  const listeners: (() => Promise<void>)[] = [];
  const eventBus = startEventBus({
    patterns: eventPatterns(undefined, simulatedCallers).map(({ pattern }) => pattern),
    newId: randomUUID,
    clock,
    deliver: async (bodies) => deliver(...bodies),
    onDropped: () => {
      keptOut += 1;
    },
  });
  const dynamoDb = new DynamoDBClient(database.reach);
  const sqs = new SQSClient(eventBus.reach);
  const eventBridge = new EventBridgeClient(eventBus.reach);
  const clients = { dynamoDb, sqs: () => sqs, eventBridge: () => eventBridge };
  for (const name of Object.values(tables)) await createTableIfMissing(dynamoDb, name);

  const environment = readEnvironment({
    HEIRTAG_STATE_TABLE: tables.state,
    HEIRTAG_SIMULATOR_TABLE: tables.simulator,
    HEIRTAG_CHANGES_QUEUE_URL: `${eventBus.reach.endpoint}/changes`,
    HEIRTAG_DEAD_LETTER_QUEUE_URL: `${eventBus.reach.endpoint}/dead-letters`,
    HEIRTAG_BUS_NAME: 'bench',
    ...variables,
  });
  // Nothing goes early here, however slow the machine: the counts are exact.
  const wave = createWave({ afterLongestWait: () => () => {} });
  // Nor is a call given up for being late, where time passes only as it is told to.
  const timer = connect === undefined ? {} : { after: () => () => {} };
  const wire = (waves: Pick<Duties, 'wave' | 'laterWave'>): Services =>
    createServices(
      environment,
      { ...openFoundation(environment, clients), clock },
      { ...waves, ...timer, openers: simulators },
    );
  const wired = wire({ wave });
  const { simulator } = wired;
  if (simulator === undefined) throw new Error('the simulated cloud is missing');
  const table = openTable(dynamoDb, tables.simulator);
  const connection = await connect?.({
    simulator,
    provider: wired.provider,
    table,
    accountId,
    clock,
  });
  if (connection !== undefined) listeners.push(connection.stop);
  const counted = countCalls(connection?.provider ?? wired.provider);
  const requests = countRequests(dynamoDb);
  const queue: ChangesQueue = {
    send: async (messages, delaySeconds = 0) => {
      sent += messages.length;
      const bodies = messages.map(writeMessage);
      if (connect === undefined || delaySeconds === 0) return deliver(...bodies);
      later.push(...bodies.map((body) => ({ body, at: clock() + delaySeconds * 1000 })));
    },
  };
  const services: Services = {
    ...wired,
    queue: { ...wired.queue, ...queue },
    provider: counted.cloud,
    hasCloudFor: connection?.hasCloudFor ?? wired.hasCloudFor,
    reconcile: { ...wired.reconcile, cloud: gatheredCloud(counted.cloud, wave.gather) },
  };
  const outcomes = countOutcomes();
  const failures: unknown[] = [];
  let logLines = 0;
  const log: Log = {
    debug: () => {},
    info: () => {
      logLines += 1;
    },
    warn: (_, { error }) => failures.push(error),
    error: (_, { reason }) => failures.push(reason),
  };
  const handler = workerOf(services, { log, meter: outcomes.meter });

  const call: MeasuredWorld['call'] = async (action, parameters = {}) => {
    const [product = '', operation = ''] = action.split('/');
    const answer = await simulator.call({
      product,
      operation,
      parameters: { RegionId: 'cn-hangzhou', ...parameters },
      accountId,
      caller: operator,
    });
    return answer.arns;
  };

  return {
    accountId,
    tables,
    listen: async () => {
      const { endpoint, stop } = await listenFor(database);
      listeners.push(stop);
      return endpoint;
    },
    services,
    oneMore: () => wire({ wave: openWave('live'), laterWave: openWave('later') }),
    call,
    deliver,
    make: async (type, action, parameters) => {
      const arn = (await call(action, parameters)).find((each) => parseArn(each).type === type);
      if (arn === undefined) throw new Error(`${action} made no ${type}`);
      return arn;
    },
    enable: async (...rules) => {
      const { settings } = services.reconcile;
      const current = await settings.read(accountId);
      await settings.replace(current, {
        feature: 'Enable',
        rules: new Map(rules.map((settingName) => [settingName, setting(settingName)])),
      });
    },
    seed: (seeds) => seed(table, seeds),
    takeWaiting: () => waiting.splice(0).map(({ body }) => body),
    settle: async () => {
      requests.take();
      counted.take();
      outcomes.take();
      sent = 0;
      keptOut = 0;
      logLines = 0;
      let messages = 0;
      let batches = 0;
      while (waiting.length > 0) {
        const batch = waiting.splice(0, messagesInBatch);
        messages += batch.length;
        batches += 1;
        queueTime += deliverySeconds * 1000;
        const receivedAt = queueTime;
        const { batchItemFailures } = await handler({
          Records: batch.map((each) => recordOf(each, receivedAt)),
        });
        if (batchItemFailures.length > 0) {
          throw new Error(`a message failed: ${failures[0]}`, { cause: failures[0] });
        }
      }
      return {
        state: toTable(requests.take(), tables.state),
        cloud: counted.take(),
        messages,
        batches,
        sent,
        keptOut,
        reconciles: outcomes.take(),
        logLines,
      };
    },
    passTime: () => {
      const due = later.splice(0);
      const left = Math.max(0, ...due.map(({ at }) => at - clock()));
      passedMs += left;
      queueTime += left;
      deliver(...due.map(({ body }) => body));
      return due.length;
    },
    stop: async () => {
      for (const client of [dynamoDb, sqs, eventBridge]) client.destroy();
      for (const stop of listeners) await stop();
      await eventBus.stop();
      await database.stop();
    },
  };
};
