import { once } from 'node:events';
import type { Server } from 'node:http';

export type Listening = {
  readonly endpoint: string;
  /** Ends all connections, too. */
  readonly stop: () => Promise<void>;
};

/** Lets a server listen on loopback, on a free port. */
export const listenOnLoopback = async (server: Server): Promise<Listening> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
