import { once } from 'node:events';
import { createServer } from 'node:net';
import { delimiter, dirname } from 'node:path';
import { startEmulatorProcess } from './emulator-process.ts';

/** AWS on this machine: one process that answers on one port of loopback. */
export type MiniStack = {
  readonly endpoint: string;
  readonly port: number;
  readonly processId: number;
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

/** Ports that are tried: between finding one free and listening on it, another process may take it. */
const mostPorts = 3;

/**
 * Starts MiniStack. It runs functions with the first `node` of the path, so that this must be the Node
 * of the tests; without BIND_HOST and IOT_MTLS_ENABLED it would listen on all interfaces.
 */
export const startMiniStack = async (
  more: Readonly<Record<string, string>> = {},
  portsLeft = mostPorts,
): Promise<MiniStack> => {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const environmentAt = (home: string) => ({
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
  });
  try {
    const { home, processId, output, stop } = await startEmulatorProcess({
      program: 'ministack',
      args: [],
      env: (folder) => ({
        ...environmentAt(folder),
        BIND_HOST: '127.0.0.1',
        GATEWAY_PORT: String(port),
        IOT_MTLS_ENABLED: '0',
        LAMBDA_EXECUTOR: 'local',
        ...more,
      }),
      readyPattern: new RegExp(`(Running on ${endpoint})\\b`),
    });
    return { endpoint, port, processId, environment: environmentAt(home), output, stop };
  } catch (failure) {
    if (portsLeft <= 1 || !/address already in use/i.test(String(failure))) throw failure;
    return startMiniStack(more, portsLeft - 1);
  }
};
