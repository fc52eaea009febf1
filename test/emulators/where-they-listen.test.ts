import { once } from 'node:events';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isLoopback, socketsOf } from './listening-sockets.ts';
import { startMiniStack } from './ministack.ts';
import { startMoto } from './moto.ts';

/** Every emulator that tests, demo and benches start. */
const emulators = [
  { name: 'moto', start: () => startMoto() },
  { name: 'MiniStack', start: () => startMiniStack() },
] as const;

/** True when somebody takes connections there. */
const answersAt = async (host: string, port: number): Promise<boolean> => {
  const socket = connect({ host, port });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
};

/** Addresses of this machine that others can reach, of IPv4 and IPv6; those of one link with their interface. */
const reachable = Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
  addresses
    .filter(({ internal }) => !internal)
    .map(({ address, scopeid }) => (scopeid ? `${address}%${name}` : address)),
);

describe.each(emulators)('$name', ({ start }) => {
  let emulator: Awaited<ReturnType<typeof start>>;
  beforeAll(async () => {
    emulator = await start();
  });
  afterAll(() => emulator.stop());

  it('answers on loopback, and at no other address of this machine, IPv4 or IPv6', async () => {
    const port = Number(new URL(emulator.endpoint).port);

    const [own, ...elsewhere] = await Promise.all(
      ['127.0.0.1', ...reachable].map((host) => answersAt(host, port)),
    );

    expect(own).toBe(true);
    expect(elsewhere).toEqual(reachable.map(() => false));
  });

  // Other systems do not tell it in files.
  it.runIf(process.platform === 'linux')('and its processes have no other port open', async () => {
    const sockets = await socketsOf(emulator.processId);

    expect(sockets.map(({ port }) => port)).toContain(Number(new URL(emulator.endpoint).port));
    expect(sockets.filter(({ address }) => !isLoopback(address))).toEqual([]);
  });
});
