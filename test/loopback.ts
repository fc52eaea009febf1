import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer, type Socket } from 'node:net';
import type { EmbeddedServer } from '../src/local/in-process.ts';

export type Listening = {
  readonly endpoint: string;
  /** Ends all connections, too. */
  readonly stop: () => Promise<void>;
};

const endpointOf = (server: Pick<Server, 'address'>): string => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return `http://127.0.0.1:${address.port}`;
};

/** Lets a server listen on loopback, on a free port. */
export const listenOnLoopback = async (server: Server): Promise<Listening> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: endpointOf(server),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

/** Lets other processes, and clients that a test makes itself, call an embedded server. */
export const listenFor = async (embedded: EmbeddedServer): Promise<Listening> => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const inside = embedded.connect();
    socket.pipe(inside).pipe(socket);
    socket.on('error', () => inside.destroy());
    socket.on('close', () => inside.destroy());
    inside.on('error', () => socket.destroy());
    inside.on('close', () => socket.destroy());
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: endpointOf(server),
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};
