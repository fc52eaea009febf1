import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll } from 'vitest';
import { type Client, openClient } from '../../src/clouds/alibaba/demo/client.ts';
import { type Arn, parseArn } from '../../src/clouds/arn.ts';
import type { ResourceType } from '../../src/clouds/resource-types.ts';
import { type LocalRunner, startLocal } from '../../src/local/start-local.ts';

export const idOf = (arn: Arn): string => parseArn(arn).id;

let accounts = 0;
let url = '';

/** Calls the HTTP API of the running service as it is. @returns status and body */
export const callApi = async (
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<{ readonly status: number; readonly body: unknown }> => {
  const response = await fetch(`${url}${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
};

export type HttpAnswer = {
  readonly status: number;
  readonly text: string;
  /** Undefined when the answer is no JSON. */
  readonly body: unknown;
};

/** A running service and a fresh account in it. */
export type Service = {
  readonly client: Client;
  /** Calls the HTTP API. @param accept the form of the answer */
  readonly call: (
    method: string,
    path: string,
    body?: object,
    accept?: string,
  ) => Promise<HttpAnswer>;
};

const callerOf =
  (url: string, accountId: string): Service['call'] =>
  async (method, path, body, accept = 'application/json') => {
    const account = `${path.includes('?') ? '&' : '?'}accountId=${accountId}`;
    const response = await fetch(`${url}${path}${account}`, {
      method,
      headers: { accept },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
    return { status: response.status, text, body: isJson ? JSON.parse(text) : undefined };
  };

/** A running service for the tests of a file. @returns what opens a fresh account */
export const useService = (): (() => Service) => {
  let dataDir: string;
  let runner: LocalRunner;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'heirtag-test-'));
    runner = await startLocal({ dataDir, port: 0 });
    url = runner.url;
  });

  afterAll(async () => {
    await runner.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  return () => {
    accounts += 1;
    const accountId = String(4_000_000_000_000_000 + accounts);
    return {
      client: openClient(runner.url, accountId, () => sleep(5)),
      call: callerOf(runner.url, accountId),
    };
  };
};

/** As `useService`, for tests that need the client only. */
export const useRunner = (): (() => Client) => {
  const openService = useService();
  return () => openService().client;
};

/** Calls an operation in Hangzhou. @returns the ARNs of a type among what it made or named */
export const callFor = async (
  client: Client,
  type: ResourceType,
  action: string,
  parameters: object = {},
): Promise<readonly Arn[]> => {
  const arns = await client.cloud(action, { RegionId: 'cn-hangzhou', ...parameters });
  return arns.filter((arn) => parseArn(arn).type === type);
};

/** As `callFor`, when there is exactly one. */
export const make = async (
  client: Client,
  type: ResourceType,
  action: string,
  parameters: object = {},
): Promise<Arn> => {
  const [arn, ...others] = await callFor(client, type, action, parameters);
  if (arn === undefined || others.length > 0) throw new Error(`${action}: expected one ${type}`);
  return arn;
};
