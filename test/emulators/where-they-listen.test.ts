import { once } from 'node:events';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Moto, startMoto } from './moto.ts';

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto.stop());

/** True when somebody takes connections there. */
const answersAt = async (host: string, port: number): Promise<boolean> => {
  const socket = connect({ host, port, family: 4 });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
};

it('answers on loopback, and at no other address of this machine', async () => {
  const port = Number(new URL(moto.endpoint).port);
  const others = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);

  const [own, ...elsewhere] = await Promise.all(
    ['127.0.0.1', ...others].map((host) => answersAt(host, port)),
  );

  expect(own).toBe(true);
  expect(elsewhere).toEqual(others.map(() => false));
});
