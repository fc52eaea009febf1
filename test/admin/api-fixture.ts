import { randomUUID } from 'node:crypto';
import { simulators } from '#openers';
import { createDynamoDbAccessKeys } from '../../src/access/dynamodb-access-keys.ts';
import type { BusEvent } from '../../src/bus/bus.ts';
import type { Opener } from '../../src/clouds/opener.ts';
import type { History } from '../../src/history/history.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { Log, LogFields } from '../../src/model/telemetry.ts';
import type { InternalMessage } from '../../src/queue/message.ts';
import { type AdminOptions, adminOf } from '../../src/runtime/admin.ts';
import { readEnvironment } from '../../src/runtime/environment.ts';
import { createServices, type Services } from '../../src/runtime/services.ts';
import type { SettingsStore } from '../../src/settings/settings.ts';
import { memorySecrets } from '../access/memory-secrets.ts';
import type { EmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';

export const now = Date.parse('2026-03-01T08:00:00Z');

/** What the service calls back on; each test may break one. */
export type Broken = {
  readonly settings?: Partial<SettingsStore>;
  readonly bus?: Partial<Services['bus']>;
  readonly audit?: Partial<Services['audit']>;
  readonly queue?: Partial<Services['queue']>;
  readonly deadLetters?: Partial<Services['deadLetters']>;
  readonly jobs?: Services['jobs'];
  /** What is announced; nothing unless set. */
  readonly eventsOut?: Services['environment']['HEIRTAG_EVENTS_OUT'];
  readonly isWithoutSimulator?: boolean;
  readonly isWithoutTagApi?: boolean;
  /** Clouds that answer; the simulated one unless set. */
  readonly openers?: readonly Opener[];
  /** How the process serves the API. */
  readonly admin?: Pick<AdminOptions, 'admission' | 'takesOldForm'>;
};

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: unknown;
};

/** The HTTP API of one process on empty tables, and everything it did. */
export type TestApi = {
  /** @param body sent as it is when it is a text or a stream, else as JSON; none when undefined */
  readonly send: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
    /** What the platform hands over beside the request. */
    platform?: object,
  ) => Promise<Answer>;
  /** What the process works with. */
  readonly services: Services;
  readonly settings: SettingsStore;
  readonly ledger: Ledger;
  readonly history: History;
  readonly published: BusEvent[];
  readonly sent: { message: InternalMessage; delaySeconds: number | undefined }[];
  /** Requests told to the log. */
  readonly logged: LogFields[];
  /** What was counted: name, value, reason. */
  readonly counted: (readonly [string, number, string | undefined])[];
  /** Warnings told to the log. */
  readonly warned: { message: string; fields: LogFields }[];
  /** Failures told to the log. */
  readonly reported: { message: string; fields: LogFields }[];
};

const environment = readEnvironment({
  HEIRTAG_STATE_TABLE: 'state',
  HEIRTAG_VERSION: '1.2.3',
  HEIRTAG_CHANGES_QUEUE_URL: 'http://queue.test/changes',
  HEIRTAG_DEAD_LETTER_QUEUE_URL: 'http://queue.test/dead',
  HEIRTAG_BUS_NAME: 'bus',
});

const bodyOf = (body: unknown): string | ReadableStream | undefined =>
  body === undefined || typeof body === 'string' || body instanceof ReadableStream
    ? body
    : JSON.stringify(body);

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Wires the API as a process does, on fresh tables. */
export const openTestApi = async (
  dynamoDb: EmbeddedDynamoDb,
  broken: Broken = {},
): Promise<TestApi> => {
  const published: BusEvent[] = [];
  const sent: TestApi['sent'] = [];
  const reported: TestApi['reported'] = [];
  const warned: TestApi['warned'] = [];
  const counted: TestApi['counted'] = [];
  const logged: TestApi['logged'] = [];
  const bus: Services['bus'] = {
    publish: async (events) => {
      published.push(...events);
    },
    ...broken.bus,
  };
  const { table } = await dynamoDb.createTable();
  const made = createServices(
    { ...environment, HEIRTAG_EVENTS_OUT: broken.eventsOut ?? environment.HEIRTAG_EVENTS_OUT },
    {
      state: table,
      simulator: broken.isWithoutSimulator ? undefined : (await dynamoDb.createTable()).table,
      bus,
      queue: {
        send: async (messages, delaySeconds) => {
          sent.push(...messages.map((message) => ({ message, delaySeconds })));
        },
        counts: async () => ({ waiting: 3, inFlight: 2 }),
        putOff: async () => {},
        retryLater: async () => {},
        ...broken.queue,
      },
      setAside: async () => {},
      deadLetters: {
        count: async () => 7,
        list: async () => [],
        redrive: async (limit) => limit,
        discard: async (limit) => limit,
        ...broken.deadLetters,
      },
      clock: () => now,
      newId: randomUUID,
      random: () => 0.5,
      pause: async () => {},
    },
    { openers: broken.openers ?? simulators },
  );
  const { ledger, settings } = made.reconcile;
  const services: Services = {
    ...made,
    jobs: broken.jobs ?? made.jobs,
    audit: { ...made.audit, ...broken.audit },
    reconcile: { ...made.reconcile, settings: { ...settings, ...broken.settings } },
  };
  const log: Log = {
    debug: (_, fields) => logged.push(fields),
    info: (_, fields) => logged.push(fields),
    warn: (message, fields) => warned.push({ message, fields }),
    error: (message, fields) => reported.push({ message, fields }),
  };
  const access = { keys: createDynamoDbAccessKeys({ table }), secrets: memorySecrets() };
  const app = adminOf(services, log, {
    access: broken.isWithoutTagApi ? undefined : access,
    meter: { add: (name, value, reason) => counted.push([name, value, reason]) },
    ...broken.admin,
  });

  return {
    services,
    settings,
    ledger,
    history: made.history,
    published,
    sent,
    reported,
    warned,
    counted,
    logged,
    send: async (method, path, body, headers = {}, platform = {}) => {
      const given = bodyOf(body);
      const request = new Request(`http://api.test${path}`, {
        method,
        headers,
        ...(given === undefined ? {} : { body: given, duplex: 'half' }),
      });
      const response = await app.fetch(request, platform);
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, body: jsonOf(text) };
    },
  };
};
