import { once } from 'node:events';
import { createRequire } from 'node:module';
import dynalite from 'dynalite';
import { countAsDynamoDb } from './dynamodb-limits.ts';

export type EmbeddedServer = {
  /** Where it listens: loopback, a free port. */
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
};

/**
 * Lets the iterators of the database end. dynalite 4.0.0 ends them by a method `return`, which those of
 * abstract-level 3 do not have, so that each query would leave a snapshot open for ever: with it, all
 * that is written over or deleted later stays in memory and on disk.
 */
const letIteratorsEnd = (): void => {
  const load = createRequire(import.meta.resolve('dynalite'));
  const { AbstractKeyIterator, AbstractValueIterator } = load('abstract-level');
  for (const { prototype } of [AbstractKeyIterator, AbstractValueIterator]) {
    prototype.return ??= prototype.close;
  }
};

/**
 * Starts a DynamoDB on loopback.
 * @param folder keeps its tables on disk, and no other process has it; in memory without one
 */
export const startEmbeddedDynamoDb = async (folder?: string): Promise<EmbeddedServer> => {
  letIteratorsEnd();
  countAsDynamoDb();
  const server = dynalite({
    createTableMs: 0,
    deleteTableMs: 0,
    ...(folder === undefined ? {} : { path: folder }),
  });
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
