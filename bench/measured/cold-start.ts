import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { bundleFunction } from '../../lib/bundling.ts';
import { type Arn, formatArn } from '../../src/clouds/arn.ts';
import type { FunctionBundle, FunctionName } from './function-bundles.ts';
import { keysBody, rightDisk } from './scenarios.ts';
import { type MeasuredWorld, recordOf } from './world.ts';

const momentSchema = z.object({ wall: z.number(), processor: z.number() });
const startSchema = z.object({ loaded: momentSchema, handled: momentSchema, answer: z.unknown() });

/** One cold start: when the bundle was loaded, when its first event was handled. Milliseconds. */
export type ColdStart = z.infer<typeof startSchema>;

/** A call of an HTTP API without body, as it hands it on (payload format 2.0). */
const httpEvent = (rawPath: string, query: Readonly<Record<string, string>>): object => ({
  version: '2.0',
  routeKey: '$default',
  rawPath,
  rawQueryString: new URLSearchParams(query).toString(),
  headers: { host: 'localhost' },
  queryStringParameters: query,
  requestContext: {
    domainName: 'localhost',
    http: { method: 'GET', path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1' },
    authorizer: { iam: { userArn: 'arn:aws:iam::123456789012:user/operator' } },
  },
  isBase64Encoded: false,
});

/** The Tag API refuses this one after it has looked for the access key. */
const tagApiCall = {
  Action: 'ListAssociatedResourceRules',
  Version: '2018-08-28',
  AccessKeyId: 'unknown',
  SignatureMethod: 'HMAC-SHA1',
  SignatureVersion: '1.0',
  SignatureNonce: 'nonce',
  Signature: 'none',
  Timestamp: new Date().toISOString().replace(/\.\d+Z/, 'Z'),
  RegionId: 'cn-hangzhou',
} as const;

/** An account of a stage in which no rule is on: a look reads settings and ledger record, and asks no cloud. */
const idleAccount = '2000000000000002';
const idleDisk = formatArn({
  type: 'Ecs-Disk',
  id: 'd-1',
  region: 'cn-hangzhou',
  accountId: idleAccount,
});

const idleAwsAccount = '111122223333';
const idleVolume = `arn:aws:ec2:us-east-1:${idleAwsAccount}:volume/vol-1` as const;

/** What a stage says of the cloud that it touches. */
const cloudSettings: Partial<Readonly<Record<FunctionName, object>>> = {
  'worker of Alibaba Cloud, no rule on': {
    alibaba: { accounts: [{ accountId: idleAccount, accessKeySecret: 'bench/alibaba' }] },
  },
  'worker of AWS, no rule on': {
    aws: {
      ownAccount: idleAwsAccount,
      regions: ['us-east-1'],
      tagger: 'bench-tagger',
      externalId: 'bench',
    },
  },
};

const settingsOf = (name: FunctionName): Readonly<Record<string, string>> =>
  name in cloudSettings ? { HEIRTAG_CLOUD_SETTINGS: JSON.stringify(cloudSettings[name]) } : {};

/** The first event of each function, and what its answer shows when the work was done. */
const firstEvents = async (
  world: MeasuredWorld,
): Promise<Readonly<Record<FunctionName, readonly [event: object, answer: RegExp]>>> => {
  const now = Date.now();
  const looksAt = (arn: Arn) => ({
    Records: [recordOf({ body: keysBody([arn]), sentAt: now }, now)],
  });
  const allDone = /^{"batchItemFailures":\[\]}$/;
  const { accountId } = world;
  return {
    empty: [{}, /^{}$/],
    'only a DynamoDB client': [{}, /^{}$/],
    'the same, all bundled': [{}, /^{}$/],
    worker: [looksAt(await rightDisk(world)), allDone],
    'worker, no rule on': [looksAt(idleDisk), allDone],
    'worker of Alibaba Cloud, no rule on': [looksAt(idleDisk), allDone],
    'only the clients of AWS': [{}, /^{}$/],
    'the same, bundled as esbuild does': [{}, /^{}$/],
    'the clients of AWS and their calls': [{}, /^{}$/],
    'worker of AWS, no rule on': [looksAt(idleVolume), allDone],
    admin: [httpEvent('/v1/rules', { accountId }), /"statusCode":200/],
    'tag-api': [httpEvent('/', tagApiCall), /InvalidAccessKeyId.NotFound/],
  };
};

const environmentOf = (
  { tables }: MeasuredWorld,
  endpoint: string,
): Readonly<Record<string, string>> => ({
  HEIRTAG_STATE_TABLE: tables.state,
  HEIRTAG_SIMULATOR_TABLE: tables.simulator,
  HEIRTAG_CHANGES_QUEUE_URL: `${endpoint}/changes`,
  HEIRTAG_DEAD_LETTER_QUEUE_URL: `${endpoint}/dead-letters`,
  HEIRTAG_BUS_NAME: 'bench',
  HEIRTAG_SECRET_PREFIX: 'bench/',
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  AWS_SESSION_TOKEN: 'bench',
  AWS_LAMBDA_FUNCTION_NAME: 'bench',
  AWS_ENDPOINT_URL: endpoint,
});

/** Starts functions cold, each time in a new process. @param folder for what is needed meanwhile */
export const openColdStarts = async (
  world: MeasuredWorld,
  folder: string,
): Promise<(bundle: FunctionBundle) => Promise<ColdStart>> => {
  const starter = join(folder, 'first-event.cjs');
  await bundleFunction('bench/measured/first-event.ts', starter);
  const events = await firstEvents(world);
  const env = environmentOf(world, await world.listen());
  return async ({ name, file }) => {
    const [event, expected] = events[name];
    const child = fork(starter, [file, JSON.stringify(event)], {
      env: { ...env, ...settingsOf(name) },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const exit = once(child, 'exit').then(([code]) => {
      throw new Error(`${name} ended with ${code} before it had handled its first event`);
    });
    const [message] = await Promise.race([once(child, 'message'), exit]);
    await exit.catch(() => {});
    const start = startSchema.parse(message);
    const answer = JSON.stringify(start.answer);
    if (!expected.test(answer)) throw new Error(`${name} answered its first event ${answer}`);
    return start;
  };
};
