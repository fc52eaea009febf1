import { once } from 'node:events';
import dynalite from 'dynalite';

export type EmbeddedServer = {
  /** Where it listens: loopback, a free port. */
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
};

/** Starts a DynamoDB on loopback that keeps its tables on disk, in a folder that no other process has. */
export const startEmbeddedDynamoDb = async (folder: string): Promise<EmbeddedServer> => {
  const server = dynalite({ path: folder, createTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address === null || typeof address === 'string' ? 0 : address.port;
  const endpoint = `http://127.0.0.1:${port}`;
  return {
    endpoint,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      await closed;
    },
  };
};
