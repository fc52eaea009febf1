import type { Hono } from 'hono';
import { createDynamoDbNonces } from '../../src/access/nonces.ts';
import type { BusEvent } from '../../src/bus/bus.ts';
import { openAlibabaSender } from '../../src/clouds/alibaba/sender/sender.ts';
import { allRegions } from '../../src/clouds/regions.ts';
import { createIngest } from '../../src/ingest/app.ts';
import { keptFor, readSenderKeys } from '../../src/ingest/sender-keys.ts';
import { RetryableError } from '../../src/model/errors.ts';
import type { Table } from '../../src/storage/table.ts';
import { newKeyPair, selfSigned } from '../clouds/alibaba/sender/self-signed.ts';
import { type Signing, signedHeadersOf, token } from '../clouds/alibaba/sender/signed-delivery.ts';

export const now = Date.parse('2026-03-01T08:00:00Z');
export const account = '1000000000000001';
export const apiKey = 'an-api-key-of-the-stage';
export const path = '/v1/ingest/alibaba';
export const url = `https://in.example.com${path}`;

const keys = newKeyPair();

/** What the cloud sends when a disk was attached. */
export const attached = (changes: object = {}) => ({
  id: 'e-1',
  specversion: '1.0',
  source: 'acs.ecs',
  type: 'ecs:ActionTrail:ApiCall',
  time: '2026-03-01T07:59:59Z',
  aliyunaccountid: account,
  aliyunregionid: 'cn-hangzhou',
  data: {
    eventId: 'e-1',
    eventName: 'AttachDisk',
    eventType: 'ApiCall',
    serviceName: 'Ecs',
    eventTime: '2026-03-01T07:59:59Z',
    acsRegion: 'cn-hangzhou',
    requestParameters: { DiskId: 'd-1', InstanceId: 'i-1' },
  },
  ...changes,
});

export type TestIngest = {
  readonly app: Hono;
  /** What came onto the bus. */
  readonly published: readonly BusEvent[];
  /** Codes of what was refused, and messages of what failed. */
  readonly refused: readonly unknown[];
  readonly failed: readonly unknown[];
  readonly counted: readonly string[];
  readonly breakBus: (isBroken: boolean) => void;
  /** Lets the process die when it calls the bus next. @returns when it has */
  readonly dieAtBus: () => Promise<void>;
  readonly call: (
    init: RequestInit & { readonly url?: string },
  ) => Promise<{ status: number; body: unknown }>;
  /** Headers with a signature of the cloud. */
  readonly signed: (body: string) => Readonly<Record<string, string>>;
  /** Calls with a signature of the cloud. */
  readonly callSigned: (
    body: string,
    signing?: Partial<Signing>,
  ) => Promise<{ status: number; body: unknown }>;
};

/** Opens what takes events, as a process of its own on a table. @param secret what it keeps for senders */
export const openIngest = (
  table: Table,
  secret: () => Promise<string | undefined> = async () =>
    JSON.stringify({ tokens: [token], apiKeys: ['another-key-of-the-stage', apiKey] }),
): TestIngest => {
  const published: BusEvent[] = [];
  const refused: unknown[] = [];
  const failed: unknown[] = [];
  const counted: string[] = [];
  let isBusBroken = false;
  let die: (() => void) | undefined;
  const clock = () => now;
  const app = createIngest({
    inlets: [
      {
        sender: openAlibabaSender({
          clock,
          loadCertificate: async () => selfSigned(keys, now - 1000),
        }),
        accounts: [account, '1000000000000002'],
        readKeys: keptFor(async () => readSenderKeys(await secret(), 'the secret'), clock),
      },
    ],
    nonces: createDynamoDbNonces({ table, clock }),
    bus: {
      publish: async (events) => {
        if (die !== undefined) {
          die();
          await new Promise<never>(() => {});
        }
        if (isBusBroken) throw new RetryableError({ code: 'Aws.Away', message: 'the bus is away' });
        published.push(...events);
      },
    },
    regions: allRegions,
    newRequestId: () => 'r-1',
    sourceOf: () => '192.0.2.1',
    log: {
      warn: (_, { code }) => refused.push(code),
      error: (_, { error }) => failed.push(error),
    },
    meter: { add: (name) => counted.push(name), flush: () => {} },
  });
  const call: TestIngest['call'] = async ({ url: to = url, ...init }) => {
    const response = await app.fetch(new Request(to, { method: 'POST', ...init }));
    const text = await response.text();
    return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
  };
  return {
    app,
    published,
    refused,
    failed,
    counted,
    breakBus: (isBroken) => {
      isBusBroken = isBroken;
    },
    dieAtBus: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      die = resolve;
      return promise;
    },
    call,
    signed: (body) => signedHeadersOf({ keys, url, body, at: now }),
    callSigned: (body, signing = {}) =>
      call({ body, headers: signedHeadersOf({ keys, url, body, at: now, ...signing }) }),
  };
};
