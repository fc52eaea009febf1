import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { serve } from '@hono/node-server';
import type { AccessKey } from '../../../../src/access/access-key.ts';
import type { BusEvent } from '../../../../src/bus/bus.ts';
import { operations } from '../../../../src/clouds/alibaba/simulator/operations.ts';
import { createSimulatedCloud } from '../../../../src/clouds/alibaba/simulator/simulated-cloud.ts';
import { openWire } from '../../../../src/clouds/alibaba/wire/wire.ts';
import type { SimulatedCloud } from '../../../../src/clouds/simulator.ts';
import type { Disturbance, DisturbedCall } from '../../../../src/clouds/wire.ts';
import type { Table } from '../../../../src/storage/table.ts';
import { createCloudEndpoint } from '../../../../src/tag-api/cloud-endpoint.ts';
import { nextAccount } from '../cloud-fixture.ts';
import { createSecurityTokens, type SecurityTokens, type TemporaryKey } from './security-tokens.ts';
import { createShapeWatch, type ShapeWatch } from './shape-watch.ts';

/** What a client signs with. */
export type WireKey = {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
};

export type WireOptions = {
  /** Time of the service; the clients' own is the machine's. */
  readonly clock?: () => number;
  readonly maxTagsPerResource?: number;
  /** A simulated cloud that others use, too; a fresh one on the table unless given. */
  readonly simulator?: SimulatedCloud;
  /** Whose key it is; a fresh account's unless given. */
  readonly accountId?: string;
};

/** The simulated cloud on loopback, as its own clients reach it. */
export type WireServer = {
  /** Host and port: one endpoint for all products and regions. */
  readonly endpoint: string;
  readonly accountId: string;
  readonly simulator: SimulatedCloud;
  readonly key: WireKey;
  /** Makes a key of another account. */
  readonly keyFor: (accountId: string) => WireKey;
  /** What gives temporary keys to roles, at the same endpoint. */
  readonly securityTokens: Pick<SecurityTokens, 'asked' | 'keys'>;
  /** Every audit record that was put on the bus. */
  readonly events: BusEvent[];
  /**
   * What was asked and answered, next to the published shapes. Whoever stops the server with violations
   * left is told of them.
   */
  readonly shapes: Pick<ShapeWatch, 'violations' | 'answered' | 'latest'>;
  /** Calls that came and were let in, in their order. */
  readonly calls: DisturbedCall[];
  /** What calls meet from now on; nothing unless set. */
  disturb: (call: DisturbedCall) => Disturbance | undefined | Promise<Disturbance | undefined>;
  readonly stop: () => Promise<void>;
};

const keyOf = (
  accessKeyId: string,
  facts: { readonly accountId: string } & Partial<TemporaryKey>,
): AccessKey => ({
  accessKeyId,
  accountId: facts.accountId,
  rights: 'full',
  description: '',
  status: 'active',
  secret: { secretId: accessKeyId },
  previous: null,
  tokenHash: facts.tokenHash ?? null,
  expiresAt: facts.expiresAt ?? null,
  version: 1,
  createdAt: '2026-01-01T00:00:00.000Z',
  createdBy: 'test',
  updatedAt: '2026-01-01T00:00:00.000Z',
});

/** Starts it on a table, with one key of a fresh account. */
export const startWire = async (table: Table, options: WireOptions = {}): Promise<WireServer> => {
  const { clock = Date.now, maxTagsPerResource = 20, accountId = nextAccount() } = options;
  const events: BusEvent[] = [];
  const calls: DisturbedCall[] = [];
  const simulator =
    options.simulator ??
    createSimulatedCloud({
      operations,
      table,
      bus: {
        publish: async (published) => {
          events.push(...published);
        },
      },
      clock,
      newId: randomUUID,
      maxTagsPerResource: () => maxTagsPerResource,
      pause: async () => {},
    });
  const securityTokens = createSecurityTokens(clock);
  const made = new Map<string, { readonly accountId: string; readonly secret: string }>();
  const keyFor = (owner: string): WireKey => {
    const accessKeyId = `LTAI${randomUUID().replaceAll('-', '')}`;
    const accessKeySecret = randomUUID();
    made.set(accessKeyId, { accountId: owner, secret: accessKeySecret });
    return { accessKeyId, accessKeySecret };
  };
  const knownKey = (id: string) => made.get(id) ?? securityTokens.keys.get(id);
  const used = new Set<string>();
  const failures: unknown[] = [];
  const app = createCloudEndpoint({
    wire: openWire({
      simulator,
      disturb: (call) => {
        calls.push(call);
        return server.disturb(call);
      },
    }),
    keys: {
      read: async (id) => {
        const facts = knownKey(id);
        return facts === undefined ? undefined : keyOf(id, facts);
      },
    },
    readSecret: async (id) => knownKey(id)?.secret,
    callerOf: ({ accessKeyId }) =>
      securityTokens.keys.get(accessKeyId)?.caller ?? {
        type: 'ram-user',
        principalId: accessKeyId,
        userName: accessKeyId,
      },
    nonces: {
      use: async (_, nonce) => used.size !== used.add(nonce).size,
    },
    clock,
    newRequestId: randomUUID,
    log: { error: (_, { error }) => failures.push(error) },
  });
  const shapes = createShapeWatch();
  const fetch: typeof app.fetch = (request, bindings) =>
    shapes.through(
      request,
      async () => (await securityTokens.answer(request)) ?? app.fetch(request, bindings),
    );
  const http = serve({ fetch, hostname: '127.0.0.1', port: 0 });
  await once(http, 'listening');
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  const server: WireServer = {
    endpoint: `127.0.0.1:${address.port}`,
    accountId,
    simulator,
    key: keyFor(accountId),
    keyFor,
    securityTokens,
    events,
    calls,
    shapes,
    disturb: () => undefined,
    stop: async () => {
      if ('closeAllConnections' in http) http.closeAllConnections();
      http.close();
      await once(http, 'close');
      if (failures.length > 0) throw new AggregateError(failures, 'the endpoint failed');
      if (shapes.violations.length > 0) throw new Error(shapes.violations.join('\n'));
    },
  };
  return server;
};
