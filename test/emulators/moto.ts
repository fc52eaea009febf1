import { startEmulatorProcess } from './emulator-process.ts';

/** AWS's describe and tag calls on this machine: one process that answers on one port of loopback. */
export type Moto = {
  readonly endpoint: string;
  readonly processId: number;
  readonly stop: () => Promise<void>;
};

/** Starts moto on a port that it chooses itself. Without a host it would listen on all interfaces in a container. */
export const startMoto = async (): Promise<Moto> => {
  const { ready, processId, stop } = await startEmulatorProcess({
    program: 'moto_server',
    args: ['-H', '127.0.0.1', '-p', '0'],
    env: (home) => ({ HOME: home, TMPDIR: home, PATH: process.env.PATH ?? '' }),
    readyPattern: /Running on (http:\/\/127\.0\.0\.1:\d+)\n/,
  });
  return { endpoint: ready, processId, stop };
};
