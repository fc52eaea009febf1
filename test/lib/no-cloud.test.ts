import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { MetricName } from '../../src/model/telemetry.ts';
import { whenUsed } from '../../src/model/when-used.ts';
import { sweepStart } from '../../src/queue/message.ts';
import { writeMessage } from '../../src/queue/parse-message.ts';
import { adminOf } from '../../src/runtime/admin.ts';
import { readEnvironment } from '../../src/runtime/environment.ts';
import { openFoundation } from '../../src/runtime/foundation.ts';
import { createServices, type Services } from '../../src/runtime/services.ts';
import { workerOf } from '../../src/runtime/worker.ts';
import { type EmulatedResources, emulateResources, region } from './emulated-resources.ts';
import { production, templateOf } from './stage-fixture.ts';
import { resourcesOf } from './template.ts';

const account = '1000000000000001';
const disk = `arn:acs:ecs:cn-hangzhou:${account}:disk/d-1`;
const diskRule = 'rule:AttachDisk-DetachDisk-TagInstance:Ecs-Instance:Ecs-Disk';
const noLog = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const template = templateOf(production);
let resources: EmulatedResources;
let services: Services;

beforeAll(async () => {
  resources = await emulateResources(template);
}, 300_000);
afterAll(() => resources?.stop());

beforeEach(() => {
  const found = resourcesOf(template, 'AWS::Lambda::Function').find(({ id }) =>
    id.startsWith('AdminApi'),
  );
  const { Variables } = z
    .looseObject({ Variables: z.record(z.string(), z.unknown()) })
    .parse(found?.Properties.Environment);
  const environment = readEnvironment(
    Object.fromEntries(
      Object.entries(Variables).map(([name, value]) => [name, resources.valueOf(value)]),
    ),
  );
  const config = {
    region,
    endpoint: resources.proxy.endpoint,
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
  };
  services = createServices(
    environment,
    openFoundation(environment, {
      dynamoDb: new DynamoDBClient(config),
      sqs: whenUsed(() => new SQSClient(config)),
      eventBridge: whenUsed(() => new EventBridgeClient(config)),
    }),
  );
});

/** Calls the HTTP API of the stage. */
const call = async (method: string, path: string, body?: object) => {
  const app = adminOf(services, noLog, {});
  const separator = path.includes('?') ? '&' : '?';
  const response = await app.fetch(
    new Request(`http://api.test/v1${path}${separator}accountId=${account}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  return { status: response.status, body: await response.json() };
};

const refused = {
  status: 409,
  body: {
    code: 'CloudNotConfigured',
    message: expect.stringContaining('Deploy it with the setting simulator: true'),
  },
};

describe('a stage without a cloud', () => {
  it('lets nothing be turned on, and says what to do', async () => {
    expect(await call('PUT', '/feature', { status: 'Enable' })).toMatchObject(refused);
    expect(await call('GET', '/feature')).toMatchObject({ body: { status: 'Disable' } });
  });

  it('says so when a rule is turned on before the feature, which could not be turned on either', async () => {
    expect(await call('PUT', `/rules/${diskRule}`, { status: 'Enable' })).toMatchObject(refused);
  });

  it('lets no rule be turned on where an older version let the feature be', async () => {
    const { settings } = services.reconcile;
    const before = await settings.read(account);
    await settings.replace(before, { feature: 'Enable', rules: before.rules });

    const answer = await call('PUT', `/rules/${diskRule}`, { status: 'Enable' });
    const after = await settings.read(account);
    const started = await call('POST', '/jobs', { kind: 'sweep' });

    expect([answer, started]).toMatchObject([refused, refused]);
    expect(await call('GET', '/jobs')).toMatchObject({ body: { jobs: [] } });
    expect(after.rules.size).toBe(0);
    expect(await call('PUT', '/feature', { status: 'Disable' })).toMatchObject({ status: 200 });
  });

  it.each([`/resources/${disk}`, `/explain?resource=${disk}&key=cost`])(
    'says of %s that there is nothing to read, and what to do',
    async (path) => {
      expect(await call('GET', path)).toMatchObject(refused);
    },
  );

  it('leaves what comes in aside, counts it, and makes no dead letter of it', async () => {
    const counts = new Map<MetricName, number>();
    const worker = workerOf(services, {
      log: noLog,
      meter: {
        add: (name, value) => counts.set(name, (counts.get(name) ?? 0) + value),
        flush: () => {},
      },
    });
    const event = {
      eventName: 'AttachDisk',
      eventType: 'ApiCall',
      serviceName: 'Ecs',
      eventId: 'one',
      eventTime: '2026-03-01T00:00:00Z',
      acsRegion: 'cn-hangzhou',
      recipientAccountId: account,
      requestParameters: { DiskId: 'd-1' },
    };
    const sweep = writeMessage(sweepStart({ eventId: 'run', eventTime: '2026-03-01T00:00:00Z' }));

    const answer = await worker({
      Records: [JSON.stringify(event), sweep].map((body, index) => recordOf(`m${index}`, body)),
    });

    expect(answer).toEqual({ batchItemFailures: [] });
    expect(counts.get('MessagesIgnored')).toBe(2);
  });

  it('has no sweeps, and no alarm that misses them', () => {
    const names = resourcesOf(template, 'AWS::CloudWatch::Alarm').map(
      ({ Properties }) => Properties.AlarmName,
    );

    expect(resourcesOf(template, 'AWS::Scheduler::Schedule')).toEqual([]);
    expect(names).not.toContain('heirtag-test-sweep-missing');
  });
});

const recordOf = (messageId: string, body: string): SQSRecord => ({
  messageId,
  body,
  receiptHandle: messageId,
  attributes: {
    ApproximateReceiveCount: '1',
    SentTimestamp: '1772323200000',
    SenderId: 'any',
    ApproximateFirstReceiveTimestamp: '1772323200000',
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:eu-central-1:000000000000:changes',
  awsRegion: region,
});
