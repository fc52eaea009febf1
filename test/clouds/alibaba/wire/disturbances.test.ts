import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import {
  type EmbeddedDynamoDb,
  startEmbeddedDynamoDb,
} from '../../../storage/embedded-dynamodb.ts';
import { attaching } from './transitions.ts';
import { send } from './wire-client.ts';
import { startWire, type WireKey, type WireServer } from './wire-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let wire: WireServer;
let now: number;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());
beforeEach(async () => {
  now = Date.now();
  wire = await startWire((await dynamoDb.createTable()).table, { clock: () => now });
  return wire.stop;
});

const call = (
  action: string,
  parameters: Readonly<Record<string, string>> = {},
  { version = '2014-05-26', key = wire.key }: { version?: string; key?: WireKey } = {},
) =>
  send(wire.endpoint, key, {
    version,
    action,
    at: now,
    query: { RegionId: 'cn-hangzhou', ...parameters },
  });

const makeDisk = async (): Promise<string> =>
  z.object({ DiskId: z.string() }).parse((await call('CreateDisk')).body).DiskId;

const emptyList = { Disks: { Disk: [] } };

describe('a call over the wire can meet', () => {
  it('throttling, which says when to come again', async () => {
    wire.disturb = () => ({
      kind: 'refuse',
      httpStatus: 400,
      code: 'Throttling.User',
      retryAfterMs: 1500,
    });

    const { status, body, headers } = await call('CreateDisk');

    wire.disturb = () => undefined;
    expect([status, body, headers['x-acs-retry-after']]).toMatchObject([
      400,
      { Code: 'Throttling.User' },
      '1500',
    ]);
    expect((await call('DescribeDisks')).body).toMatchObject(emptyList);
  });

  it('a connection that breaks when all is done', async () => {
    wire.disturb = ({ operation }) =>
      operation === 'CreateDisk' ? { kind: 'loseAnswer' } : undefined;

    const lost = call('CreateDisk');

    await expect(lost).rejects.toThrow(/socket hang up|ECONNRESET/);
    expect((await call('DescribeDisks')).body).toMatchObject({ TotalCount: 1 });
  });

  it("the page of somebody's gateway", async () => {
    wire.disturb = () => ({
      kind: 'instead',
      status: 502,
      contentType: 'text/html',
      body: '<html>Bad gateway</html>',
    });

    const { status, text, body } = await call('DescribeDisks');

    expect([status, text, body]).toEqual([502, '<html>Bad gateway</html>', undefined]);
  });

  it('an empty list where ECS and VPC show nothing to strangers, and a refusal of the dry run', async () => {
    const disk = await makeDisk();
    wire.disturb = () => ({ kind: 'forbid' });

    const list = await call('DescribeDisks', { DiskIds: JSON.stringify([disk]) });
    const eips = await call('DescribeEipAddresses', {}, { version: '2016-04-28' });
    const probe = await call('DescribeDisks', { DryRun: 'true' });

    expect([list.status, list.body]).toMatchObject([200, emptyList]);
    expect([eips.status, eips.body]).toMatchObject([200, { TotalCount: 0 }]);
    expect([probe.status, probe.body]).toMatchObject([403, { Code: 'Forbidden.RAM' }]);
  });

  it.each([
    ['Nlb', '2022-04-30', 'ListLoadBalancers', 'Forbidden.NoPermission'],
    ['AliKafka', '2019-09-16', 'GetInstanceList', 'NoPermission'],
    ['Tag', '2018-08-28', 'ListSupportResourceTypes', 'NoPermission.Operator'],
  ])('a refusal where %s lets nobody look without permission', async (_, version, action, code) => {
    wire.disturb = () => ({ kind: 'forbid' });

    const { status, body } = await call(action, {}, { version });

    expect([status, body]).toMatchObject([403, { Code: code }]);
  });

  it('a disk that is being attached, which names no instance yet', async () => {
    const disk = await makeDisk();
    const instance = z
      .object({ InstanceIdSets: z.object({ InstanceIdSet: z.tuple([z.string()]) }) })
      .parse((await call('RunInstances')).body).InstanceIdSets.InstanceIdSet[0];
    await call('AttachDisk', { InstanceId: instance, DiskId: disk });
    wire.disturb = attaching(disk);

    const { body } = await call('DescribeDisks', { DiskIds: JSON.stringify([disk]) });

    expect(body).toMatchObject({
      Disks: { Disk: [{ Status: 'Attaching', InstanceId: '', Attachments: { Attachment: [] } }] },
    });
  });

  it('nothing: what came is noted all the same, with its types', async () => {
    await call('DescribeDisks', { MaxResults: '5' });

    expect(wire.calls).toMatchObject([
      {
        product: 'Ecs',
        operation: 'DescribeDisks',
        region: 'cn-hangzhou',
        parameters: { MaxResults: 5 },
      },
    ]);
  });
});

describe('a temporary key', () => {
  const answer = z.object({
    Credentials: z.object({
      AccessKeyId: z.string(),
      AccessKeySecret: z.string(),
      SecurityToken: z.string(),
    }),
  });

  const assume = async (): Promise<WireKey> => {
    const body = new URLSearchParams({
      Action: 'AssumeRoleWithOIDC',
      Version: '2015-04-01',
      RoleArn: `acs:ram::${wire.accountId}:role/heirtag`,
      OIDCProviderArn: `acs:ram::${wire.accountId}:oidc-provider/aws`,
      OIDCToken: 'a.token.of-somebody',
      RoleSessionName: 'worker',
      DurationSeconds: '900',
    });
    const response = await fetch(`http://${wire.endpoint}/`, { method: 'POST', body });
    const { Credentials } = answer.parse(await response.json());
    return {
      accessKeyId: Credentials.AccessKeyId,
      accessKeySecret: Credentials.AccessKeySecret,
      securityToken: Credentials.SecurityToken,
    };
  };

  it('is given to a role, whose name the audit trail tells', async () => {
    const key = await assume();

    await call('CreateDisk', {}, { key });

    expect(wire.securityTokens.asked).toMatchObject([
      { oidcToken: 'a.token.of-somebody', sessionName: 'worker', durationSeconds: 900 },
    ]);
    expect(wire.events[0]?.detail.userIdentity).toMatchObject({
      type: 'assumed-role',
      userName: 'heirtag:worker',
      accountId: wire.accountId,
    });
  });

  it('counts no longer than it was given for', async () => {
    const key = await assume();
    now += 901_000;

    const { status, body } = await call('DescribeDisks', {}, { key });

    expect([status, body]).toMatchObject([400, { Code: 'InvalidSecurityToken.Expired' }]);
  });
});
