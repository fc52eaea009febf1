import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Audit } from '../audit/audit.ts';
import { createDynamoDbAudit } from '../audit/dynamodb-audit.ts';
import type { Bus } from '../bus/bus.ts';
import { createEventBridgeBus } from '../bus/eventbridge-bus.ts';
import { absentProvider } from '../cloud/absent-provider.ts';
import type { CloudProvider } from '../cloud/provider.ts';
import { createSimulatedProvider } from '../cloud/simulator/provider.ts';
import { createSimulatedCloud, type SimulatedCloud } from '../cloud/simulator/simulated-cloud.ts';
import { createIntentPolicy } from '../engine/intent-policy.ts';
import type { ReconcileDeps } from '../engine/reconcile.ts';
import { createDynamoDbHistory } from '../history/dynamodb-history.ts';
import type { History } from '../history/history.ts';
import { createDynamoDbJobs } from '../jobs/dynamodb-jobs.ts';
import type { JobStore } from '../jobs/job-store.ts';
import { createDynamoDbLedger } from '../ledger/dynamodb-ledger.ts';
import { createDeadLetters, type DeadLetters } from '../queue/dead-letters.ts';
import { createSqsQueue, type SqsQueue } from '../queue/sqs-queue.ts';
import { createDynamoDbSettings } from '../settings/dynamodb-settings.ts';
import { openTable, type Table } from '../storage/table.ts';
import type { Environment } from './environment.ts';

/** Everything the handlers work with, made once per process. */
export type Services = {
  readonly environment: Environment;
  readonly reconcile: ReconcileDeps;
  readonly history: History;
  readonly queue: SqsQueue;
  readonly jobs: JobStore;
  /** Messages that the worker gave up, and events that the bus could not deliver. */
  readonly deadLetters: DeadLetters;
  readonly bus: Bus;
  readonly audit: Audit;
  /** Undefined where the stage has no simulated cloud. */
  readonly simulator: SimulatedCloud | undefined;
};

/** The longest one tag call takes to arrive, retries and time-outs included. Seconds. */
const tagCallSeconds = 3;

/** Waits 20 ms to 2.5 s, doubling, with full jitter. */
const pause = (attempt: number): Promise<void> =>
  sleep(randomInt(10, 20 * 2 ** Math.min(attempt, 7)));

type Cloud = {
  readonly provider: CloudProvider;
  readonly simulator: SimulatedCloud | undefined;
};

const openCloud = (environment: Environment, client: DynamoDBDocumentClient, bus: Bus): Cloud => {
  const tableName = environment.HEIRTAG_SIMULATOR_TABLE;
  if (tableName === undefined) return { provider: absentProvider, simulator: undefined };
  const table = openTable(client, tableName);
  const maxTagsPerResource = () => environment.HEIRTAG_MAX_TAGS_PER_RESOURCE;
  const simulator = createSimulatedCloud({
    table,
    bus,
    clock: Date.now,
    newId: randomUUID,
    maxTagsPerResource,
  });
  return { simulator, provider: createSimulatedProvider({ table, simulator, maxTagsPerResource }) };
};

/** AWS clients of a process. */
export type Clients = {
  readonly dynamoDb: DynamoDBClient;
  readonly sqs: SQSClient;
  readonly eventBridge: EventBridgeClient;
};

/** Makes the clients; region, credentials and endpoints come from the SDK's own environment variables. */
export const openClients = (): Clients => ({
  dynamoDb: new DynamoDBClient({}),
  sqs: new SQSClient({}),
  eventBridge: new EventBridgeClient({}),
});

const documentClient = ({ dynamoDb }: Pick<Clients, 'dynamoDb'>): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(dynamoDb, { marshallOptions: { removeUndefinedValues: true } });

/** The table of everything the service owns. */
export const openStateTable = (
  environment: Environment,
  clients: Pick<Clients, 'dynamoDb'>,
): Table => openTable(documentClient(clients), environment.HEIRTAG_STATE_TABLE);

/** Puts stores, cloud and queue together. */
export const createServices = (environment: Environment, clients: Clients): Services => {
  const { sqs } = clients;
  const bus = createEventBridgeBus({
    client: clients.eventBridge,
    busName: environment.HEIRTAG_BUS_NAME,
  });
  const { provider, simulator } = openCloud(environment, documentClient(clients), bus);
  const state = openStateTable(environment, clients);
  const history = createDynamoDbHistory({
    table: state,
    clock: Date.now,
    keepDays: environment.HEIRTAG_HISTORY_DAYS,
  });
  return {
    environment,
    history,
    bus,
    audit: createDynamoDbAudit({ table: state, clock: Date.now }),
    simulator,
    queue: createSqsQueue({ client: sqs, queueUrl: environment.HEIRTAG_CHANGES_QUEUE_URL }),
    jobs: createDynamoDbJobs({ table: state }),
    deadLetters: createDeadLetters({
      client: sqs,
      queueUrls: [
        environment.HEIRTAG_DEAD_LETTER_QUEUE_URL,
        environment.HEIRTAG_INTAKE_DEAD_LETTER_QUEUE_URL,
      ].filter((url) => url !== undefined),
      changesQueueUrl: environment.HEIRTAG_CHANGES_QUEUE_URL,
    }),
    reconcile: {
      cloud: provider,
      ledger: createDynamoDbLedger({ table: state, clock: Date.now }),
      settings: createDynamoDbSettings({ table: state }),
      history,
      guard: {
        mostRepairs: environment.HEIRTAG_CONTEST_REPAIRS,
        windowSeconds: environment.HEIRTAG_CONTEST_MINUTES * 60,
      },
      clock: Date.now,
      pause,
      intents: createIntentPolicy({
        clock: Date.now,
        newId: randomUUID,
        intentSeconds: environment.HEIRTAG_INTENT_SECONDS,
        callSeconds: tagCallSeconds,
        isSingleWorker: environment.HEIRTAG_SINGLE_WORKER === 'true',
      }),
    },
  };
};
