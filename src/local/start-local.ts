import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono } from 'hono';
import { senders, simulators, wires } from '#openers';
import { eventPatterns, simulatedCallers } from '../clouds/event-patterns.ts';
import type { SenderPlace } from '../clouds/event-sender.ts';
import { readEvent } from '../clouds/events.ts';
import type { Opener } from '../clouds/opener.ts';
import { withoutOwnCalls } from '../clouds/own-calls.ts';
import type { ConsoleFiles } from '../console/console-files.ts';
import { createDoor } from '../console/door.ts';
import { createSendBodies } from '../queue/send-bodies.ts';
import { openAccess, randomText } from '../runtime/access.ts';
import { adminOf } from '../runtime/admin.ts';
import { cloudEndpointOf } from '../runtime/cloud-endpoint.ts';
import { type Environment, readEnvironment } from '../runtime/environment.ts';
import { type Clients, openFoundation } from '../runtime/foundation.ts';
import { ingestOf } from '../runtime/ingest.ts';
import { createServices } from '../runtime/services.ts';
import { isLookedAt, type TagApiParts, tagApiOf } from '../runtime/tag-api.ts';
import { createLog } from '../runtime/telemetry.ts';
import { tellLanes } from '../runtime/tell-lanes.ts';
import { openWave } from '../runtime/wave.ts';
import { workerOf } from '../runtime/worker.ts';
import { createTableIfMissing } from '../storage/create-table.ts';
import { serveConsole } from './console-routes.ts';
import { openDataFolder, openPart } from './data-folder.ts';
import { startEmbeddedDynamoDb } from './embedded-dynamodb.ts';
import { type EmbeddedSqs, startEmbeddedSqs } from './embedded-sqs.ts';
import { startEventBus } from './event-bus-endpoint.ts';
import { startEventSourceMapping } from './event-source-mapping.ts';
import { startExpiryTimer } from './expiry-timer.ts';
import { assertGuarded, createGuard } from './guard.ts';
import { startHttpServer } from './http-server.ts';
import { createScrapedMeter } from './scraped-meter.ts';
import { readSecretFile } from './secret-file.ts';
import { startSweepTimer } from './sweep-timer.ts';
import { checkTableFiles } from './table-files.ts';

export type LocalOptions = {
  /** Of this software, to be told. */
  readonly version?: string;
  /** The console, as soon as it is built; none unless given. */
  readonly console?: Promise<ConsoleFiles | undefined>;
  /** Folder that keeps everything; made when missing. */
  readonly dataDir: string;
  /** Port of the HTTP API; 0 picks a free one. */
  readonly port: number;
  /** Address or name to listen on; 127.0.0.1 unless given. */
  readonly hostname?: string;
  /** What callers must show; needed when others than this machine can call. */
  readonly token?: string | undefined;
  /** What a backfill or sweep may look at; the environment's default unless given. */
  readonly jobResourcesPerSecond?: string | undefined;
  /** Lanes that work on a job; 1 unless given. */
  readonly jobLanes?: string | undefined;
  /** Repairs of a tag before it is left alone; the environment's default unless given. */
  readonly contestRepairs?: string | undefined;
  /** How clouds are opened: simulated, and read and written in this process, unless given. */
  readonly openers?: readonly Opener[];
  /** Clouds whose event services may send events, as `HEIRTAG_INGEST`; `secret` is a file. None unless given. */
  readonly ingest?: string | undefined;
  /** Fetches certificates of those services; from the network unless given. */
  readonly loadCertificate?: SenderPlace['loadCertificate'];
  /** Regions that are handled, with commas between them; all unless given. */
  readonly cloudRegions?: string | undefined;
};

export type LocalRunner = {
  /** What a browser opens for the console; undefined where there is none. */
  readonly consoleUrl: string | undefined;
  /** Where the HTTP API listens. */
  readonly url: string;
  /** Finishes what is in flight and closes everything. */
  readonly stop: () => Promise<void>;
};

/** Names of its tables. */
export const localTables = { state: 'heirtag-state', simulator: 'heirtag-simulator' } as const;
const busName = 'heirtag';
/** As the stages have it unless they say otherwise. */
const maxReceives = 100;
const visibilitySeconds = 60;
const pollers = 4;

const environmentFor = (options: LocalOptions, sqs: EmbeddedSqs): Environment =>
  readEnvironment({
    HEIRTAG_VERSION: options.version,
    HEIRTAG_STATE_TABLE: localTables.state,
    HEIRTAG_SIMULATOR_TABLE: localTables.simulator,
    HEIRTAG_CLOUD_REGIONS: options.cloudRegions,
    HEIRTAG_INGEST: options.ingest,
    HEIRTAG_CHANGES_QUEUE_URL: sqs.changesQueueUrl,
    HEIRTAG_DEAD_LETTER_QUEUE_URL: sqs.deadLetterQueueUrl,
    HEIRTAG_BUS_NAME: busName,
    HEIRTAG_MAX_RECEIVES: String(maxReceives),
    HEIRTAG_RETRY_SECONDS: '1',
    HEIRTAG_JOB_RESOURCES_PER_SECOND: options.jobResourcesPerSecond,
    HEIRTAG_JOB_LANES: options.jobLanes,
    HEIRTAG_CONTEST_REPAIRS: options.contestRepairs,
    HEIRTAG_SINGLE_WORKER: 'true',
    HEIRTAG_SECRET_FILE: join(options.dataDir, 'access-key-secrets.json'),
  });

/**
 * Starts everything in this process: DynamoDB, SQS and event bus, which nothing outside can reach, the
 * handlers that the Lambdas run, the HTTP API, and the Tag API at `/`. A second start on the same folder
 * goes on where the first ended, however that ended.
 * @throws InvalidInputError when the folder or the port cannot be used
 */
export const startLocal = async (options: LocalOptions): Promise<LocalRunner> => {
  const { dataDir, port, hostname = '127.0.0.1', token } = options;
  assertGuarded({ hostname, token });
  const log = createLog('heirtag', 'WARN');
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  try {
    stops.push(await openDataFolder(dataDir));
    const tables = join(dataDir, 'dynamodb');
    const dynamoDb = await openPart(tables, async () => {
      await checkTableFiles(tables);
      return startEmbeddedDynamoDb(tables);
    });
    stops.push(dynamoDb.stop);
    const folder = join(dataDir, 'sqs');
    const sqs = await openPart(folder, () =>
      startEmbeddedSqs({ folder, maxReceives, visibilitySeconds }),
    );
    stops.push(sqs.stop);
    const queueClient = new SQSClient(sqs.reach);
    const eventBus = startEventBus({
      patterns: eventPatterns(undefined, simulatedCallers).map(({ pattern }) => pattern),
      newId: randomUUID,
      clock: Date.now,
      onDropped: (event) => {
        const isOurs = (caller: string): boolean => simulatedCallers.includes(caller);
        const reading = withoutOwnCalls(readEvent(event), isOurs);
        if (reading.kind === 'ignored' && reading.why === 'OwnCall') return;
        const reason = 'reason' in reading ? reading.reason : 'no rule of the bus lets it through';
        log.warn('event touches nothing', { reason });
      },
      deliver: createSendBodies({ client: () => queueClient, queueUrl: sqs.changesQueueUrl }),
    });
    stops.push(eventBus.stop);

    const busClient = new EventBridgeClient(eventBus.reach);
    const clients: Clients = {
      dynamoDb: new DynamoDBClient(dynamoDb.reach),
      sqs: () => queueClient,
      eventBridge: () => busClient,
    };
    stops.push(async () => {
      for (const client of [clients.dynamoDb, queueClient, busClient]) client.destroy();
    });
    for (const name of Object.values(localTables))
      await createTableIfMissing(clients.dynamoDb, name);

    const environment = environmentFor(options, sqs);
    const foundation = openFoundation(environment, clients);
    const { meter, ...scraped } = createScrapedMeter(async () => {
      const { queue, deadLetters } = services;
      return { ...(await queue.counts()), deadLetters: await deadLetters.count() };
    });
    const services = createServices(environment, foundation, {
      wave: openWave('live'),
      laterWave: openWave('later'),
      meter,
      onLaneEvent: tellLanes({ log, meter }),
      openers: options.openers ?? simulators,
    });
    await services.simulator?.recover();
    const { state: table } = foundation;
    const access = openAccess(environment, table);
    const api = new Hono();
    const door =
      token === undefined || options.console === undefined
        ? undefined
        : createDoor({
            name: `heirtag-console-${port}`,
            secrets: () => randomText(40),
            clock: Date.now,
          });
    if (options.console !== undefined) {
      api.use(serveConsole({ files: options.console, door, hostname, isLookedAt }));
    }
    const sourceOf: TagApiParts['sourceOf'] = (context) => getConnInfo(context).remote.address;
    // Before the guard, too: a delivery shows itself who sent it.
    if (options.ingest !== undefined) {
      const { loadCertificate } = options;
      const readSecret = readSecretFile;
      const parts = { environment, foundation, senders, readSecret, sourceOf, log, meter };
      api.route('/', ingestOf({ ...parts, ...(loadCertificate && { loadCertificate }) }));
    }
    // Before the guard: whoever calls it has signed the call.
    if (access !== undefined) {
      // Damaged secrets are told now, not at the first call.
      await access.secrets.list();
      for (const openWire of wires) {
        const endpoint = cloudEndpointOf({ services, access, table, openWire, log });
        if (endpoint !== undefined) api.route('/', endpoint);
      }
      api.route('/', tagApiOf({ services, access, table, sourceOf, log, meter }));
    }
    api.use(createGuard({ hostname, token, door, newRequestId: randomUUID }));
    // As a whole, not as routes: what it does not know it answers itself.
    const admin = adminOf(services, log, { access, meter });
    api.get('/metrics', async ({ body }) =>
      body(await scraped.text(), 200, { 'content-type': scraped.contentType }),
    );
    api.all('*', ({ req, env }) => admin.fetch(req.raw, env));
    const http = await startHttpServer({ fetch: api.fetch, hostname, port });
    stops.push(
      startEventSourceMapping({
        client: queueClient,
        queueUrl: sqs.changesQueueUrl,
        handler: workerOf(services, { log, meter }),
        pollers,
        log,
      }),
    );
    stops.push(startSweepTimer(services.queue, log));
    stops.push(startExpiryTimer(clients.dynamoDb, localTables.state, log));
    stops.push(http.stop);
    const consoleUrl =
      options.console === undefined ? undefined : `${http.url}${door?.path ?? '/console/'}`;
    return { url: http.url, consoleUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
