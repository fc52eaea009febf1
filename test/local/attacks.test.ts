import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ListeningSocket, listeningSocketsOf } from './listening-sockets.ts';
import { type RunnerProcess, startRunner } from './runner-process.ts';

const token = 'a-secret-of-the-operator';
let folder: string;
let runner: RunnerProcess;
let sockets: readonly ListeningSocket[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heirtag-attacks-'));
  runner = await startRunner(folder, { HEIRTAG_TOKEN: token });
  // It has worked, so that whatever opens a socket late has opened it.
  await fetch(`${runner.url}/v1/feature`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{"status":"Enable"}',
  });
  sockets = await listeningSocketsOf(runner.processId);
});
afterAll(async () => {
  await runner.interrupt();
  await rm(folder, { recursive: true, force: true });
});

type Call = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** Not `fetch`: an attacker sends any Host and any header. */
const send = async ({ family, at }: ListeningSocket, { method, path, headers, body }: Call) => {
  const where = family === 'unix' ? { socketPath: at } : { host: '127.0.0.1', port: Number(at) };
  const call = request({ ...where, method, path, headers });
  call.end(body);
  const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    call.on('response', resolve).on('error', reject);
  });
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
};

const awsJson = { 'content-type': 'application/x-amz-json-1.0' } as const;
const form = { 'content-type': 'application/x-www-form-urlencoded' } as const;

const calls: readonly (readonly [string, Call])[] = [
  [
    'reads tables',
    {
      method: 'POST',
      path: '/',
      headers: { ...awsJson, 'x-amz-target': 'DynamoDB_20120810.ListTables' },
      body: '{}',
    },
  ],
  [
    'lists queues',
    {
      method: 'POST',
      path: '/',
      headers: { ...awsJson, 'x-amz-target': 'AmazonSQS.ListQueues' },
      body: '{}',
    },
  ],
  [
    'puts events',
    {
      method: 'POST',
      path: '/',
      headers: { ...awsJson, 'x-amz-target': 'AWSEvents.PutEvents' },
      body: '{"Entries":[]}',
    },
  ],
  [
    'makes a topic by a form',
    { method: 'POST', path: '/', headers: form, body: 'Action=CreateTopic&Name=t' },
  ],
  ['makes a bucket', { method: 'PUT', path: '/bucket', headers: {} }],
  ['looks at queues', { method: 'GET', path: '/_fauxqs/queues', headers: {} }],
  [
    'turns the feature off',
    {
      method: 'PUT',
      path: '/v1/feature',
      headers: { 'content-type': 'application/json' },
      body: '{"status":"Disable"}',
    },
  ],
  ['reads rules', { method: 'GET', path: '/v1/rules', headers: {} }],
  [
    'asks for leave',
    {
      method: 'OPTIONS',
      path: '/v1/rules',
      headers: {
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'authorization',
      },
    },
  ],
];

const attackers: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['another local user', {}],
  ['a page of another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
  ['a page in a sandbox', { origin: 'null' }],
  [
    'a page whose name was bound to this machine',
    { host: 'evil.example', origin: 'http://evil.example' },
  ],
];

describe('a runner', () => {
  it('takes connections at its API and nowhere else', () => {
    expect(sockets).toEqual([{ family: 'tcp', at: new URL(runner.url).port }]);
  });

  describe.each(attackers)('called by %s', (_, from) => {
    it.each(calls)('refuses one that %s, on every socket', async (__, call) => {
      for (const socket of sockets) {
        const answer = await send(socket, { ...call, headers: { ...call.headers, ...from } });

        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
        expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
        expect(answer.body).not.toContain('heirtag-state');
      }
    });
  });
});
