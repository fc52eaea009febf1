import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import type { SecretStore } from '../../src/access/access-key.ts';
import { type AccessKeys, createAccessKeys, type NewKey } from '../../src/access/access-keys.ts';
import { createDynamoDbAccessKeys } from '../../src/access/dynamodb-access-keys.ts';
import { createDynamoDbNonces } from '../../src/access/nonces.ts';
import { createSecretReader } from '../../src/access/secret-reader.ts';
import { createRuleAdmin, type RuleAdmin } from '../../src/admin/rule-admin.ts';
import { switchFeature } from '../../src/admin/rule-edits.ts';
import type { Audit } from '../../src/audit/audit.ts';
import { createDynamoDbAudit } from '../../src/audit/dynamodb-audit.ts';
import type { BusEvent } from '../../src/bus/bus.ts';
import { operations } from '../../src/clouds/alibaba/simulator/operations.ts';
import { createSimulatedCloud } from '../../src/clouds/alibaba/simulator/simulated-cloud.ts';
import type { SimulatedCloud } from '../../src/clouds/simulator.ts';
import { createDynamoDbJobs } from '../../src/jobs/dynamodb-jobs.ts';
import type { LogFields } from '../../src/model/telemetry.ts';
import type { InternalMessage } from '../../src/queue/message.ts';
import { createDynamoDbSettings } from '../../src/settings/dynamodb-settings.ts';
import type { Table } from '../../src/storage/table.ts';
import { createTagApi } from '../../src/tag-api/app.ts';
import { createCallLimit } from '../../src/tag-api/call-limit.ts';
import { memorySecrets } from '../access/memory-secrets.ts';
import type { EmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import type { Credentials } from './clients.ts';

export const account = '1000000000000001';

export type TagApiOptions = {
  /** Time of the service; the clients' own is the machine's. */
  readonly clock?: () => number;
  readonly callsPerMinute?: number;
  readonly isWithoutCloud?: boolean;
  readonly isFeatureOff?: boolean;
  /** Stands between the use cases and their callers. */
  readonly wrapRuleAdmin?: (inner: RuleAdmin) => RuleAdmin;
};

/** The Tag API on empty tables, on loopback. */
export type TestTagApi = {
  readonly app: Hono;
  /** Host and port. */
  readonly endpoint: string;
  readonly ruleAdmin: RuleAdmin;
  readonly accessKeys: AccessKeys;
  readonly secrets: SecretStore;
  readonly audit: Audit;
  readonly cloud: SimulatedCloud;
  readonly table: Table;
  /** Makes a key. */
  readonly newKey: (chosen?: Partial<NewKey>) => Promise<Credentials & { accessKeyId: string }>;
  readonly sent: InternalMessage[];
  readonly published: BusEvent[];
  /** Facts of the calls that were not let in, as the log tells them. */
  readonly refused: LogFields[];
  /** What was counted, once it was handed over. */
  readonly counted: string[];
  /** Failures told to the log. */
  readonly reported: unknown[];
  readonly stop: () => Promise<void>;
};

const listen = async (app: Hono) => {
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return {
    endpoint: `127.0.0.1:${address.port}`,
    close: async () => {
      if ('closeAllConnections' in server) server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

/** Starts the Tag API as a process does, on fresh tables, with the feature on. */
export const startTagApi = async (
  dynamoDb: EmbeddedDynamoDb,
  options: TagApiOptions = {},
): Promise<TestTagApi> => {
  const { clock = Date.now, callsPerMinute = 100_000 } = options;
  const { table } = await dynamoDb.createTable();
  const sent: InternalMessage[] = [];
  const published: BusEvent[] = [];
  const reported: unknown[] = [];
  const refused: LogFields[] = [];
  const kept: string[] = [];
  const counted: string[] = [];
  const cloud = createSimulatedCloud({
    operations,
    table: (await dynamoDb.createTable()).table,
    bus: {
      publish: async (events) => {
        published.push(...events);
      },
    },
    clock,
    newId: randomUUID,
    maxTagsPerResource: () => 20,
    pause: async () => {},
  });
  const ruleAdmin = createRuleAdmin({
    hasCloudFor: () => true,
    settings: createDynamoDbSettings({ table, newId: randomUUID }),
    jobs: createDynamoDbJobs({ table }),
    queue: {
      send: async (messages) => {
        sent.push(...messages);
      },
    },
    clock,
    newId: randomUUID,
  });
  const keys = createDynamoDbAccessKeys({ table });
  const secrets = memorySecrets();
  const accessKeys = createAccessKeys({
    keys,
    secrets,
    clock,
    randomText: (length) => randomBytes(length).toString('hex').slice(0, length),
  });
  const audit = createDynamoDbAudit({ table, clock });
  const app = createTagApi({
    ruleAdmin: options.wrapRuleAdmin?.(ruleAdmin) ?? ruleAdmin,
    audit,
    simulator: options.isWithoutCloud === true ? undefined : cloud,
    clock,
    keys,
    readSecret: createSecretReader(secrets),
    nonces: createDynamoDbNonces({ table, clock }),
    callLimit: createCallLimit({ table, clock, callsPerMinute }),
    newRequestId: randomUUID,
    sourceOf: () => '192.0.2.7',
    log: {
      error: (_, { error }) => reported.push(error),
      warn: (_, fields) => refused.push(fields),
    },
    meter: {
      add: (name) => kept.push(name),
      flush: () => counted.push(...kept.splice(0)),
    },
  });
  if (options.isFeatureOff !== true) {
    await ruleAdmin.edit({ accountId: account, edit: switchFeature('Enable'), principal: 'test' });
  }
  const { endpoint, close } = await listen(app);
  return {
    app,
    endpoint,
    ruleAdmin,
    accessKeys,
    secrets,
    audit,
    cloud,
    table,
    sent,
    published,
    refused,
    counted,
    reported,
    newKey: async (chosen = {}) => {
      const { key, accessKeySecret, securityToken } = await accessKeys.create({
        accountId: account,
        rights: 'full',
        description: '',
        temporaryHours: null,
        principal: 'test',
        ...chosen,
      });
      const { accessKeyId } = key;
      return {
        accessKeyId,
        accessKeySecret,
        ...(securityToken === null ? {} : { securityToken }),
      };
    },
    stop: close,
  };
};
