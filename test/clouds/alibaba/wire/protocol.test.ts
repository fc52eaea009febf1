import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isoTime } from '../../../../src/model/clock.ts';
import {
  type EmbeddedDynamoDb,
  startEmbeddedDynamoDb,
} from '../../../storage/embedded-dynamodb.ts';
import { signRpc } from '../../../tag-api/sign-rpc.ts';
import { type Sent, send } from './wire-client.ts';
import { startWire, type WireServer } from './wire-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let wire: WireServer;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());
beforeEach(async () => {
  wire = await startWire((await dynamoDb.createTable()).table);
  return wire.stop;
});

const RegionId = 'cn-hangzhou';
const versions = { Ecs: '2014-05-26', Nlb: '2022-04-30', Cs: '2015-12-15' } as const;

const ask = (product: keyof typeof versions, action: string, more: Partial<Sent> = {}) =>
  send(wire.endpoint, wire.key, { version: versions[product], action, ...more });

const signedByHmacSha1 = (
  method: 'GET' | 'POST',
  parameters: Readonly<Record<string, string>>,
): string => {
  const { accessKeyId, accessKeySecret } = wire.key;
  const protocol: Readonly<Record<string, string>> = {
    AccessKeyId: accessKeyId,
    Format: 'JSON',
    SignatureMethod: 'HMAC-SHA1',
    SignatureNonce: randomUUID(),
    SignatureVersion: '1.0',
    Timestamp: isoTime(Date.now()).replace(/\.\d+Z/, 'Z'),
    Version: versions.Ecs,
  };
  const all = new Map([...Object.entries(protocol), ...Object.entries(parameters)]);
  return signRpc(all, accessKeySecret, method);
};

describe('the protocols of the cloud', () => {
  it('take a call that is signed by HMAC-SHA1 in its query', async () => {
    const query = signedByHmacSha1('GET', { Action: 'DescribeDisks', RegionId });

    const answer = await fetch(`http://${wire.endpoint}/?${query}`);

    expect(await answer.json()).toMatchObject({ Disks: { Disk: [] } });
  });

  it('take a call that is signed by HMAC-SHA1 in a form', async () => {
    const body = new URLSearchParams(
      signedByHmacSha1('POST', { Action: 'DescribeDisks', RegionId }),
    );

    const answer = await fetch(`http://${wire.endpoint}/`, { method: 'POST', body });

    expect(await answer.json()).toMatchObject({ Disks: { Disk: [] } });
  });

  it('refuse a wrong signature as RPC products do', async () => {
    const wrong = { ...wire.key, accessKeySecret: 'another' };

    const { status, body, headers } = await send(wire.endpoint, wrong, {
      version: versions.Ecs,
      action: 'DescribeDisks',
      query: { RegionId },
    });

    expect(status).toBe(400);
    expect(body).toEqual({
      RequestId: headers['x-acs-request-id'],
      HostId: wire.endpoint,
      Code: 'SignatureDoesNotMatch',
      Message: expect.stringContaining('Specified signature is not matched'),
      Recommend: expect.stringContaining('q=SignatureDoesNotMatch&product=Ecs'),
    });
  });

  it('refuse as ACK does', async () => {
    const { status, body, headers } = await ask('Cs', 'DescribeClusterDetail', {
      method: 'GET',
      path: '/clusters/c-none',
    });

    expect(status).toBe(404);
    expect(body).toEqual({
      code: 'ErrorClusterNotFound',
      message: expect.stringContaining('c-none'),
      requestId: headers['x-acs-request-id'],
      status: 404,
    });
  });

  it.each<readonly [string, keyof typeof versions, string, Partial<Sent>]>([
    ['an action', 'Ecs', 'DescribeNothing', {}],
    ['a path', 'Cs', 'DescribeClusterDetail', { method: 'GET', path: '/nothing' }],
    ['another method', 'Cs', 'DescribeClusterDetail', { method: 'PUT', path: '/clusters/c-1' }],
  ])('do not know %s that there is not', async (_, product, action, more) => {
    const { status, text } = await ask(product, action, more);

    expect([status, text]).toEqual([404, expect.stringContaining('InvalidAction.NotFound')]);
  });

  it('are spoken with GET and POST alone by RPC products', async () => {
    const { status, body } = await ask('Ecs', 'DescribeDisks', {
      method: 'DELETE',
      query: { RegionId },
    });

    expect([status, body]).toMatchObject([405, { Code: 'UnsupportedHTTPMethod' }]);
  });

  it('know product and region by the name of the host', async () => {
    const host = 'nlb.cn-shanghai.aliyuncs.com';
    await ask('Nlb', 'CreateLoadBalancer', { host, query: { LoadBalancerName: 'far' } });

    const [there, here] = [
      await ask('Nlb', 'ListLoadBalancers', { host }),
      await ask('Nlb', 'ListLoadBalancers'),
    ];

    expect(there.body).toMatchObject({ LoadBalancers: [{ RegionId: 'cn-shanghai' }] });
    expect(here.body).toMatchObject({ LoadBalancers: [] });
  });

  it('follow the region of a call rather than that of a host which serves several', async () => {
    const host = 'ecs.us-east-1.aliyuncs.com';
    await ask('Ecs', 'CreateDisk', { host, query: { RegionId: 'us-west-1' } });

    const { body } = await ask('Ecs', 'DescribeDisks', { query: { RegionId: 'us-west-1' } });

    expect(body).toMatchObject({ Disks: { Disk: [{ RegionId: 'us-west-1' }] } });
  });

  it('refuse a call at the host of another product', async () => {
    const host = 'vpc.cn-hangzhou.aliyuncs.com';

    const { status, body } = await ask('Ecs', 'DescribeDisks', { host, query: { RegionId } });

    expect([status, body]).toMatchObject([400, { Code: 'InvalidVersion' }]);
  });

  it('tell a dry run by its code', async () => {
    const { status, body } = await ask('Ecs', 'DescribeDisks', {
      query: { RegionId, DryRun: 'true' },
    });

    expect([status, body]).toMatchObject([400, { Code: 'DryRunOperation' }]);
  });

  it.each([
    ['Format', 'XML'],
    ['OwnerId', '1999999999999999'],
    ['Colour', 'blue'],
  ])('refuse what nobody here does: %s %s', async (name, value) => {
    const query = signedByHmacSha1('GET', { Action: 'DescribeDisks', RegionId, [name]: value });

    const answer = await fetch(`http://${wire.endpoint}/?${query}`);

    wire.shapes.violations.splice(0);
    expect(await answer.json()).toMatchObject({ Code: `InvalidParameter.${name}` });
  });

  it('give an account what is its own', async () => {
    await ask('Ecs', 'CreateDisk', { query: { RegionId } });

    const { body } = await send(wire.endpoint, wire.keyFor('1999999999999999'), {
      version: versions.Ecs,
      action: 'DescribeDisks',
      query: { RegionId },
    });

    expect(body).toMatchObject({ Disks: { Disk: [] } });
  });
});

describe('what a resource that does not exist is called', () => {
  const target = (type: string, id: string) => ({ ResourceType: type, 'ResourceId.1': id });
  const tag = { 'Tag.1.Key': 'a', 'Tag.1.Value': 'b' };

  it.each([
    ['2014-05-26', target('disk', 'd-none'), 404, 'InvalidResourceId.NotFound'],
    ['2016-04-28', target('EIP', 'eip-none'), 400, 'InvalidInstanceIds.NotFound'],
    ['2014-05-15', target('instance', 'lb-none'), 400, 'ResourceNotExist'],
    ['2019-09-16', target('TOPIC', 'Kafka_x_y'), 404, 'Topic.NotFound'],
    ['2019-09-16', target('CONSUMERGROUP', 'Kafka_x_y'), 404, 'Group.NotFound'],
    ['2019-09-16', target('INSTANCE', 'x'), 404, 'Instance.NotFound'],
  ])('differs from product to product: %s', async (version, named, status, code) => {
    const query = { RegionId, ...named, ...tag };

    const answer = await send(wire.endpoint, wire.key, { version, action: 'TagResources', query });

    expect([answer.status, answer.body]).toMatchObject([status, { Code: code }]);
  });
});
