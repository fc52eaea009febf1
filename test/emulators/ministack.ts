import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { emulatorProgram } from './python.ts';

/** AWS on this machine: one process that answers on one port of loopback. */
export type MiniStack = {
  readonly endpoint: string;
  readonly port: number;
  /** What clients and the functions it runs need to find it. */
  readonly environment: Readonly<Record<string, string>>;
  /** What it and the functions it runs have printed so far. */
  readonly output: () => string;
  readonly stop: () => Promise<void>;
};

export const emulatedRegion = 'eu-central-1';
export const emulatedAccount = '000000000000';

const freePort = async (): Promise<number> => {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
};

/**
 * Starts MiniStack. It runs functions with the first `node` of the path, so that this must be the Node
 * of the tests; without BIND_HOST and IOT_MTLS_ENABLED it would listen on all interfaces.
 */
export const startMiniStack = async (
  more: Readonly<Record<string, string>> = {},
): Promise<MiniStack> => {
  const home = await mkdtemp(join(tmpdir(), 'heirtag-ministack-'));
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const environment = {
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    HOME: home,
    TMPDIR: home,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_REGION: emulatedRegion,
    AWS_DEFAULT_REGION: emulatedRegion,
    // MiniStack takes an access key id of twelve digits for the account.
    AWS_ACCESS_KEY_ID: emulatedAccount,
    AWS_SECRET_ACCESS_KEY: 'any',
  };
  const child = spawn(emulatorProgram('ministack'), [], {
    cwd: home,
    env: {
      ...environment,
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      IOT_MTLS_ENABLED: '0',
      LAMBDA_EXECUTOR: 'local',
      ...more,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ended = once(child, 'exit');
  const ready = new Promise<void>((resolve, reject) => {
    const read = (data: Buffer): void => {
      output += String(data);
      if (output.includes(`Running on ${endpoint}`)) resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('error', reject);
    ended.then(([code]) => reject(new Error(`ministack ended with ${code}: ${output}`)));
  });
  await ready;
  return {
    endpoint,
    port,
    environment,
    output: () => output,
    stop: async () => {
      child.kill();
      await ended;
      await rm(home, { recursive: true, force: true });
    },
  };
};
